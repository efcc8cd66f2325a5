//! The words of a link, which many hear or see without what is around them.
use ground::diagnostic::{Diagnostic, Level};

/// What says of a link only that it is one.
const VAGUE: [&str; 6] = ["here", "click here", "more", "read more", "link", "this page"];

/// What is wrong with the words of a link (WCAG 2.2, 2.4.9).
pub fn problem(words: &str) -> Option<Diagnostic> {
    let words = words.trim();
    let finding = if words.is_empty() {
        Diagnostic::error("link-text", "a link on this page has no words")
    } else if VAGUE.iter().any(|vague| words.eq_ignore_ascii_case(vague)) {
        let message = format!("the link “{words}” does not say where it leads");
        Diagnostic::new("link-text", Level::Unpublishable, message)
    } else {
        return None;
    };
    Some(finding.help("write words that make sense alone"))
}
