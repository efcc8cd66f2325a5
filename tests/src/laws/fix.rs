//! A fix that a finding carries mends it, wherever a case of the suite has one.
use std::collections::BTreeSet;

use ground::diagnostic::Diagnostic;
use ground::edit::{Edit, apply};
use ground::source::{Sources, Span};

use crate::{build_cold, cases, put, text};

/// The sources after all edits of a fix.
fn mended(sources: &Sources, edits: &[Edit]) -> Sources {
    let mut mended = sources.clone();
    for edit in edits {
        let file = &edit.at.file;
        let here = edits.iter().filter(|other| other.at.file == *file);
        put(&mut mended, file, &apply(&text(sources, file), here));
    }
    mended
}

/// Whether two findings are the same one, whatever else is around them.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let start = |finding: &Diagnostic| finding.at.as_ref().map(|at| at.start);
    let file = |finding: &Diagnostic| finding.at.as_ref().map(|at| at.file.clone());
    (one.code, &one.message, file(one), start(one))
        == (other.code, &other.message, file(other), start(other))
}

#[test]
fn each_fix_in_the_suite_mends_its_finding() {
    let mut tried = 0;
    for sources in cases() {
        for finding in build_cold(&sources).findings {
            for fix in &finding.fixes {
                let after = build_cold(&mended(&sources, &fix.edits)).findings;
                let stays = after.iter().any(|other| is_same(other, &finding));
                assert!(!stays, "{finding:#?} stays");
                tried += 1;
            }
        }
    }
    assert!(tried > 15, "only {tried} fixes were tried");
}

/// The edit that a help proposes which shows a whole line: `write key = value`.
fn proposed(sources: &Sources, finding: &Diagnostic) -> Option<Edit> {
    let line = finding.help.as_deref()?.strip_prefix("write ")?;
    let (key, value) = line.split_once(" = ")?;
    let is_key = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    // `…` leaves a part to the writer, and a second pair leaves a choice.
    let is_one = !line.contains('…') && !value.contains(" = ");
    let at = finding.at.as_ref().filter(|_| is_key && is_one)?;
    let text = text(sources, &at.file);
    let start = text[..at.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at.start..].find('\n').map_or(text.len(), |end| at.start + end);
    // A table in one line has its key behind others.
    let is_whole = text[start..end].trim_start().starts_with(key);
    is_whole.then(|| Edit::new(Span::new(&at.file, start, end), line))
}

/// What stops a build, whatever its place.
fn told(found: &[Diagnostic]) -> BTreeSet<(&str, &str)> {
    let found = found.iter().filter(|finding| finding.stops(false));
    found.map(|finding| (finding.code, finding.message.as_str())).collect()
}

#[test]
fn each_line_that_help_shows_mends_its_finding_and_brings_no_other() {
    let (mut tried, mut wrong) = (0, vec![]);
    for sources in cases() {
        let before = build_cold(&sources).findings;
        for finding in &before {
            let Some(edit) = proposed(&sources, finding) else { continue };
            let after = build_cold(&mended(&sources, &[edit])).findings;
            let stays = after.iter().any(|other| is_same(other, finding));
            let new: Vec<_> = told(&after).difference(&told(&before)).copied().collect();
            if stays || !new.is_empty() {
                wrong.push(format!(
                    "{:?}: {:?} brings {new:?}",
                    finding.message, finding.help
                ));
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 15, "only {tried} lines were tried");
}
