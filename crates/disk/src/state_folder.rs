//! The folder `.candor` of a site: what the desk keeps beside it, never published.
use std::fs;
use std::io;
use std::path::{Path as DiskPath, PathBuf};

/// The folder, made if it is not there, and ignored by git.
pub(crate) fn state_folder(site: &DiskPath) -> io::Result<PathBuf> {
    let folder = site.join(".candor");
    fs::create_dir_all(&folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "*\n")?;
    }
    Ok(folder)
}
