//! What the commands that begin, move and remove pages have in common.
use disk::Error;
use ground::source::Path;
use site::authoring::page_file;

/// A page's file from what a person says of it.
pub(super) fn named(said: &str) -> Result<Path, Error> {
    page_file::file(said).ok_or_else(|| {
        Error(format!("`{said}` is no page: write it like this: conditions/sleep.md"))
    })
}
