//! What markdown reads as something else than its author most likely meant, or does not show at
//! all.
use std::ops::Range;

use ground::diagnostic::{Diagnostic, Level};
use pulldown_cmark::RefDefs;
use rustc_hash::FxHashSet;

use super::writer::Writer;

/// A list hardly begins with a number from here on: it is a year, or a price.
const YEAR: u64 = 100;

impl Writer<'_> {
    /// A sentence with dashes under it, which markdown takes for a heading.
    pub(super) fn check_underlined(&mut self, range: &Range<usize>) {
        let source = &self.masked.text[range.clone()];
        let Some((text, line)) = source.trim_end().rsplit_once('\n') else { return };
        let is_sentence = text.trim_end().ends_with(['.', ':', ',', ';', '!', '?'])
            || text.trim().contains('\n');
        let line = line.trim_start_matches(['>', ' ', '\t']);
        if source.trim_start().starts_with('#') || !is_sentence || !line.starts_with('-')
        {
            return;
        }
        let start = range.start + source.trim_end().len() - line.len();
        let message =
            "visitors see this sentence as a heading, for dashes stand under it";
        let finding = Diagnostic::new("misread", Level::Unpublishable, message);
        let finding = finding.at(self.span(range.start..start + line.len()));
        self.found.push(finding.help("leave an empty line above the dashes"));
    }

    /// A paragraph that begins with a number and a dot, which markdown takes for a list.
    pub(super) fn check_list(&mut self, first: u64, range: &Range<usize>) {
        let source = &self.masked.text[range.clone()];
        let begins_item = |line: &&str| {
            let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            rest.len() < line.trim_start().len() && rest.starts_with(['.', ')'])
        };
        if first < YEAR && source.lines().filter(begins_item).count() > 1 {
            return;
        }
        let digits =
            source.len() - source.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, mark) = (&source[..digits], &source[digits..=digits]);
        let message = format!("visitors see a list here that begins with {number}");
        let finding = Diagnostic::warning("misread", message)
            .at(self.span(range.start..range.start + digits + 1));
        let help = format!("where no list is meant, write {number}\\{mark}");
        self.found.push(finding.help(help));
    }

    /// A text that stands in from the margin, which markdown takes for code.
    pub(super) fn check_indented(&mut self, range: &Range<usize>) {
        let line = self.masked.text[range.clone()].lines().next().unwrap_or_default();
        let at = self.span(range.start..range.start + line.trim_end().len());
        let message = "visitors see this as code, for four spaces stand before it";
        let help = "remove the spaces; what is code stands between two lines of ```";
        self.found.push(Diagnostic::warning("misread", message).at(at).help(help));
    }

    /// A link whose second bracket is meant as it stands, for a backslash stands before it. The
    /// parser takes it for a reference all the same.
    pub(super) fn escaped_reference(&mut self, range: &Range<usize>) -> bool {
        let source = &self.masked.text[range.clone()];
        if !source.contains("]\\[") {
            return false;
        }
        let text = source.replace("]\\[", "][");
        self.say(&text, range.clone());
        self.plain_text(&text);
        self.silent = 1;
        true
    }

    /// Definitions of addresses that no link uses: visitors see nothing of them. `gaps` are the
    /// parts of the text that the parser made nothing of.
    pub(super) fn check_definitions(
        &mut self,
        definitions: &RefDefs<'_>,
        used: &FxHashSet<usize>,
        gaps: Vec<Range<usize>>,
    ) {
        let unused =
            definitions.iter().filter(|(_, one)| !used.contains(&one.span.start));
        let mut unused: Vec<_> =
            unused.map(|(label, one)| (one.span.clone(), label, &*one.dest)).collect();
        unused.sort_by_key(|(range, ..)| range.start);
        for (range, label, address) in unused {
            self.unused_definition(range, label, address);
        }
        let mut known: Vec<_> =
            definitions.iter().map(|(_, one)| one.span.clone()).collect();
        known.sort_by_key(|range| range.start);
        for gap in gaps {
            self.check_gap(gap, &known);
        }
    }

    fn unused_definition(&mut self, range: Range<usize>, label: &str, address: &str) {
        // `[Note]: stop` is one as well, and was meant for a reader.
        let is_address = address.contains(['.', '/', '#', ':']);
        let level = if is_address { Level::Warning } else { Level::Error };
        let finding = unused(label, level).at(self.span(range));
        self.found.push(finding);
    }

    /// A part of the text between blocks, of which the definitions are known.
    fn check_gap(&mut self, gap: Range<usize>, known: &[Range<usize>]) {
        let mut at = gap.start;
        let within =
            known.iter().filter(|one| one.start >= gap.start && one.end <= gap.end);
        for next in
            within.map(|one| one.start..one.end).chain(std::iter::once(gap.end..gap.end))
        {
            let rest = &self.masked.text[at..next.start.max(at)];
            let lost = rest.trim();
            if lost.contains(char::is_alphanumeric) {
                let start = at + rest.len() - rest.trim_start().len();
                let at = self.span(start..start + lost.len());
                let message =
                    "visitors do not see this line: its name is another's already";
                let help = "give it a name of its own, or remove it";
                self.found.push(Diagnostic::error("unseen", message).at(at).help(help));
            }
            at = next.end;
        }
    }
}

fn unused(label: &str, level: Level) -> Diagnostic {
    let message = format!("visitors do not see this line: no link uses [{label}]");
    let help = format!("write [{label}] where the link belongs, or remove it");
    Diagnostic::new("unseen", level, message).help(help)
}
