//! `candor rules explain`: why each set of answers comes to what it does, for clinicians.
use std::path::Path;

use ::rules::compile::Model;
use ::rules::{Answer, Verdict};
use self_check::language::SelfCheck;
use self_check::proof;

use super::answers::{self, AnswerSet};
use super::file::{Rules, decided};
use crate::terminal;

/// Prints outcome, panels, reasons and the answers that alone decide it. Answers whether each
/// set could be explained.
pub(super) fn run(file: &Path, sets: &Path) -> bool {
    let mut rules = Rules::read(file);
    let sets = answers::read(sets, &mut rules.sources, &mut rules.found);
    let (Some(check), Some(sets)) = (&rules.check, sets) else {
        return rules.refuse(false);
    };
    let Ok(model) = Model::new(&check.table) else { return false };
    let mut right = true;
    for set in &sets {
        match explained(check, &model, set) {
            Ok(text) => terminal::print(&text),
            Err(error) => {
                right = false;
                terminal::print(&format!("{error}.\n"));
            }
        }
    }
    right
}

fn explained(
    check: &SelfCheck,
    model: &Model<'_>,
    set: &AnswerSet,
) -> Result<String, String> {
    let answers = set.answers(check)?;
    let verdict = decided(check, &model.program(), &answers)?;
    let mut lines = vec![format!("“{}”", check.texts.outcomes[verdict.outcome])];
    for (panel, title) in check.texts.panels.iter().enumerate() {
        if verdict.panels >> panel & 1 == 1 {
            lines.push(format!("  with the panel “{title}”"));
        }
    }
    lines.extend(sums(check, &answers));
    for rule in &verdict.fired {
        lines.push(reason(check, &verdict, *rule));
    }
    lines.push(deciding(check, model, &answers));
    Ok(lines.join("\n") + "\n")
}

/// The sum of each score that is known, with the sums that there can be.
fn sums(check: &SelfCheck, answers: &[Answer]) -> Vec<String> {
    let scores = check.table.scores.iter().zip(&check.texts.scores).enumerate();
    let lines = scores.filter_map(|(at, (score, text))| {
        let sum = check.table.total(at, answers)?;
        let (name, (lowest, highest)) =
            (text.title.as_ref().unwrap_or(&score.id), text.range);
        Some(format!("  {name}: {sum} (from {lowest} to {highest})"))
    });
    lines.collect()
}

/// Whether a rule decided the outcome or is worth telling beside it, why, and its sources.
fn reason(check: &SelfCheck, verdict: &Verdict, rule: usize) -> String {
    let said = &check.table.rules[rule];
    let text = &check.texts.rules[rule];
    let part = if said.outcome == Some(verdict.outcome) { "because" } else { "also" };
    let sources: Vec<&str> = text.source.iter().map(|(name, _)| name.as_str()).collect();
    format!("  {part}: {} ({}; {})", text.because, said.id, sources.join(", "))
}

fn deciding(check: &SelfCheck, model: &Model<'_>, answers: &[Answer]) -> String {
    let words = |question: usize| proof::answer(check, question, answers[question]);
    let deciding: Vec<_> = model.deciding(answers).into_iter().map(words).collect();
    if deciding.is_empty() {
        return "  Everyone is shown this.".to_owned();
    }
    format!("  These answers alone decide it: {}.", deciding.join(", "))
}
