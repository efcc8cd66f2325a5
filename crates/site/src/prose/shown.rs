//! The audit of the text that visitors see: markup that failed, and letters that are broken.
//!
//! Whatever markdown can make nothing of it publishes as it stands. This looks at each byte of a
//! text once, in a table of the few that such markup begins with.
use ground::diagnostic::Diagnostic;
use ground::edit::Fix;
use ground::prose::{Block, Prose};

use crate::prose::letter::{self, Letter};
use crate::prose::mark::{self, Mark};
use crate::read::facts::Facts;
use crate::read::scan;

/// What a byte may be: nothing of interest, as most letters are, part of markup, or of a letter
/// that is broken.
const PLAIN: u8 = 0;
const MARK: u8 = 1;
const LETTER: u8 = 2;

/// What each byte is.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [PLAIN; 256];
    let mut at = 0;
    while at < mark::BEGIN.len() {
        classes[mark::BEGIN[at] as usize] = MARK;
        at += 1;
    }
    let mut byte = 0;
    while byte < 256 {
        // Control characters, and what the letters begin with that `letter` knows.
        let is_letter = byte < 0x20 || byte == 0x7f;
        if is_letter || matches!(byte, 0xc2 | 0xc3 | 0xe2 | 0xee | 0xef | 0xf3) {
            classes[byte] = LETTER;
        }
        byte += 1;
    }
    classes
}

/// Audits a text. `facts` are those that it may cite.
pub(super) fn check(prose: &Prose, facts: &Facts, found: &mut Vec<Diagnostic>) {
    for block in &prose.blocks {
        Audit { block, facts, told: vec![] }.run(found);
    }
}

/// The audit of one block.
struct Audit<'a> {
    block: &'a Block,
    facts: &'a Facts,
    /// The help that is given already: marks stand in pairs, and once is enough for both.
    told: Vec<String>,
}

impl Audit<'_> {
    fn run(&mut self, found: &mut Vec<Diagnostic>) {
        let text = &self.block.text;
        let mut from = 0;
        let class = |byte: u8| CLASSES[usize::from(byte)];
        while let Some(at) =
            scan::next(text.as_bytes(), from, |byte| class(byte) != PLAIN)
        {
            from = at + 1;
            if class(text.as_bytes()[at]) == LETTER {
                if let Some(letter) = letter::at(text, at) {
                    from = at + letter.length;
                    self.letter(at, letter, found);
                }
            } else if !self.block.is_literal(at)
                && let Some(mark) = mark::within(self.block, at, self.facts)
            {
                from = at + mark.length;
                self.mark(at, mark, found);
            }
        }
        if self.block.is_marked() {
            if let Some((at, mark)) = mark::table(self.block) {
                self.mark(at, mark, found);
            }
            for start in self.block.lines() {
                if !self.block.is_literal(start)
                    && let Some(mark) = mark::begins(self.block, start)
                {
                    self.mark(start, mark, found);
                }
            }
        }
    }

    fn mark(&mut self, at: usize, mark: Mark, found: &mut Vec<Diagnostic>) {
        let range = at..at + mark.length;
        let shown = self.block.text[range.clone()].trim_end();
        let (help, instead) = if self.block.is_marked() {
            (mark.help, mark.instead)
        } else {
            (format!("remove {shown}: this text is shown without any marks"), None)
        };
        if self.told.contains(&help) {
            return;
        }
        let message = format!("visitors see `{shown}` as it stands");
        let span = self.block.span(range);
        let fix = instead.map(|text| Fix::one(&span, text));
        self.told.push(help.clone());
        let finding = Diagnostic::new("markup-shown", mark.level, message).at(span);
        found.push(finding.help(help).fix(fix));
    }

    fn letter(&mut self, at: usize, letter: Letter, found: &mut Vec<Diagnostic>) {
        let span = self.block.span(at..at + letter.length);
        let is_whole = span.end - span.start == letter.length;
        let fix = letter.instead.filter(|_| is_whole).map(|text| Fix::one(&span, text));
        let finding = Diagnostic::new("letter", letter.level, letter.message).at(span);
        found.push(finding.help(letter.help).fix(fix));
    }
}
