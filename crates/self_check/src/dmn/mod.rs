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

use ground::diagnostic::Diagnostic;
use ground::source::Path;

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
    read::read(file, text, decision, found).map(|draft| draft::toml(&draft))
}
