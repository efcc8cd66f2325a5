//! Moves a page or a section, and all that leads to it.
use std::fs;
use std::path::Path;

use disk::Error;
use ground::diagnostic::Diagnostic;
use ground::source::{Mode, Path as SitePath, Sources};
use site::authoring::move_page::{self, Move};
use site::{Request, Session};

use super::new;
use crate::terminal;

/// Moves `from` to `to`, both below `content`. The site is built as it would be before
/// anything is written: a move that would break something is refused.
pub(crate) fn run(folder: &Path, from: &str, to: &str) -> Result<bool, Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let (from, to) = places(&sources, from, to)?;
    let moved = move_page::move_page(&sources, &from, &to).map_err(Error)?;
    let mut broken = vec![];
    compare(&sources, &moved, &mut broken);
    if !broken.is_empty() {
        terminal::print_all(&moved.sources, &broken, false);
        terminal::print("Nothing was moved: it would break what is listed above.");
        return Ok(false);
    }
    write(folder, &sources, &moved)?;
    tell(&moved, &from);
    Ok(true)
}

/// The two pages, or the two folders, that a person names.
fn places(
    sources: &Sources,
    from: &str,
    to: &str,
) -> Result<(SitePath, SitePath), Error> {
    let folders = move_page::directory(from).zip(move_page::directory(to));
    let is_there = |from: &SitePath| sources.below(&format!("{from}/")).next().is_some();
    match folders.filter(|(from, _)| is_there(from)) {
        Some(folders) => Ok(folders),
        None => Ok((new::page(from)?, new::page(to)?)),
    }
}

/// Finds what a build would find afterwards that it does not find now.
fn compare(sources: &Sources, moved: &Move, found: &mut Vec<Diagnostic>) {
    let built = |sources| site::build(sources, &Session::once(), &Request::default());
    let findings = |sources| built(sources).expect("nothing cancels it").findings;
    move_page::breaks(moved, &findings(sources), findings(&moved.sources), found);
}

/// Writes what is new before it removes what is not: whatever stops it, no page is lost.
fn write(folder: &Path, before: &Sources, moved: &Move) -> Result<(), Error> {
    for (path, file) in &*moved.sources.files {
        let former = before.files.get(path).map(|file| file.hash);
        if former != Some(file.hash) {
            disk::write(&folder.join(&**path), &file.bytes)?;
        }
    }
    for path in moved.files.keys() {
        let old = folder.join(&**path);
        fs::remove_file(&old).map_err(|error| {
            Error(format!("`{}` cannot be removed: {error}", old.display()))
        })?;
        // A folder that holds nothing any more goes too; one that holds something stays.
        let folders = old.ancestors().skip(1);
        let mut inner = folders.take_while(|inner| *inner != folder.join("content"));
        inner.find(|inner| fs::remove_dir(inner).is_err());
    }
    Ok(())
}

fn tell(moved: &Move, from: &SitePath) {
    for (from, to) in &moved.files {
        terminal::print(&format!("Moved {from} to {to}."));
    }
    let mut mended: Vec<_> = moved.edits.iter().map(|edit| &edit.at.file).collect();
    mended.sort_unstable();
    mended.dedup();
    for path in mended.into_iter().filter(|path| !moved.files.contains_key(*path)) {
        terminal::print(&format!("Mended {path}."));
    }
    for (from, to) in &moved.addresses {
        terminal::print(&format!("Visitors of {from} are sent on to {to}."));
    }
    let folder = ground::source::folder(from);
    for path in &moved.stay {
        terminal::print(&format!(
            "{path} stays: it is no longer part of the section {folder}."
        ));
    }
}
