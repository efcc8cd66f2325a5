//! `candor changes`: what visitors would see change if the site were published now.
use std::path::Path;

use disk::Error;
use serde_json::json;
use site::authoring::changes;

use crate::publish::{Prepared, prepare};
use crate::shown::{shown_in, shown_lines};
use crate::terminal;

/// Prints what changed. Answers whether nothing did.
pub(crate) fn run(folder: &Path, json: bool) -> Result<bool, Error> {
    let prepared = prepare(folder)?;
    // Exit code 1 says that something changed, and nobody knows that yet.
    if prepared.report.stopped(false) {
        terminal::aside(&prepared.sources, &prepared.report.findings, false);
        let why = "the site cannot be built, so there is nothing to compare";
        return Err(Error(why.to_owned()));
    }
    if json {
        terminal::print(&format!("{:#}", as_json(&prepared)));
    } else {
        terminal::print(text(&prepared).trim_end());
    }
    Ok(prepared.changes.are_none() && prepared.last.is_some())
}

/// What changed since when, as text.
pub(super) fn text(prepared: &Prepared) -> String {
    let all = changes::text(&prepared.changes);
    let head = match &prepared.last {
        None => {
            "Nothing was published from this folder yet, so all of it is new:".to_owned()
        }
        Some(last) => {
            let since =
                format!("publication {} of {} by {}", last.number, last.day, last.by);
            if all.is_empty() {
                format!("Nothing changed since {since}.")
            } else {
                format!("What changed since {since}:")
            }
        }
    };
    shown_lines(&format!("{head}\n{all}"))
}

/// `{"since": {number, day, by}, "changes": …}`, where `changes` is as [`changes::json`] says it;
/// `since` is null before the first publication.
pub(crate) fn as_json(prepared: &Prepared) -> serde_json::Value {
    let since = prepared
        .last
        .as_ref()
        .map(|last| json!({ "number": last.number, "day": last.day, "by": last.by }));
    let mut json = json!({ "since": since, "changes": changes::json(&prepared.changes) });
    shown_in(&mut json);
    json
}
