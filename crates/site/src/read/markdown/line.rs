//! The lines of the file, on the blocks of a page that is previewed: `<p data-line="12">`.
use memchr::memchr_iter;
use pulldown_cmark::Tag;

/// Counts lines up to places in a file, from one place to the next.
pub struct LineNumbers<'a> {
    text: &'a str,
    /// Where it counted to.
    at: usize,
    line: usize,
}

impl<'a> LineNumbers<'a> {
    /// Begins at the top of a file.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line, from one on, of an offset.
    pub(super) fn line_of(&mut self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let between = |from: usize, to: usize| {
            bytes.get(from..to).map_or(0, |bytes| memchr_iter(b'\n', bytes).count())
        };
        self.line = self.line + between(self.at, offset) - between(offset, self.at);
        self.at = offset;
        self.line
    }
}

/// Whether an element stands in a line of text.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}
