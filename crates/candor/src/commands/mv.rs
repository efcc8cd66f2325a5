//! Moves a page, and all that leads to it.
use std::path::Path;

use site::authoring::move_page;
use site::source::Mode;

use super::new;
use crate::error::Error;
use crate::{disk, terminal};

/// Moves the page `from` to `to`, both below `content`.
pub(crate) fn run(folder: &Path, from: &str, to: &str) -> Result<bool, Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let (from, to) = (new::page(from)?, new::page(to)?);
    let moved = move_page::move_page(&sources, &from, &to).map_err(Error)?;
    for (path, text) in &moved.files {
        disk::write(&folder.join(&**path), text)?;
    }
    let old = folder.join(&*from);
    std::fs::remove_file(&old).map_err(|error| {
        Error(format!("`{}` cannot be removed: {error}", old.display()))
    })?;
    terminal::print(&format!("Moved {from} to {to}."));
    for path in moved.files.keys().filter(|path| **path != to) {
        terminal::print(&format!("Mended {path}."));
    }
    if moved.from != moved.to {
        terminal::print(&format!(
            "Visitors of {} are sent on to {}.",
            moved.from, moved.to
        ));
    }
    Ok(true)
}
