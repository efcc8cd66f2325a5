//! What visitors read, block by block, with the place of each piece in its file.
use std::ops::Range;

use crate::source::{Path, Span};
use crate::table::TomlValue;

/// The words of a text without its marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prose {
    /// Paragraphs, headings, cells and the like, in the order in which they end.
    pub blocks: Vec<Block>,
    open: Vec<Block>,
    /// No words are kept, as none are linted.
    unheard: bool,
}

/// Words that belong together: a paragraph, a cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Block {
    /// How it is read.
    pub form: Form,
    /// The words.
    pub text: String,
    file: Path,
    /// Where each piece of the text begins, and which bytes of the file it stands for.
    pieces: Vec<(usize, Range<usize>)>,
    /// The parts that are meant as they stand: code, and marks behind a backslash.
    literal: Vec<Range<usize>>,
    /// Where lines begin, but for the first.
    lines: Vec<usize>,
    /// Whether marks mean something in it, as in markdown.
    is_marked: bool,
}

/// How a block is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As sentences.
    Sentences,
    /// As a few words: a heading, a cell, a caption, an answer.
    Label,
}

impl Prose {
    /// Keeps no words.
    pub fn unheard() -> Self {
        Self { unheard: true, ..Self::default() }
    }

    /// Whether it keeps words.
    pub fn is_heard(&self) -> bool {
        !self.unheard
    }

    /// Begins a block; those that are open go on after its end.
    pub fn open(&mut self, file: &Path, form: Form) {
        if !self.unheard {
            self.open.push(Block::new(form, file));
        }
    }

    /// Ends the block that was opened last. An empty one is left out.
    pub fn close(&mut self) {
        let block = self.open.pop().filter(|block| !block.text.trim().is_empty());
        self.blocks.extend(block);
    }

    /// Adds words that stand in `file` at `at`, the first `literal` bytes of which are meant as
    /// they stand.
    pub fn say(&mut self, text: &str, literal: usize, file: &Path, at: Range<usize>) {
        if self.unheard {
            return;
        }
        if let Some(block) = self.open.last_mut() {
            block.push(text, literal, at);
        } else {
            let mut block = Block::new(Form::Sentences, file);
            block.push(text, literal, at);
            self.blocks.push(block);
        }
    }

    /// Begins a line within the block that is open.
    pub fn next_line(&mut self) {
        if let Some(block) = self.open.last_mut() {
            block.lines.push(block.text.len());
        }
    }

    /// Adds a whole block, whose words stand at `at`.
    pub fn add(&mut self, form: Form, text: &str, at: &Span) {
        if self.unheard {
            return;
        }
        let mut block = Block { is_marked: false, ..Block::new(form, &at.file) };
        block.push(text, 0, at.start..at.end);
        self.blocks.push(block);
    }

    /// Adds a text of a TOML file, which stands in quotes.
    pub fn add_value(&mut self, form: Form, value: &TomlValue<'_>) {
        if let Some(text) = value.as_text().filter(|text| !text.trim().is_empty()) {
            self.add(form, text, &inside(text, value.span()));
        }
    }
}

/// The place of a text within its quotes; with them where it is written otherwise than it
/// is read.
pub fn inside(text: &str, quoted: Span) -> Span {
    if quoted.end - quoted.start == text.len() + 2 {
        Span { start: quoted.start + 1, end: quoted.end - 1, ..quoted }
    } else {
        quoted
    }
}

impl Block {
    fn new(form: Form, file: &Path) -> Self {
        // As much as most hold, so that few have to grow.
        let (bytes, pieces) = match form {
            Form::Sentences => (512, 8),
            Form::Label => (48, 2),
        };
        Self {
            form,
            text: String::with_capacity(bytes),
            file: file.clone(),
            pieces: Vec::with_capacity(pieces),
            literal: vec![],
            lines: vec![],
            is_marked: true,
        }
    }

    /// Where its lines begin.
    pub fn lines(&self) -> impl Iterator<Item = usize> {
        std::iter::once(0).chain(self.lines.iter().copied())
    }

    /// Whether marks mean something in it, as in markdown.
    pub fn is_marked(&self) -> bool {
        self.is_marked
    }

    /// Whether a byte is meant as it stands.
    pub fn is_literal(&self, at: usize) -> bool {
        // A text of backslashes alone has as many of these as letters.
        let before = self.literal.partition_point(|literal| literal.start <= at);
        self.literal[..before].last().is_some_and(|literal| at < literal.end)
    }

    fn push(&mut self, text: &str, literal: usize, at: Range<usize>) {
        let start = self.text.len();
        if literal > 0 {
            self.literal.push(start..start + literal.min(text.len()));
        }
        self.pieces.push((start, at));
        self.text.push_str(text);
    }

    /// The place in the file of some bytes of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let Range { start, end } = self.bytes(range);
        Span::new(&self.file, start, end)
    }

    /// The bytes of the file that some bytes of the text stand for.
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        let (start, end) = (self.place(range.start).start, self.place(last).end);
        start..end.max(start)
    }

    /// The bytes of the file that one byte of the text stands for: all of its piece where
    /// that is written otherwise than it is read.
    fn place(&self, byte: usize) -> Range<usize> {
        let at = self.pieces.partition_point(|(start, _)| *start <= byte);
        let Some((start, source)) = at.checked_sub(1).map(|at| &self.pieces[at]) else {
            return 0..0;
        };
        let end = self.pieces.get(at).map_or(self.text.len(), |(start, _)| *start);
        if end - start == source.len() {
            source.start + byte - start..source.start + byte - start + 1
        } else {
            source.clone()
        }
    }
}
