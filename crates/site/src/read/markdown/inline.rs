//! What stands in a line: text, links, citations.
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::html::push_text;
use ground::source::Span;

use super::bare::{self, Bare};
use super::parser::{CITE, MISSING};
use super::writer::Writer;
use crate::read::body::PlaceholderKind;
use crate::read::{directive, link_words};

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        // The parser gives spaces before a block of HTML as a text without a place.
        if range.is_empty() && !self.in_code {
            return;
        }
        if self.is_masked(&range) {
            return self.masked_text(range);
        }
        if text.starts_with(":::") && !self.in_code {
            self.misplaced(range.clone());
        }
        if self.in_code || self.in_address {
            self.say_code(text, range);
            return self.plain_text(text);
        }
        let (mut text, mut start) = (text, range.start);
        let may_link = !self.in_link && text.len() == range.len();
        while may_link
            && let Some(bare) = bare::find(&self.masked.text[start..], text.len())
        {
            let end = bare.at.end;
            self.bare_address(text, start, bare);
            if end >= text.len() {
                return;
            }
            (text, start) = (&text[end..], start + end);
        }
        self.say(text, start..range.end);
        self.plain_text(text);
    }

    /// Writes a text, which begins at `start`, up to the end of an address that stands bare in
    /// it. The parser may have cut the address into pieces: it is written whole, and they are
    /// left out.
    fn bare_address(&mut self, text: &str, start: usize, bare: Bare) {
        let at = start + bare.at.start..start + bare.at.end;
        let (before, address) = (&text[..bare.at.start], &self.masked.text[at.clone()]);
        self.say(before, start..at.start);
        self.plain_text(before);
        let place = self.span(at.clone());
        let (to, title) = (bare.to, String::new());
        let kind = PlaceholderKind::Link { to, title, at: Some(place.clone()) };
        self.placeholder(kind, place);
        self.written = at.end;
        self.say_code(address, at);
        self.plain_text(address);
        self.push("</a>");
    }

    /// Whether a text stands where a directive was masked.
    fn is_masked(&self, range: &Range<usize>) -> bool {
        let lines = self.masked.all_lines();
        let before = lines.partition_point(|line| line.start <= range.start);
        !range.is_empty()
            && lines[..before].last().is_some_and(|line| range.start < line.end)
    }

    /// The author's text in place of a marker that the parser took for a text.
    fn masked_text(&mut self, range: Range<usize>) {
        let masked = self.masked;
        let lines = masked.all_lines();
        let before = lines.partition_point(|line| line.start <= range.start);
        let line = lines[before - 1].clone();
        self.lines_seen = before;
        if self.in_code {
            let text = masked.written(range.clone());
            self.say_code(text, range);
            return self.plain_text(text);
        }
        let text = masked.written(line.clone());
        self.misplaced(line.clone());
        self.say_code(text, line.clone());
        self.plain_text(text);
        self.written = line.end;
    }

    pub(super) fn say(&mut self, text: &str, range: Range<usize>) {
        if !self.prose.is_heard() {
            return;
        }
        // A mark behind a backslash is meant as it stands.
        let is_escaped = self.masked.text[..range.start].ends_with('\\');
        let literal = usize::from(is_escaped);
        let at = self.masked.source(range.start)..self.masked.source(range.end);
        self.prose.say(text, literal, self.file, at);
    }

    /// Words of code, which are shown as they stand.
    pub(super) fn say_code(&mut self, text: &str, range: Range<usize>) {
        let at = self.masked.source(range.start)..self.masked.source(range.end);
        self.prose.say(text, text.len(), self.file, at);
    }

    /// What looks like a directive, and stands where none can.
    pub(super) fn misplaced(&mut self, range: Range<usize>) {
        let at = self.span(range);
        let message = "this directive is shown to visitors as it stands";
        let finding = directive::fault("directive-place", message).at(at);
        let help = "write :::name at the beginning of a line of its own";
        self.found.push(finding.help(help));
    }

    pub(super) fn plain_text(&mut self, text: &str) {
        let top = self.top();
        push_text(&mut top.html, text);
        top.keep_plain(text);
    }

    pub(super) fn code(&mut self, code: &str, range: Range<usize>) {
        let lines = self.masked.lines(&range);
        if !lines.1.is_empty() {
            self.lines_seen = lines.0 + lines.1.len();
            let written = self.masked.written(range.clone()).trim_matches('`').to_owned();
            self.push("<code>");
            self.plain_text(&written);
            return self.push("</code>");
        }
        self.say_code(code, range);
        self.push("<code>");
        self.plain_text(code);
        self.push("</code>");
    }

    /// Appends a mark, which counts as `plain` where only text counts.
    pub(super) fn plain(&mut self, html: &str, plain: &str, range: Range<usize>) {
        self.say(" ", range);
        self.prose.next_line();
        self.push(html);
        self.top().keep_plain(plain);
    }

    pub(super) fn link_start(&mut self, to: &str, title: &str, range: Range<usize>) {
        if let Some(facts) = to.strip_prefix(CITE) {
            let facts = self.facts(facts, range.start);
            let span = self.span(range);
            self.placeholder(PlaceholderKind::Cite(facts), span);
            self.silent = 1;
            return;
        }
        self.in_link = true;
        let span = self.span(range);
        if let Some(name) = to.strip_prefix(MISSING) {
            let message =
                format!("this link leads nowhere: nothing says what [{name}] is");
            let finding = Diagnostic::error("link-broken", message).at(span.clone());
            self.found
                .push(finding.help("write the address in brackets: [text](page.md)"));
            return self.push("<a>");
        }
        let (to, title, at) = (to.to_owned(), title.to_owned(), self.destination());
        self.link = Some((span.clone(), self.top().html.len()));
        self.placeholder(PlaceholderKind::Link { to, title, at }, span);
    }

    pub(super) fn link_end(&mut self) {
        (self.in_link, self.in_address) = (false, false);
        if let Some((span, start)) = self.link.take() {
            let problem = link_words::problem(&self.link_words(start));
            self.found.extend(problem.map(|problem| problem.at(span)));
        }
        self.push("</a>");
    }

    /// How a link is called whose words begin at a place in the HTML: without tags, and with the
    /// texts of its pictures.
    fn link_words(&mut self, start: usize) -> String {
        let top = self.top();
        let mut words = String::new();
        let mut rest = &top.html[start..];
        while let Some((text, tag)) = rest.split_once('<') {
            words.push_str(text);
            rest = tag.split_once('>').map_or("", |(_, after)| after);
        }
        words.push_str(rest);
        let within = top.placeholders.iter().rev();
        for placeholder in within.take_while(|placeholder| placeholder.at >= start) {
            if let PlaceholderKind::Image { alt, .. } = &placeholder.kind {
                // Of a picture without a text its own place tells.
                words.push_str(if alt.is_empty() { "\u{fffc}" } else { alt });
            }
        }
        words
    }

    pub(super) fn destination(&self) -> Option<Span> {
        self.destination.clone().map(|range| self.span(range))
    }

    /// The facts of `@F1.1; @F1.2`, each with its place. The text starts one byte after
    /// `start`, after the bracket.
    fn facts(&self, text: &str, start: usize) -> Vec<(String, Span)> {
        let mut facts = vec![];
        let mut at = start + 1;
        for part in text.split([';', ',']) {
            let name = part.trim();
            let from = at + part.len() - part.trim_start().len();
            let span = self.span(from..from + name.len());
            facts.push((name.trim_start_matches('@').to_owned(), span));
            at += part.len() + 1;
        }
        facts
    }
}
