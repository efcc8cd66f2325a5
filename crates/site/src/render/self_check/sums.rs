//! The classes of sums: two sums that no rule tells apart are the same to the style sheet.
use std::collections::BTreeSet;

use rules::{Cell, Table};

/// For each score the classes that all cells on it cut its sums into. Class 0 is that the sum
/// is not known yet; the others count from the lowest sum.
pub(super) struct Sums(Vec<Vec<(i64, i64)>>);

impl Sums {
    /// Of the scores of a table, whose lowest and highest sums are given.
    pub(super) fn new(table: &Table, ranges: impl Iterator<Item = (i64, i64)>) -> Self {
        let asks = table.questions.iter().map(|question| &question.ask_if);
        let rules = table.rules.iter().map(|rule| &rule.when);
        let cells: Vec<&Cell> = asks.chain(rules).flatten().flatten().collect();
        let cuts = |wanted: usize| {
            let of = move |cell: &&Cell| match **cell {
                Cell::Score { score, from, to } if score == wanted => vec![from, to + 1],
                _ => vec![],
            };
            cells.iter().flat_map(of)
        };
        let classes = |(score, range)| rules::classes(range, cuts(score));
        Self(ranges.enumerate().map(classes).collect())
    }

    /// The classes of each score, that of no sum among them.
    pub(super) fn numbers(&self) -> Vec<BTreeSet<usize>> {
        self.0.iter().map(|classes| (0..=classes.len()).collect()).collect()
    }

    /// The lowest sum of each class after the first.
    pub(super) fn cuts(&self, score: usize) -> impl Iterator<Item = i64> {
        self.0[score].iter().skip(1).map(|class| class.0)
    }

    /// The classes whose sums are as wanted: all sums of a class are alike.
    pub(super) fn classes_where(
        &self,
        score: usize,
        wanted: impl Fn(i64) -> bool,
    ) -> BTreeSet<usize> {
        let classes = (1..).zip(&self.0[score]);
        classes.filter(|(_, class)| wanted(class.0)).map(|(number, _)| number).collect()
    }
}
