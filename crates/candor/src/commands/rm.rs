//! Removes a page, and leads to another one all that leads to it.
use std::collections::BTreeMap;
use std::path::Path;

use disk::Error;
use ground::diagnostic::{Diagnostic, any_stops};
use ground::source::{Mode, Path as SitePath, Sources};
use site::authoring::remove_page::{self, Removal};

use super::pages::{compare, named, tell_left, tell_mended, tell_stay};
use crate::terminal;

/// Removes `page`, below `content`. Nothing is removed while something leads to it and no page
/// is named that takes its place, or when the site would have a problem afterwards.
pub(crate) fn run(
    folder: &Path,
    page: &str,
    instead: Option<&str>,
) -> Result<bool, Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let (page, other) = (named(page)?, instead.map(named).transpose()?);
    if let Some(refusal) = remove_page::refusal(&sources, &page, other.as_ref()) {
        return Err(Error(refusal));
    }
    let mut found = vec![];
    if other.is_none() {
        remove_page::links(&sources, &page, &mut found);
    }
    if !found.is_empty() {
        let places = terminal::count(found.len(), "place");
        return Ok(refuse(&sources, found, &format!("{places} would lead nowhere")));
    }
    let removal =
        remove_page::remove_page(&sources, &page, other.as_ref()).map_err(Error)?;
    compare(&sources, &removal.sources, &BTreeMap::new(), &mut found);
    if any_stops(&found, false) {
        return Ok(refuse(
            &removal.sources,
            found,
            "it would break what is listed above",
        ));
    }
    disk::change(folder, &sources, &removal.sources)?;
    tell(&removal, &page);
    tell_left(&removal.sources, &found);
    Ok(true)
}

fn refuse(sources: &Sources, mut found: Vec<Diagnostic>, why: &str) -> bool {
    Diagnostic::sort(&mut found);
    terminal::print_all(sources, &found, false);
    terminal::tell(&format!("Nothing was removed: {why}."));
    false
}

fn tell(removal: &Removal, page: &SitePath) {
    terminal::tell(&format!("Removed {page}."));
    tell_mended(&removal.edits, |_| false);
    if let Some(to) = &removal.instead {
        let from = &removal.address;
        terminal::tell(&format!("Visitors of {from} are sent on to {to}."));
    }
    tell_stay(page, &removal.stay);
    for picture in &removal.pictures {
        terminal::tell(&format!("{picture} stays: no page shows it any more."));
    }
}
