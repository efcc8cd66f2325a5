//! What an edit changes: for how many combinations, from which outcome to which.
use alloc::vec;
use alloc::vec::Vec;

use crate::common::places;
use crate::compile::{Model, TooLarge};
use crate::diagram::Ref;
use crate::pack::single;
use crate::{Answer, Cell, Kind, Question, Risk, Table, classes};

/// Combinations whose outcome is another, or whose panels are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The outcome before, in the old table.
    pub from: usize,
    /// The outcome after, in the new table.
    pub to: usize,
    /// In how many combinations; none past 128 bits.
    pub count: Option<u128>,
    /// The simplest of them: answers to the common questions.
    pub answers: Vec<Answer>,
}

/// What changes from one table to another with the same questions, as
/// [`common`](crate::common::common) gives them: by outcomes, those that became less cautious
/// first.
pub fn differ(old: &Table, new: &Table) -> Result<Vec<Change>, TooLarge> {
    let before = Model::new(old)?;
    let (outcome, panels) = (before.outcome, before.panels.clone());
    let mut after = before.again(new)?;
    let mut both = after.store.apply(outcome, after.outcome, &|f, g| {
        Some(Ref::leaf(f.value()? << 7 | g.value()? << 1))
    });
    for (at, id) in new.panels.iter().enumerate() {
        let was = old.panels.iter().position(|panel| panel == id);
        let was = was.map_or(crate::diagram::FALSE, |at| panels[at]);
        let now = after.panels[at];
        let differs = after
            .store
            .apply(was, now, &|f, g| Some(Ref::truth(f.value()? != g.value()?)));
        both = after
            .store
            .apply(both, differs, &|f, g| Some(Ref::leaf(f.value()? | g.value()?)));
    }
    let after = after.whole()?;
    let name = |table: &Table, outcome: usize| table.outcomes[outcome].id.clone();
    let mut changes = vec![];
    for leaf in after.store.leaves(both) {
        let (from, to) = ((leaf >> 7) as usize, (leaf >> 1 & 63) as usize);
        if leaf & 1 == 0 && name(old, from) == name(new, to) {
            continue;
        }
        let count = after.layout.count(&after.store, both, |other| other == leaf);
        let answers = after.layout.cheapest(&after.store, both, |other| other == leaf);
        changes.extend(answers.map(|answers| Change { from, to, count, answers }));
    }
    changes.sort_by_key(|change| change.to.cmp(&change.from) as i8);
    Ok(changes)
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
    if !matches!(old.kind, Kind::Number(_)) {
        return;
    }
    let question = Question { kind: Kind::Number(classes.to_vec()), ..old.clone() };
    let places = places(&question, old);
    with_facts(table, at, &question, &places);
}

/// Gives a question the kind and the answers of another, where `places` says for each of its
/// facts which it was: whatever is said of the question means what it meant.
pub(crate) fn with_facts(table: &mut Table, at: usize, to: &Question, places: &[usize]) {
    let kept = places.iter().fold(0u64, |kept, old| kept | 1 << old);
    let bits = |set: u64| {
        let set = places.iter().enumerate().filter(|(_, old)| set >> **old & 1 == 1);
        set.fold(0u64, |bits, (new, _)| bits | 1 << new)
    };
    let many = matches!(to.kind, Kind::Many(_));
    for cell in table.cells() {
        if let Cell::Answer { question, any, all, none } = cell
            && *question == at
        {
            // One class may become several, of which just one can be so.
            if !many {
                (*any, *all, *none) = (single(*any, *all, *none), 0, 0);
            }
            // Of answers that are no more, all can never be given.
            if *all & !kept != 0 {
                *any = 0;
            }
            if *any != u64::MAX {
                *any = bits(*any);
            }
            (*all, *none) = (bits(*all), bits(*none));
        }
    }
    for item in table.scores.iter_mut().flat_map(|score| &mut score.items) {
        if item.question == at {
            item.points = places.iter().map(|old| item.points[*old]).collect();
        }
    }
    let question = &mut table.questions[at];
    if let Risk::Levels(levels) = &mut question.risk {
        for level in levels.iter_mut() {
            let new = (0..places.len()).filter(|new| level.contains(&places[*new]));
            *level = new.collect();
        }
        levels.retain(|level| !level.is_empty());
    }
    question.kind = to.kind.clone();
    question.also.clone_from(&to.also);
}
