//! Findings for other programs: one JSON object.
use serde_json::{Value, json};
use site::diagnostic::Diagnostic;
use site::source::Sources;

use crate::finding::Place;

/// `{"findings": [{code, level, message, file, line, column, help}]}`; lines and columns
/// from 1, columns in characters, null where there is no place or help.
pub(crate) fn findings(
    sources: &Sources,
    findings: &[Diagnostic],
    publish: bool,
) -> String {
    format!("{:#}", json!({ "findings": list(sources, findings, publish) }))
}

/// The findings alone, each an object.
pub(crate) fn list(
    sources: &Sources,
    findings: &[Diagnostic],
    publish: bool,
) -> Vec<Value> {
    findings.iter().map(|each| finding(sources, each, publish)).collect()
}

fn finding(sources: &Sources, finding: &Diagnostic, publish: bool) -> Value {
    let place = finding.at.as_ref().and_then(|at| Place::of(sources, at));
    let (line, column) = place.map(|place| place.line_column()).unzip();
    json!({
        "code": finding.code,
        "level": finding.level.word(publish),
        "message": finding.message,
        "file": finding.at.as_ref().map(|at| &*at.file),
        "line": line,
        "column": column,
        "help": finding.help,
    })
}
