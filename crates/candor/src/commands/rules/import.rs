//! `candor rules import`: a decision table of another program (DMN) as rules.
use std::path::Path;

use ground::diagnostic::Diagnostic;
use ground::source::Sources;
use self_check::dmn;

use super::file::read_as;
use crate::terminal;

/// Prints a DMN file as rules, or one decision of it; what is left out goes to standard error.
/// Answers whether it could be read.
pub(super) fn run(file: &Path, decision: Option<&str>) -> bool {
    let (mut sources, mut found) = (Sources::default(), vec![]);
    let read = |path: &ground::source::Path, text: &str, found: &mut Vec<Diagnostic>| {
        dmn::read_decision(path, text, decision, found)
    };
    let toml = read_as(file, read, &mut sources, &mut found);
    terminal::aside(&sources, &found, false);
    if let Some(toml) = &toml {
        terminal::print(toml.trim_end());
        terminal::print_aside(
            "Write what each question asks and each reason says, then run `rules check`.",
        );
    }
    toml.is_some()
}
