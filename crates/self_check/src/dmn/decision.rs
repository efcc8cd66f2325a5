//! A decision table that was read: its columns, its rules, and what they say.
use rules::classes;

use super::unary::{UnaryTest, UnaryValue};

/// How many values a column may have: as many as a question may have answers.
const MOST: usize = 60;

/// A table that could be read, in the words of a self-check.
pub(super) struct DecisionTable {
    pub title: String,
    pub columns: Vec<Column>,
    /// From the least to the most cautious.
    pub outcomes: Vec<String>,
    /// The outcome when no row matches, if the table names one.
    pub otherwise: Option<String>,
    pub rows: Vec<DecisionRule>,
}

/// A column: what is compared, and the values that it takes.
pub(super) struct Column {
    pub name: String,
    pub kind: ColumnValues,
}

/// The values of a column.
pub(super) enum ColumnValues {
    /// Texts in quotes, `true` and `false`.
    Texts(Vec<String>),
    /// Classes of whole numbers; both ends belong to each.
    Numbers(Vec<(i64, i64)>),
}

/// A row: the values of each column that it holds for, one bit each, and what it says.
pub(super) struct DecisionRule {
    pub id: Option<String>,
    pub cells: Vec<u64>,
    pub output: String,
    pub because: String,
    pub sources: Vec<String>,
}

impl ColumnValues {
    /// All values of a column. One that no row looks at has a single one.
    pub(super) fn every(&self) -> u64 {
        let count = match self {
            Self::Texts(texts) => texts.len(),
            Self::Numbers(classes) => classes.len(),
        };
        u64::MAX >> (64 - count.clamp(1, 64))
    }

    /// The values that a test holds for.
    pub(super) fn held(&self, test: &UnaryTest) -> u64 {
        let UnaryTest::Values { values, not } = test else { return self.every() };
        let some = values.iter().fold(0, |bits, value| bits | self.bits(value));
        if *not { self.every() & !some } else { some }
    }

    /// The values that a value in a cell stands for.
    fn bits(&self, value: &UnaryValue) -> u64 {
        match (self, value) {
            (Self::Texts(texts), UnaryValue::Text(wanted)) => bit(texts, wanted),
            (Self::Texts(texts), UnaryValue::Truth(truth)) => {
                bit(texts, if *truth { "true" } else { "false" })
            }
            (Self::Numbers(classes), UnaryValue::Range(from, to)) => {
                let inside = |class: &(i64, i64)| {
                    from.is_none_or(|from| from <= class.0)
                        && to.is_none_or(|to| class.1 <= to)
                };
                let inside =
                    classes.iter().enumerate().filter(|(_, class)| inside(class));
                inside.fold(0, |bits, (at, _)| bits | 1 << at)
            }
            _ => 0,
        }
    }
}

/// The bit of a text; none where the column does not have it.
fn bit(texts: &[String], text: &str) -> u64 {
    texts.iter().position(|other| other == text).map_or(0, |at| 1 << at)
}

/// A column while its values are gathered from the cells.
pub(super) struct ColumnDraft {
    pub name: String,
    /// The numbers that can be given, where the table says so.
    pub bounds: Option<(i64, i64)>,
    texts: Vec<String>,
    /// The first value of each class: where a range begins, and after where one ends.
    cuts: Vec<i64>,
}

impl ColumnDraft {
    /// A column of which no value is known.
    pub(super) fn new(name: String) -> Self {
        Self { name, bounds: None, texts: vec![], cuts: vec![] }
    }

    /// Notes values that a cell names.
    pub(super) fn gather(&mut self, values: &[UnaryValue]) {
        for value in values {
            match value {
                UnaryValue::Text(text) => self.add(text),
                UnaryValue::Truth(_) => {
                    // Both: the column has the other answer too, even where no row names it.
                    self.add("true");
                    self.add("false");
                }
                UnaryValue::Range(from, to) => {
                    self.cuts.extend(from.iter());
                    // A class begins after the last number of a range, as both ends belong to it.
                    self.cuts.extend(to.iter().map(|to| to.saturating_add(1)));
                }
            }
        }
    }

    /// Notes a text, once.
    fn add(&mut self, text: &str) {
        if !self.texts.iter().any(|known| known == text) {
            self.texts.push(text.to_owned());
        }
    }

    /// The column with its values, all of them known now; or why it cannot be read.
    pub(super) fn resolve(self) -> Result<Column, String> {
        let Self { name, bounds, texts, cuts } = self;
        if texts.len() > MOST {
            return Err(format!("the column `{name}` has too many values"));
        }
        if cuts.is_empty() && bounds.is_none() {
            return Ok(Column { name, kind: ColumnValues::Texts(texts) });
        }
        // Without bounds the outermost classes would be endless, and a visitor could type any
        // number.
        let Some((min, max)) = bounds.filter(|_| texts.is_empty()) else {
            return Err(format!(
                "the column `{name}` mixes numbers and texts, or does not say which numbers \
                 can be given: list them as its input values, [0..120]"
            ));
        };
        let classes = classes((min, max), cuts);
        if classes.is_empty() {
            return Err(format!("no number can be given in the column `{name}`"));
        }
        if classes.len() > MOST {
            return Err(format!("the column `{name}` has too many ranges"));
        }
        Ok(Column { name, kind: ColumnValues::Numbers(classes) })
    }
}
