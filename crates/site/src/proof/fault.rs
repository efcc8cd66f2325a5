//! Each thing that does not hold, as a finding: what happens to whom, where, what to do.
use rules::compile::TooLarge;
use rules::prove::{Counterexample, Fault, Proofs};
use rules::{Answer, Claim};

use super::person::{person, words};
use crate::diagnostic::{Diagnostic, Level};
use crate::read::self_check::SelfCheck;

/// The finding for a fault.
pub(super) fn finding(check: &SelfCheck, proofs: &Proofs, fault: &Fault) -> Diagnostic {
    match fault {
        Fault::QuestionNeverAsked(question) => never_asked(check, *question),
        Fault::QuestionOfNoUse(question) => no_use(check, *question),
        Fault::FactsAlike(question, facts) => alike(check, *question, facts),
        Fault::OutcomeNeverReached(outcome) => never_reached(check, *outcome),
        Fault::PanelNeverShown(panel) => never_shown(check, *panel),
        Fault::RuleDead(rule) => dead(check, *rule),
        Fault::RuleRedundant(rule) => redundant(check, *rule),
        Fault::RuleNeverDecisive(rule) => never_decisive(check, *rule),
        Fault::PromiseBroken(promise) => promise_broken(check, proofs, *promise),
        Fault::PromiseMeansNobody(promise) => means_nobody(check, *promise),
        Fault::PromisesAtOdds(first, second, answers) => {
            at_odds(check, *first, *second, answers)
        }
        Fault::StepBroken { question, safer, riskier, broken } => {
            step_broken(check, *question, [*safer, *riskier], broken)
        }
        Fault::OtherwiseNotLeast => not_least(check),
        Fault::OtherwiseNotEarned => not_earned(check),
    }
}

/// Whether another fault says it already: mending that one mends this one, or changes it.
pub(super) fn is_told(fault: &Fault, all: &[Fault]) -> bool {
    match fault {
        Fault::RuleNeverDecisive(rule) => all.contains(&Fault::RuleRedundant(*rule)),
        Fault::OtherwiseNotEarned => all.contains(&Fault::OtherwiseNotLeast),
        _ => false,
    }
}

/// The finding for rules whose diagram grew past its budget.
pub(super) fn too_large(check: &SelfCheck, large: &TooLarge) -> Diagnostic {
    let message = "these rules are tied together too widely to be proved";
    let mut finding = Diagnostic::error("too-large", message).help(
        "move the questions that one rule names closer together, or split the rule in two",
    );
    for rule in &large.widest {
        let at = check.spans.rules[*rule].clone();
        finding = if finding.at.is_none() {
            finding.at(at)
        } else {
            finding.label(at, "this rule names questions that stand far apart too")
        };
    }
    finding
}

/// The ids of panels.
pub(super) fn panels(check: &SelfCheck, panels: u64) -> Vec<&str> {
    let ids = check.table.panels.iter().enumerate();
    ids.filter(|(panel, _)| panels >> panel & 1 == 1).map(|(_, id)| id.as_str()).collect()
}

/// Points at the rules that match.
pub(super) fn with_rules(
    check: &SelfCheck,
    finding: Diagnostic,
    fired: &[usize],
) -> Diagnostic {
    fired.iter().fold(finding, |finding, rule| {
        finding.label(check.spans.rules[*rule].clone(), "this rule matches")
    })
}

fn never_asked(check: &SelfCheck, question: usize) -> Diagnostic {
    let id = &check.table.questions[question].id;
    Diagnostic::error("question-never-asked", format!("nobody is ever asked `{id}`"))
        .at(check.spans.questions[question].clone())
        .help("change its ask_if, or remove the question")
}

fn no_use(check: &SelfCheck, question: usize) -> Diagnostic {
    let id = &check.table.questions[question].id;
    let message = format!("whatever visitors answer to `{id}`, they are shown the same");
    Diagnostic::warning("question-no-use", message)
        .at(check.spans.questions[question].clone())
        .help("name it in a rule, or remove the question")
}

fn alike(check: &SelfCheck, question: usize, facts: &[usize]) -> Diagnostic {
    let asked = &check.table.questions[question];
    let text = &check.texts.questions[question];
    let labels: Vec<_> =
        facts.iter().map(|fact| words(asked, text, Answer::Pick(*fact))).collect();
    let message = format!(
        "visitors who answer {} to `{}` are always shown the same",
        labels.join(" or "),
        asked.id
    );
    Diagnostic::new("answers-alike", Level::Hint, message)
        .at(check.spans.facts[question][facts[0]].clone())
        .help("leave it so if it is meant, or add a rule that tells them apart")
}

fn never_reached(check: &SelfCheck, outcome: usize) -> Diagnostic {
    let id = &check.table.outcomes[outcome].id;
    Diagnostic::error(
        "outcome-never-reached",
        format!("nobody can get the outcome `{id}`"),
    )
    .at(check.spans.outcomes[outcome].clone())
    .help("add a rule that asks for it, or remove it")
}

fn never_shown(check: &SelfCheck, panel: usize) -> Diagnostic {
    let id = &check.table.panels[panel];
    Diagnostic::error("panel-never-shown", format!("nobody can see the panel `{id}`"))
        .at(check.spans.panels[panel].clone())
        .help("add a rule that shows it, or remove it")
}

fn dead(check: &SelfCheck, rule: usize) -> Diagnostic {
    let id = &check.table.rules[rule].id;
    Diagnostic::error(
        "rule-dead",
        format!("no visitor's answers ever match the rule `{id}`"),
    )
    .at(check.spans.rules[rule].clone())
    .help("change its when, or remove the rule")
}

fn redundant(check: &SelfCheck, rule: usize) -> Diagnostic {
    let id = &check.table.rules[rule].id;
    let message =
        format!("without the rule `{id}` every visitor would be shown the same");
    Diagnostic::warning("rule-redundant", message)
        .at(check.spans.rules[rule].clone())
        .help("remove it, or leave it for the reason that it gives to visitors")
}

fn never_decisive(check: &SelfCheck, rule: usize) -> Diagnostic {
    let id = &check.table.rules[rule].id;
    let message =
        format!("whoever matches the rule `{id}` gets a more cautious outcome anyway");
    Diagnostic::warning("rule-never-decisive", message)
        .at(check.spans.rules[rule].clone())
        .help("change its when or its outcome, or leave it for the reason that it gives")
}

fn means_nobody(check: &SelfCheck, promise: usize) -> Diagnostic {
    let id = &check.table.promises[promise].id;
    Diagnostic::warning("promise-empty", format!("the promise `{id}` speaks of nobody"))
        .at(check.spans.promises[promise].clone())
        .help("change its when: no answers make it hold")
}

/// A broken promise, with someone for whom it is, what they are shown, and why.
fn promise_broken(check: &SelfCheck, proofs: &Proofs, promise: usize) -> Diagnostic {
    let id = &check.table.promises[promise].id;
    let at = check.spans.promises[promise].clone();
    let Some(broken) = &proofs.promises[promise] else {
        return means_nobody(check, promise);
    };
    let verdict = check.table.decide(&broken.answers);
    let shown = shown(check, &check.table.promises[promise].claim, &verdict);
    let message = format!("the promise `{id}` is broken: {shown}");
    let finding = Diagnostic::error("promise-broken", message)
        .at(at)
        .example(in_all(check, broken))
        .help("add a rule, or widen one, so that it holds for them; else change the promise");
    with_rules(check, finding, &verdict.fired)
}

/// What goes wrong for the person of the example.
fn shown(check: &SelfCheck, claim: &Claim, verdict: &rules::Verdict) -> String {
    let outcome = &check.table.outcomes[verdict.outcome].id;
    match claim {
        Claim::Then { outcomes, panels: wanted, .. }
            if outcomes >> verdict.outcome & 1 == 1 =>
        {
            let hidden = panels(check, wanted & !verdict.panels);
            format!("someone is not shown the panel `{}`", hidden.join("`, `"))
        }
        _ => format!("someone gets the outcome `{outcome}`"),
    }
}

/// An example, and how many there are like it.
fn in_all(check: &SelfCheck, broken: &Counterexample) -> String {
    let who = person(check, &broken.answers);
    match broken.count {
        Some(1) => format!("{who} (the only combination of answers)"),
        Some(count) => format!("{who} (one of {count} combinations of answers)"),
        None => who,
    }
}

fn at_odds(
    check: &SelfCheck,
    first: usize,
    second: usize,
    answers: &[Answer],
) -> Diagnostic {
    let ids = [first, second].map(|promise| check.table.promises[promise].id.as_str());
    let (message, help) = if first == second {
        let message = format!("no outcome keeps the promise `{}`", ids[0]);
        (message, "change its then, so that some outcome keeps it")
    } else {
        let message = format!(
            "the promises `{}` and `{}` cannot both be kept for everyone",
            ids[0], ids[1]
        );
        (message, "change one of them, so that one outcome keeps both")
    };
    let mut finding = Diagnostic::error("promises-at-odds", message)
        .at(check.spans.promises[second].clone())
        .example(person(check, answers))
        .help(help);
    if first != second {
        let at = check.spans.promises[first].clone();
        finding = finding.label(at, "this promise wants another outcome for them");
    }
    finding
}

/// A riskier answer that leads to a less cautious outcome.
fn step_broken(
    check: &SelfCheck,
    question: usize,
    sides: [Answer; 2],
    broken: &Counterexample,
) -> Diagnostic {
    let (asked, text) =
        (&check.table.questions[question], &check.texts.questions[question]);
    let with = |answer| {
        let mut answers = broken.answers.clone();
        answers[question] = answer;
        answers
    };
    let [safer, riskier] = sides
        .map(|answer| (words(asked, text, answer), check.table.decide(&with(answer))));
    let outcome =
        |verdict: &rules::Verdict| check.table.outcomes[verdict.outcome].id.clone();
    let message = format!(
        "someone who answers {} to `{}` gets the outcome `{}`, and with the riskier answer {} \
         only `{}`",
        safer.0,
        asked.id,
        outcome(&safer.1),
        riskier.0,
        outcome(&riskier.1)
    );
    let at =
        check.spans.risk[question].as_ref().unwrap_or(&check.spans.questions[question]);
    let finding = Diagnostic::error("risk-broken", message)
        .at(at.clone())
        .example(in_all(check, &Counterexample { answers: with(sides[0]), ..broken.clone() }))
        .help(
            "add a rule for the riskier answer that is as cautious, or change the order of risk",
        );
    with_rules(check, finding, &safer.1.fired)
}

fn not_least(check: &SelfCheck) -> Diagnostic {
    let least = check.table.outcomes.first().map_or("", |outcome| outcome.id.as_str());
    let message = "no rule can lead to an outcome that is less cautious than this one";
    let help = format!("write otherwise = \"{least}\", the least cautious outcome");
    let finding = Diagnostic::error("otherwise", message).help(help);
    Diagnostic { at: check.spans.otherwise.clone(), ..finding }
}

fn not_earned(check: &SelfCheck) -> Diagnostic {
    let id = &check.table.outcomes[check.table.otherwise].id;
    let message = format!("no promise says who alone may get the outcome `{id}`");
    let help = format!(
        "add under [promises]: earned = {{ says = \"…\", outcome = \"{id}\", only_if = {{ … }} }}"
    );
    let finding = Diagnostic::error("otherwise-not-earned", message).help(help);
    Diagnostic { at: check.spans.otherwise.clone(), ..finding }
}
