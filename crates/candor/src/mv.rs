//! Moves a page, and all that leads to it.
use std::path::Path;

use site::relocate;
use site::source::Mode;

use crate::command::Refusal;
use crate::{disk, new, terminal};

/// Moves the page `from` to `to`, both below `content`.
pub(crate) fn run(folder: &Path, from: &str, to: &str) -> Result<bool, Refusal> {
    let sources = disk::read(folder, Mode::Build)?;
    let (from, to) = (new::page(from)?, new::page(to)?);
    let moved = relocate::relocate(&sources, &from, &to).map_err(Refusal)?;
    for (path, text) in &moved.files {
        disk::write(&folder.join(&**path), text)?;
    }
    let old = folder.join(&*from);
    std::fs::remove_file(&old).map_err(|error| {
        Refusal(format!("`{}` cannot be removed: {error}", old.display()))
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
