//! What a table says: the outputs of its rows, in the order in which it lists them.
use ground::diagnostic::Diagnostic;
use ground::source::Path;
use roxmltree::Node;

use super::types::{Allowed, Types};
use super::unary::{self, UnaryValue};
use super::xml::{children, filled, refused, text_of};

/// What a table says of its output.
pub(super) struct Outputs<'a, 'd> {
    /// Where it stands.
    pub node: Node<'a, 'd>,
    /// Every output, those that the table lists first.
    pub all: Vec<String>,
    /// Whether the table lists them all, from the most cautious.
    pub are_listed: bool,
    /// The output when no row matches, by its number.
    pub otherwise: Option<usize>,
}

impl<'a, 'd> Outputs<'a, 'd> {
    /// Reads the one output of a table, whose rows say some. Why it cannot be read is a
    /// finding.
    pub(super) fn read(
        file: &Path,
        table: Node<'a, 'd>,
        types: &Types<'a, 'd>,
        said: &[(Node<'_, '_>, &str)],
        found: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let all: Vec<_> = children(table, "output").collect();
        let [node] = all[..] else {
            found.push(refused(file, table, "a table must have one output"));
            return None;
        };
        check_texts(file, node, said, found);
        let listed = listed(node, types).map(|list| texts(file, list, found));
        let default = filled(node, "defaultOutputEntry");
        let default = default.and_then(|entry| texts(file, entry, found).pop());
        let mut outputs = Self { node, all: vec![], are_listed: false, otherwise: None };
        outputs.add(listed.iter().flatten().map(String::as_str));
        let count = outputs.all.len();
        outputs.add(said.iter().map(|(_, output)| *output).chain(default.as_deref()));
        outputs.are_listed = listed.is_some() && count == outputs.all.len();
        outputs.otherwise = default.map(|output| outputs.place(&output));
        Some(outputs)
    }

    /// Notes outputs, each once.
    fn add<'o>(&mut self, outputs: impl Iterator<Item = &'o str>) {
        for output in outputs {
            if !self.all.iter().any(|known| known == output) {
                self.all.push(output.to_owned());
            }
        }
    }

    /// The number of an output.
    pub(super) fn place(&self, output: &str) -> usize {
        self.all.iter().position(|known| known == output).unwrap_or(0)
    }
}

/// The element that lists the outputs: the table's own, or that of their type.
fn listed<'a, 'd>(output: Node<'a, 'd>, types: &Types<'a, 'd>) -> Option<Node<'a, 'd>> {
    let own = filled(output, "outputValues");
    own.or_else(|| match types.of_type(output.attribute("typeRef")?)? {
        Allowed::Listed(list) => Some(list),
        Allowed::Truths => None,
    })
}

/// The texts that an element lists. Where it lists something else, a finding says so.
fn texts(file: &Path, list: Node<'_, '_>, found: &mut Vec<Diagnostic>) -> Vec<String> {
    let values = unary::values(&text_of(list)).unwrap_or_default();
    let count = values.len();
    let texts: Vec<String> = values.into_iter().filter_map(visible).collect();
    if texts.is_empty() || texts.len() < count {
        found.push(refused(file, list, "outputs must be texts"));
    }
    texts
}

/// Finds rows that say no text. Where all of them do, it is told once.
fn check_texts(
    file: &Path,
    output: Node<'_, '_>,
    said: &[(Node<'_, '_>, &str)],
    found: &mut Vec<Diagnostic>,
) {
    let silent: Vec<_> = said.iter().filter(|(_, text)| text.is_empty()).collect();
    if silent.len() > 1 && silent.len() == said.len() {
        let message = "the rows of this table say no texts, and an outcome is one";
        found.push(refused(file, output, message));
        return;
    }
    found.extend(
        silent.into_iter().map(|(rule, _)| {
            refused(file, *rule, "the output of a row must be one text")
        }),
    );
}

/// The one text that a row gives out; blank where there is none.
pub(super) fn output_of(rule: Node<'_, '_>) -> String {
    let entries: Vec<String> = children(rule, "outputEntry").map(text_of).collect();
    let [entry] = &entries[..] else { return String::new() };
    let mut values = unary::values(entry).unwrap_or_default().into_iter();
    let (value, None) = (values.next(), values.next()) else { return String::new() };
    value.and_then(visible).unwrap_or_default()
}

/// A text that visitors can read.
fn visible(value: UnaryValue) -> Option<String> {
    match value {
        UnaryValue::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    }
}
