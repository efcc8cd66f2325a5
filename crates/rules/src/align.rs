//! Aligns two versions of a table: the same questions and answers, so that they can be compared.
//!
//! A question that only one of them asks changes nothing in the other. An answer that only
//! one of them takes is left out: nobody can give it to both.
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::refine::{cut, places, with_facts};
use crate::{Cell, Kind, Question, Table, When};

/// Two tables with the same questions, that mean what they meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aligned {
    /// The one before.
    pub old: Table,
    /// The one after.
    pub new: Table,
    /// Where each question comes from, in the order of both tables.
    pub questions: Vec<Origin>,
}

/// Which question of each of two tables an aligned one is: of one of them at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its index in the old table.
    pub old: Option<usize>,
    /// Its index in the new table.
    pub new: Option<usize>,
}

/// Both tables over the questions of either and the answers of both. None where a question
/// would have to be asked before one that it depends on, or has too many classes.
pub fn align(old: &Table, new: &Table) -> Option<Aligned> {
    let (mut old, mut new) = (old.clone(), new.clone());
    let mut pairs = vec![];
    for at in 0..new.questions.len() {
        let id = &new.questions[at].id;
        let was = old.questions.iter().position(|question| question.id == *id);
        let shared = was.and_then(|was| {
            shared(&old.questions[was], &new.questions[at]).map(|shared| (was, shared))
        });
        let Some((was, shared)) = shared else { continue };
        with_facts(&mut old, was, &shared.question, &shared.old);
        with_facts(&mut new, at, &shared.question, &shared.new);
        pairs.push((was, at));
    }
    let questions = both(old.questions.len(), new.questions.len(), &pairs);
    let own = |origin: &Origin| match (origin.new, origin.old) {
        (Some(at), _) => new.questions.get(at),
        (None, at) => old.questions.get(at?),
    };
    let asked: Vec<&Question> = questions.iter().filter_map(own).collect();
    let before = rearranged(&old, &asked, |question| questions[question].old)?;
    let after = rearranged(&new, &asked, |question| questions[question].new)?;
    Some(Aligned { old: before, new: after, questions })
}

/// What two questions share: the answers of both, and which of each one's facts those are.
struct Shared {
    question: Question,
    old: Vec<usize>,
    new: Vec<usize>,
}

/// None where they are of another kind, or share no answer.
fn shared(old: &Question, new: &Question) -> Option<Shared> {
    let both = |a: &[String], b: &[String]| -> Vec<_> {
        b.iter().filter(|id| a.contains(id)).cloned().collect()
    };
    let kind = match (&old.kind, &new.kind) {
        (Kind::One(a), Kind::One(b)) => Kind::One(both(a, b)),
        (Kind::Many(a), Kind::Many(b)) => Kind::Many(both(a, b)),
        (Kind::Number(a), Kind::Number(b)) => Kind::Number(cut(a, b)?),
        _ => return None,
    };
    let question = Question { kind, also: both(&old.also, &new.also), ..new.clone() };
    (question.listed() > 0).then(|| Shared {
        old: places(&question, old),
        new: places(&question, new),
        question,
    })
}

/// The new questions in their order, and the lost ones after those that they stood after.
fn both(old: usize, new: usize, pairs: &[(usize, usize)]) -> Vec<Origin> {
    let was = |at| pairs.iter().find(|(_, new)| *new == at).map(|(old, _)| *old);
    let mut order: Vec<Origin> =
        (0..new).map(|at| Origin { old: was(at), new: Some(at) }).collect();
    for lost in (0..old).filter(|at| pairs.iter().all(|(old, _)| old != at)) {
        let before = order
            .iter()
            .rposition(|origin| origin.old.is_some_and(|at| (..lost).contains(&at)));
        let origin = Origin { old: Some(lost), new: None };
        order.insert(before.map_or(0, |at| at + 1), origin);
    }
    order
}

/// A table with these questions, of which `own` says which of its own each is. None where
/// one would be asked before one that it depends on.
fn rearranged(
    table: &Table,
    asked: &[&Question],
    own: impl Fn(usize) -> Option<usize>,
) -> Option<Table> {
    let mut moved = table.clone();
    let to = |old: usize| (0..asked.len()).find(|question| own(*question) == Some(old));
    for cell in moved.cells() {
        if let Cell::Answer { question, .. } = cell {
            *question = to(*question)?;
        }
    }
    for item in moved.scores.iter_mut().flat_map(|score| &mut score.items) {
        item.question = to(item.question)?;
    }
    let questions =
        asked.iter().enumerate().map(|(question, asked)| match own(question) {
            Some(own) => moved.questions[own].clone(),
            // Nothing here names it, so when it is asked makes no difference.
            None => Question { ask_if: When::new(), ..(*asked).clone() },
        });
    moved.questions = questions.collect();
    (!moved.questions.iter().enumerate().any(|(at, asked)| depends(&moved, asked, at)))
        .then_some(moved)
}

/// Whether a question, which stands at `at`, depends on itself or on one behind it.
fn depends(table: &Table, question: &Question, at: usize) -> bool {
    let mut cells = question.ask_if.iter().flatten();
    cells.any(|cell| table.about(cell).iter().any(|other| *other >= at))
}
