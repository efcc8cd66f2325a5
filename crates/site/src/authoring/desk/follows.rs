//! What follows when a page moves or goes, in the words of those who write pages: by titles and
//! addresses, in the future before it is done and in the past after.
use std::collections::BTreeMap;

use ground::edit::Edit;
use ground::source::{Path, Sources, name};

use super::address;
use crate::authoring::move_page::Move;
use crate::authoring::remove_page::Removal;
use crate::load;
use crate::load::graph::PageGraph;
use crate::read::{addresses, attestations};

/// Whether something is still to be done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// It is only asked what would follow.
    Before,
    /// It is done.
    After,
}

impl Tense {
    fn say(self, before: &'static str, after: &'static str) -> &'static str {
        if self == Self::Before { before } else { after }
    }
}

/// What follows from a move of the page that was named, in sentences.
pub fn of_move(before: &Sources, moved: &Move, from: &Path, tense: Tense) -> Vec<String> {
    let words = Words::of(before, tense);
    let mut says = vec![];
    for (old, new) in &moved.files {
        if !before.is_page(old) {
            continue;
        }
        let stands = tense.say("will stand at", "now stands at");
        let new = address(before, new).unwrap_or_default();
        says.push(format!("{} {stands} {new}.", words.file(old)));
    }
    let along = moved.files.keys().filter(|file| !before.is_page(file)).count();
    if along > 0 {
        let go = tense.say("will go along", "went along");
        says.push(format!("{} {go}.", count(along, "file that belongs to it")));
    }
    let is_elsewhere = |file: &Path| !moved.files.contains_key(file);
    says.extend(words.led(&moved.edits, "the new place", is_elsewhere));
    says.extend(moved.addresses.iter().map(|(from, to)| words.sent(from, to)));
    says.extend(words.staying(&moved.stay, from));
    says
}

/// What follows when a page is removed, in sentences.
pub fn of_removal(
    before: &Sources,
    removal: &Removal,
    page: &Path,
    tense: Tense,
) -> Vec<String> {
    let words = Words::of(before, tense);
    let is_gone = tense.say(
        "will be gone. “Bring back a removed page” can undo that",
        "is gone. “Bring back a removed page” can undo that",
    );
    let mut says = vec![format!("{} {is_gone}.", words.file(page))];
    if let Some(other) = removal.instead.as_ref().map(|address| words.page_at(address)) {
        says.extend(words.led(&removal.edits, &other, |_| true));
        says.push(words.sent(&removal.address, &other));
    }
    says.extend(words.staying(&removal.stay, page));
    let lies = tense
        .say("will stay, though no page will show it", "stays, though no page shows it");
    let picture = |file: &Path| format!("The picture {} {lies} any more.", name(file));
    says.extend(removal.pictures.iter().map(picture));
    says
}

/// How things of a site are named.
struct Words {
    pages: PageGraph,
    tense: Tense,
}

impl Words {
    fn of(sources: &Sources, tense: Tense) -> Self {
        Self { pages: load::pages(sources), tense }
    }

    /// A page by its title, any other file by what it is for.
    fn file(&self, file: &Path) -> String {
        let page = self.pages.by_file.get(file).map(|at| &self.pages.pages[*at]);
        match page.map(|page| &page.page.matter.title) {
            Some(title) if !title.is_empty() => format!("“{title}”"),
            _ if &**file == "content/practice.toml" => "the menus".to_owned(),
            _ => format!("“{}”", name(file)),
        }
    }

    /// The page at an address by its title.
    fn page_at(&self, address: &str) -> String {
        let page = self.pages.by_address.get(address).map(|at| &self.pages.pages[*at]);
        page.map_or_else(|| address.to_owned(), |page| self.file(&page.file))
    }

    /// A sentence for each file with links that lead to another place than before.
    fn led(
        &self,
        edits: &[Edit],
        to: &str,
        is_told: impl Fn(&Path) -> bool,
    ) -> Vec<String> {
        let is_link =
            |file: &Path| ![attestations::FILE, addresses::FILE].contains(&&**file);
        let mut links: BTreeMap<&Path, usize> = BTreeMap::new();
        let files = edits.iter().map(|edit| &edit.at.file);
        for file in files.filter(|file| is_link(file) && is_told(file)) {
            *links.entry(file).or_default() += 1;
        }
        let one = |(file, number): (&Path, usize)| {
            let (file, links) = (self.file(file), count(number, "link"));
            let now = if number == 1 { "now leads to" } else { "now lead to" };
            format!("In {file}, {links} {} {to}.", self.tense.say("will be led to", now))
        };
        links.into_iter().map(one).collect()
    }

    fn sent(&self, from: &str, to: &str) -> String {
        let sent = self.tense.say("will be sent on", "are sent on");
        format!("Visitors who kept {from} {sent} to {to}.")
    }

    fn staying<'a>(
        &'a self,
        stay: &'a [Path],
        section: &Path,
    ) -> impl Iterator<Item = String> + use<'a> {
        let stays =
            self.tense.say("will stay, but no longer in", "stays, but no longer in");
        let section = self.file(section);
        stay.iter().map(move |file| format!("{} {stays} {section}.", self.file(file)))
    }
}

/// "1 link", "2 links".
fn count(number: usize, one: &str) -> String {
    match one.split_once(' ') {
        _ if number == 1 => format!("1 {one}"),
        Some((first, rest)) => format!("{number} {first}s {rest}"),
        None => format!("{number} {one}s"),
    }
}
