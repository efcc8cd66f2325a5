//! A fix that a finding carries mends it, wherever a case of the suite has one.
use std::collections::BTreeSet;
use std::ops::Range;

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

/// The edits that do what a help says in words, where it shows the text to write.
fn proposed(sources: &Sources, finding: &Diagnostic) -> Option<Vec<Edit>> {
    let written = finding.help.as_deref()?.strip_prefix("write ")?;
    // `…` leaves a part to the writer.
    let at = finding.at.as_ref().filter(|at| at.end > 0 && !written.contains('…'))?;
    // What a program can do, the help says in words.
    if let Some(fix) = finding.fixes.first() {
        return Some(fix.edits.clone());
    }
    let text = text(sources, &at.file);
    let start = text[..at.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at.start..].find('\n').map_or(text.len(), |end| at.start + end);
    let line = &text[start..end];
    let edit = |range: Range<usize>, new: &str| {
        Some(vec![Edit::new(Span::new(&at.file, range.start, range.end), new)])
    };
    let in_line = |old: &str, new: &str| {
        let from = start + line.find(old)?;
        edit(from..from + old.len(), new)
    };
    if let Some((new, old)) = written.split_once(" in place of ") {
        return in_line(old, new);
    }
    let sample = written.strip_prefix("it like this: ");
    if let Some((key, value)) = sample.unwrap_or(written).split_once(" = ") {
        let is_key = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        // A table in one line has its key behind others, and a second pair leaves a choice.
        if !is_key || value.contains(" = ") || !line.trim_start().starts_with(key) {
            return None;
        }
        return edit(start..end, sample.unwrap_or(written));
    }
    let first = written.chars().next()?;
    match first {
        // A title keeps its place in the list or quote that it stands in.
        '#' if written.contains("# ") && line.trim_start().starts_with('#') => {
            let words = written.trim_start_matches('#').trim();
            let is_words = line.contains(words);
            is_words.then(|| edit(start..end, written)).flatten()
        }
        ':' if !written.contains([',', ' ']) && line.contains(":::") => {
            let name = start + line.find(":::")?;
            let length = text[name..end].find(['{', ' ']).unwrap_or(end - name);
            edit(name..name + length, written)
        }
        // Of a template only the line of a fault is known.
        '"' if written.ends_with('"') && text[at.start..at.end].starts_with('"') => {
            edit(at.start..at.end, written)
        }
        '`' if written.ends_with('`') => {
            let is_quoted = text[at.start..at.end].starts_with('"');
            let name = written.trim_matches('`');
            let new = if is_quoted { format!("\"{name}\"") } else { name.to_owned() };
            edit(at.start..at.end, &new)
        }
        _ => None,
    }
}

/// What only a right name lets be seen: what its kind needs, and what it allows.
pub(crate) const BEHIND: [&str; 2] = ["key-missing", "rules-unsigned"];

/// What is told, whatever its place.
fn told(found: &[Diagnostic]) -> BTreeSet<(&str, &str)> {
    found.iter().map(|finding| (finding.code, finding.message.as_str())).collect()
}

#[test]
fn each_text_that_help_shows_mends_its_finding_and_brings_no_other() {
    let (mut tried, mut wrong) = (BTreeSet::new(), vec![]);
    for sources in cases() {
        let before = build_cold(&sources).findings;
        for finding in &before {
            let Some(edits) = proposed(&sources, finding) else { continue };
            let after = build_cold(&mended(&sources, &edits)).findings;
            let stays = after.iter().any(|other| is_same(other, finding));
            let mut new: Vec<_> =
                told(&after).difference(&told(&before)).copied().collect();
            new.retain(|(code, _)| !BEHIND.contains(code));
            if stays || !new.is_empty() {
                let stays = if stays { "stays, and " } else { "" };
                wrong.push(format!(
                    "{:?}: {:?} {stays}brings {new:?}, by {edits:?}",
                    finding.message, finding.help
                ));
            }
            tried.insert((finding.message.clone(), finding.help.clone()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried.len() > 60, "only {} texts were tried", tried.len());
}
