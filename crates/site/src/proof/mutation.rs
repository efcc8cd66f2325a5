//! Who guards the rules: each small slip in them, and whether anything would notice.
use rules::Program;
use rules::compile::Model;
use rules::prove::{Fault, Proofs};

use super::decide;
use super::mutant::{Slip, slips};
use crate::read::self_check::SelfCheck;

/// A slip that changes what someone is shown, and that nothing notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loose {
    /// The rule that it is in.
    pub rule: usize,
    /// What the slip does: "drops the answer `unsure` to `bp`".
    pub slip: String,
}

/// What trying every slip found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// How many slips change what someone is shown.
    pub tried: usize,
    /// Those that no promise, no order of risk and no story notices.
    pub loose: Vec<Loose>,
}

/// Tries every slip: a dropped answer, an end of a range that is one off, a less cautious
/// outcome, a lost rule or panel, `any` in place of `none` and the other way round. None when
/// the diagrams grow too large.
pub fn guard(check: &SelfCheck) -> Option<Guard> {
    let whole = Model::new(&check.table).ok()?;
    let right = whole.diagram();
    let before = alarms(&whole.prove().ok()?);
    let mut guard = Guard::default();
    for Slip { rule, what: slip, table, finer } in slips(&check.table) {
        let Ok(model) = Model::new(&table) else { continue };
        let same = match finer {
            Some(finer) => Model::new(&finer).ok()?.diagram() == model.diagram(),
            None => model.diagram() == right,
        };
        if same {
            continue;
        }
        guard.tried += 1;
        let program = model.program();
        let noticed = model.prove().is_ok_and(|proofs| alarms(&proofs) != before)
            || stories_differ(check, &program);
        if !noticed {
            guard.loose.push(Loose { rule, slip });
        }
    }
    Some(guard)
}

/// The promises that are broken, and the questions whose order of risk is.
fn alarms(proofs: &Proofs) -> Vec<(bool, usize)> {
    let alarm = |fault: &Fault| match fault {
        Fault::PromiseBroken(promise) => Some((true, *promise)),
        Fault::StepBroken { question, .. } => Some((false, *question)),
        _ => None,
    };
    proofs.faults.iter().filter_map(alarm).collect()
}

fn stories_differ(check: &SelfCheck, program: &Program) -> bool {
    check.examples.iter().any(|example| match decide(program, &example.answers) {
        Ok(verdict) => {
            let panels = example.panels.unwrap_or(verdict.panels);
            (verdict.outcome, verdict.panels) != (example.outcome, panels)
        }
        Err(_) => true,
    })
}
