//! A page goes. While links lead to it, another page takes its place, or it stays.
//!
//! 1. [`refusal`] says why a page cannot go at all.
//! 2. [`links`] finds what leads to it, by the same search as a move.
//! 3. [`remove_page`] makes the site without it, where all of that leads to the other page.
use std::collections::{BTreeMap, BTreeSet};

use ground::diagnostic::Diagnostic;
use ground::edit::Edit;
use ground::rewrite;
use ground::source::{Path, Sources, Span, folder};
use toml_edit::{DocumentMut, Item, TableLike};

use super::move_page::{Moving, edited, shown_by};
use crate::load::graph;
use crate::read::practice::{self, MenuItem};
use crate::read::{addresses, attestations};

/// What the removal of a page comes to.
pub struct Removal {
    /// The former address of the page.
    pub address: String,
    /// The address of the page that takes its place.
    pub instead: Option<String>,
    /// What is edited, at the places of the files as they were.
    pub edits: Vec<Edit>,
    /// The pictures that no page shows any more.
    pub pictures: Vec<Path>,
    /// The pages of a section that stay, though its own page goes.
    pub stay: Vec<Path>,
    /// The site afterwards.
    pub sources: Sources,
}

impl Removal {
    /// What happens to the site, in sentences.
    pub fn says(&self, page: &Path) -> Vec<String> {
        let from = &self.address;
        let sent = |to: &String| format!("Visitors of {from} are sent on to {to}.");
        let picture =
            |picture: &Path| format!("{picture} stays: no page shows it any more.");
        std::iter::once(format!("Removed {page}."))
            .chain(super::mended(&self.edits, |_| false))
            .chain(self.instead.iter().map(sent))
            .chain(super::staying(page, &self.stay))
            .chain(self.pictures.iter().map(picture))
            .collect()
    }
}

/// Why a page cannot go, whatever leads to it.
pub fn refusal(sources: &Sources, page: &Path, instead: Option<&Path>) -> Option<String> {
    for file in std::iter::once(page).chain(instead) {
        if !sources.is_page(file) || !sources.files.contains_key(file) {
            return Some(format!("there is no page `{file}`"));
        }
    }
    let rules = format!("{}/rules.toml", folder(page));
    if sources.files.contains_key(rules.as_str()) {
        return Some(format!(
            "`{page}` asks the questions of `{rules}`: remove that first"
        ));
    }
    (instead == Some(page)).then(|| format!("`{page}` cannot take its own place"))
}

/// A page that stands for any other one while links are looked for.
const NOWHERE: (&str, &str) = ("content/-.md", "/-/");

/// Finds what leads to a page: links, menus, redirects, and visitors who have kept its address.
pub fn links(sources: &Sources, page: &Path, found: &mut Vec<Diagnostic>) {
    let address = graph::address(page, &mut vec![]);
    let files = BTreeMap::from([(page.clone(), NOWHERE.0.into())]);
    let addresses = [(address.clone(), NOWHERE.1.to_owned())];
    let moving = Moving { sources, files: &files, addresses: &addresses, headings: None };
    let named = moving.edits().into_iter().map(|edit| edit.at);
    let named = named.filter(|at| at.file != *page && *at.file != *attestations::FILE);
    found.extend(named.map(|at| linked(page, at)));
    let ledger = ledger(sources);
    let redirects = ledger.redirects.values().filter(|redirect| redirect.to == address);
    found.extend(redirects.map(|redirect| linked(page, redirect.to_at.clone())));
    found.extend(ledger.published.get(&address).map(|at| {
        let message = format!("visitors have found `{page}` here, and may come back");
        Diagnostic::error("still-linked", message).at(at.clone()).help(name_other(page))
    }));
}

fn linked(page: &Path, at: Span) -> Diagnostic {
    let message = format!("this leads to `{page}`, which is to be removed");
    Diagnostic::error("still-linked", message).at(at).help(name_other(page))
}

fn name_other(page: &str) -> String {
    let page = page.strip_prefix("content/").unwrap_or(page);
    format!("name the page that takes its place: candor rm {page} --instead OTHER")
}

fn ledger(sources: &Sources) -> addresses::Addresses {
    let file: Path = addresses::FILE.into();
    let text = sources.files.get(&file).and_then(|ledger| ledger.text(&file).ok());
    text.map(|text| addresses::read(&file, text, &mut vec![])).unwrap_or_default()
}

/// The site without a page. What leads to it leads to the page `instead`, where one is named.
/// The ticks of those who looked at it go with it.
pub fn remove_page(
    sources: &Sources,
    page: &Path,
    instead: Option<&Path>,
) -> Result<Removal, String> {
    let address = graph::address(page, &mut vec![]);
    let mut edits: Vec<_> = ticks(sources, page).into_iter().collect();
    if let Some(other) = instead {
        edits.extend(led_elsewhere(sources, page, other)?);
    }
    let mut after = edited(sources, &edits);
    after.files_mut().remove(page);
    let is_below = |path: &&Path| *path != page && sources.is_page(path);
    let below = page.strip_suffix("_index.md").filter(|folder| *folder != "content/");
    let below = below.into_iter().flat_map(|folder| sources.below(folder));
    Ok(Removal {
        instead: instead.map(|other| graph::address(other, &mut vec![])),
        pictures: left_alone(&after, shown_by(sources, page)),
        stay: below.map(|(path, _)| path).filter(is_below).cloned().collect(),
        address,
        edits,
        sources: after,
    })
}

/// The pictures among these that no text of the site shows.
fn left_alone(sources: &Sources, mut pictures: Vec<Path>) -> Vec<Path> {
    let shown: BTreeSet<_> =
        sources.files.keys().flat_map(|file| shown_by(sources, file)).collect();
    pictures.retain(|picture| !shown.contains(picture));
    pictures.sort_unstable();
    pictures.dedup();
    pictures
}

/// The edits that lead to another page what leads to this one.
fn led_elsewhere(
    sources: &Sources,
    page: &Path,
    other: &Path,
) -> Result<Vec<Edit>, String> {
    let files = BTreeMap::from([(page.clone(), other.clone())]);
    let addresses = [[page, other].map(|file| graph::address(file, &mut vec![])).into()];
    let headings = Some(anchors(sources, other));
    let moving = Moving { sources, files: &files, addresses: &addresses, headings };
    let (twice, menus) = menus(sources, page, other);
    let is_kept = |edit: &Edit| {
        let is_in_list = |at: &Span| {
            at.file == edit.at.file && at.start <= edit.at.start && edit.at.end <= at.end
        };
        edit.at.file != *page
            && *edit.at.file != *attestations::FILE
            && !twice.iter().any(is_in_list)
    };
    let mut edits: Vec<_> = moving.edits().into_iter().filter(is_kept).collect();
    edits.extend(menus);
    edits.extend(moving.ledger()?);
    Ok(edits)
}

/// What a link can name within a page. Templates give the last two to each.
fn anchors(sources: &Sources, file: &Path) -> BTreeSet<String> {
    let own = super::headings(sources, file).into_iter().map(|heading| heading.id);
    own.chain(["main", "sources"].map(str::to_owned)).collect()
}

/// The edit that removes the ticks under a page.
fn ticks(sources: &Sources, page: &str) -> Option<Edit> {
    without(sources, attestations::FILE, &["tick"], page)
}

/// Where a menu names both pages: the places that name the first, and the edit that removes
/// these entries, so that no menu names the other one twice.
fn menus(sources: &Sources, page: &str, other: &str) -> (Vec<Span>, Option<Edit>) {
    let practice = practice_of(sources);
    let lists = [("menu", &practice.menu), ("footer", &practice.footer)];
    let both = lists.iter().filter(|(_, list)| !places(list, other).is_empty());
    let (keys, twice): (Vec<&str>, Vec<Vec<Span>>) =
        both.map(|(key, list)| (*key, places(list, page))).unzip();
    (twice.concat(), without(sources, PRACTICE, &keys, page))
}

/// Where a list names a page.
fn places(list: &[MenuItem], page: &str) -> Vec<Span> {
    let page = page.strip_prefix("content/").unwrap_or(page);
    list.iter().filter(|item| item.page == page).map(|item| item.at.clone()).collect()
}

const PRACTICE: &str = "content/practice.toml";

fn practice_of(sources: &Sources) -> practice::Practice {
    let file: Path = PRACTICE.into();
    let text = sources.files.get(&file).and_then(|text| text.text(&file).ok());
    practice::read(&file, text.unwrap_or_default(), &mut vec![])
}

/// The edit that removes from some lists of a file what names a page.
fn without(sources: &Sources, file: &str, lists: &[&str], page: &str) -> Option<Edit> {
    let page = page.strip_prefix("content/").unwrap_or(page);
    let file: Path = file.into();
    let text = sources.files.get(&file)?.text(&file).ok()?;
    rewrite::edit(&file, text, |doc| {
        for list in lists {
            remove_entries(doc, list, page);
        }
        Some(())
    })?
}

fn remove_entries(doc: &mut DocumentMut, list: &str, page: &str) {
    let names = |entry: &dyn TableLike| {
        entry.get("page").and_then(Item::as_str).is_some_and(|named| named == page)
    };
    let Some(list) = doc.get_mut(list) else { return };
    if let Some(tables) = list.as_array_of_tables_mut() {
        tables.retain(|entry| !names(entry));
    } else if let Some(array) = list.as_array_mut() {
        array.retain(|entry| !entry.as_inline_table().is_some_and(|entry| names(entry)));
    }
}
