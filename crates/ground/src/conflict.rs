//! Marks that version control leaves where two people changed the same lines.
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use memchr::memchr2_iter;

/// The lines of a text at which two versions begin or end.
pub fn marks(text: &str) -> Vec<Range<usize>> {
    // One search for two bytes that are rare in a text.
    let marks = memchr2_iter(b'<', b'>', text.as_bytes()).filter_map(|at| {
        if !text[..at].is_empty() && !text[..at].ends_with('\n') {
            return None;
        }
        let line = text[at..].lines().next()?.trim_end();
        is_mark(line).then(|| at..at + line.len())
    });
    marks.collect()
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
