//! A former website takes the place of the newest one: what was withdrawn since should not come
//! back with it unnoticed.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ground::diagnostic::Diagnostic;
use ground::source::{Path, Sources, is_markdown};

use super::changes::{Fate, PublishedSite, changes};
use crate::build::{Session, build};
use crate::load;
use crate::memo::Memo;
use crate::request::Request;
use crate::website::host;

/// Why something of a former website should not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// What it is about: a page's address, a file, the id of a fact. Each stands once.
    pub name: String,
    /// Why, as a sentence without its full stop.
    pub why: String,
}

/// What stands against putting a former website back today, by name.
pub fn objections(former: PublishedSite<'_>, now: PublishedSite<'_>) -> Vec<Objection> {
    let fallen = fallen(former.sources, now.sources);
    let fallen = fallen.into_iter().map(|fact| {
        let why = format!("the fact {fact} says something else today");
        (fact, why)
    });
    let all =
        stopped(former, now).into_iter().chain(fallen).chain(withdrawn(former, now));
    // One name, one question: the first reason is enough.
    let mut objections: BTreeMap<String, String> = BTreeMap::new();
    for (name, why) in all {
        objections.entry(name).or_insert(why);
    }
    objections.into_iter().map(|(name, why)| Objection { name, why }).collect()
}

/// Pages that the site does not have today, nor anything that took their address.
fn withdrawn(former: PublishedSite<'_>, now: PublishedSite<'_>) -> Vec<(String, String)> {
    let gone = changes(former, now).pages.into_iter();
    let gone = gone.filter(|page| page.fate == Fate::Removed);
    let why = |name: &str| format!("the page “{name}” was taken off the site since");
    gone.map(|page| (page.address, why(&page.name))).collect()
}

/// Facts that pages rest on and that say something else today. One that is gone stops the build
/// of these pages.
fn fallen(former: &Sources, now: &Sources) -> Vec<String> {
    let facts = |sources| load::facts(sources, &Memo::once(), &mut vec![]);
    let (before, today) = (facts(former), facts(now));
    let fell = before.facts.iter().filter(|(id, fact)| {
        today.facts.get(*id).is_some_and(|other| {
            (&other.statement, &other.figure, other.status)
                != (&fact.statement, &fact.figure, fact.status)
        })
    });
    fell.map(|(id, _)| id).filter(|id| is_cited(former, id)).cloned().collect()
}

/// Whether some text names a fact by its mark.
fn is_cited(sources: &Sources, id: &str) -> bool {
    let is_inner = |c: char| c.is_alphanumeric() || "-_".contains(c);
    // `@F1.2` stands in `@F1.23` and in `@F1.2.3` too, which are others.
    let goes_on = |rest: &str| {
        rest.starts_with(is_inner)
            || rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_inner))
    };
    let mark = format!("@{id}");
    let texts = sources.files.iter().filter(|(path, _)| is_markdown(path));
    texts.filter_map(|(path, file)| file.text(path).ok()).any(|text| {
        text.match_indices(&mark).any(|(at, _)| !goes_on(&text[at + mark.len()..]))
    })
}

/// What would stop a publication of the same files today, with the facts of today: by page or
/// file, its first finding. And the pages whose last day has passed.
fn stopped(former: PublishedSite<'_>, now: PublishedSite<'_>) -> Vec<(String, String)> {
    let sources = as_of_today(former.sources, now.sources);
    let report = build(&sources, &Session::once(), &Request::default());
    let report = report.expect("nothing cancels it");
    let pages = load::pages(&sources).pages.into_iter();
    let addresses: BTreeMap<_, _> = pages.map(|page| (page.file, page.address)).collect();
    let stops = report.findings.into_iter().filter(|finding| finding.stops(true));
    let mut stopped: Vec<_> =
        stops.map(|finding| (named(&finding, &addresses), finding.message)).collect();
    let left: BTreeSet<_> = host::pages(&report.website).collect();
    let gone = host::pages(former.website).filter(|address| !left.contains(address));
    stopped.extend(gone.map(|address| (address, "its last day has passed".to_owned())));
    stopped
}

/// The files of a former website on today's date, with today's facts.
fn as_of_today(former: &Sources, now: &Sources) -> Sources {
    let is_fact = |path: &Path| path.starts_with("content/facts/");
    let mut files = (*former.files).clone();
    files.retain(|path, _| !is_fact(path));
    let facts = now.files.iter().filter(|(path, _)| is_fact(path));
    files.extend(facts.map(|(path, file)| (path.clone(), file.clone())));
    Sources { files: Arc::new(files), unread: vec![], ..now.clone() }
}

/// What a finding is about: a page's address, else a file.
fn named(finding: &Diagnostic, addresses: &BTreeMap<Path, Path>) -> String {
    let Some(at) = &finding.at else { return finding.code.to_owned() };
    addresses.get(&at.file).unwrap_or(&at.file).to_string()
}
