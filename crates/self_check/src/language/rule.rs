//! Rules: the rows of the decision table.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};
use rules::Rule;

use super::condition;
use super::cuts::Cuts;
use super::draft::{ConditionDraft, Vocabulary};
use super::field::{check_id, need_text, optional_text};
use super::outcome::Names;
use super::types::{RuleText, SelfCheck, Spans};

/// A rule as it stands in the file.
pub(super) struct RuleDraft {
    id: String,
    /// When it holds.
    pub when: ConditionDraft,
    /// The outcome that it asks for, if any.
    outcome: Option<usize>,
    /// The panels that it shows, one bit each.
    panels: u64,
    text: RuleText,
}

/// Reads all rules, in the order of the file.
pub(super) fn read(
    file: &mut TomlTable<'_>,
    words: &Vocabulary<'_, '_>,
    names: &Names<'_>,
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) -> Vec<RuleDraft> {
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

/// A rule, and where its condition stands.
fn row(
    id: &str,
    value: &TomlValue<'_>,
    words: &Vocabulary<'_, '_>,
    names: &Names<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<(RuleDraft, Span)> {
    let mut table = value.table(found)?;
    let when = table.need("when", found);
    let outcome = table.take("outcome").and_then(|value| {
        let name = value.text(found)?;
        names.outcome(name, &value.span(), found)
    });
    let panels = table.take("panels").map_or(0, |value| names.panels(&value, found));
    let because = need_text(&mut table, "because", found).unwrap_or_default();
    let source = table.need("source", found);
    let unguarded = optional_text(&mut table, "unguarded", found);
    table.finish(found);
    let source = source.map_or(vec![], |value| sources(&value, found));
    let when = when?;
    let at = when.span();
    let when = condition::read(&when, words, found);
    let text = RuleText { because, source, unguarded };
    Some((RuleDraft { id: id.to_owned(), when, outcome, panels, text }, at))
}

/// The facts that a rule, or what a question says, rests on: one at least.
pub(super) fn sources(
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(String, Span)> {
    let sources = value.texts(found).unwrap_or_default();
    if sources.is_empty() {
        let finding = Diagnostic::error("empty", "this rests on no fact");
        let help = "name the fact that says so: source = [\"…\"]";
        found.push(finding.at(value.span()).help(help));
    }
    sources.into_iter().map(|(name, at)| (name.to_owned(), at)).collect()
}

/// Writes the rules over the classes of numbers.
pub(super) fn write(rows: Vec<RuleDraft>, cuts: &Cuts, check: &mut SelfCheck) {
    for RuleDraft { id, when, outcome, panels, text } in rows {
        let when = condition::write(when, cuts);
        check.table.rules.push(Rule { id, when, outcome, panels });
        check.texts.rules.push(text);
    }
}
