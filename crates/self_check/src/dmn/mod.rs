//! Decision tables as other programs read and write them: DMN (Decision Model and Notation,
//! of the Object Management Group).
mod choose;
mod column;
mod cover;
mod decision;
mod draft;
mod feel;
mod order;
mod output;
mod read;
mod row;
mod types;
mod unary;
mod write;
mod xml;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::{Path, Span};

pub use write::write;

/// A DMN file as the text of a self-check's file, to be completed by people. Its one decision
/// table for the outcome may have the hit policy UNIQUE, ANY, PRIORITY, or FIRST where some
/// order of outcomes says the same; a table that collects is left out. None where a finding
/// says what cannot be read.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Option<String> {
    read_decision(file, text, None, found)
}

/// The same of the one decision with a name or an id, where several are in the file.
pub fn read_decision(
    file: &Path,
    text: &str,
    decision: Option<&str>,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let mut own = vec![];
    let read = read::read(file, text, decision, &mut own);
    shorten(file, &mut own);
    found.append(&mut own);
    read.map(|draft| draft::toml(&draft))
}

/// As many findings of a table are told. Nobody reads more.
const MOST: usize = 50;

/// Counts what is past the first findings, of which those come first that keep a table from
/// being read.
fn shorten(file: &Path, found: &mut Vec<Diagnostic>) {
    let Some(more) = found.len().checked_sub(MOST).filter(|more| *more > 0) else {
        return;
    };
    found.sort_by_key(|finding| finding.level != Level::Error);
    found.truncate(MOST);
    let message = format!("there are {more} findings more in this file");
    let finding = Diagnostic::warning("more", message).at(Span::new(file, 0, 0));
    found.push(finding.help("mend the ones that are listed first"));
}
