//! What is found while somebody writes, with places as an editor counts them.
use std::collections::{BTreeMap, BTreeSet};

use ground::diagnostic::{Diagnostic, Level};
use ground::editor::Offsets;
use ground::source::{Path, Sources};
use serde_json::{Value, json};
use site::authoring::desk;
use site::load::dates;
use site::website::host;

use crate::call::as_called;
use crate::excerpt::Excerpt;
use crate::preview::pages::EXPLAIN;
use crate::preview::state::Shown;
use crate::shown::shown;

/// As many findings of other files are told.
const MOST_ELSEWHERE: usize = 200;

/// The page of a file as it is now, and all that is found, what is in the file first.
pub(super) fn seen(state: &Shown, file: &Path) -> Value {
    let address = desk::address(&state.sources, file);
    let page = address.as_deref().and_then(|address| {
        // Whatever was found in it, while the website stays the last good one.
        let bytes = state.newest.files.get(&*host::file(address))?.content.get().ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    });
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        state.diagnostics.iter().partition(|finding| is_in(finding, file));
    let places = Places::of(&state.sources, &here);
    let days = state.dated.iter().find(|page| page.file == *file);
    let all = here.into_iter().chain(elsewhere.into_iter().take(MOST_ELSEWHERE));
    json!({
        "address": address.map(|address| format!("{}{address}", state.newest.base_path)),
        "html": page,
        "stopped": state.stopped,
        "days": days.map(|page| dates::sentence(&page.says)),
        "findings": all.map(|each| places.finding(&state.sources, each)).collect::<Vec<_>>(),
    })
}

fn is_in(finding: &Diagnostic, file: &Path) -> bool {
    finding.at.as_ref().is_some_and(|at| at.file == *file)
}

/// The bytes that findings and their fixes name, as an editor counts them, by file.
struct Places(BTreeMap<Path, BTreeMap<usize, usize>>);

impl Places {
    fn of(sources: &Sources, findings: &[&Diagnostic]) -> Self {
        let mut bytes: BTreeMap<Path, BTreeSet<usize>> = BTreeMap::new();
        for finding in findings {
            let fixes =
                finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.at);
            for at in finding.at.iter().chain(fixes) {
                bytes.entry(at.file.clone()).or_default().extend([at.start, at.end]);
            }
        }
        // In one pass over each text: an offset costs a count of all letters before it.
        let counted = |(file, bytes): (Path, BTreeSet<usize>)| {
            let text = sources.files.get(&file)?.text(&file).ok()?;
            let mut offsets = Offsets::new(text);
            let places = bytes.into_iter().map(|byte| (byte, offsets.of(byte))).collect();
            Some((file, places))
        };
        Self(bytes.into_iter().filter_map(counted).collect())
    }

    fn get(&self, file: &Path, byte: usize) -> Option<usize> {
        self.0.get(file)?.get(&byte).copied()
    }

    fn finding(&self, sources: &Sources, finding: &Diagnostic) -> Value {
        let at = finding.at.as_ref();
        let place =
            at.and_then(|at| Excerpt::of(sources, at)).map(|place| place.line_column());
        let (line, column) = place.unzip();
        let byte = |byte| at.and_then(|at| self.get(&at.file, byte));
        json!({
            "code": finding.code,
            "title": shown(&finding.message),
            "example": finding.example.as_deref().map(shown),
            "help": finding.help.as_deref().map(|help| shown(&as_called(help)).into_owned()),
            "explain": format!("{EXPLAIN}#{}", finding.code),
            "level": level(finding.level),
            "stops": stops(finding),
            "file": at.map(|at| shown(&at.file)),
            "from": at.and_then(|at| byte(at.start)),
            "to": at.and_then(|at| byte(at.end)),
            "line": line,
            "column": column,
            "fixes": finding.fixes.iter().filter_map(|fix| self.fix(fix)).collect::<Vec<_>>(),
        })
    }

    /// A fix whose places are all known.
    fn fix(&self, fix: &ground::edit::Fix) -> Option<Value> {
        let edits = fix.edits.iter().map(|edit| {
            let [from, to] = [edit.at.start, edit.at.end].map(|byte| self.get(&edit.at.file, byte));
            Some(json!({ "file": &*edit.at.file, "from": from?, "to": to?, "text": edit.text }))
        });
        let edits = edits.collect::<Option<Vec<_>>>()?;
        Some(json!({ "edits": edits }))
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Unpublishable => "unpublishable",
        Level::Warning => "warning",
        Level::Hint => "hint",
    }
}

/// What a finding stops: every build, or one that goes live.
fn stops(finding: &Diagnostic) -> Option<&'static str> {
    if finding.stops(false) {
        return Some("build");
    }
    finding.stops(true).then_some("publish")
}
