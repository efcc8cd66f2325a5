//! What an edit changes: for how many combinations, from which outcome to which.
use alloc::vec;
use alloc::vec::Vec;

use crate::compile::{Model, TooLarge};
use crate::diagram::Ref;
use crate::pack::single;
use crate::{Answer, Cell, Claim, Kind, Question, Table};

/// Combinations whose outcome is another, or whose panels are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The outcome before, in the old table.
    pub from: usize,
    /// The outcome after, in the new table.
    pub to: usize,
    /// In how many combinations; none past 128 bits.
    pub count: Option<u128>,
    /// The simplest of them: answers to the questions as [`common`] gives them.
    pub answers: Vec<Answer>,
}

/// Both tables with numbers cut into the same classes, where they ask the same questions in
/// the same order with the same answers. None where they do not.
pub fn common(old: &Table, new: &Table) -> Option<(Table, Table)> {
    let (mut old, mut new) = (old.clone(), new.clone());
    if old.questions.len() != new.questions.len() {
        return None;
    }
    for at in 0..old.questions.len() {
        let (a, b) = (&old.questions[at], &new.questions[at]);
        if a.id != b.id || a.also != b.also {
            return None;
        }
        match (&a.kind, &b.kind) {
            (Kind::Number(left), Kind::Number(right)) => {
                let classes = cut(left, right)?;
                refine(&mut old, at, &classes);
                refine(&mut new, at, &classes);
            }
            (left, right) if left == right => {}
            _ => return None,
        }
    }
    Some((old, new))
}

/// What changes from one table to another, both as [`common`] gives them: by outcomes, those
/// that became less cautious first.
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

/// Classes that tell apart what either of two cuts tells apart; none for other bounds.
fn cut(left: &[(i64, i64)], right: &[(i64, i64)]) -> Option<Vec<(i64, i64)>> {
    let bounds = |classes: &[(i64, i64)]| Some((classes.first()?.0, classes.last()?.1));
    if bounds(left)? != bounds(right)? {
        return None;
    }
    let mut starts: Vec<i64> = left.iter().chain(right).map(|class| class.0).collect();
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([bounds(left)?.1]);
    let classes: Vec<(i64, i64)> = starts.iter().copied().zip(ends).collect();
    (classes.len() <= 62).then_some(classes)
}

/// Cuts a number finer: every cell and every sum on it means what it meant.
fn refine(table: &mut Table, at: usize, classes: &[(i64, i64)]) {
    let Kind::Number(old) = table.questions[at].kind.clone() else { return };
    let holds = |class: &(i64, i64)| {
        old.iter().position(|wide| wide.0 <= class.0 && class.1 <= wide.1).unwrap_or(0)
    };
    let also = table.questions[at].also.len();
    let places: Vec<usize> =
        classes.iter().map(holds).chain(old.len()..old.len() + also).collect();
    let bits = |set: u64| {
        let set = places.iter().enumerate().filter(|(_, old)| set >> **old & 1 == 1);
        set.fold(0u64, |bits, (new, _)| bits | 1 << new)
    };
    for cell in cells(table) {
        if let Cell::Answer { question, any, all, none } = cell
            && *question == at
        {
            (*any, *all, *none) = (bits(single(*any, *all, *none)), 0, 0);
        }
    }
    let items = table.scores.iter_mut().flat_map(|score| &mut score.items);
    for item in items.filter(|item| item.question == at) {
        item.points = places.iter().map(|old| item.points[*old]).collect();
    }
    table.questions[at] =
        Question { kind: Kind::Number(classes.to_vec()), ..table.questions[at].clone() };
}

/// Every cell of a table.
fn cells(table: &mut Table) -> impl Iterator<Item = &mut Cell> {
    let asks = table.questions.iter_mut().map(|question| &mut question.ask_if);
    let rules = table.rules.iter_mut().map(|rule| &mut rule.when);
    let promises = table.promises.iter_mut().map(|promise| match &mut promise.claim {
        Claim::Then { when, .. } => when,
        Claim::OnlyIf { only_if, .. } => only_if,
    });
    asks.chain(rules).chain(promises).flatten().flatten()
}
