//! Promises: what is proved for every combination of answers.
use ground::diagnostic::Diagnostic;
use ground::table::{TomlTable, TomlValue};
use rules::{Claim, Promise};

use super::condition;
use super::cuts::Cuts;
use super::draft::{ConditionDraft, Vocabulary};
use super::field::{check_id, empty, optional_text};
use super::outcome::Names;
use super::types::{SelfCheck, Spans};

/// A promise as it stands in the file.
pub(super) struct PromiseDraft {
    id: String,
    says: String,
    claim: ClaimDraft,
}

/// What is promised.
enum ClaimDraft {
    /// Whoever fits the condition gets one of these outcomes, and sees these panels.
    Then { when: ConditionDraft, outcomes: u64, panels: u64 },
    /// Nobody else gets this outcome.
    OnlyIf { outcome: usize, only_if: ConditionDraft },
}

impl PromiseDraft {
    /// The condition that it speaks of.
    pub(super) fn condition(&self) -> &ConditionDraft {
        match &self.claim {
            ClaimDraft::Then { when, .. } => when,
            ClaimDraft::OnlyIf { only_if, .. } => only_if,
        }
    }
}

/// Reads the promises, in the order of the file.
pub(super) fn read(
    file: &mut TomlTable<'_>,
    words: &Vocabulary<'_, '_>,
    names: &Names<'_>,
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) -> Vec<PromiseDraft> {
    let Some(mut table) = file.take("promises").and_then(|value| value.table(found))
    else {
        return vec![];
    };
    let mut drafts = vec![];
    for (id, at, value) in table.rest() {
        check_id(id, &at, found);
        let Some(mut fields) = value.table(found) else { continue };
        let says =
            optional_text(&mut fields, "says", found).unwrap_or_else(|| id.to_owned());
        let claim = claim(&value, &mut fields, words, names, found);
        fields.finish(found);
        if let Some(claim) = claim {
            spans.promises.push(at);
            drafts.push(PromiseDraft { id: id.to_owned(), says, claim });
        }
    }
    drafts
}

/// What is promised, in one of two forms.
fn claim(
    value: &TomlValue<'_>,
    fields: &mut TomlTable<'_>,
    words: &Vocabulary<'_, '_>,
    names: &Names<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<ClaimDraft> {
    let [when, then] = ["when", "then"].map(|key| fields.take(key));
    let [outcome, only_if] = ["outcome", "only_if"].map(|key| fields.take(key));
    match (when, then, outcome, only_if) {
        (Some(when), Some(then), None, None) => {
            let when = condition::read(&when, words, found);
            let (outcomes, panels) = then_part(&then, names, found)?;
            Some(ClaimDraft::Then { when, outcomes, panels })
        }
        (None, None, Some(outcome), Some(only_if)) => {
            let only_if = condition::read(&only_if, words, found);
            let outcome = names.outcome(outcome.text(found)?, &outcome.span(), found)?;
            Some(ClaimDraft::OnlyIf { outcome, only_if })
        }
        _ => {
            let message = "a promise says what follows, or who alone gets an outcome";
            let finding = Diagnostic::error("promise", message).at(value.span());
            found
                .push(finding.help("write either when and then, or outcome and only_if"));
            None
        }
    }
}

/// The outcomes and the panels that keep a promise, as bits.
fn then_part(
    then: &TomlValue<'_>,
    names: &Names<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<(u64, u64)> {
    let mut table = then.table(found)?;
    let [outcome, at_least, panels] =
        ["outcome", "at_least", "panels"].map(|key| table.take(key));
    table.finish(found);
    if outcome.is_none() && at_least.is_none() && panels.is_none() {
        found.push(empty("what follows", then.span()));
    }
    // Whatever is not said of the outcome holds for all of them.
    let mut outcomes = u64::MAX;
    if let Some(value) = outcome {
        outcomes &= listed_outcomes(&value, names, found)?;
    }
    if let Some(value) = at_least
        && let Some(least) = names.outcome(value.text(found)?, &value.span(), found)
    {
        // Outcomes stand in the order of caution, so those above are the higher bits.
        outcomes &= u64::MAX << least;
    }
    Some((outcomes, panels.map_or(0, |value| shown_panels(&value, names, found))))
}

fn listed_outcomes(
    value: &TomlValue<'_>,
    names: &Names<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<u64> {
    let listed = value.texts(found)?;
    if listed.is_empty() {
        found.push(empty("this list", value.span()));
    }
    let bits = listed.iter().filter_map(|(name, at)| names.outcome(name, at, found));
    Some(bits.fold(0, |bits, outcome| bits | 1 << outcome))
}

fn shown_panels(
    value: &TomlValue<'_>,
    names: &Names<'_>,
    found: &mut Vec<Diagnostic>,
) -> u64 {
    let shown = names.panels(value, found);
    if value.as_list().is_some_and(|list| list.is_empty()) {
        found.push(empty("this list", value.span()));
    }
    shown
}

/// Writes the promises over the classes of numbers.
pub(super) fn write(drafts: Vec<PromiseDraft>, cuts: &Cuts, check: &mut SelfCheck) {
    for PromiseDraft { id, says, claim } in drafts {
        let claim = match claim {
            ClaimDraft::Then { when, outcomes, panels } => {
                Claim::Then { when: condition::write(when, cuts), outcomes, panels }
            }
            ClaimDraft::OnlyIf { outcome, only_if } => {
                Claim::OnlyIf { outcome, only_if: condition::write(only_if, cuts) }
            }
        };
        check.table.promises.push(Promise { id, claim });
        check.texts.promises.push(says);
    }
}
