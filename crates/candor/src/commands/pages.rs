//! What the commands that begin, move and remove pages have in common.
use std::collections::BTreeMap;

use disk::Error;
use ground::diagnostic::Diagnostic;
use ground::edit::Edit;
use ground::source::{Path, Sources};
use site::authoring::{move_page, page_file};
use site::{Request, Session};

use crate::terminal;

/// A page's file from what a person says of it.
pub(super) fn named(said: &str) -> Result<Path, Error> {
    page_file::file(said).ok_or_else(|| {
        Error(format!("`{said}` is no page: write it like this: visits/parking.md"))
    })
}

/// Finds what a build would find afterwards that it does not find now, with the files that have
/// moved meanwhile.
pub(super) fn compare(
    before: &Sources,
    after: &Sources,
    moved: &BTreeMap<Path, Path>,
    found: &mut Vec<Diagnostic>,
) {
    let built = |sources| site::build(sources, &Session::once(), &Request::default());
    let findings = |sources| built(sources).expect("nothing cancels it").findings;
    move_page::breaks(moved, &findings(before), findings(after), found);
}

/// Shows what a change that stops no build leaves to be done.
pub(super) fn tell_left(sources: &Sources, left: &[Diagnostic]) {
    if !left.is_empty() {
        terminal::print_all(sources, left, false);
    }
}

/// Names each file that was edited, but for those that are told of elsewhere.
pub(super) fn tell_mended(edits: &[Edit], is_told: impl Fn(&Path) -> bool) {
    let mut mended: Vec<_> = edits.iter().map(|edit| &edit.at.file).collect();
    mended.sort_unstable();
    mended.dedup();
    for path in mended.into_iter().filter(|path| !is_told(path)) {
        terminal::tell(&format!("Mended {path}."));
    }
}

/// Names the pages of a section that stay, though its own page has left.
pub(super) fn tell_stay(section: &str, stay: &[Path]) {
    let folder = ground::source::folder(section);
    for path in stay {
        terminal::tell(&format!(
            "{path} stays: it is no longer part of the section {folder}."
        ));
    }
}
