//! Each thing that does not hold, as a finding: what happens to whom, where, what to do.
use ground::diagnostic::{Diagnostic, Level};
use ground::source::Span;
use rules::compile::TooLarge;
use rules::prove::{Counterexample, Fault, Proofs};
use rules::{Answer, Claim};

use super::person::{person, words};
use crate::language::SelfCheck;

/// The finding for a fault.
pub(super) fn finding(check: &SelfCheck, proofs: &Proofs, fault: &Fault) -> Diagnostic {
    Diagnostic { at: place(check, fault).cloned(), ..told(check, proofs, fault) }
}

/// Where the fault is: at the thing that somebody would change first.
fn place<'a>(check: &'a SelfCheck, fault: &Fault) -> Option<&'a Span> {
    let spans = &check.spans;
    match fault {
        Fault::QuestionNeverAsked(question) | Fault::QuestionOfNoUse(question) => {
            spans.questions.get(*question)
        }
        Fault::FactsAlike(question, facts) => spans.facts[*question].get(facts[0]),
        Fault::OutcomeNeverReached(outcome) => spans.outcomes.get(*outcome),
        Fault::PanelNeverShown(panel) => spans.panels.get(*panel),
        Fault::RuleDead(rule)
        | Fault::RuleRedundant(rule)
        | Fault::RuleNeverDecisive(rule) => spans.rules.get(*rule),
        Fault::PromiseBroken(promise)
        | Fault::PromiseMeansNobody(promise)
        | Fault::PromisesAtOdds(_, promise, _) => spans.promises.get(*promise),
        Fault::StepBroken { question, .. } => {
            spans.risk[*question].as_ref().or(spans.questions.get(*question))
        }
        Fault::OtherwiseNotLeast | Fault::OtherwiseNotEarned => spans.otherwise.as_ref(),
    }
}

/// The finding for a fault, without its place.
fn told(check: &SelfCheck, proofs: &Proofs, fault: &Fault) -> Diagnostic {
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
    let finding = Diagnostic::error("too-large", message).help(
        "move the questions that one rule names closer together, or split the rule in two",
    );
    let mut spans = large.widest.iter().map(|rule| &check.spans.rules[*rule]);
    let finding = Diagnostic { at: spans.next().cloned(), ..finding };
    spans.fold(finding, |finding, at| {
        let note = "this rule names questions that stand far apart too";
        finding.label(at.clone(), note)
    })
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

/// A question that no answers lead to.
fn never_asked(check: &SelfCheck, question: usize) -> Diagnostic {
    let id = &check.table.questions[question].id;
    Diagnostic::error("question-never-asked", format!("nobody is ever asked `{id}`"))
        .help("change its ask_if, or remove the question")
}

/// A question outside the support of what is shown.
fn no_use(check: &SelfCheck, question: usize) -> Diagnostic {
    let id = &check.table.questions[question].id;
    let message = format!("whatever visitors answer to `{id}`, they are shown the same");
    Diagnostic::warning("question-no-use", message)
        .help("name it in a rule, or remove the question")
}

/// Answers that the diagram never tells apart, though an order of risk says they differ.
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
    // A hint: two answers may well mean the same, and be two for the visitor's sake.
    Diagnostic::new("answers-alike", Level::Hint, message)
        .help("leave it so if it is meant, or add a rule that tells them apart")
}

/// An outcome that is no leaf of the diagram.
fn never_reached(check: &SelfCheck, outcome: usize) -> Diagnostic {
    let id = &check.table.outcomes[outcome].id;
    let message = format!("nobody can get the outcome `{id}`");
    Diagnostic::error("outcome-never-reached", message)
        .help("add a rule that asks for it, or remove it")
}

/// A panel that is shown for no answers.
fn never_shown(check: &SelfCheck, panel: usize) -> Diagnostic {
    let id = &check.table.panels[panel];
    Diagnostic::error("panel-never-shown", format!("nobody can see the panel `{id}`"))
        .help("add a rule that shows it, or remove it")
}

/// A rule that never fires.
fn dead(check: &SelfCheck, rule: usize) -> Diagnostic {
    let id = &check.table.rules[rule].id;
    let message = format!("no visitor's answers ever match the rule `{id}`");
    Diagnostic::error("rule-dead", message).help("change its when, or remove the rule")
}

/// A rule without which nothing changes.
fn redundant(check: &SelfCheck, rule: usize) -> Diagnostic {
    let id = &check.table.rules[rule].id;
    let message =
        format!("without the rule `{id}` every visitor would be shown the same");
    // A warning, as its reason may be worth telling beside that of another rule.
    Diagnostic::warning("rule-redundant", message)
        .help("remove it, or leave it for the reason that it gives to visitors")
}

/// A rule that fires only beside rules that are more cautious.
fn never_decisive(check: &SelfCheck, rule: usize) -> Diagnostic {
    let id = &check.table.rules[rule].id;
    let message =
        format!("whoever matches the rule `{id}` gets a more cautious outcome anyway");
    Diagnostic::warning("rule-never-decisive", message)
        .help("change its when or its outcome, or leave it for the reason that it gives")
}

/// A promise whose condition never holds, so that it is kept without saying anything.
fn means_nobody(check: &SelfCheck, promise: usize) -> Diagnostic {
    let id = &check.table.promises[promise].id;
    Diagnostic::warning("promise-empty", format!("the promise `{id}` speaks of nobody"))
        .help("change its when: no answers make it hold")
}

/// A broken promise, with someone for whom it is, what they are shown, and why.
fn promise_broken(check: &SelfCheck, proofs: &Proofs, promise: usize) -> Diagnostic {
    let Some(broken) = &proofs.promises[promise] else {
        return means_nobody(check, promise);
    };
    let promise = &check.table.promises[promise];
    let verdict = check.table.decide(&broken.answers);
    let shown = shown(check, &promise.claim, &verdict);
    let message = format!("the promise `{}` is broken: {shown}", promise.id);
    let example = in_all(person(check, &broken.answers), broken.count);
    let finding = Diagnostic::error("promise-broken", message).example(example).help(
        "add a rule, or widen one, so that it holds for them; else change the promise",
    );
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
fn in_all(who: String, count: Option<u128>) -> String {
    match count {
        Some(1) => format!("{who} (the only combination of answers)"),
        Some(count) => format!("{who} (one of {count} combinations of answers)"),
        None => who,
    }
}

/// Two promises that no outcome keeps both of, or one that none keeps.
fn at_odds(
    check: &SelfCheck,
    first: usize,
    second: usize,
    answers: &[Answer],
) -> Diagnostic {
    let [one, other] = [first, second].map(|promise| &check.table.promises[promise].id);
    let (message, help) = if first == second {
        let message = format!("no outcome keeps the promise `{one}`");
        (message, "change its then, so that some outcome keeps it")
    } else {
        let message = format!(
            "the promises `{one}` and `{other}` cannot both be kept for everyone"
        );
        (message, "change one of them, so that one outcome keeps both")
    };
    let finding = Diagnostic::error("promises-at-odds", message)
        .example(person(check, answers))
        .help(help);
    if first == second {
        return finding;
    }
    let at = check.spans.promises[first].clone();
    finding.label(at, "this promise wants another outcome for them")
}

/// A riskier answer that leads to a less cautious outcome.
fn step_broken(
    check: &SelfCheck,
    question: usize,
    sides: [Answer; 2],
    broken: &Counterexample,
) -> Diagnostic {
    let asked = &check.table.questions[question];
    let mut answers = broken.answers.clone();
    // The riskier answer first: the example that is told is of the safer one.
    let [riskier, safer] = [sides[1], sides[0]].map(|answer| {
        answers[question] = answer;
        check.table.decide(&answers)
    });
    let said = sides.map(|answer| words(asked, &check.texts.questions[question], answer));
    let [less, more] = [riskier.outcome, safer.outcome]
        .map(|outcome| check.table.outcomes[outcome].id.as_str());
    let message = format!(
        "someone who answers {} to `{}` gets the outcome `{more}`, and with the riskier answer \
         {} only `{less}`",
        said[0], asked.id, said[1]
    );
    let finding = Diagnostic::error("risk-broken", message)
        .example(in_all(person(check, &answers), broken.count))
        .help(
            "add a rule for the riskier answer that is as cautious, or change the order of risk",
        );
    with_rules(check, finding, &safer.fired)
}

/// An `otherwise` above the least cautious outcome: some outcome can then never be asked for.
fn not_least(check: &SelfCheck) -> Diagnostic {
    let least = check.table.outcomes.first().map_or("", |outcome| outcome.id.as_str());
    let message = "no rule can lead to an outcome that is less cautious than this one";
    let help = format!("write otherwise = \"{least}\", the least cautious outcome");
    Diagnostic::error("otherwise", message).help(help)
}

/// An `otherwise` that people get by default, though nothing says who should.
fn not_earned(check: &SelfCheck) -> Diagnostic {
    let id = &check.table.outcomes[check.table.otherwise].id;
    let message = format!("no promise says who alone may get the outcome `{id}`");
    let help = format!(
        "add under [promises]: earned = {{ says = \"…\", outcome = \"{id}\", only_if = {{ … }} }}"
    );
    Diagnostic::error("otherwise-not-earned", message).help(help)
}
