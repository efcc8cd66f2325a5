//! Where a finding stands, as people see it: the file, the line, and the place in the line.
use std::borrow::Cow;
use std::ops::Range;

use ground::source::{Sources, Span, line_column};

/// A place in a file that could be read.
pub(crate) struct Excerpt<'a> {
    /// The whole text; bytes that are no text are shown as `\u{fffd}`.
    pub(crate) text: Cow<'a, str>,
    /// What is marked: the bytes of the span that lie on its first line.
    pub(crate) range: Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// The place of a span; nothing when its file could not be read, or is no text and
    /// meant as a whole.
    pub(crate) fn of(sources: &'a Sources, span: &Span) -> Option<Self> {
        let bytes = &sources.files.get(&span.file)?.bytes;
        // Borrowed where it can be: `from_utf8` is a scan without an allocation, and a finding in
        // a text that is not UTF-8 is rare.
        let text = std::str::from_utf8(bytes)
            .map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
        // The place of a whole file is 0 to 0; of one that is no text no line can be shown.
        if span.end == 0 && matches!(text, Cow::Owned(_)) {
            return None;
        }
        let range = on_first_line(&text, span);
        Some(Self { text, range })
    }

    /// Line and column, from 1, the column in characters.
    pub(crate) fn line_column(&self) -> (usize, usize) {
        line_column(&self.text, self.range.start)
    }

    /// The mark, or as much of its start as has some number of characters.
    pub(crate) fn start_of_mark(&self, characters: usize) -> Range<usize> {
        let mark = self.text[self.range.clone()].char_indices();
        let cut = mark.map(|(at, _)| self.range.start + at).nth(characters);
        self.range.start..cut.unwrap_or(self.range.end)
    }

    /// The line in three parts: before the mark, the mark, and after it.
    pub(crate) fn line(&self) -> [&str; 3] {
        let Range { start, end } = self.range;
        let first = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let last =
            self.text[end..].find(['\n', '\r']).map_or(self.text.len(), |at| end + at);
        [&self.text[first..start], &self.text[start..end], &self.text[end..last]]
    }
}

/// A span may cover a whole paragraph: the line where it starts is enough to find it.
fn on_first_line(text: &str, span: &Span) -> Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let line = text[start..end].find(['\n', '\r']).unwrap_or(end - start);
    start..start + line
}

/// The start of the character in which a byte lies.
fn floor(text: &str, byte: usize) -> usize {
    // Spans count bytes of the file. Where it is no UTF-8, the replacement characters have moved
    // what follows, and a span may end within a character.
    text.floor_char_boundary(byte.min(text.len()))
}
