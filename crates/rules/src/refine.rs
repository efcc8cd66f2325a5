//! Changes which facts a question has, without changing what a table means: a number cut into
//! finer classes, answers left out.
use alloc::vec;
use alloc::vec::Vec;

use crate::encode::single;
use crate::{Cell, Kind, Question, Risk, Table, classes};

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

/// For each fact of a question the fact of a wider one that it is.
pub(crate) fn places(question: &Question, wide: &Question) -> Vec<usize> {
    let listed: Vec<usize> = match (&question.kind, &wide.kind) {
        (Kind::Number(classes), Kind::Number(wide)) => classes
            .iter()
            .map(|class| {
                let holds = |wide: &(i64, i64)| wide.0 <= class.0 && class.1 <= wide.1;
                wide.iter().position(holds).unwrap_or(0)
            })
            .collect(),
        (Kind::One(ids) | Kind::Many(ids), Kind::One(wide) | Kind::Many(wide)) => ids
            .iter()
            .filter_map(|id| wide.iter().position(|other| other == id))
            .collect(),
        _ => vec![],
    };
    let none = wide.is_many().then_some(wide.listed());
    let first = wide.first_also();
    let also = question.also.iter().filter_map(|id| {
        wide.also.iter().position(|other| other == id).map(|also| first + also)
    });
    listed.into_iter().chain(none).chain(also).collect()
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
