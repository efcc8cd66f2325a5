//! Moves a page or a section, and all that leads to it.
use std::path::Path;

use disk::Error;
use ground::diagnostic::any_stops;
use ground::source::{Mode, Path as SitePath, Sources};
use site::authoring::{compare, move_page, page_file};

use super::pages::{named, tell_left};
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
    moved.says(&from).iter().for_each(|line| terminal::tell(line));
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
