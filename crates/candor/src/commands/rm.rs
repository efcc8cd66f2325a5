//! Removes a page, and leads to another one all that leads to it.
use std::collections::BTreeMap;
use std::path::Path;

use disk::Error;
use ground::diagnostic::{Diagnostic, any_stops};
use ground::source::{Mode, Sources};
use site::authoring::{compare, remove_page};

use super::pages::{named, tell_left};
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
    removal.says(&page).iter().for_each(|line| terminal::tell(line));
    tell_left(&removal.sources, &found);
    Ok(true)
}

fn refuse(sources: &Sources, mut found: Vec<Diagnostic>, why: &str) -> bool {
    Diagnostic::sort(&mut found);
    terminal::print_all(sources, &found, false);
    terminal::tell(&format!("Nothing was removed: {why}."));
    false
}
