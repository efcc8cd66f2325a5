//! What visitors would see change: one website beside the one before.
//!
//! 1. Pages by their addresses: [`lines`] reads each that has other bytes, [`words`] marks what
//!    differs. What stands around the text of all pages is told once.
//! 2. All other files, redirects, and [`headers`].
//! 3. What the rules of self-checks mean for those who answer ([`rules`]).
//! 4. [`tell`] puts it into sentences and into JSON.
mod change;
mod headers;
mod lines;
mod rules;
mod tell;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use ground::source::{Path, Sources, ending};
use rayon::prelude::*;

use self::lines::Lines;
use crate::store::WebFile;
use crate::website::{Website, host};

pub use change::{
    Fate, FileChange, HeaderChange, PageChange, RedirectChange, RulesChange,
    WebsiteChanges,
};
pub use tell::{json, sentences, text};
pub use words::{Passage, Run};

/// A website with the files that it was made of. Of these only the rules of self-checks are
/// looked at.
#[derive(Clone, Copy)]
pub struct PublishedSite<'a> {
    /// The website.
    pub website: &'a Website,
    /// What it was made of.
    pub sources: &'a Sources,
}

/// What changed for visitors from one website to another.
pub fn changes(before: PublishedSite<'_>, now: PublishedSite<'_>) -> WebsiteChanges {
    let (pages, around, remade) = page_changes(before.website, now.website);
    WebsiteChanges {
        headers: headers::changes(before.website, now.website),
        pages,
        around,
        remade,
        files: file_changes(before.website, now.website),
        redirects: redirect_changes(before.website, now.website),
        rules: rules::changes(before.sources, now.sources),
    }
}

/// The pages of a website by their addresses, those that send visitors on left out.
fn pages(website: &Website) -> BTreeMap<String, &WebFile> {
    let address = |path: &Path| host::address(path);
    let files = website.files.iter().filter(|(path, _)| ending(path) == "html");
    let pages = files.map(|(path, file)| (address(path), file));
    pages.filter(|(address, _)| !website.redirects.contains_key(address)).collect()
}

type Pages<'a> = BTreeMap<String, &'a WebFile>;

/// The pages of two websites that are not the same.
fn page_changes(
    before: &Website,
    now: &Website,
) -> (Vec<PageChange>, Vec<Passage>, Vec<String>) {
    let (old, new) = (pages(before), pages(now));
    // Before pages are compared: one that moved is compared with what it was elsewhere.
    let moved = moved(&old, &new, now);
    let left: BTreeSet<&str> = moved.values().copied().collect();
    let is_same = |address: &str, page: &WebFile| {
        old.get(address).is_some_and(|old| old.content == page.content)
    };
    let others: Vec<_> =
        new.par_iter().filter(|(address, page)| !is_same(address, page)).collect();
    let compared = others.into_par_iter().map(|(address, page)| {
        let from = moved.get(&**address).copied();
        let old = old.get(from.unwrap_or(address)).copied();
        page_change(address, from, old, page)
    });
    let (changed, same): (Vec<_>, Vec<_>) = compared.partition(|(change, _)| {
        change.fate != Fate::Changed || !change.words.is_empty()
    });
    // Last, as one that moved is told at its new address.
    let gone = old.iter().filter(|(address, _)| {
        !new.contains_key(*address) && !left.contains(address.as_str())
    });
    let gone: Vec<_> = gone.map(|(address, page)| removed(address, page, now)).collect();
    let is_home =
        |change: &PageChange| change.address == "/" && change.fate == Fate::Changed;
    let around = changed.iter().chain(&same).find(|(change, _)| is_home(change));
    let around = around.map(|(_, around)| around.clone()).unwrap_or_default();
    let mut pages: Vec<_> = changed.into_iter().map(|(change, _)| change).collect();
    pages.extend(gone);
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    (pages, around, same.into_iter().map(|(change, _)| change.address).collect())
}

/// The pages that stand at another address now, each with the one that it left: the redirect
/// from there leads to it, or it says the same.
fn moved<'a>(
    old: &'a Pages<'_>,
    new: &'a Pages<'_>,
    now: &Website,
) -> BTreeMap<&'a str, &'a str> {
    let came: Vec<_> =
        new.iter().filter(|(address, _)| !old.contains_key(*address)).collect();
    let left = old.iter().filter(|(address, _)| !new.contains_key(*address));
    let mut moved = BTreeMap::new();
    for (from, page) in left {
        let to = now.redirects.get(from);
        let is_it = |(address, other): &&(&'a String, &&WebFile)| {
            to.map_or_else(|| says_the_same(page, other), |sent| sent.to == **address)
        };
        if let Some((address, _)) = came.iter().find(is_it) {
            moved.entry(address.as_str()).or_insert(from.as_str());
        }
    }
    moved
}

fn says_the_same(page: &WebFile, other: &WebFile) -> bool {
    let own = lines_of(page).own;
    !own.is_empty() && own == lines_of(other).own
}

/// What can be read on a page. What its store has lost has no lines, so all of it counts as new.
fn lines_of(page: &WebFile) -> Lines {
    let html = page.content.get();
    let html = html.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
    Lines::of(&html)
}

/// What became of a page, and of what stands around its text.
fn page_change(
    address: &str,
    from: Option<&str>,
    old: Option<&WebFile>,
    page: &WebFile,
) -> (PageChange, Vec<Passage>) {
    let (before, now) = (old.map(lines_of).unwrap_or_default(), lines_of(page));
    let fate = match (old, from) {
        (None, _) => Fate::Added,
        (Some(_), Some(from)) => Fate::Moved(from.to_owned()),
        (Some(_), None) => Fate::Changed,
    };
    let change = PageChange {
        address: address.to_owned(),
        fate,
        name: now.name,
        words: words::passages(&before.own, &now.own),
        sent_on: None,
    };
    (change, words::passages(&before.around, &now.around))
}

/// A page that is gone.
fn removed(address: &str, page: &WebFile, now: &Website) -> PageChange {
    let lines = lines_of(page);
    PageChange {
        address: address.to_owned(),
        fate: Fate::Removed,
        name: lines.name,
        words: words::passages(&lines.own, &[]),
        sent_on: now.redirects.get(address).map(|sent| sent.to.clone()),
    }
}

/// What is told in another way than by its path.
fn is_told_elsewhere(path: &str) -> bool {
    ending(path) == "html" || [host::HEADERS, host::REDIRECTS].contains(&path)
}

/// The files of a website that are no pages, by their paths without fingerprints. Several may
/// share one such path.
fn files(website: &Website) -> BTreeMap<String, BTreeSet<u128>> {
    let mut files: BTreeMap<String, BTreeSet<u128>> = BTreeMap::new();
    for (path, file) in &website.files {
        if !is_told_elsewhere(path) {
            files
                .entry(crate::assets::plain(path))
                .or_default()
                .insert(file.content.key());
        }
    }
    files
}

fn file_changes(before: &Website, now: &Website) -> Vec<FileChange> {
    let (before, now) = (files(before), files(now));
    let paths: BTreeSet<_> = before.keys().chain(now.keys()).collect();
    let change = |path: &String| {
        let fate = match (before.get(path), now.get(path)) {
            (None, _) => Fate::Added,
            (_, None) => Fate::Removed,
            (old, new) if old != new => Fate::Changed,
            _ => return None,
        };
        Some(FileChange { path: path.to_owned(), fate })
    };
    paths.into_iter().filter_map(change).collect()
}

fn redirect_changes(before: &Website, now: &Website) -> Vec<RedirectChange> {
    let (before, now) = (&before.redirects, &now.redirects);
    let all: BTreeSet<_> = before.keys().chain(now.keys()).collect();
    let changed = all.into_iter().filter(|from| before.get(*from) != now.get(*from));
    let change = |from: &String| RedirectChange {
        from: from.to_owned(),
        before: before.get(from).map(|sent| sent.to.clone()),
        now: now.get(from).map(|sent| sent.to.clone()),
    };
    changed.map(change).collect()
}
