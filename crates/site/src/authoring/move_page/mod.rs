//! A page moves with the pictures that it alone shows, or a section with all that is below it:
//! the files, the links to them and from them, the menus, the ticks, and redirects for those who
//! kept their addresses.
//!
//! 1. [`move_page`] says which files move, or why they cannot.
//! 2. Each file of the site is asked for the places that name one of them: `text` reads
//!    pages and the parts of a self-check, `settings` the practice's lists, `template`
//!    templates and static pages.
//! 3. All is changed by [`Edit`]s at those places, in memory: [`Move::sources`] is the site
//!    as it would be. Nothing is written here.
//! 4. [`breaks`] compares what a build finds before and after.
mod comparison;
mod pictures;
mod settings;
mod template;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use ground::edit::{Edit, apply};
use ground::source::{File, Path, Sources, ending, folder};
use rayon::prelude::*;

pub use comparison::breaks;
pub(super) use pictures::shown_by;

use super::page_file;
use crate::load::graph;
use crate::read::{addresses, attestations};

/// What a move comes to.
pub struct Move {
    /// Each file that moves, from its former path to its new one.
    pub files: BTreeMap<Path, Path>,
    /// The former address and the new one of each page that gets another.
    pub addresses: Vec<(String, String)>,
    /// What is edited, at the places of the files as they were.
    pub edits: Vec<Edit>,
    /// The pages of a section that stay where they are, though its own page leaves.
    pub stay: Vec<Path>,
    /// The site afterwards.
    pub sources: Sources,
}

impl Move {
    /// What happens to the site, in sentences. `from` is the page that was named.
    pub fn says(&self, from: &Path) -> Vec<String> {
        let files = self.files.iter().map(|(from, to)| format!("Moved {from} to {to}."));
        let addresses = self
            .addresses
            .iter()
            .map(|(from, to)| format!("Visitors of {from} are sent on to {to}."));
        files
            .chain(super::mended(&self.edits, |path| self.files.contains_key(path)))
            .chain(addresses)
            .chain(super::staying(from, &self.stay))
            .collect()
    }
}

/// Moves the page in the file `from` to the file `to`, both below `content/`, or says why
/// that cannot be. A section's page takes along all that is below it, when it becomes a
/// section's page again. Two folders may be named in place of two pages.
pub fn move_page(sources: &Sources, from: &Path, to: &Path) -> Result<Move, String> {
    let files = files(sources, from, to)?;
    let addresses = new_addresses(sources, &files)?;
    let moving = Moving { sources, files: &files, addresses: &addresses, headings: None };
    let mut edits = moving.edits();
    edits.extend(moving.ledger()?);
    let stays = |path: &&Path| !files.contains_key(*path) && sources.is_page(path);
    let below = section(from).map(|inside| sources.below(inside).map(|(path, _)| path));
    let stay = below.into_iter().flatten().filter(stays).cloned().collect();
    let sources = moving.after(&edits);
    Ok(Move { files, addresses, edits, stay, sources })
}

/// The folder of a section's page with the slash at its end. The site's own is none: all
/// pages would be below it.
fn section(page: &str) -> Option<&str> {
    page.strip_suffix("_index.md").filter(|folder| *folder != "content/")
}

/// The files that move, with their new paths.
fn files(
    sources: &Sources,
    from: &Path,
    to: &Path,
) -> Result<BTreeMap<Path, Path>, String> {
    if let (Some(from), Some(to)) = (section(from), section(to))
        && from != to
    {
        return below(sources, from, to);
    }
    if ending(from) != "md" {
        return below(sources, &format!("{from}/"), &format!("{to}/"));
    }
    if !sources.is_page(from) || !sources.files.contains_key(from) {
        return Err(format!("there is no page `{from}`"));
    }
    let rules = format!("{}/rules.toml", folder(from));
    if folder(from) != folder(to) && sources.files.contains_key(rules.as_str()) {
        return Err(format!("`{from}` belongs beside its rules, `{rules}`"));
    }
    let mut files = pictures::along(sources, from, folder(to));
    files.insert(from.clone(), to.clone());
    files.values().try_for_each(|new| page_file::free(sources, new))?;
    Ok(files)
}

/// All files below a folder, with their new paths. Both folders end with a slash.
fn below(
    sources: &Sources,
    from: &str,
    to: &str,
) -> Result<BTreeMap<Path, Path>, String> {
    if to.starts_with(from) {
        return Err(format!("`{from}` cannot move into itself"));
    }
    let mut files = BTreeMap::new();
    for (path, _) in sources.below(from) {
        let new: Path = format!("{to}{}", &path[from.len()..]).into();
        page_file::free(sources, &new)?;
        files.insert(path.clone(), new);
    }
    if !files.keys().any(|path| sources.is_page(path)) {
        return Err(format!("there is no page in `{from}`"));
    }
    Ok(files)
}

/// The former and the new address of each page that gets another one.
fn new_addresses(
    sources: &Sources,
    files: &BTreeMap<Path, Path>,
) -> Result<Vec<(String, String)>, String> {
    let mut addresses = vec![];
    for (from, to) in files.iter().filter(|(from, _)| sources.is_page(from)) {
        if let Some(refusal) = page_file::refusal(sources, to) {
            return Err(refusal);
        }
        let [former, new] = [from, to].map(|file| graph::address(file, &mut vec![]));
        if former != new {
            addresses.push((former, new));
        }
    }
    Ok(addresses)
}

/// A move, while its edits are gathered.
pub(super) struct Moving<'a> {
    pub(super) sources: &'a Sources,
    pub(super) files: &'a BTreeMap<Path, Path>,
    pub(super) addresses: &'a [(String, String)],
    /// The headings that are left of those that links name, where another page takes the place
    /// of the one that they stand in.
    pub(super) headings: Option<BTreeSet<String>>,
}

impl Moving<'_> {
    /// Where a file is afterwards.
    fn new_path<'a>(&'a self, file: &'a str) -> &'a str {
        self.files.get(file).map_or(file, |new| new)
    }

    /// The new address for a page's former one.
    fn new_address(&self, address: &str) -> Option<&str> {
        let moved = self.addresses.iter().find(|(from, _)| from == address);
        moved.map(|(_, to)| to.as_str())
    }

    /// What a link names of the page that it leads to, with its `#`, as far as it is there.
    fn fragment<'a>(&self, path: &str, fragment: &'a str) -> &'a str {
        let is_there = |headings: &BTreeSet<String>| {
            path.is_empty() || headings.contains(fragment.trim_start_matches('#'))
        };
        if self.headings.as_ref().is_none_or(is_there) { fragment } else { "" }
    }

    /// All that is edited, but for the ledger of addresses.
    pub(super) fn edits(&self) -> Vec<Edit> {
        let files: Vec<_> = self.sources.files.iter().collect();
        let edits = files.par_iter().map(|(path, file)| self.edits_in(path, file));
        edits.flatten_iter().collect()
    }

    /// What is edited in one file. What is no text names no page.
    fn edits_in(&self, path: &Path, file: &File) -> Vec<Edit> {
        let Ok(text) = file.text(path) else { return vec![] };
        let is_part = self.sources.check_of_part(path).is_some();
        if self.sources.is_page(path) || is_part && ending(path) == "md" {
            return self.links(path, text, is_part);
        }
        match &**path {
            "content/practice.toml" => self.menus(path, text),
            attestations::FILE => self.ticks(path, text),
            _ if path.starts_with("templates/") => self.template(path, text),
            _ if path.starts_with("static/") && ending(path) == "html" => {
                self.template(path, text)
            }
            _ => vec![],
        }
    }

    /// The redirects for those who kept a former address, if any address changes.
    pub(super) fn ledger(&self) -> Result<Option<Edit>, String> {
        // Before the file is read: a faulty one is no reason to refuse a move that needs none.
        if self.addresses.is_empty() {
            return Ok(None);
        }
        let file: Path = addresses::FILE.into();
        let unread = || format!("`{file}` cannot be read: mend it first");
        let text = match self.sources.files.get(&file) {
            Some(ledger) => Some(ledger.text(&file).map_err(|_| unread())?),
            None => None,
        };
        let new = addresses::with_moves(text, self.addresses).ok_or_else(unread)?;
        Ok(Edit::between(&file, text.unwrap_or_default(), &new))
    }

    /// The site after some edits, and with each file at its new path.
    fn after(&self, edits: &[Edit]) -> Sources {
        let mut sources = edited(self.sources, edits);
        let files = sources.files_mut();
        // Last, as edits name files by their former paths.
        for (from, to) in self.files {
            let moved = files.remove(from);
            files.extend(moved.map(|file| (to.clone(), file)));
        }
        sources
    }
}

/// The site after some edits.
pub(super) fn edited(before: &Sources, edits: &[Edit]) -> Sources {
    let mut by_file: BTreeMap<&Path, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(&edit.at.file).or_default().push(edit);
    }
    let mut sources = before.clone();
    let files = sources.files_mut();
    for (path, edits) in by_file {
        let text = before.files.get(path).and_then(|file| file.text(path).ok());
        let text = apply(text.unwrap_or_default(), edits);
        files.insert(path.clone(), File::new(text.into_bytes()));
    }
    sources
}
