//! The examples that a new page begins with, and those that nobody has replaced.
use std::ops::Range;
use std::sync::LazyLock;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::{Path, Span};
use memchr::{memchr, memmem};

use crate::read::kinds::Field;

/// What stands behind a value that is an example.
const MARK: &str = " # example";

/// The text that a new page has.
pub const TEXT: &str = "Write here what visitors are to read.";

/// Looks for it. Made once: to prepare a search takes as long as to search a page.
static FINDER: LazyLock<memmem::Finder<'static>> =
    LazyLock::new(|| memmem::Finder::new(TEXT));

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
    // Nearly no page has one, and to make the line of each field takes longer than all else here.
    let is_marked = memchr(b'#', &text.as_bytes()[range.clone()]).is_some();
    for field in fields.filter(|_| is_marked) {
        let line = line(field);
        let lines = text[range.clone()].match_indices(&line);
        let at = lines.map(|(at, _)| range.start + at);
        // Behind a `#` it says nothing.
        let at = at.filter(|at| text[..*at].ends_with('\n'));
        let span = |at| Span::new(file, at, at + line.len());
        found.extend(at.map(|at| untouched(&format!("`{}`", field.id), span(at))));
    }
    let body = &text[range.end..];
    for at in FINDER.find_iter(body.as_bytes()) {
        let (before, rest) = (&body[..at], &body[at + TEXT.len()..]);
        let line = rest.split('\n').next().unwrap_or_default();
        if (before.is_empty() || before.ends_with('\n')) && line.trim_end().is_empty() {
            let at = range.end + at;
            found.push(untouched("the text", Span::new(file, at, at + TEXT.len())));
        }
    }
}

fn untouched(what: &str, at: Span) -> Diagnostic {
    let message = format!("{what} is still the example of a new page");
    Diagnostic::new("example-left", Level::Unpublishable, message)
        .at(at)
        .help("put what is true of this page in its place")
}
