//! Lines above a text as other generators write them: `title: …` between two lines of `---`.
use std::fmt::Write as _;
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::edit::Fix;
use ground::source::{Path, Span};
use ground::written;

/// Such lines.
pub struct Foreign {
    /// Where they stand, with the marks around them.
    pub lines: Range<usize>,
    /// What they say, in our own way.
    ours: String,
}

/// Finds lines that begin at the byte `start` with a mark of another generator.
pub fn split(text: &str, start: usize, mark: &str) -> Option<Foreign> {
    if mark != "---" {
        return None;
    }
    let mut ours = "+++\n".to_owned();
    let mut lines = text[start..].split_inclusive('\n');
    let mut at = start + lines.next()?.len();
    for line in lines {
        at += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            ours.push_str("+++\n");
            return Some(Foreign { lines: 0..at, ours });
        }
        let (key, value) = line.split_once(':').unwrap_or_default();
        if let Some(key) = our_key(key).filter(|_| !value.trim().is_empty()) {
            let _ = writeln!(ours, "{key} = {}", written::value(value));
        }
    }
    None
}

/// The keys of other generators that have a counterpart, each with what it is called here.
const OURS: [(&str, &str); 7] = [
    ("title", "title"),
    ("description", "description"),
    ("summary", "description"),
    ("updated", "updated"),
    ("lastmod", "updated"),
    ("date", "updated"),
    ("draft", "draft"),
];

fn our_key(key: &str) -> Option<&'static str> {
    OURS.iter().find(|(theirs, _)| *theirs == key).map(|(_, ours)| *ours)
}

impl Foreign {
    /// The finding for them.
    pub fn finding(&self, file: &Path) -> Diagnostic {
        let at = Span::new(file, self.lines.start, self.lines.end);
        let message = "the lines about this page are written as other programs want them";
        let lines: Vec<_> = self.ours.lines().collect();
        let finding = Diagnostic::error("front-matter", message).at(at.clone());
        let help = format!("write in their place: {}", lines.join(", "));
        finding.help(help).fix(Fix::one(&at, &self.ours))
    }
}
