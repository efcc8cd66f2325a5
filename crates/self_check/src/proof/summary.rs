//! What was proved, one line for each, for a clinician to read.
use rules::prove::{Fault, Proofs};

use super::{Kept, Proof, fault, grouped, person};
use crate::language::SelfCheck;

/// One thing that was asked of the rules, and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryLine {
    /// Whether it holds.
    pub holds: bool,
    /// What it is, as a sentence; where it does not hold with an example or the finding's code.
    pub text: String,
}

/// All that was asked of the rules, in the order of the questions.
pub fn summary(check: &SelfCheck, proof: &Proof) -> Vec<SummaryLine> {
    let Some(figures) = &proof.figures else {
        let text = "Nothing could be proved: the rules are tied together too widely.";
        return vec![SummaryLine { holds: false, text: text.to_owned() }];
    };
    let mut lines =
        vec![covered(check, figures), reached(check, figures), rules(check, figures)];
    let promises = proof.promises.iter().zip(&check.texts.promises);
    lines.extend(promises.map(|(kept, says)| promise(kept, says)));
    lines.push(odds(check, figures));
    lines.push(earned(check, figures));
    lines.push(steps(figures));
    lines.extend(stops(check));
    lines.extend(stories(check, proof));
    lines
}

/// How many stories come out as they say, where there are any.
fn stories(check: &SelfCheck, proof: &Proof) -> Option<SummaryLine> {
    let all = check.examples.len();
    let text = format!("{} of {all} stories come out as they say.", proof.examples);
    (all > 0).then_some(SummaryLine { holds: proof.examples == all, text })
}

/// Faults of one sort, with the code of their findings, under which people find them.
type Sort = (&'static str, fn(&Fault) -> bool);

/// Which of these faults there are, as a part of a sentence: none when there is none. Those
/// that are told by way of another are left out, as they are among the findings.
fn found(figures: &Proofs, sorts: &[Sort]) -> Option<String> {
    let all = &figures.faults;
    let told = |fault: &&Fault| !fault::is_told(fault, all);
    let stands = |sort: &&Sort| all.iter().filter(told).any(sort.1);
    let codes: Vec<&str> = sorts.iter().filter(stands).map(|sort| sort.0).collect();
    (!codes.is_empty()).then(|| codes.join(", "))
}

/// That it holds, or which findings say that it does not.
fn unless(figures: &Proofs, sorts: &[Sort], holds: String, not: &str) -> SummaryLine {
    match found(figures, sorts) {
        None => SummaryLine { holds: true, text: holds },
        Some(codes) => SummaryLine { holds: false, text: format!("{not} ({codes}).") },
    }
}

/// A number of combinations in words.
fn count(count: Option<u128>) -> String {
    count.map_or_else(|| "too many to count".to_owned(), grouped)
}

/// How many combinations there are, and how many each outcome has: together all of them.
fn covered(check: &SelfCheck, figures: &Proofs) -> SummaryLine {
    let table = &check.table;
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
    SummaryLine { holds: true, text }
}

/// That nothing is asked or written for nobody.
fn reached(check: &SelfCheck, figures: &Proofs) -> SummaryLine {
    let table = &check.table;
    let holds = format!(
        "Each question ({}) is asked of someone and counts for someone, and each outcome \
         ({}) and panel ({}) is shown to someone.",
        table.questions.len(),
        table.outcomes.len(),
        table.panels.len()
    );
    let sorts: [Sort; 4] = [
        ("question-never-asked", |fault| matches!(fault, Fault::QuestionNeverAsked(_))),
        ("question-no-use", |fault| matches!(fault, Fault::QuestionOfNoUse(_))),
        ("outcome-never-reached", |fault| matches!(fault, Fault::OutcomeNeverReached(_))),
        ("panel-never-shown", |fault| matches!(fault, Fault::PanelNeverShown(_))),
    ];
    unless(figures, &sorts, holds, "Something is asked or written for nobody")
}

/// That every rule is of use.
fn rules(check: &SelfCheck, figures: &Proofs) -> SummaryLine {
    let holds = format!(
        "Each rule ({}) matches someone, changes what someone is shown, and decides the \
         outcome of someone if it asks for one.",
        check.table.rules.len()
    );
    let sorts: [Sort; 3] = [
        ("rule-dead", |fault| matches!(fault, Fault::RuleDead(_))),
        ("rule-redundant", |fault| matches!(fault, Fault::RuleRedundant(_))),
        ("rule-never-decisive", |fault| matches!(fault, Fault::RuleNeverDecisive(_))),
    ];
    unless(figures, &sorts, holds, "Some rule matches, changes or decides nothing")
}

/// One promise in the practice's words, and somebody for whom it is broken.
fn promise(kept: &Kept, says: &str) -> SummaryLine {
    let text = match &kept.example {
        None => format!("{says} ({})", kept.name),
        Some(example) => format!("{says} ({}) Not for {example}.", kept.name),
    };
    SummaryLine { holds: kept.proved, text }
}

/// That the promises can be kept together.
fn odds(check: &SelfCheck, figures: &Proofs) -> SummaryLine {
    let holds = format!(
        "No two promises (of {}) ask for outcomes that exclude each other, and each of \
         them speaks of someone.",
        check.table.promises.len()
    );
    let sorts: [Sort; 2] = [
        ("promises-at-odds", |fault| matches!(fault, Fault::PromisesAtOdds(..))),
        ("promise-empty", |fault| matches!(fault, Fault::PromiseMeansNobody(_))),
    ];
    unless(figures, &sorts, holds, "Some promises cannot be kept")
}

/// That the least cautious outcome is guarded.
fn earned(check: &SelfCheck, figures: &Proofs) -> SummaryLine {
    let id = &check.table.outcomes[check.table.otherwise].id;
    let holds = format!(
        "`{id}` is the least cautious outcome, and a promise says who alone may get it."
    );
    let not = format!("`{id}` is not earned");
    let sorts: [Sort; 2] = [
        ("otherwise", |fault| *fault == Fault::OtherwiseNotLeast),
        ("otherwise-not-earned", |fault| *fault == Fault::OtherwiseNotEarned),
    ];
    unless(figures, &sorts, holds, &not)
}

/// That no riskier answer has a less cautious outcome.
fn steps(figures: &Proofs) -> SummaryLine {
    let steps = figures.steps;
    let broken = figures.faults.iter();
    let broken = broken.filter(|fault| matches!(fault, Fault::StepBroken { .. })).count();
    let text = match broken {
        0 => format!(
            "In none of {steps} steps does a riskier answer give a less cautious outcome."
        ),
        _ => format!(
            "In {broken} of {steps} steps a riskier answer gives a less cautious outcome."
        ),
    };
    SummaryLine { holds: broken == 0, text }
}

/// What follows from the diagram: a stop is shown only where every way on leads to it.
fn stops(check: &SelfCheck) -> Option<SummaryLine> {
    let stops = check.table.outcomes.iter().filter(|outcome| outcome.stop);
    let stops: Vec<_> = stops.map(|outcome| format!("`{}`", outcome.id)).collect();
    let text = format!(
        "Once {} ends the check, no answer to a later question could change it.",
        stops.join(" or ")
    );
    (!stops.is_empty()).then_some(SummaryLine { holds: true, text })
}
