//! What all subcommands look at: a file with rules, read by itself, without a site around it.
use std::io::ErrorKind;
use std::path::Path as DiskPath;

use ::rules::{Answer, Program, Verdict};
use ground::diagnostic::Diagnostic;
use ground::source::{File, Path, Sources, Span};
use self_check::language::{self, SelfCheck};
use self_check::proof;
use serde_json::json;

use crate::{json, terminal};

/// What is said where the decision diagram would grow too large.
pub(super) const TOO_WIDE: &str =
    "These rules are tied together too widely: `rules check` says which.";

/// A file with the self-check that stands in it, if it can be understood.
pub(super) struct Rules {
    /// The file itself, to show its lines.
    pub(super) sources: Sources,
    pub(super) check: Option<SelfCheck>,
    pub(super) found: Vec<Diagnostic>,
}

impl Rules {
    /// Reads a file. One that cannot be read, or makes no sense, gives findings alone.
    pub(super) fn read(file: &DiskPath) -> Self {
        let (mut sources, mut found) = (Sources::default(), vec![]);
        let check = read_as(file, language::read, &mut sources, &mut found);
        Self { sources, check, found }
    }

    /// Prints the findings, as the answer where nothing else can be had; `false` for the caller
    /// to answer with.
    pub(super) fn refuse(&self, json: bool) -> bool {
        if json {
            let findings = json::list(&self.sources, &self.found, false);
            terminal::print(&format!("{:#}", json!({ "findings": findings })));
        } else {
            terminal::print_all(&self.sources, &self.found, false);
        }
        false
    }
}

/// What a file alone comes to. The file itself goes among the sources, to show its lines.
pub(super) fn read_as<T>(
    file: &DiskPath,
    read: impl FnOnce(&Path, &str, &mut Vec<Diagnostic>) -> Option<T>,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<T> {
    let path: Path = file.to_string_lossy().into();
    let bytes = std::fs::read(file).map_err(|error| unreadable(&path, &error));
    let file = File::new(bytes.map_err(|finding| found.push(finding)).ok()?);
    let text = file.text(&path).map_err(|finding| found.push(finding)).ok();
    let value = text.and_then(|text| read(&path, text, found));
    sources.files_mut().insert(path, file);
    value
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let why = match error.kind() {
        // The system's own words differ from one to another.
        ErrorKind::NotFound => "there is none of this name".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::error("unreadable", format!("this file cannot be read: {why}"))
        .at(Span::new(path, 0, 0))
        .help("check its name, and that you may read it")
}

/// The self-check in a file, or its findings, printed.
pub(super) fn understood(file: &DiskPath) -> Option<SelfCheck> {
    let mut rules = Rules::read(file);
    let check = rules.check.take();
    if check.is_none() {
        rules.refuse(false);
    }
    check
}

/// Prints a self-check in another form: as a table, a picture, or for another program.
pub(super) fn print_as(
    file: &DiskPath,
    form: impl Fn(&SelfCheck) -> Option<String>,
) -> bool {
    let Some(check) = understood(file) else { return false };
    let Some(text) = form(&check) else {
        terminal::print_aside(TOO_WIDE);
        return false;
    };
    terminal::print(text.trim_end());
    true
}

/// What these answers come to, or which is missing.
pub(super) fn decided(
    check: &SelfCheck,
    program: &Program,
    answers: &[Answer],
) -> Result<Verdict, String> {
    proof::decide(program, answers).map_err(|open| open.message(check))
}
