//! Marks that version control leaves where two people changed the same lines.
use std::ops::Range;
use std::sync::LazyLock;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use memchr::memmem;

/// The lines of a text at which two versions begin or end.
pub fn marks(text: &str) -> Vec<Range<usize>> {
    // Made once: to prepare a search takes longer than to search a page.
    static MARKS: LazyLock<[memmem::Finder<'static>; 2]> =
        LazyLock::new(|| ["<<<<<<<", ">>>>>>>"].map(memmem::Finder::new));
    let mut marks = vec![];
    for mark in &*MARKS {
        for at in mark.find_iter(text.as_bytes()) {
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let line = text[at..end].trim_end();
            if text[..at].is_empty() || text[..at].ends_with('\n') {
                marks.extend(is_mark(line).then(|| at..at + line.len()));
            }
        }
    }
    marks.sort_by_key(|mark| mark.start);
    marks
}

/// Whether a line is one at which a version begins or ends.
pub fn is_mark(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].into_iter().any(|mark| {
        line.strip_prefix(mark)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// The finding for one of them.
pub fn finding(at: Span) -> Diagnostic {
    let message = "two versions of this text stand here one after the other";
    let help = "keep one of them; remove the lines of <<<<<<<, =======, >>>>>>>";
    Diagnostic::error("conflict", message).at(at).help(help)
}
