//! What an edit changes: for how many combinations, from which outcome to which.
use alloc::vec;
use alloc::vec::Vec;

use crate::compile::{Model, TooLarge};
use crate::diagram::{FALSE, NodeId};
use crate::{Answer, Table};

/// Combinations whose outcome is another, or whose panels are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictChange {
    /// The outcome before, in the old table.
    pub from: usize,
    /// The outcome after, in the new table.
    pub to: usize,
    /// In how many combinations; none past 128 bits.
    pub count: Option<u128>,
    /// The simplest of them: answers to the common questions.
    pub answers: Vec<Answer>,
}

/// What changes from one table to another with the same questions, as [`crate::align::align`]
/// gives them: by outcomes, those that became less cautious first.
pub fn diff(old: &Table, new: &Table) -> Result<Vec<VerdictChange>, TooLarge> {
    let mut before = Model::new(old)?;
    let (outcome, panels) = (before.outcome, core::mem::take(&mut before.panels));
    // The same manager: ids of the old diagrams stay valid, and equal parts are shared.
    let mut after = before.again(new)?;
    let both = product(&mut after, outcome, old, &panels);
    let after = after.whole()?;
    let mut changes = vec![];
    for leaf in after.manager.leaves(both) {
        let (from, to) = ((leaf >> 7) as usize, (leaf >> 1 & 63) as usize);
        if leaf & 1 == 0 && old.outcomes[from].id == new.outcomes[to].id {
            continue;
        }
        let count = after.order.count(&after.manager, both, |other| other == leaf);
        let answers = after.order.cheapest(&after.manager, both, |other| other == leaf);
        changes.extend(answers.map(|answers| VerdictChange { from, to, count, answers }));
    }
    changes.sort_by_key(|change| change.to.cmp(&change.from) as i8);
    Ok(changes)
}

/// One diagram of what is shown before and after. Its leaves: the old outcome from bit 7 on,
/// the new one from bit 1 on (there are at most 64), and whether any panel differs.
fn product(
    after: &mut Model<'_>,
    outcome: NodeId,
    old: &Table,
    panels: &[NodeId],
) -> NodeId {
    let mut both = after.manager.apply(outcome, after.outcome, &|f, g| {
        Some(NodeId::leaf(f.value()? << 7 | g.value()? << 1))
    });
    for (at, id) in after.table.panels.iter().enumerate() {
        let was = old.panels.iter().position(|panel| panel == id);
        let was = was.map_or(FALSE, |at| panels[at]);
        let differs = after.manager.apply(was, after.panels[at], &|f, g| {
            Some(NodeId::truth(f.value()? != g.value()?))
        });
        both = after
            .manager
            .apply(both, differs, &|f, g| Some(NodeId::leaf(f.value()? | g.value()?)));
    }
    both
}
