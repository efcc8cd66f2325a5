//! A place in a file, for findings and edits.
use std::sync::Arc;

/// A path relative to the site's folder, with `/` between its parts: `content/side-effects.md`.
pub type Path = Arc<str>;

/// A place in a file: bytes from `start` up to `end`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file.
    pub file: Path,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end` of `file`.
    pub fn new(file: &Path, start: usize, end: usize) -> Self {
        Self { file: file.clone(), start, end }
    }
}

/// Line and column of a byte in a text, both from 1, the column in characters.
pub fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
