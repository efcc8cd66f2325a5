//! A column while it is read: from what the table says of its values, and from its cells, to
//! all values that it takes.
use ground::diagnostic::Diagnostic;
use ground::source::Path;
use roxmltree::Node;
use rules::classes;

use super::decision::{Column, ColumnValue};
use super::types::{Allowed, Types};
use super::unary::{UnaryTest, UnaryValue, values};
use super::xml::{refused, text_of};
use crate::language::ALSO;

/// How many values a column may have: as many as a question may have answers.
const MOST: usize = 60;

/// A column while its values are gathered.
pub(super) struct ColumnDraft<'a, 'd> {
    /// What is compared, in FEEL.
    pub expression: String,
    name: String,
    /// Where it stands.
    input: Node<'a, 'd>,
    /// What can be given, where the table says so.
    listed: Option<Vec<UnaryValue>>,
    /// Whether it says so in a way that cannot be read.
    is_unclear: bool,
    /// What its cells ask, each with its place.
    tests: Vec<(Node<'a, 'd>, UnaryTest)>,
}

impl<'a, 'd> ColumnDraft<'a, 'd> {
    /// A column of which only that is known which its head says.
    pub(super) fn new(
        expression: String,
        input: Node<'a, 'd>,
        types: &Types<'a, 'd>,
        file: &Path,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let label = input.attribute("label").filter(|label| !label.trim().is_empty());
        let name = label.filter(|_| !is_name(&expression)).unwrap_or(&expression);
        let before = found.len();
        let listed =
            types.of_column(input).and_then(|allowed| listed(allowed, file, found));
        let (name, is_unclear) = (name.to_owned(), found.len() > before);
        Self { expression, name, input, listed, is_unclear, tests: vec![] }
    }

    /// Notes what a cell asks.
    pub(super) fn add(&mut self, cell: Node<'a, 'd>, test: &UnaryTest) {
        if *test != UnaryTest::Any {
            self.tests.push((cell, test.clone()));
        }
    }

    /// The column with its values, all of them known now. Why it cannot be read is a finding.
    pub(super) fn resolve(self, file: &Path, found: &mut Vec<Diagnostic>) -> Column {
        let unseen = Column { name: self.name.clone(), values: vec![] };
        let Some(listed) = self.known() else {
            if !self.tests.is_empty() && !self.is_unclear {
                let (message, help) = self.unknown();
                found.push(refused(file, self.input, message).help(help));
            }
            return unseen;
        };
        match self.all(&listed) {
            Ok(values) => {
                let column = Column { values, ..unseen };
                self.check_cells(&column, file, found);
                column
            }
            // What no row looks at need not be understood.
            Err(_) if self.tests.is_empty() => unseen,
            Err(message) => {
                found.push(refused(file, self.input, message));
                unseen
            }
        }
    }

    /// What can be given: what the table says, or yes and no where its cells compare these.
    fn known(&self) -> Option<Vec<UnaryValue>> {
        let truths = !self.is_unclear && !self.tests.is_empty();
        let truths = truths && self.asked().all(is_truth);
        // A list that names no end of its numbers leaves open what can be given.
        let listed = self.listed.clone().filter(|listed| !listed.iter().any(is_endless));
        listed.or_else(|| truths.then(|| TRUTHS.to_vec()))
    }

    /// The values that its cells name.
    fn asked(&self) -> impl Iterator<Item = &UnaryValue> {
        self.tests.iter().flat_map(|(_, test)| test.values())
    }

    /// Why it cannot be read where nothing says what can be given, and what to do.
    fn unknown(&self) -> (String, &'static str) {
        let name = &self.name;
        // A visitor could type any number, and answer any text.
        if self.asked().all(is_number) {
            let message =
                format!("the column `{name}` does not say which numbers can be given");
            return (message, "list them as its input values: [0..120]");
        }
        let message =
            format!("the column `{name}` does not say which texts can be given");
        (message, "list them as its input values: \"yes\",\"no\"")
    }

    /// All values, numbers in classes that no cell tells apart.
    fn all(&self, listed: &[UnaryValue]) -> Result<Vec<ColumnValue>, String> {
        let name = &self.name;
        let mut values = vec![];
        if listed.len() > 10 * MOST {
            return Err(format!("the column `{name}` has too many values"));
        }
        if let Some(bounds) = self.bounds(listed)? {
            let cuts = self.asked().flat_map(cuts);
            values.extend(classes(bounds, cuts).into_iter().map(numbers));
            if values.is_empty() {
                return Err(format!("no number can be given in the column `{name}`"));
            }
        }
        let ranges = values.len();
        for value in listed {
            let value = match value {
                UnaryValue::Text(text) => ColumnValue::Text(text.clone()),
                UnaryValue::Truth(truth) => ColumnValue::Truth(*truth),
                UnaryValue::Range(..) => continue,
            };
            if !values.contains(&value) {
                values.push(value);
            }
        }
        match ranges {
            _ if !is_one_kind(&values) => {
                Err(format!("the column `{name}` mixes values of several kinds"))
            }
            MOST.. => Err(format!("the column `{name}` has too many ranges")),
            _ if values.len() > MOST => {
                Err(format!("the column `{name}` has too many values"))
            }
            _ if values.iter().any(is_blank) => {
                Err(format!("the column `{name}` takes a blank text"))
            }
            _ => Ok(values),
        }
    }

    /// The lowest and the highest number that can be given, and each between them.
    fn bounds(&self, listed: &[UnaryValue]) -> Result<Option<(i64, i64)>, String> {
        let range = |value: &UnaryValue| match value {
            UnaryValue::Range(from, to) => from.zip(*to),
            _ => None,
        };
        let mut ranges: Vec<(i64, i64)> = listed.iter().filter_map(range).collect();
        ranges.sort_unstable();
        let mut ranges = ranges.into_iter();
        let Some(mut bounds) = ranges.next() else { return Ok(None) };
        for (from, to) in ranges {
            if from > bounds.1.saturating_add(1) {
                let name = &self.name;
                return Err(format!(
                    "the column `{name}` takes no number between {} and {from}, and a question \
                     takes each whole number from the lowest to the highest",
                    bounds.1
                ));
            }
            bounds.1 = bounds.1.max(to);
        }
        Ok(Some(bounds))
    }

    /// Finds values in cells that cannot be given, so that a mistyped word is no row that never
    /// counts.
    fn check_cells(&self, column: &Column, file: &Path, found: &mut Vec<Diagnostic>) {
        let numbers =
            column.values.iter().any(|value| matches!(value, ColumnValue::Numbers(..)));
        for (cell, test) in &self.tests {
            let unknown = |value: &&UnaryValue| match value {
                // Rows may well look further than the numbers go.
                UnaryValue::Range(..) if numbers => false,
                value => !column.values.iter().any(|given| given.is_in(value)),
            };
            if let Some(value) = test.values().iter().find(unknown) {
                let (value, name) = (feel(value), &self.name);
                let message =
                    format!("{value} is none of the values of the column `{name}`");
                found.push(refused(file, *cell, message));
            }
        }
    }
}

/// The values that a column or its type allows. Where they cannot be read, a finding says so.
fn listed(
    allowed: Allowed<'_, '_>,
    file: &Path,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<UnaryValue>> {
    let Allowed::Listed(list) = allowed else { return Some(TRUTHS.to_vec()) };
    let read = values(&text_of(list));
    if read.is_none() {
        let message = "only listed values and ranges can be read here";
        found.push(refused(file, list, message));
    }
    read
}

/// Yes and no.
const TRUTHS: [UnaryValue; 2] = [UnaryValue::Truth(true), UnaryValue::Truth(false)];

/// Whether an expression is a name that people can read, perhaps with parts.
fn is_name(expression: &str) -> bool {
    expression.chars().all(|c| c.is_alphanumeric() || " _-.'".contains(c))
}

/// Where a range parts numbers: its first, and the one behind its last, as both belong to it.
fn cuts(value: &UnaryValue) -> impl Iterator<Item = i64> + use<> {
    let (from, to) = match *value {
        UnaryValue::Range(from, to) => (from, to),
        _ => (None, None),
    };
    from.into_iter().chain(to.and_then(|to| to.checked_add(1)))
}

/// Numbers from one to another.
fn numbers((from, to): (i64, i64)) -> ColumnValue {
    ColumnValue::Numbers(from, to)
}

/// Whether one question can take all of them. Beside numbers it takes what any question does.
fn is_one_kind(values: &[ColumnValue]) -> bool {
    let all = |is: fn(&ColumnValue) -> bool| values.iter().all(is);
    let is_text = |value: &ColumnValue| matches!(value, ColumnValue::Text(_));
    let is_truth = |value: &ColumnValue| matches!(value, ColumnValue::Truth(_));
    all(is_text) || all(is_truth) || all(is_beside_numbers)
}

/// Whether a question that takes numbers can take it.
fn is_beside_numbers(value: &ColumnValue) -> bool {
    match value {
        ColumnValue::Numbers(..) => true,
        ColumnValue::Text(text) => is_also(text),
        ColumnValue::Truth(_) => false,
    }
}

/// Whether a value is yes or no.
fn is_truth(value: &UnaryValue) -> bool {
    matches!(value, UnaryValue::Truth(_))
}

/// Whether a value is a number.
fn is_number(value: &UnaryValue) -> bool {
    matches!(value, UnaryValue::Range(..))
}

/// Whether a range has no end on some side.
fn is_endless(value: &UnaryValue) -> bool {
    matches!(value, UnaryValue::Range(None, _) | UnaryValue::Range(_, None))
}

/// Whether a text is an answer beside the listed ones.
pub(super) fn is_also(text: &str) -> bool {
    ALSO.contains(&text)
}

/// Whether visitors would read nothing.
fn is_blank(value: &ColumnValue) -> bool {
    matches!(value, ColumnValue::Text(text) if text.trim().is_empty())
}

/// As much of a text as a finding has room for.
fn shortened(text: &str) -> String {
    let mut start: String = text.chars().take(MOST).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

/// A value as FEEL writes it.
fn feel(value: &UnaryValue) -> String {
    match value {
        UnaryValue::Text(text) => format!("\"{}\"", shortened(text)),
        UnaryValue::Truth(truth) => truth.to_string(),
        UnaryValue::Range(Some(from), Some(to)) if from == to => from.to_string(),
        UnaryValue::Range(Some(from), Some(to)) => format!("[{from}..{to}]"),
        UnaryValue::Range(Some(from), None) => format!(">= {from}"),
        UnaryValue::Range(None, to) => format!("<= {}", to.unwrap_or(i64::MAX)),
    }
}
