//! `candor schema`: the schema of the lines at the top of pages, for editors.
use std::path::Path;

use site::authoring::guide;
use site::source::Mode;

use crate::error::Error;
use crate::{disk, terminal};

/// Prints the JSON Schema of front matter.
pub(crate) fn run(folder: &Path) -> Result<bool, Error> {
    let kinds = guide::kinds_of(&disk::read(folder, Mode::Build)?);
    terminal::print(&format!("{:#}", guide::schema(&kinds)));
    Ok(true)
}
