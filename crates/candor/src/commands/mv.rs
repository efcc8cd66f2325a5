//! Moves a page or a section, and all that leads to it.
use std::path::Path;

use disk::Error;
use ground::diagnostic::any_stops;
use ground::source::{Mode, Path as SitePath, Sources};
use site::authoring::move_page::{self, Move};
use site::authoring::page_file;

use super::pages::{compare, named, tell_left, tell_mended, tell_stay};
use crate::terminal;

/// Moves `from` to `to`, both below `content`. The site is built as it would be before
/// anything is written: a move that would break something is refused.
pub(crate) fn run(folder: &Path, from: &str, to: &str) -> Result<bool, Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let (from, to) = places(&sources, from, to)?;
    let moved = move_page::move_page(&sources, &from, &to).map_err(Error)?;
    let mut broken = vec![];
    compare(&sources, &moved.sources, &moved.files, &mut broken);
    if any_stops(&broken, false) {
        terminal::print_all(&moved.sources, &broken, false);
        terminal::tell("Nothing was moved: it would break what is listed above.");
        return Ok(false);
    }
    disk::change(folder, &sources, &moved.sources)?;
    tell(&moved, &from);
    tell_left(&moved.sources, &broken);
    Ok(true)
}

/// The two pages, or the two folders, that a person names.
fn places(
    sources: &Sources,
    from: &str,
    to: &str,
) -> Result<(SitePath, SitePath), Error> {
    let folders = page_file::directory(from).zip(page_file::directory(to));
    let is_there = |from: &SitePath| sources.below(&format!("{from}/")).next().is_some();
    match folders.filter(|(from, _)| is_there(from)) {
        Some(folders) => Ok(folders),
        None => Ok((named(from)?, named(to)?)),
    }
}

fn tell(moved: &Move, from: &SitePath) {
    for (from, to) in &moved.files {
        terminal::tell(&format!("Moved {from} to {to}."));
    }
    tell_mended(&moved.edits, |path| moved.files.contains_key(path));
    for (from, to) in &moved.addresses {
        terminal::tell(&format!("Visitors of {from} are sent on to {to}."));
    }
    tell_stay(from, &moved.stay);
}
