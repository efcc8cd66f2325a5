//! The examples that a new page begins with, and those that nobody has replaced.
use std::ops::Range;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::{Path, Span};

use crate::read::kinds::Field;

/// What stands behind a value that is an example.
const MARK: &str = " # example";

/// The text that a new page has.
pub const TEXT: &str = "Write here what visitors are to read.";

/// The line of a field with its example, as a new page has it.
pub fn line(field: &Field) -> String {
    format!("{} = {}{MARK}", field.id, field.example)
}

/// Finds the lines of a page that are still those of a new one. `range` are those about it.
pub(super) fn check<'a>(
    (file, text): (&Path, &str),
    range: &Range<usize>,
    fields: impl Iterator<Item = &'a Field>,
    found: &mut Vec<Diagnostic>,
) {
    for field in fields {
        let line = line(field);
        let lines = text[range.clone()].match_indices(&line);
        let at = lines.map(|(at, _)| range.start + at);
        // Behind a `#` it says nothing.
        let at = at.filter(|at| text[..*at].ends_with('\n'));
        let span = |at| Span::new(file, at, at + line.len());
        found.extend(at.map(|at| untouched(&format!("`{}`", field.id), span(at))));
    }
    let mut at = range.end;
    for line in text[range.end..].split_inclusive('\n') {
        if line.trim_end() == TEXT {
            found.push(untouched("the text", Span::new(file, at, at + TEXT.len())));
        }
        at += line.len();
    }
}

fn untouched(what: &str, at: Span) -> Diagnostic {
    let message = format!("{what} is still the example of a new page");
    Diagnostic::new("example-left", Level::Unpublishable, message)
        .at(at)
        .help("put what is true of this page in its place")
}
