//! Conditions as rows without alternatives: one cell for each answer, as DMN has them.
use std::collections::BTreeMap;

use rules::encode::single;
use rules::{Cell, Kind, Table, When};

/// What must hold for a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Conjunction {
    /// Of a question with one answer: the facts that may be so.
    allowed: BTreeMap<usize, u64>,
    /// Of a fact of a question with many: whether it is so.
    ticks: BTreeMap<(usize, usize), bool>,
    /// Of a score: its range.
    ranges: BTreeMap<usize, (i64, i64)>,
}

impl Conjunction {
    /// The facts that a question's answer may make true; none where all may.
    pub(super) fn allowed(&self, table: &Table, question: usize) -> Option<u64> {
        let every = every(table, question);
        self.allowed.get(&question).copied().filter(|allowed| *allowed != every)
    }

    /// Whether a fact must be so; none where that does not matter.
    pub(super) fn tick(&self, question: usize, fact: usize) -> Option<bool> {
        self.ticks.get(&(question, fact)).copied()
    }

    /// The range of a score; none where any will do.
    pub(super) fn range(&self, score: usize) -> Option<(i64, i64)> {
        self.ranges.get(&score).copied()
    }

    /// Both rows; none where they exclude each other.
    fn and(&self, other: &Self) -> Option<Self> {
        let mut both = self.clone();
        for (question, allowed) in &other.allowed {
            let kept = both.allowed.entry(*question).or_insert(*allowed);
            *kept &= allowed;
            if *kept == 0 {
                return None;
            }
        }
        for (fact, so) in &other.ticks {
            if both.ticks.insert(*fact, *so).is_some_and(|was| was != *so) {
                return None;
            }
        }
        for (score, (from, to)) in &other.ranges {
            let kept = both.ranges.entry(*score).or_insert((*from, *to));
            *kept = (kept.0.max(*from), kept.1.min(*to));
            if kept.0 > kept.1 {
                return None;
            }
        }
        Some(both)
    }
}

/// More rows than anybody reads, or a program needs.
const MOST: usize = 10_000;

/// The rows of which one must hold for a condition to hold. None where there are too many.
pub(super) fn rows(table: &Table, when: &When) -> Option<Vec<Conjunction>> {
    let rows: Option<Vec<_>> = when.iter().map(|row| of_row(table, row)).collect();
    let mut all: Vec<Conjunction> = rows?.into_iter().flatten().collect();
    all.sort_unstable();
    all.dedup();
    Some(all)
}

/// The rows of which one must hold for all cells of a row to hold.
fn of_row(table: &Table, row: &[Cell]) -> Option<Vec<Conjunction>> {
    let always = vec![Conjunction::default()];
    row.iter()
        .try_fold(always, |rows, cell| each_with_each(&rows, &of_cell(table, cell)?))
}

/// The rows that hold where one of each does: the product of two conditions.
fn each_with_each(
    first: &[Conjunction],
    second: &[Conjunction],
) -> Option<Vec<Conjunction>> {
    let pairs = first.iter().flat_map(|a| second.iter().filter_map(|b| a.and(b)));
    // One too many shows that there are too many. The product is lazy, and may be too large ever
    // to be worked out.
    let mut rows: Vec<Conjunction> = pairs.take(MOST + 1).collect();
    rows.sort_unstable();
    rows.dedup();
    (rows.len() <= MOST).then_some(rows)
}

/// The rows of a cell: that its question is asked, and that the answer fits.
fn of_cell(table: &Table, cell: &Cell) -> Option<Vec<Conjunction>> {
    let Cell::Answer { question, any, all, none } = *cell else {
        let Cell::Score { score, from, to } = *cell else { return None };
        let ranges = BTreeMap::from([(score, (from, to))]);
        return Some(vec![Conjunction { ranges, ..Conjunction::default() }]);
    };
    let asked = match &table.questions[question].ask_if {
        when if when.is_empty() => vec![Conjunction::default()],
        when => rows(table, when)?,
    };
    let every = every(table, question);
    if !matches!(table.questions[question].kind, Kind::Many(_)) {
        let allowed = single(any, all, none) & every;
        let allowed = BTreeMap::from([(question, allowed)]);
        let held = Conjunction { allowed, ..Conjunction::default() };
        // With itself, as `and` drops a row that no answer satisfies.
        let held: Vec<Conjunction> = held.and(&held).into_iter().collect();
        return each_with_each(&asked, &held);
    }
    let fact = |fact: usize, so: bool| of_fact(table, question, fact, so);
    let mut held = asked;
    for bit in (0..64).filter(|bit| all >> bit & 1 == 1) {
        held = each_with_each(&held, &fact(bit, true))?;
    }
    for bit in (0..64).filter(|bit| none >> bit & 1 == 1) {
        held = each_with_each(&held, &fact(bit, false))?;
    }
    if any != u64::MAX {
        let one = (0..64).filter(|bit| any & every & 1 << bit != 0);
        let one: Vec<Conjunction> = one.flat_map(|bit| fact(bit, true)).collect();
        held = each_with_each(&held, &one)?;
    }
    Some(held)
}

/// The rows in which a fact of a question with many answers is so, or is not. "None of
/// these" is so when nothing else is.
fn of_fact(table: &Table, question: usize, fact: usize, so: bool) -> Vec<Conjunction> {
    let asked = &table.questions[question];
    let with = |ticks: Vec<(usize, bool)>| Conjunction {
        ticks: ticks.into_iter().map(|(fact, so)| ((question, fact), so)).collect(),
        ..Conjunction::default()
    };
    if fact != asked.listed() {
        return vec![with(vec![(fact, so)])];
    }
    let others = (0..asked.facts()).filter(|other| *other != fact);
    if so {
        return vec![with(others.map(|other| (other, false)).collect())];
    }
    others.map(|other| with(vec![(other, true)])).collect()
}

/// All facts of a question.
fn every(table: &Table, question: usize) -> u64 {
    u64::MAX >> (64 - table.questions[question].facts())
}
