//! A page moves: its file, the links to it and from it, the menus, and a redirect for those
//! who kept its address.
use std::collections::BTreeMap;
use std::ops::Range;

use crate::load::graph;
use crate::read::addresses::{self, edited};
use crate::read::page::{self, Body, PlaceholderKind};
use crate::read::practice;
use crate::read::prose::Prose;
use crate::render::address::{join, relative};
use crate::source::{Path, Sources, folder, name};

/// What a move comes to.
#[derive(Debug, PartialEq, Eq)]
pub struct Move {
    /// The former address.
    pub from: String,
    /// The new address.
    pub to: String,
    /// Each file that is written, with its new text. The moved page is among them.
    pub files: BTreeMap<Path, String>,
}

/// Moves the page in the file `from` to the file `to`, both below `content/`, or says why
/// that cannot be.
pub fn move_page(sources: &Sources, from: &Path, to: &Path) -> Result<Move, String> {
    let text_of = |path: &Path| sources.files.get(path)?.text(path).ok();
    let text = text_of(from).filter(|_| sources.is_page(from));
    let text = text.ok_or_else(|| format!("there is no page `{from}`"))?;
    if sources.files.contains_key(to) {
        return Err(format!("`{to}` is there already"));
    }
    let rules = format!("{}/rules.toml", folder(from));
    if folder(from) != folder(to) && sources.files.contains_key(rules.as_str()) {
        return Err(format!("`{from}` belongs beside its rules, `{rules}`"));
    }
    let mut wrong = vec![];
    let addresses = [from, to].map(|file| graph::address(file, &mut wrong));
    if let Some(wrong) =
        wrong.iter().find(|wrong| wrong.at.as_ref().is_some_and(|at| at.file == *to))
    {
        return Err(wrong.message.clone());
    }
    let moving = Moving { sources, from, to, addresses: &addresses };
    let mut files = BTreeMap::from([(to.clone(), moving.moved(text))]);
    for path in sources.files.keys().filter(|path| *path != from) {
        let new = text_of(path).and_then(|text| Some((moving.mended(path, text)?, text)));
        if let Some((new, _)) = new.filter(|(new, text)| new != text) {
            files.insert(path.clone(), new);
        }
    }
    let [from, to] = &addresses;
    if from != to {
        let ledger: Path = addresses::FILE.into();
        let new = addresses::with_move(text_of(&ledger), from, to);
        files.insert(ledger, new);
    }
    let [from, to] = addresses;
    Ok(Move { from, to, files })
}

struct Moving<'a> {
    sources: &'a Sources,
    from: &'a Path,
    to: &'a Path,
    /// The former and the new one.
    addresses: &'a [String; 2],
}

type Edit = (Range<usize>, String);

impl Moving<'_> {
    /// The moved page: what it names by its place is named from the new one.
    fn moved(&self, text: &str) -> String {
        let (_, body) = page::read_text(self.from, text, Prose::unheard());
        let edits = named(&body, text).filter_map(|(range, named)| {
            let (path, fragment) = parted(named);
            let is_place =
                !path.is_empty() && !path.starts_with('/') && !named.contains(':');
            let target = join(folder(self.from), path);
            let is_here = self.sources.files.contains_key(target.as_str());
            if !is_place || !is_here {
                return self.absolute(path, fragment).map(|new| (range, new));
            }
            let target = if target == **self.from { self.to } else { &*target };
            Some((range, relative(folder(self.to), target) + fragment))
        });
        edited(text, edits.collect())
    }

    /// Another file, with what it says of the page; nothing for one that says nothing.
    fn mended(&self, path: &Path, text: &str) -> Option<String> {
        let sources = self.sources;
        if sources.is_page(path) || sources.check_of_part(path).is_some() {
            let body = if sources.is_page(path) {
                page::read_text(path, text, Prose::unheard()).1
            } else {
                page::read_part(path, text, &mut vec![])
            };
            return Some(edited(text, self.links(path, &body, text)));
        }
        if &**path == "content/practice.toml" {
            return Some(edited(text, self.menus(path, text)));
        }
        let [from, to] =
            self.addresses.each_ref().map(|address| format!("\"{address}\""));
        path.starts_with("templates/").then(|| text.replace(&from, &to))
    }

    fn links(&self, path: &Path, body: &Body, text: &str) -> Vec<Edit> {
        let edits = named(body, text).filter_map(|(range, named)| {
            let (to, fragment) = parted(named);
            if to.is_empty() || named.contains(':') {
                return None;
            }
            if let Some(new) = self.absolute(to, fragment) {
                return Some((range, new));
            }
            let is_it = !to.starts_with('/') && join(folder(path), to) == **self.from;
            is_it.then(|| (range, relative(folder(path), self.to) + fragment))
        });
        edits.collect()
    }

    /// The new address for the page's former one.
    fn absolute(&self, path: &str, fragment: &str) -> Option<String> {
        let [from, to] = self.addresses;
        (path == from).then(|| format!("{to}{fragment}"))
    }

    fn menus(&self, path: &Path, text: &str) -> Vec<Edit> {
        let practice = practice::read(path, text, &mut vec![]);
        let named =
            |file: &Path| file.strip_prefix("content/").unwrap_or(file).to_owned();
        let items = practice.menu.iter().chain(&practice.footer);
        let here = items.filter(|item| item.page == named(self.from));
        let new = format!("\"{}\"", named(self.to));
        here.map(|item| (item.at.start..item.at.end, new.clone())).collect()
    }
}

/// The files and addresses that a text names, with their places.
fn named<'a>(
    body: &'a Body,
    text: &'a str,
) -> impl Iterator<Item = (Range<usize>, &'a str)> {
    body.placeholders.iter().filter_map(|placeholder| {
        let named = match &placeholder.kind {
            PlaceholderKind::Link { to, .. } => to.as_str(),
            PlaceholderKind::Image { file, .. } => file,
            PlaceholderKind::Directive(directive) => directive.get("file")?,
            PlaceholderKind::Cite(_) => return None,
        };
        let here = text.get(placeholder.span.start..placeholder.span.end)?;
        // A link by reference is named elsewhere: `[words]: page.md`.
        let start = match here.rfind(named) {
            Some(at) => placeholder.span.start + at,
            None => text.find(&format!("]: {named}"))? + 3,
        };
        Some((start..start + named.len(), named))
    })
}

/// The path and the fragment with its `#`.
fn parted(to: &str) -> (&str, &str) {
    to.split_at(to.find('#').unwrap_or(to.len()))
}

/// A page's file from what a person says of it: below `content`, ending in `.md`.
pub fn file(said: &str) -> Option<Path> {
    let inside = said.strip_prefix("content/").unwrap_or(said);
    let plain = inside.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let named = name(inside).strip_suffix(".md").is_some_and(|stem| !stem.is_empty());
    (plain && named).then(|| format!("content/{inside}").into())
}
