//! Mutation testing of the rules: each small slip in them, and whether anything would notice.
//!
//! A mutant that no promise, no order of risk and no story tells from the rules *survives*: the
//! rule that it is in is unguarded. A mutant that means the same is no mutant (an *equivalent*
//! one). With diagrams that is decided exactly, where mutation testing of programs must guess.
use rules::Program;
use rules::compile::Model;
use rules::prove::{Fault, Proofs};

use super::mutant::{Mutant, mutants};
use super::{decide, is_as_told};
use crate::language::SelfCheck;

/// A mutant that changes what someone is shown, and that nothing notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survivor {
    /// The rule that it is in.
    pub rule: usize,
    /// What the slip does: "drops the answer `unsure` to `bp`".
    pub what: String,
}

/// What trying every mutant found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mutation {
    /// How many mutants change what someone is shown.
    pub tried: usize,
    /// Those that no promise, no order of risk and no story notices.
    pub survivors: Vec<Survivor>,
}

/// Tries every mutant: a dropped answer, an end of a range that is one off, a less cautious
/// outcome, a lost rule or panel, `any` in place of `none` and the other way round. None when
/// the diagrams grow too large.
pub fn test(check: &SelfCheck) -> Option<Mutation> {
    let whole = Model::new(&check.table).ok()?;
    let right = whole.diagram();
    let before = alarms(&whole.prove().ok()?);
    let mut mutation = Mutation::default();
    for mutant in mutants(&check.table) {
        // Past the budget nothing can be said of this one.
        let Ok(model) = Model::new(&mutant.table) else { continue };
        if is_equivalent(&mutant, &model, &right)? {
            continue;
        }
        mutation.tried += 1;
        if !is_noticed(check, model, &before) {
            let Mutant { rule, what, .. } = mutant;
            mutation.survivors.push(Survivor { rule, what });
        }
    }
    Some(mutation)
}

/// Whether a mutant means what the rules mean, whose diagram is `right`: diagrams are
/// canonical, so that is to compare bytes. None when a diagram grows too large.
fn is_equivalent(mutant: &Mutant, model: &Model<'_>, right: &[u8]) -> Option<bool> {
    Some(match &mutant.finer {
        Some(finer) => Model::new(finer).ok()?.diagram() == model.diagram(),
        None => model.diagram() == right,
    })
}

/// Whether a promise, an order of risk or a story tells the mutant from the rules.
fn is_noticed(check: &SelfCheck, mutant: Model<'_>, before: &[(bool, usize)]) -> bool {
    let program = mutant.program();
    mutant.prove().is_ok_and(|proofs| alarms(&proofs) != before)
        || stories_differ(check, &program)
}

/// The promises that are broken, and the questions whose order of risk is.
fn alarms(proofs: &Proofs) -> Vec<(bool, usize)> {
    let alarm = |fault: &Fault| match fault {
        Fault::PromiseBroken(promise) => Some((true, *promise)),
        Fault::StepBroken { question, .. } => Some((false, *question)),
        // What is redundant or dead warns the author, and protects no visitor.
        _ => None,
    };
    proofs.faults.iter().filter_map(alarm).collect()
}

/// Whether a story comes out otherwise than it says.
fn stories_differ(check: &SelfCheck, program: &Program) -> bool {
    let mut stories = check.examples.iter();
    stories.any(|story| {
        !decide(program, &story.answers).is_ok_and(|verdict| is_as_told(&verdict, story))
    })
}
