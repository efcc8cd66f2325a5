//! What the commands that begin, move and remove pages have in common.
use disk::Error;
use ground::diagnostic::Diagnostic;
use ground::source::{Path, Sources};
use site::authoring::page_file;

use crate::terminal;

/// A page's file from what a person says of it.
pub(super) fn named(said: &str) -> Result<Path, Error> {
    page_file::file(said).ok_or_else(|| {
        Error(format!("`{said}` is no page: write it like this: visits/parking.md"))
    })
}

/// Shows what a change that stops no build leaves to be done.
pub(super) fn tell_left(sources: &Sources, left: &[Diagnostic]) {
    if !left.is_empty() {
        terminal::print_all(sources, left, false);
    }
}
