//! Findings for other programs: one JSON object.
use ground::diagnostic::Diagnostic;
use ground::edit::Edit;
use ground::source::{Sources, Span};
use serde_json::{Value, json};

use crate::call::as_called;
use crate::excerpt::Excerpt;
use crate::shown::shown;

/// `{"findings": [{code, level, message, file, line, column, also, example, help, fixes}]}`;
/// `also` are other places that matter: `{file, line, column, note}`. Lines and columns from
/// 1, columns in characters; null where there is no place, example, or help. All of it is there to
/// be shown: what cannot be seen in a name is written out. `fixes` are what
/// a program can do about it, each `{edits: [{file, start, end, text}]}`: the bytes from
/// `start` up to `end` give way to `text`, in all the files at once.
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

/// One finding as an object.
fn finding(sources: &Sources, finding: &Diagnostic, publish: bool) -> Value {
    let (line, column) = finding.at.as_ref().and_then(|at| place(sources, at)).unzip();
    let also = finding.labels.iter().map(|(at, note)| {
        let (line, column) = place(sources, at).unzip();
        json!({ "file": shown(&at.file), "line": line, "column": column, "note": shown(note) })
    });
    let fixes = finding.fixes.iter().map(|fix| {
        let edits = fix.edits.iter().map(|Edit { at, text }| {
            json!({ "file": &*at.file, "start": at.start, "end": at.end, "text": text })
        });
        json!({ "edits": edits.collect::<Vec<_>>() })
    });
    json!({
        "code": finding.code,
        "level": finding.level.word(publish),
        "message": shown(&finding.message),
        "file": finding.at.as_ref().map(|at| shown(&at.file)),
        "line": line,
        "column": column,
        "also": also.collect::<Vec<_>>(),
        "example": finding.example.as_deref().map(shown),
        "help": finding.help.as_deref().map(|help| shown(&as_called(help)).into_owned()),
        "fixes": fixes.collect::<Vec<_>>(),
    })
}

/// Line and column of a place.
fn place(sources: &Sources, at: &Span) -> Option<(usize, usize)> {
    Excerpt::of(sources, at).map(|place| place.line_column())
}
