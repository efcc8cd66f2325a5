//! A decision table that was read: its columns, its rules, and what they say.
use super::unary::{UnaryTest, UnaryValue};

/// A table that could be read, in the words of a self-check.
pub(super) struct DecisionTable {
    pub title: String,
    pub columns: Vec<Column>,
    /// From the least to the most cautious. The first is that of whoever no row matches.
    pub outcomes: Vec<String>,
    pub rows: Vec<DecisionRule>,
}

/// A column: what is compared, and the values that it takes.
pub(super) struct Column {
    pub name: String,
    /// None where no row looks at it.
    pub values: Vec<ColumnValue>,
}

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ColumnValue {
    Text(String),
    Truth(bool),
    /// Whole numbers that no row tells apart; both ends belong to them.
    Numbers(i64, i64),
}

/// A row: the values of each column that it holds for, one bit each, and what it says.
pub(super) struct DecisionRule {
    pub id: String,
    pub cells: Vec<u64>,
    pub output: String,
    pub because: String,
    pub sources: Vec<String>,
}

impl Column {
    /// All values of a column. One that no row looks at has a single one.
    pub(super) fn every(&self) -> u64 {
        u64::MAX >> (64 - self.values.len().clamp(1, 64))
    }

    /// Whether no row looks at a column, so that no question is needed.
    pub(super) fn is_unseen(&self) -> bool {
        self.values.is_empty()
    }

    /// The values that a test holds for.
    pub(super) fn held(&self, test: &UnaryTest) -> u64 {
        let UnaryTest::Values { values, not } = test else { return self.every() };
        let some = values.iter().fold(0, |bits, value| bits | self.bits(value));
        if *not { self.every() & !some } else { some }
    }

    /// The values that a value in a cell stands for.
    fn bits(&self, wanted: &UnaryValue) -> u64 {
        let values = self.values.iter().enumerate();
        let stood_for = values.filter(|(_, value)| value.is_in(wanted));
        stood_for.fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// The longest ranges of numbers among some values. Classes are cut wherever some row cuts
    /// them: those in a row are one range again.
    pub(super) fn ranges(&self, held: u64) -> Vec<(i64, i64)> {
        let mut ranges: Vec<(i64, i64)> = vec![];
        for value in self.some(held) {
            let ColumnValue::Numbers(from, to) = *value else { continue };
            match ranges.last_mut() {
                Some(last) if last.1.checked_add(1) == Some(from) => last.1 = to,
                _ => ranges.push((from, to)),
            }
        }
        ranges
    }

    /// The texts among some values, yes and no as FEEL writes them.
    pub(super) fn texts(&self, held: u64) -> Vec<&str> {
        self.some(held).filter_map(ColumnValue::text).collect()
    }

    /// Some of the values.
    fn some(&self, held: u64) -> impl Iterator<Item = &ColumnValue> {
        let values = self.values.iter().enumerate();
        values.filter(move |(at, _)| held >> at & 1 == 1).map(|(_, value)| value)
    }

    /// How many cells of a self-check say what a cell of the table says.
    pub(super) fn count(&self, held: u64) -> usize {
        if held == self.every() {
            return 1;
        }
        self.ranges(held).len() + usize::from(!self.texts(held).is_empty())
    }
}

impl ColumnValue {
    /// Whether it is what a value in a cell stands for.
    pub(super) fn is_in(&self, wanted: &UnaryValue) -> bool {
        match (self, wanted) {
            (Self::Text(text), UnaryValue::Text(wanted)) => text == wanted,
            (Self::Truth(truth), UnaryValue::Truth(wanted)) => truth == wanted,
            (Self::Numbers(first, last), UnaryValue::Range(from, to)) => {
                from.is_none_or(|from| from <= *first) && to.is_none_or(|to| *last <= to)
            }
            _ => false,
        }
    }

    /// The text, yes and no as FEEL writes them; none of numbers.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Truth(truth) => Some(if *truth { "true" } else { "false" }),
            Self::Numbers(..) => None,
        }
    }
}
