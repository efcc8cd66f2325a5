//! What an edit changes: for how many combinations, from which outcome to which.
use alloc::vec;
use alloc::vec::Vec;

use crate::align::places;
use crate::compile::{Model, TooLarge};
use crate::diagram::{FALSE, NodeId};
use crate::encode::single;
use crate::{Answer, Cell, Kind, Question, Risk, Table, classes};

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

/// Classes that tell apart what either of two cuts tells apart, of the values that both take;
/// none where they share no value, or are cut too fine.
pub(crate) fn cut(left: &[(i64, i64)], right: &[(i64, i64)]) -> Option<Vec<(i64, i64)>> {
    let first = left.first()?.0.max(right.first()?.0);
    let last = left.last()?.1.min(right.last()?.1);
    let cuts = left.iter().chain(right).map(|class| class.0);
    let classes = classes((first, last), cuts);
    (!classes.is_empty() && classes.len() <= 62).then_some(classes)
}

/// Cuts a number finer, into classes that each lie within one of the old: every cell on it
/// means what it meant.
pub fn refine(table: &mut Table, at: usize, classes: &[(i64, i64)]) {
    let old = &table.questions[at];
    if matches!(old.kind, Kind::Number(_)) {
        let kind = Kind::Number(classes.to_vec());
        let question = Question { kind, ..old.clone() };
        let places = places(&question, old);
        with_facts(table, at, &question, &places);
    }
}

/// Gives a question the kind and the answers of another, where `places` says for each of its
/// facts which it was: whatever is said of the question means what it meant.
pub(crate) fn with_facts(table: &mut Table, at: usize, to: &Question, places: &[usize]) {
    for cell in table.cells() {
        if let Cell::Answer { question, any, all, none } = cell
            && *question == at
        {
            // One class may become several, of which just one can be so.
            if !to.is_many() {
                (*any, *all, *none) = (single(*any, *all, *none), 0, 0);
            }
            translate(places, any, all, none);
        }
    }
    for item in table.scores.iter_mut().flat_map(|score| &mut score.items) {
        if item.question == at {
            item.points = places.iter().map(|old| item.points[*old]).collect();
        }
    }
    let question = &mut table.questions[at];
    keep_levels(&mut question.risk, places);
    question.kind = to.kind.clone();
    question.also.clone_from(&to.also);
}

/// Names the facts of each level anew, and drops levels of which none is left.
fn keep_levels(risk: &mut Risk, places: &[usize]) {
    let Risk::Levels(levels) = risk else { return };
    for level in levels.iter_mut() {
        let new = (0..places.len()).filter(|new| level.contains(&places[*new]));
        *level = new.collect();
    }
    levels.retain(|level| !level.is_empty());
}

/// Translates the sets of a cell to facts of which `places` says which they were.
fn translate(places: &[usize], any: &mut u64, all: &mut u64, none: &mut u64) {
    let kept = places.iter().fold(0u64, |kept, old| kept | 1 << old);
    let bits = |set: u64| {
        let set = places.iter().enumerate().filter(|(_, old)| set >> **old & 1 == 1);
        set.fold(0u64, |bits, (new, _)| bits | 1 << new)
    };
    // Of answers that are no more, all can never be given.
    if *all & !kept != 0 {
        *any = 0;
    }
    // All ones say that nothing is asked for, also of facts that come later.
    if *any != u64::MAX {
        *any = bits(*any);
    }
    (*all, *none) = (bits(*all), bits(*none));
}
