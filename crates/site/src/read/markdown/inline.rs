//! What stands in a line: text, links, pictures, citations, note marks, raw HTML.
use std::fmt::Write as _;
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::html::{escaped, push_text};
use ground::source::Span;

use super::parser::{CITE, MISSING};
use super::writer::Writer;
use crate::read::body::PlaceholderKind;

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if text.starts_with(":::") && !self.in_code {
            self.misplaced(range.clone());
        }
        self.say(text, range);
        self.plain_text(text);
    }

    fn say(&mut self, text: &str, range: Range<usize>) {
        if !self.prose.is_heard() {
            return;
        }
        let at = self.masked.source(range.start)..self.masked.source(range.end);
        self.prose.say(text, self.file, at);
    }

    /// What looks like a directive, and stands where none can.
    pub(super) fn misplaced(&mut self, range: Range<usize>) {
        let at = self.span(range);
        let message = "this directive is shown to visitors as it stands";
        let finding = Diagnostic::error("directive-place", message).at(at);
        let help = "write :::name at the beginning of a line of its own";
        self.found.push(finding.help(help));
    }

    fn plain_text(&mut self, text: &str) {
        if let Some((_, alt, ..)) = &mut self.picture {
            return alt.push_str(text);
        }
        let top = self.top();
        push_text(&mut top.html, text);
        top.keep_plain(text);
    }

    pub(super) fn code(&mut self, code: &str, range: Range<usize>) {
        self.say(code, range);
        if self.picture.is_some() {
            return self.plain_text(code);
        }
        self.push("<code>");
        self.plain_text(code);
        self.push("</code>");
    }

    /// Appends a mark, which counts as `plain` where only text counts.
    pub(super) fn plain(&mut self, html: &str, plain: &str, range: Range<usize>) {
        self.say(" ", range);
        if let Some((_, alt, ..)) = &mut self.picture {
            return alt.push_str(plain.trim_matches('\n'));
        }
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
        self.placeholder(PlaceholderKind::Link { to, title, at }, span);
    }

    fn destination(&self) -> Option<Span> {
        self.destination.clone().map(|range| self.span(range))
    }

    /// The facts of `@F3.3; @F3.7`, each with its place. The text starts one byte after
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

    pub(super) fn image_start(&mut self, file: &str, range: Range<usize>) {
        let span = self.span(range);
        self.picture = Some((file.to_owned(), String::new(), span, self.destination()));
    }

    pub(super) fn image_end(&mut self) {
        let Some((file, alt, span, at)) = self.picture.take() else { return };
        self.placeholder(
            PlaceholderKind::Image { file, alt: alt.trim().to_owned(), at },
            span,
        );
    }

    pub(super) fn note_reference(&mut self, label: &str) {
        let order = &mut self.notes.order;
        let number =
            1 + order.iter().position(|known| known == label).unwrap_or_else(|| {
                order.push(label.to_owned());
                order.len() - 1
            });
        let uses = self.notes.uses.entry(label.to_owned()).or_default();
        *uses += 1;
        let uses = *uses;
        let _ = write!(
            self.top().html,
            "<sup><a role=\"doc-noteref\" id=\"note-{number}-{uses}\" href=\"#note-{number}\">{number}</a></sup>"
        );
    }

    /// Raw HTML is shown as text, and a finding says what to write instead.
    pub(super) fn raw_html(&mut self, html: &str, range: Range<usize>) {
        if html.trim().is_empty() {
            return;
        }
        let trimmed = html.trim_start();
        if trimmed.starts_with('<') && !trimmed.starts_with("</") {
            let start = range.start + html.len() - trimmed.len();
            let at = self.span(start..start + trimmed.trim_end().len());
            let message = "HTML cannot be written here, visitors would see it as text";
            self.found.push(
                Diagnostic::error("raw-html", message).at(at).help(instead_of(trimmed)),
            );
        }
        self.push(&escaped(html));
    }
}

/// What to write instead of a tag.
fn instead_of(html: &str) -> &'static str {
    let name: String = html
        .trim_start_matches('<')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .flat_map(char::to_lowercase)
        .collect();
    match name.as_str() {
        "b" | "strong" => "write **bold text**",
        "i" | "em" => "write *slanted text*",
        "a" => "write [text](address)",
        "img" | "picture" => "write ![what the picture shows](file.jpg)",
        "br" => "end the line with a backslash: \\",
        "hr" => "write a line with only ---",
        "p" => "leave an empty line between two paragraphs",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write ## Heading",
        "ul" | "ol" | "li" => "start each line with - or 1.",
        "table" | "tr" | "td" | "th" => "write a table: | a | b |, then | --- | --- |",
        "blockquote" => "start each line with >",
        "div" | "section" | "aside" | "span" => {
            "use a box: :::callout{title=\"…\"}, the text, then a line with only :::"
        }
        "script" | "style" | "iframe" | "form" | "input" => {
            "remove it: pages load nothing else"
        }
        _ if html.starts_with("<!--") => "remove the comment: visitors could read it",
        _ => "remove it, or write it with markdown or a directive",
    }
}
