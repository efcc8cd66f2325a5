//! Single files while they change: by their hashes, and never over another one.
use std::fs;
use std::io;
use std::path::Path as DiskPath;

use site::store;

/// A hash that is the same in every version, as the journal holds it.
pub(super) fn key(bytes: &[u8]) -> String {
    store::hex(store::key(bytes))
}

/// The hash of a file; none where there is no file.
pub(super) fn hash_of(file: &DiskPath) -> io::Result<Option<String>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(key(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Moves a file to where none is. A link is made in one step that fails where there is a file,
/// which a rename would replace.
pub(super) fn move_to_free(from: &DiskPath, to: &DiskPath) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => {
            // It is where it belongs; a second name for it does no harm.
            let _ = fs::remove_file(from);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Some file systems have no links.
        Err(_) if !to.exists() => fs::rename(from, to),
        Err(error) => Err(error),
    }
}

/// Keeps a file under a second name.
pub(super) fn keep(file: &DiskPath, name: &DiskPath) -> io::Result<()> {
    let _ = fs::remove_file(name);
    fs::hard_link(file, name).or_else(|_| fs::copy(file, name).map(drop))
}
