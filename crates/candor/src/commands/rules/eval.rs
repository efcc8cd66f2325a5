//! `candor rules eval`: what each set of answers comes to, for programs.
use std::path::Path;

use ::rules::{Program, Verdict};
use ground::diagnostic::Level;
use self_check::language::SelfCheck;
use self_check::proof;
use serde_json::{Value, json};

use super::answers::{self, AnswerSet};
use super::file::{Rules, decided};
use crate::terminal;

/// Prints the result of each answer set. Answers whether each has one.
pub(super) fn run(file: &Path, sets: &Path, json: bool) -> bool {
    let mut rules = Rules::read(file);
    let proof = rules.check.as_ref().map(proof::prove).unwrap_or_default();
    // What only warns does not keep answers from being tried.
    rules.found.retain(|finding| finding.level == Level::Error);
    let sets = answers::read(sets, &mut rules.sources, &mut rules.found);
    let (Some(check), Some(sets)) = (&rules.check, sets) else {
        return rules.refuse(json);
    };
    let Some(program) = &proof.program else {
        rules.found.extend(proof.findings);
        return rules.refuse(json);
    };
    let results: Vec<Value> =
        sets.iter().map(|set| result(check, program, set)).collect();
    let failed = results.iter().any(|result| result.get("error").is_some());
    if json {
        terminal::print(&format!("{:#}", Value::from(results)));
    } else {
        for result in &results {
            terminal::print(&result.to_string());
        }
    }
    !failed
}

/// What one set of answers comes to, or what is wrong with it, as an object.
fn result(check: &SelfCheck, program: &Program, set: &AnswerSet) -> Value {
    let verdict = set.answers(check).and_then(|set| decided(check, program, &set));
    match verdict {
        Ok(verdict) => shown(check, &verdict),
        Err(error) => json!({ "error": error }),
    }
}

/// What is shown, by ids: panels in the order of the check, rules in the order of the file.
fn shown(check: &SelfCheck, verdict: &Verdict) -> Value {
    let table = &check.table;
    let panels = table.panels.iter().enumerate();
    let panels = panels.filter(|(panel, _)| verdict.panels >> panel & 1 == 1);
    let fired = verdict.fired.iter().map(|rule| table.rules[*rule].id.as_str());
    json!({
        "outcome": table.outcomes[verdict.outcome].id,
        "panels": panels.map(|(_, id)| id.as_str()).collect::<Vec<_>>(),
        "fired": fired.collect::<Vec<_>>(),
    })
}
