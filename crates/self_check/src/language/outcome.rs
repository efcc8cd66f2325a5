//! The head of the file: outcomes from least to most cautious, panels, `otherwise`.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};
use rules::{Outcome, Table as Rules};

use super::field::{check_id, check_twice, empty, index_of, need_text};
use super::types::SelfCheck;

/// The most outcomes, and the most panels: one bit each.
const MOST: usize = 64;

/// The ids that rules and promises may name.
pub(super) struct Names<'r>(pub &'r Rules);

impl Names<'_> {
    /// An outcome by its id.
    pub(super) fn outcome(
        &self,
        name: &str,
        at: &Span,
        found: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let known = self.0.outcomes.iter().map(|outcome| outcome.id.as_str());
        index_of("outcome", name, at, known, found)
    }

    /// Panels as bits.
    pub(super) fn panels(
        &self,
        value: &TomlValue<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> u64 {
        let names = value.texts(found).unwrap_or_default();
        let bits = names.iter().filter_map(|(name, at)| {
            let known = self.0.panels.iter().map(String::as_str);
            index_of("panel", name, at, known, found)
        });
        bits.fold(0, |panels, panel| panels | 1 << panel.min(MOST - 1))
    }
}

/// Reads the head of the file.
pub(super) fn read(
    file: &mut TomlTable<'_>,
    check: &mut SelfCheck,
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
        text.clone_into(&mut check.texts.id);
    }
    check.texts.title = need_text(&mut table, "title", found).unwrap_or_default();
    let otherwise = table.need("otherwise", found);
    let outcomes = named(&mut table, "outcomes", true, found);
    let panels = named(&mut table, "panels", false, found);
    table.finish(found);
    write_outcomes(outcomes, check, found);
    for Named { id, title, at, .. } in panels {
        check.table.panels.push(id);
        check.texts.panels.push(title);
        check.spans.panels.push(at);
    }
    if let Some(value) = otherwise
        && let Some(name) = value.text(found)
    {
        let least = Names(&check.table).outcome(name, &value.span(), found);
        check.table.otherwise = least.unwrap_or(0);
        check.spans.otherwise = Some(value.span());
    }
}

/// Writes the outcomes from least to most cautious.
fn write_outcomes(
    outcomes: Vec<Named>,
    check: &mut SelfCheck,
    found: &mut Vec<Diagnostic>,
) {
    for Named { id, title, stop, at } in outcomes {
        check_stop(&check.table, stop, &at, found);
        check.table.outcomes.push(Outcome { id, stop });
        check.texts.outcomes.push(title);
        check.spans.outcomes.push(at);
    }
}

/// An outcome or a panel.
struct Named {
    id: String,
    title: String,
    /// Whether an outcome ends the check at once.
    stop: bool,
    at: Span,
}

/// A list of outcomes, which must be there, or of panels, which may.
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
        found.push(empty("the list of outcomes", value.span()));
    }
    if list.len() > MOST {
        let message = format!("there are more than {MOST} of these");
        let finding = Diagnostic::error("too-many", message).at(value.span());
        found.push(finding.help("join some of them"));
    }
    let named = list.iter().filter_map(|item| read_named(item, outcomes, found));
    let named: Vec<_> = named.take(MOST).collect();
    let ids = named.iter().map(|named| (named.id.as_str(), &named.at));
    check_twice(if outcomes { "outcome" } else { "panel" }, ids, found);
    named
}

fn read_named(
    value: &TomlValue<'_>,
    outcome: bool,
    found: &mut Vec<Diagnostic>,
) -> Option<Named> {
    let mut table = value.table(found)?;
    let id = table.need("id", found);
    let title = need_text(&mut table, "title", found);
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
