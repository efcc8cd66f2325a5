//! Rules: the rows of the decision table.
use rules::{Rule, Table as Rules};

use super::condition::{self, Raw, Words};
use super::outcome::Names;
use super::range::Cuts;
use super::{RuleText, Spans, Texts, check_id, empty, need_words, optional};
use crate::diagnostic::Diagnostic;
use crate::read::table::{TomlTable, TomlValue};
use crate::source::Span;

pub(super) struct Row {
    id: String,
    pub when: Raw,
    outcome: Option<usize>,
    panels: u64,
    text: RuleText,
}

pub(super) fn read(
    file: &mut TomlTable<'_>,
    words: &Words<'_, '_>,
    names: &Names,
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let Some(mut table) = file.need("rules", found).and_then(|value| value.table(found))
    else {
        return vec![];
    };
    let mut rows = vec![];
    for (id, at, value) in table.rest() {
        check_id(id, &at, found);
        if let Some((row, when)) = row(id, &value, words, names, found) {
            spans.rules.push(at);
            spans.whens.push(when);
            rows.push(row);
        }
    }
    rows
}

fn row(
    id: &str,
    value: &TomlValue<'_>,
    words: &Words<'_, '_>,
    names: &Names,
    found: &mut Vec<Diagnostic>,
) -> Option<(Row, Span)> {
    let mut table = value.table(found)?;
    let when = table.need("when", found);
    let outcome = table.take("outcome").and_then(|value| {
        let name = value.text(found)?;
        names.outcome(name, &value.span(), found)
    });
    let panels = table.take("panels").map_or(0, |value| names.panels(&value, found));
    let because = need_words(&mut table, "because", found).unwrap_or_default();
    let source = table.need("source", found);
    let unguarded = optional(&mut table, "unguarded", found);
    table.finish(found);
    let sources =
        source.as_ref().and_then(|value| value.texts(found)).unwrap_or_default();
    if let Some(source) = source.filter(|_| sources.is_empty()) {
        found.push(empty("the list of sources", source.span()));
    }
    let source = sources.into_iter().map(|(name, at)| (name.to_owned(), at)).collect();
    let when = when?;
    let row = Row {
        id: id.to_owned(),
        when: condition::read(&when, words, found),
        outcome,
        panels,
        text: RuleText { because, source, unguarded },
    };
    Some((row, when.span()))
}

pub(super) fn write(rows: Vec<Row>, cuts: &Cuts, rules: &mut Rules, texts: &mut Texts) {
    for Row { id, when, outcome, panels, text } in rows {
        rules.rules.push(Rule {
            id,
            when: condition::write(when, cuts),
            outcome,
            panels,
        });
        texts.rules.push(text);
    }
}
