//! Promises: what is proved for every combination of answers.
use rules::{Claim, Promise, Table as Rules};

use super::condition::{self, Raw, Words};
use super::outcome::Names;
use super::range::Cuts;
use super::{Spans, Texts, check_id, empty, optional};
use crate::diagnostic::Diagnostic;
use crate::read::table::{TomlTable, TomlValue};

pub(super) struct Draft {
    id: String,
    says: String,
    claim: Drafted,
}

enum Drafted {
    Then { when: Raw, outcomes: u64, panels: u64 },
    OnlyIf { outcome: usize, only_if: Raw },
}

impl Draft {
    /// The condition that it speaks of.
    pub(super) fn condition(&self) -> &Raw {
        match &self.claim {
            Drafted::Then { when, .. } => when,
            Drafted::OnlyIf { only_if, .. } => only_if,
        }
    }
}

pub(super) fn read(
    file: &mut TomlTable<'_>,
    words: &Words<'_, '_>,
    names: &Names,
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) -> Vec<Draft> {
    let Some(mut table) = file.take("promises").and_then(|value| value.table(found))
    else {
        return vec![];
    };
    let mut drafts = vec![];
    for (id, at, value) in table.rest() {
        check_id(id, &at, found);
        let Some(mut fields) = value.table(found) else { continue };
        let says = optional(&mut fields, "says", found).unwrap_or_else(|| id.to_owned());
        let claim = claim(&value, &mut fields, words, names, found);
        fields.finish(found);
        if let Some(claim) = claim {
            spans.promises.push(at);
            drafts.push(Draft { id: id.to_owned(), says, claim });
        }
    }
    drafts
}

fn claim(
    value: &TomlValue<'_>,
    fields: &mut TomlTable<'_>,
    words: &Words<'_, '_>,
    names: &Names,
    found: &mut Vec<Diagnostic>,
) -> Option<Drafted> {
    let [when, then] = ["when", "then"].map(|key| fields.take(key));
    let [outcome, only_if] = ["outcome", "only_if"].map(|key| fields.take(key));
    match (when, then, outcome, only_if) {
        (Some(when), Some(then), None, None) => {
            let when = condition::read(&when, words, found);
            let (outcomes, panels) = then_part(&then, names, found)?;
            Some(Drafted::Then { when, outcomes, panels })
        }
        (None, None, Some(outcome), Some(only_if)) => {
            let only_if = condition::read(&only_if, words, found);
            let outcome = names.outcome(outcome.text(found)?, &outcome.span(), found)?;
            Some(Drafted::OnlyIf { outcome, only_if })
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
    names: &Names,
    found: &mut Vec<Diagnostic>,
) -> Option<(u64, u64)> {
    let mut table = then.table(found)?;
    let [outcome, at_least, panels] =
        ["outcome", "at_least", "panels"].map(|key| table.take(key));
    table.finish(found);
    if outcome.is_none() && at_least.is_none() && panels.is_none() {
        found.push(empty("what follows", then.span()));
    }
    let mut outcomes = u64::MAX;
    if let Some(value) = outcome {
        let listed = value.texts(found)?;
        if listed.is_empty() {
            found.push(empty("this list", value.span()));
        }
        let bits = listed.iter().filter_map(|(name, at)| names.outcome(name, at, found));
        outcomes &= bits.fold(0, |bits, outcome| bits | 1 << outcome);
    }
    if let Some(value) = at_least
        && let Some(least) = names.outcome(value.text(found)?, &value.span(), found)
    {
        outcomes &= u64::MAX << least;
    }
    let shown = panels.as_ref().map_or(0, |value| names.panels(value, found));
    if let Some(value) =
        panels.filter(|value| value.as_list().is_some_and(|list| list.is_empty()))
    {
        found.push(empty("this list", value.span()));
    }
    Some((outcomes, shown))
}

pub(super) fn write(
    drafts: Vec<Draft>,
    cuts: &Cuts,
    rules: &mut Rules,
    texts: &mut Texts,
) {
    for Draft { id, says, claim } in drafts {
        let claim = match claim {
            Drafted::Then { when, outcomes, panels } => {
                Claim::Then { when: condition::write(when, cuts), outcomes, panels }
            }
            Drafted::OnlyIf { outcome, only_if } => {
                Claim::OnlyIf { outcome, only_if: condition::write(only_if, cuts) }
            }
        };
        rules.promises.push(Promise { id, claim });
        texts.promises.push(says);
    }
}
