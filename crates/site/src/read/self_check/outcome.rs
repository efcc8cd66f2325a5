//! The head of the file: outcomes from least to most cautious, panels, `otherwise`.
use rules::{Outcome, Table as Rules};

use super::{Spans, Texts, check_id, check_twice, index_of, need_words};
use crate::diagnostic::Diagnostic;
use crate::read::table::{TomlTable, TomlValue};
use crate::source::Span;

/// The most outcomes, and the most panels: one bit each.
const MOST: usize = 64;

/// The ids that rules and promises may name.
#[derive(Default)]
pub(super) struct Names {
    pub outcomes: Vec<String>,
    pub panels: Vec<String>,
}

impl Names {
    pub(super) fn outcome(
        &self,
        name: &str,
        at: &Span,
        found: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        index_of("outcome", name, at, self.outcomes.iter().map(String::as_str), found)
    }

    /// Panels as bits.
    pub(super) fn panels(
        &self,
        value: &TomlValue<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> u64 {
        let names = value.texts(found).unwrap_or_default();
        let bits = names.iter().filter_map(|(name, at)| {
            let known = self.panels.iter().map(String::as_str);
            index_of("panel", name, at, known, found)
        });
        bits.fold(0, |panels, panel| panels | 1 << panel.min(MOST - 1))
    }
}

pub(super) fn read(
    file: &mut TomlTable<'_>,
    rules: &mut Rules,
    texts: &mut Texts,
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) {
    let Some(mut table) = file.need("check", found).and_then(|value| value.table(found))
    else {
        return;
    };
    if let Some(id) = table.need("id", found)
        && let Some(text) = id.text(found)
    {
        check_id(text, &id.span(), found);
        text.clone_into(&mut texts.id);
    }
    texts.title = need_words(&mut table, "title", found).unwrap_or_default();
    let otherwise = table.need("otherwise", found);
    let outcomes = named(&mut table, "outcomes", true, found);
    let panels = named(&mut table, "panels", false, found);
    table.finish(found);
    for Named { id, title, stop, at } in outcomes {
        check_stop(rules, stop, &at, found);
        rules.outcomes.push(Outcome { id, stop });
        texts.outcomes.push(title);
        spans.outcomes.push(at);
    }
    for Named { id, title, at, .. } in panels {
        rules.panels.push(id);
        texts.panels.push(title);
        spans.panels.push(at);
    }
    if let Some(value) = otherwise
        && let Some(name) = value.text(found)
    {
        let names = rules.outcomes.iter().map(|outcome| outcome.id.as_str());
        rules.otherwise =
            index_of("outcome", name, &value.span(), names, found).unwrap_or(0);
        spans.otherwise = Some(value.span());
    }
}

struct Named {
    id: String,
    title: String,
    stop: bool,
    at: Span,
}

fn named(
    table: &mut TomlTable<'_>,
    key: &'static str,
    outcomes: bool,
    found: &mut Vec<Diagnostic>,
) -> Vec<Named> {
    let list = if outcomes { table.need(key, found) } else { table.take(key) };
    let Some(value) = list else { return vec![] };
    let list = value.list(found).unwrap_or_default();
    if outcomes && list.is_empty() {
        found.push(super::empty("the list of outcomes", value.span()));
    }
    if list.len() > MOST {
        let message = format!("there are more than {MOST} of these");
        let finding = Diagnostic::error("too-many", message).at(value.span());
        found.push(finding.help("join some of them"));
    }
    let named: Vec<_> = list
        .iter()
        .filter_map(|item| read_named(item, outcomes, found))
        .take(MOST)
        .collect();
    let ids: Vec<_> =
        named.iter().map(|named| (named.id.clone(), named.at.clone())).collect();
    check_twice(if outcomes { "outcome" } else { "panel" }, &ids, found);
    named
}

fn read_named(
    value: &TomlValue<'_>,
    outcome: bool,
    found: &mut Vec<Diagnostic>,
) -> Option<Named> {
    let mut table = value.table(found)?;
    let id = table.need("id", found);
    let title = need_words(&mut table, "title", found);
    let stop = if outcome { table.take("stop") } else { None };
    let stop = stop.and_then(|value| value.flag(found)).unwrap_or(false);
    table.finish(found);
    let id = id?;
    let (text, at) = (id.text(found)?, id.span());
    check_id(text, &at, found);
    Some(Named { id: text.to_owned(), title: title?, stop, at })
}

/// Every outcome after a stop is a stop, or a rule could pass a stop by.
fn check_stop(rules: &Rules, stop: bool, at: &Span, found: &mut Vec<Diagnostic>) {
    let after = rules.outcomes.last().is_some_and(|before| before.stop);
    if after && !stop {
        let message =
            "this outcome is more cautious than one that ends the check at once";
        let finding = Diagnostic::error("stop-order", message).at(at.clone());
        found.push(finding.help("add stop = true to it, or move it up in the list"));
    }
}
