//! Edits: a place in a file, and the text that is to stand there.
//!
//! Whatever changes a file of the site writes through these, so a change is always made by
//! place and never by search: what merely looks the same elsewhere stays as it is.
use std::borrow::Borrow;

use crate::span::{Path, Span};

/// A place, and its new text. An empty place is where the text is inserted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// The bytes that give way, in the file as it was read.
    pub at: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Puts `text` at the place `at`.
    pub fn new(at: Span, text: impl Into<String>) -> Self {
        Self { at, text: text.into() }
    }

    /// The one edit that makes the lines of `before` those of `after`: from the first that
    /// differs up to the last. Line ends do not count, and new lines end as those of `before`
    /// do, be it with CRLF. Nothing when no line differs.
    pub fn between(file: &Path, before: &str, after: &str) -> Option<Self> {
        let old: Vec<&str> = before.split_inclusive('\n').collect();
        let new: Vec<&str> = after.lines().collect();
        let alike = |(old, new): &(&str, &str)| bare(old) == *new;
        let heads = old.iter().copied().zip(new.iter().copied());
        let start = heads.take_while(alike).count();
        // Only of what the heads left over, so that no line counts at both ends.
        let tails =
            old[start..].iter().rev().copied().zip(new[start..].iter().rev().copied());
        let same = tails.take_while(alike).count();
        let (gone, come) = (&old[start..old.len() - same], &new[start..new.len() - same]);
        if gone.is_empty() && come.is_empty() {
            return None;
        }
        let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
        let from = length(&old[..start]);
        let at = Span::new(file, from, from + length(gone));
        let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
        let mut text: String = come.iter().flat_map(|line| [line, end]).collect();
        // A last line without an end stays one: what follows it brings its own.
        if same == 0 && !before.is_empty() && !before.ends_with('\n') {
            let bare_end = come.last().is_some_and(|last| !last.is_empty());
            text.truncate(text.len() - if bare_end { end.len() } else { 0 });
            if gone.is_empty() {
                text.insert_str(0, end);
            }
        }
        Some(Self::new(at, text))
    }
}

/// A line without its end.
fn bare(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// What would mend a finding: edits that belong together, in one file or in several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    /// All of them are to be made, or none. They do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// Puts `text` at one place.
    pub fn one(at: &Span, text: impl Into<String>) -> Self {
        Self { edits: vec![Edit::new(at.clone(), text)] }
    }

    /// Puts a text in quotes at the place of a TOML value.
    pub fn quoted(at: &Span, text: &str) -> Self {
        Self::one(at, toml::Value::from(text).to_string())
    }
}

/// The text of one file after some edits of it, in whatever order they come. An edit that
/// is given twice is made once. Of two that overlap, and of two different ones at the same
/// place, the first by place is made: no byte is ever written over twice. An edit outside
/// of the text, or within a character, is not made at all.
pub fn apply<E: Borrow<Edit>>(text: &str, edits: impl IntoIterator<Item = E>) -> String {
    let mut edits: Vec<E> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.borrow().at.start, edit.borrow().at.end));
    let mut edited = String::with_capacity(text.len());
    let mut from = 0;
    let mut last = None;
    for edit in &edits {
        let Edit { at, text: new } = edit.borrow();
        // Two insertions at one place have no order of their own, so the second is not made.
        let is_taken = at.start < from || last == Some((at.start, at.end));
        if is_taken || text.get(at.start..at.end).is_none() {
            continue;
        }
        edited.push_str(&text[from..at.start]);
        edited.push_str(new);
        from = at.end;
        last = Some((at.start, at.end));
    }
    edited.push_str(&text[from..]);
    edited
}
