//! Telephone numbers that nobody declared: a number that changes must change everywhere, and a
//! wrong one in a crisis does harm.
use ground::diagnostic::Diagnostic;
use ground::prose::Prose;
use ground::source::{Path, Span};

use crate::read::body::{Body, PlaceholderKind};
use crate::read::practice::Practice;
use crate::read::telephone;

/// Finds the numbers that visitors read and that the practice does not know.
pub(super) fn check(prose: &Prose, practice: &Practice, found: &mut Vec<Diagnostic>) {
    for block in &prose.blocks {
        for range in telephone::numbers(&block.text) {
            let number = &block.text[range.clone()];
            found.extend(unknown(number, practice).map(|one| one.at(block.span(range))));
        }
    }
}

/// Finds the same behind links, where their words show no number of their own.
pub(super) fn links(body: &Body, practice: &Practice, found: &mut Vec<Diagnostic>) {
    for placeholder in &body.placeholders {
        let PlaceholderKind::Link { to, at, .. } = &placeholder.kind else { continue };
        let Some(number) = called(to) else { continue };
        let at = at.clone().unwrap_or_else(|| placeholder.span.clone());
        let is_told = |finding: &Diagnostic| {
            finding.code == CODE
                && finding
                    .at
                    .as_ref()
                    .is_some_and(|told| is_near(told, &placeholder.span))
        };
        if !found.iter().any(is_told) {
            found.extend(unknown(number, practice).map(|one| one.at(at)));
        }
    }
}

/// Finds the same in a template, with those that its links call.
pub(crate) fn template(
    file: &Path,
    text: &str,
    prose: &Prose,
    practice: &Practice,
    found: &mut Vec<Diagnostic>,
) {
    check(prose, practice, found);
    let links =
        ["tel:", "sms:"].into_iter().flat_map(|scheme| text.match_indices(scheme));
    for (start, scheme) in links {
        let start = start + scheme.len();
        let number =
            text[start..].split(['"', '\'', '?', '>', ' ']).next().unwrap_or_default();
        // What stands in braces is the practice's own.
        if !number.contains("{{") {
            let at = Span::new(file, start, start + number.len());
            found.extend(unknown(number, practice).map(|one| one.at(at)));
        }
    }
}

const CODE: &str = "telephone";

/// The number that a link calls or texts.
fn called(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once(':')?;
    let calls = ["tel", "sms"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    calls.then(|| rest.split('?').next().unwrap_or(rest))
}

fn is_near(one: &Span, other: &Span) -> bool {
    one.file == other.file && one.start < other.end && other.start < one.end
}

fn unknown(number: &str, practice: &Practice) -> Option<Diagnostic> {
    if practice.knows(number) {
        return None;
    }
    let message =
        format!("nobody has declared the number `{number}`, so nobody would mend it");
    let help = format!(
        "write :::phone on a line of its own for the practice's number; another one stands in \
         content/practice.toml, below [lines], as whose = \"{number}\""
    );
    Some(Diagnostic::error(CODE, message).help(help))
}
