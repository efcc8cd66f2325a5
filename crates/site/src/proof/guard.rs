//! Who guards the rules: each small slip in them, and whether anything would notice.
use rules::compile::Model;
use rules::prove::{Fault, Proofs};
use rules::{Cell, Kind, Program, Rule, Table};

use super::decide;
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

/// Tries every slip: a dropped answer, a less cautious outcome, a lost rule or panel, `any`
/// in place of `none` and the other way round. None when the diagrams grow too large.
pub fn guard(check: &SelfCheck) -> Option<Guard> {
    let whole = Model::new(&check.table).ok()?;
    let right = whole.diagram();
    let before = alarms(&whole.prove().ok()?);
    let mut guard = Guard::default();
    for (rule, slip, table) in slips(check) {
        let Ok(model) = Model::new(&table) else { continue };
        if model.diagram() == right {
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

/// Each slip with its rule, what it does, and the table that it makes.
fn slips(check: &SelfCheck) -> Vec<(usize, String, Table)> {
    let table = &check.table;
    let mut slips = vec![];
    for (at, rule) in table.rules.iter().enumerate() {
        let mut slip = |what: String, changed: Option<Rule>| {
            let mut table = table.clone();
            match changed {
                Some(rule) => table.rules[at] = rule,
                None => drop(table.rules.remove(at)),
            }
            slips.push((at, what, table));
        };
        slip("is lost".to_owned(), None);
        if let Some(outcome) = rule.outcome.filter(|outcome| *outcome > 0) {
            let lower = Rule { outcome: Some(outcome - 1), ..rule.clone() };
            slip(
                format!("asks for `{}` only", table.outcomes[outcome - 1].id),
                Some(lower),
            );
        }
        for (panel, id) in table.panels.iter().enumerate() {
            if rule.panels >> panel & 1 == 1 {
                let fewer = Rule { panels: rule.panels & !(1 << panel), ..rule.clone() };
                slip(format!("does not show the panel `{id}`"), Some(fewer));
            }
        }
        for (row, cell) in places(rule) {
            for (what, changed) in cell_slips(table, &rule.when[row][cell]) {
                let mut rule = rule.clone();
                rule.when[row][cell] = changed;
                slip(what, Some(rule));
            }
        }
    }
    slips
}

fn places(rule: &Rule) -> Vec<(usize, usize)> {
    let rows = rule.when.iter().enumerate();
    rows.flat_map(|(row, cells)| (0..cells.len()).map(move |cell| (row, cell))).collect()
}

fn cell_slips(table: &Table, cell: &Cell) -> Vec<(String, Cell)> {
    let Cell::Answer { question, any, all, none } = *cell else { return vec![] };
    let asked = &table.questions[question];
    let mut slips = vec![];
    let with = |any, all, none| Cell::Answer { question, any, all, none };
    for fact in 0..asked.facts() {
        let bit = 1u64 << fact;
        let what = || format!("drops {} from `{}`", fact_name(asked, fact), asked.id);
        if any != u64::MAX && any & bit != 0 && any != bit {
            slips.push((what(), with(any & !bit, all, none)));
        }
        if all & bit != 0 {
            slips.push((what(), with(any, all & !bit, none)));
        }
        if none & bit != 0 {
            slips.push((what(), with(any, all, none & !bit)));
        }
    }
    if any == u64::MAX && all == 0 {
        slips.push((
            format!("says any instead of none of `{}`", asked.id),
            with(none, 0, 0),
        ));
    } else if all == 0 && none == 0 {
        let what = format!("says none instead of any of `{}`", asked.id);
        slips.push((what, with(u64::MAX, 0, any)));
    }
    slips
}

fn fact_name(question: &rules::Question, fact: usize) -> String {
    let listed = question.listed();
    match &question.kind {
        Kind::Number(classes) if fact < listed => {
            format!("{} to {}", classes[fact].0, classes[fact].1)
        }
        Kind::One(ids) | Kind::Many(ids) if fact < listed => format!("`{}`", ids[fact]),
        Kind::Many(_) if fact == listed => "\"none of these\"".to_owned(),
        _ => format!("`{}`", question.also[fact - question.first_also()]),
    }
}
