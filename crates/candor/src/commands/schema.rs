//! `candor schema`: the schema of the lines at the top of pages, for editors.
use std::path::Path;

use disk::Error;
use ground::source::Mode;
use site::authoring::guide;

use crate::terminal;

/// Prints the JSON Schema of front matter.
pub(crate) fn run(folder: &Path) -> Result<bool, Error> {
    let kinds = guide::kinds_of(&disk::read(folder, Mode::Build)?);
    terminal::print(&format!("{:#}", guide::schema(&kinds)));
    Ok(true)
}
