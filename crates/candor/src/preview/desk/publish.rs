//! Publishing in the desk: what stops it, what visitors would see change, the website, and former
//! ones again. It works on the site as it is saved; what is not saved is told, and left out.
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use disk::publications::{self, Publication};
use disk::{Error, output};
use ground::diagnostic::Diagnostic;
use ground::source::Sources;
use serde::Deserialize;
use serde_json::{Value, json};
use site::authoring::changes;
use site::authoring::desk::{self, below};
use site::authoring::put_back::Objection;
use site::website::{Website, host};

use super::Desk;
use super::answer::{Answered, Refusal};
use crate::json;
use crate::preview::media_type::kind;
use crate::publish::{
    Former, Prepared, Progress, PublishOutcome, Uploader, absolute, former, prepare,
};
use crate::shown::shown_in;

/// Tells the page how it goes on: one JSON object for each thing.
pub(super) type Say<'a> = &'a (dyn Fn(Value) + Sync);

/// What somebody looked at and wants to publish.
#[derive(Deserialize)]
pub(super) struct Wanted {
    /// The website that they saw, [`Prepared::tag`].
    tag: String,
    /// What they confirmed by its name.
    #[serde(default)]
    despite: Vec<String>,
}

/// The publication that somebody wants back.
#[derive(Deserialize)]
pub(super) struct WantedBack {
    number: u32,
    /// What they confirmed by its name.
    #[serde(default)]
    despite: Vec<String>,
}

impl Desk {
    /// What stops publishing, what would change, and what was published.
    pub(super) fn publication(&self) -> Answered {
        let prepared = prepare(&self.target.folder).map_err(refused)?;
        // Kept for the pictures of pages before and after, until somebody looks again.
        *self.looked_at() = Some(Arc::clone(&prepared.report.website));
        let stops: Vec<Diagnostic> = stopping(&prepared).cloned().collect();
        let mut answer = json!({
            "tag": prepared.tag(),
            "stops": json::list(&prepared.sources, &stops, true),
            "changes": changes::json(&prepared.changes),
            "isOther": prepared.is_other,
            "laterDay": prepared.later_day().map(|day| day.to_string()),
            "today": prepared.sources.today.to_string(),
            "out": absolute(&self.target.out),
            "program": self.target.program.as_ref().map(Uploader::line),
            "titles": titles(&prepared.sources),
            "publications": list(&publications::all(&self.target.folder)),
        });
        shown_in(&mut answer);
        answer["unsaved"] = json!(self.drafts.files());
        Ok(answer)
    }

    /// Publishes what somebody looked at.
    pub(super) fn publish(&self, wanted: &Wanted, say: Say<'_>) {
        say(self.published(wanted, say).unwrap_or_else(|error| failed(&error)));
    }

    fn published(&self, wanted: &Wanted, say: Say<'_>) -> Result<Value, Error> {
        output::allow(&self.target.folder, &self.target.out)?;
        let _lock = self.target.lock(&|| say(json!({ "waits": true })))?;
        // The ledger of addresses is a file of the site.
        let _saving = self.saving();
        let prepared = prepare(&self.target.folder)?;
        let is_wrong_day = prepared.unconfirmed_day(&wanted.despite).is_some();
        // Not what they saw and said yes to: somebody saved or published meanwhile.
        if prepared.tag() != wanted.tag || prepared.report.stopped(true) || is_wrong_day {
            return Ok(json!({ "changed": true }));
        }
        let outcome = self.target.publish(prepared, &|progress| say(step(&progress)))?;
        Ok(self.done(&outcome))
    }

    /// What stands against putting a publication back.
    pub(super) fn objections(&self, number: u32) -> Answered {
        let former = former(&self.target.folder, number).map_err(refused)?;
        Ok(objections(former.objections.iter()))
    }

    /// Puts a publication back.
    pub(super) fn put_back(&self, wanted: &WantedBack, say: Say<'_>) {
        say(self.is_back(wanted, say).unwrap_or_else(|error| failed(&error)));
    }

    fn is_back(&self, wanted: &WantedBack, say: Say<'_>) -> Result<Value, Error> {
        output::allow(&self.target.folder, &self.target.out)?;
        let _lock = self.target.lock(&|| say(json!({ "waits": true })))?;
        let former: Former = former(&self.target.folder, wanted.number)?;
        let left = former.objections.iter();
        let mut left =
            left.filter(|each| !wanted.despite.contains(&each.name)).peekable();
        if left.peek().is_some() {
            return Ok(json!({ "objections": objections(left) }));
        }
        let outcome = self.target.put_back(&former, &|progress| say(step(&progress)))?;
        Ok(self.done(&outcome))
    }

    fn done(&self, outcome: &PublishOutcome) -> Value {
        let PublishOutcome { written, pages, number, notes, unsent } = outcome;
        let mut done = json!({
            "number": number,
            "pages": pages,
            "files": written.changed,
            "aside": written.aside.as_ref().map(|(paths, kept)| {
                json!({ "files": paths.len(), "folder": kept.display().to_string() })
            }),
            "foreign": written.foreign,
            "notes": notes,
            "unsent": unsent,
            "out": absolute(&self.target.out),
            "sent": self.target.program.is_some() && unsent.is_none(),
        });
        shown_in(&mut done);
        json!({ "done": done })
    }

    /// A file of the website that somebody looked at (`next`), or of a publication by its number.
    pub(super) fn former_file(&self, which: &str, path: &str) -> Response {
        let website = match which.parse() {
            Ok(number) => publications::read(&self.target.folder, number)
                .and_then(|publication| publication.website(&self.target.folder))
                .map(Arc::new),
            Err(_) => self.looked_at().clone(),
        };
        let file = website.and_then(|website| file(&website, which, path));
        let Some((path, bytes)) = file else {
            return StatusCode::NOT_FOUND.into_response();
        };
        // To be looked at: no script of it runs, which could take answers for those of a visitor.
        let policy = "sandbox allow-same-origin; frame-ancestors 'self'";
        (kind(&path), [(header::CONTENT_SECURITY_POLICY, policy)], bytes).into_response()
    }
}

/// A file of a website with its path, as it is shown below the desk's addresses.
fn file(website: &Website, which: &str, path: &str) -> Option<(String, Vec<u8>)> {
    let base = website.base_path.trim_start_matches('/');
    let path = path.strip_prefix(base).unwrap_or(path);
    let path = host::file(path);
    let bytes = website.files.get(&path)?.content.get().ok()?.into_owned();
    Some((path.to_string(), below(&path, bytes, &format!("/__candor/website/{which}"))))
}

/// What pages are called, by their files.
fn titles(sources: &Sources) -> BTreeMap<String, String> {
    let rows = desk::overview(sources).into_iter().flat_map(|section| section.pages);
    rows.map(|row| (row.file.to_string(), row.title)).collect()
}

fn stopping(prepared: &Prepared) -> impl Iterator<Item = &Diagnostic> {
    prepared.report.findings.iter().filter(|finding| finding.stops(true))
}

fn refused(error: Error) -> Refusal {
    Refusal::not_possible(error.0)
}

fn failed(error: &Error) -> Value {
    json!({ "failed": error.0 })
}

fn objections<'a>(objections: impl Iterator<Item = &'a Objection>) -> Value {
    let each = objections.map(|each| json!({ "name": each.name, "why": each.why }));
    let mut objections = each.collect();
    shown_in(&mut objections);
    objections
}

fn step(progress: &Progress<'_>) -> Value {
    match progress {
        Progress::Compressed(done, all) => json!({ "compressed": done, "of": all }),
        Progress::Sending(program) => json!({ "sending": program }),
        Progress::Printed(line) => json!({ "line": line }),
    }
}

/// Publications as the page lists them.
fn list(publications: &[Publication]) -> Value {
    let one = |publication: &Publication| {
        json!({
            "number": publication.number,
            "at": publication.at,
            "by": publication.by,
            "changes": publication.changes,
            "sent": publication.sent,
            "isKept": publication.files.is_some(),
        })
    };
    publications.iter().map(one).collect()
}
