//! What was proved, one line for each, for a clinician to read.
use super::{Kept, Proof, grouped, person};
use crate::read::self_check::SelfCheck;

/// One thing that was asked of the rules, and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether it holds.
    pub holds: bool,
    /// What it is, as a sentence; where it does not hold with an example or the finding's code.
    pub text: String,
}

/// All that was asked of the rules, in the order of the questions.
pub fn summary(check: &SelfCheck, proof: &Proof) -> Vec<Line> {
    if proof.figures.is_none() {
        let text = "Nothing could be proved: the rules are tied together too widely.";
        return vec![Line { holds: false, text: text.to_owned() }];
    }
    let mut lines =
        vec![covered(check, proof), reached(check, proof), rules(check, proof)];
    let promises = proof.promises.iter().zip(&check.texts.promises);
    lines.extend(promises.map(|(kept, says)| promise(kept, says)));
    lines.push(odds(check, proof));
    lines.push(earned(check, proof));
    lines.push(steps(proof));
    lines.extend(stops(check));
    if !check.examples.is_empty() {
        let all = check.examples.len();
        let text = format!("{} of {all} stories come out as they say.", proof.examples);
        lines.push(Line { holds: proof.examples == all, text });
    }
    lines
}

/// Which of these findings stand, as a part of a sentence: none when none does.
fn found(proof: &Proof, codes: &[&'static str]) -> Option<String> {
    let stands =
        |code: &&&str| proof.findings.iter().any(|finding| finding.code == **code);
    let codes: Vec<&str> = codes.iter().filter(stands).copied().collect();
    (!codes.is_empty()).then(|| codes.join(", "))
}

/// That it holds, or which findings say that it does not.
fn unless(proof: &Proof, codes: &[&'static str], holds: String, not: &str) -> Line {
    match found(proof, codes) {
        None => Line { holds: true, text: holds },
        Some(codes) => Line { holds: false, text: format!("{not} ({codes}).") },
    }
}

fn count(count: Option<u128>) -> String {
    count.map_or_else(|| "too many to count".to_owned(), grouped)
}

fn covered(check: &SelfCheck, proof: &Proof) -> Line {
    let table = &check.table;
    let Some(figures) = &proof.figures else {
        return Line { holds: false, text: String::new() };
    };
    let all = figures
        .combinations
        .map_or_else(|| format!("More than 10^{}", figures.power_of_ten), grouped);
    let outcomes = table.outcomes.iter().zip(&figures.outcomes);
    let outcomes: Vec<_> =
        outcomes.map(|(outcome, n)| format!("`{}` {}", outcome.id, count(*n))).collect();
    let example = figures.otherwise_example.as_ref();
    let example = example.map_or_else(String::new, |answers| {
        format!(", for example {}", person(check, answers))
    });
    let text = format!(
        "{all} combinations of answers, all of them covered: {}. In {} no rule asks for more \
         than `{}`{example}.",
        outcomes.join(", "),
        count(figures.otherwise),
        table.outcomes[table.otherwise].id,
    );
    Line { holds: true, text }
}

fn reached(check: &SelfCheck, proof: &Proof) -> Line {
    let table = &check.table;
    let holds = format!(
        "Each question ({}) is asked of someone and counts for someone, and each outcome \
         ({}) and panel ({}) is shown to someone.",
        table.questions.len(),
        table.outcomes.len(),
        table.panels.len()
    );
    let codes = [
        "question-never-asked",
        "question-no-use",
        "outcome-never-reached",
        "panel-never-shown",
    ];
    unless(proof, &codes, holds, "Something is asked or written for nobody")
}

fn rules(check: &SelfCheck, proof: &Proof) -> Line {
    let holds = format!(
        "Each rule ({}) matches someone, changes what someone is shown, and decides the \
         outcome of someone if it asks for one.",
        check.table.rules.len()
    );
    let codes = ["rule-dead", "rule-redundant", "rule-never-decisive"];
    unless(proof, &codes, holds, "Some rule matches, changes or decides nothing")
}

fn promise(kept: &Kept, says: &str) -> Line {
    let text = match &kept.example {
        None => format!("{says} ({})", kept.name),
        Some(example) => format!("{says} ({}) Not for {example}.", kept.name),
    };
    Line { holds: kept.proved, text }
}

fn odds(check: &SelfCheck, proof: &Proof) -> Line {
    let holds = format!(
        "No two promises (of {}) ask for outcomes that exclude each other, and each of \
         them speaks of someone.",
        check.table.promises.len()
    );
    unless(
        proof,
        &["promises-at-odds", "promise-empty"],
        holds,
        "Some promises cannot be kept",
    )
}

fn earned(check: &SelfCheck, proof: &Proof) -> Line {
    let id = &check.table.outcomes[check.table.otherwise].id;
    let holds = format!(
        "`{id}` is the least cautious outcome, and a promise says who alone may get it."
    );
    let not = format!("`{id}` is not earned");
    unless(proof, &["otherwise", "otherwise-not-earned"], holds, &not)
}

fn steps(proof: &Proof) -> Line {
    let steps = proof.figures.as_ref().map_or(0, |figures| figures.steps);
    let broken =
        proof.findings.iter().filter(|finding| finding.code == "risk-broken").count();
    let text = match broken {
        0 => format!(
            "In none of {steps} steps does a riskier answer give a less cautious outcome."
        ),
        _ => format!(
            "In {broken} of {steps} steps a riskier answer gives a less cautious outcome."
        ),
    };
    Line { holds: broken == 0, text }
}

/// What follows from the diagram: a stop is shown only where every way on leads to it.
fn stops(check: &SelfCheck) -> Option<Line> {
    let stops = check.table.outcomes.iter().filter(|outcome| outcome.stop);
    let stops: Vec<_> = stops.map(|outcome| format!("`{}`", outcome.id)).collect();
    let text = format!(
        "Once {} ends the check, no answer to a later question could change it.",
        stops.join(" or ")
    );
    (!stops.is_empty()).then_some(Line { holds: true, text })
}
