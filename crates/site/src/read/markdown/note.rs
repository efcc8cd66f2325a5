//! Notes at the end of a page, numbered by their first use.
use std::fmt::Write as _;
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::source::Span;

use super::open::{Fragment, Role};
use super::writer::Writer;

impl Writer<'_> {
    pub(super) fn note_start(&mut self, label: &str, range: Range<usize>) {
        let (label, span) = (key(label), self.span(range));
        self.notes.open = true;
        self.open(Role::Note { label, span });
    }

    /// Keeps a note whose text is complete.
    pub(super) fn note(&mut self, label: String, span: Span, text: Fragment) {
        self.notes.open = false;
        if let Some((_, first)) = self.notes.texts.get(&label) {
            let message =
                format!("two notes are named `{label}`, so visitors see only the first");
            let finding = Diagnostic::error("note", message).at(span);
            let finding = finding.label(first.clone(), "this is the first one");
            self.found.push(finding.help("give this one a name of its own"));
            return;
        }
        self.notes.texts.insert(label, (text, span));
    }

    pub(super) fn note_reference(&mut self, label: &str) {
        let label = key(label);
        if self.notes.open {
            // A note stands anywhere in the source, and is read after the text: only then is it
            // known which number the notes have that it refers to.
            let top = self.top();
            return top.references.push((top.html.len(), label));
        }
        let mark = self.mark(&label);
        self.push(&mark);
    }

    /// The mark of a note, which is numbered by its first use.
    fn mark(&mut self, label: &str) -> String {
        let order = &mut self.notes.order;
        let number =
            1 + order.iter().position(|known| known == label).unwrap_or_else(|| {
                order.push(label.to_owned());
                order.len() - 1
            });
        let uses = self.notes.uses.entry(label.to_owned()).or_default();
        *uses += 1;
        format!(
            "<sup><a role=\"doc-noteref\" id=\"note-{number}-{uses}\" href=\"#note-{number}\">{number}</a></sup>"
        )
    }

    /// Writes the marks of the notes that a note's text refers to.
    fn with_marks(&mut self, mut text: Fragment) -> Fragment {
        let mut shift = 0;
        for (at, label) in std::mem::take(&mut text.references) {
            let mark = self.mark(&label);
            let at = at + shift;
            text.html.insert_str(at, &mark);
            let after = text.placeholders.iter_mut().filter(|other| other.at > at);
            after.for_each(|placeholder| placeholder.at += mark.len());
            shift += mark.len();
        }
        text
    }

    /// Notes stand at the end, in the order of their first use, each with a link back
    /// (DPUB-ARIA 1.1).
    pub(super) fn notes_section(&mut self) {
        if !self.notes.order.is_empty() {
            self.push("<section role=\"doc-endnotes\" class=\"footnotes\" aria-label=\"Notes\">\n<ol>\n");
            // A note may refer to one that nothing did before, which is then the last.
            let mut number = 0;
            while let Some(label) = self.notes.order.get(number) {
                let text = self.notes.texts.remove(label);
                number += 1;
                self.one_note(number, text.map(|(text, _)| text).unwrap_or_default());
            }
            self.push("</ol>\n</section>\n");
        }
        for (label, (_, span)) in std::mem::take(&mut self.notes.texts) {
            let message = "visitors do not see this note: nothing refers to it";
            let finding = Diagnostic::error("note", message).at(span);
            let help = format!("write [^{label}] where it belongs, or remove it");
            self.found.push(finding.help(help));
        }
    }

    fn one_note(&mut self, number: usize, text: Fragment) {
        let text = self.with_marks(text);
        let _ = write!(self.top().html, "<li id=\"note-{number}\">");
        self.append(text);
        let _ = writeln!(
            self.top().html,
            "<p><a role=\"doc-backlink\" href=\"#note-{number}-1\">Back to the text, note {number}</a></p></li>"
        );
    }
}

/// A label as the parser compares it: in small letters, with single spaces.
fn key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
