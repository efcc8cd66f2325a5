//! A file is written so that a reader, or a machine that fails, finds the former bytes or the new
//! ones.
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path as DiskPath, PathBuf};

/// Writes a file, in place of a former one if there is any.
pub(crate) fn write_atomically(file: &DiskPath, bytes: &[u8]) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    let part = part(file);
    let written = stage(file, &part, bytes).and_then(|()| fs::rename(&part, file));
    if written.is_err() {
        // A part of a file on a full disk helps nobody.
        let _ = fs::remove_file(&part);
    }
    written
}

/// Where the new bytes wait: beside the file, as a rename is atomic within one file system only.
/// The ending is one that no reader of the site takes for a page.
fn part(file: &DiskPath) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part~");
    file.with_file_name(name)
}

/// Writes the bytes that are to take a file's place to where they wait, with that file's rights, and
/// has the disk take them.
pub(crate) fn stage(file: &DiskPath, part: &DiskPath, bytes: &[u8]) -> io::Result<()> {
    let mut new = fs::File::create(part)?;
    new.write_all(bytes)?;
    if let Ok(former) = file.metadata() {
        // A rename asks for rights on the folder alone.
        if former.permissions().readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        new.set_permissions(former.permissions())?;
    }
    // fsync before the rename: this is the only copy of what a person wrote, and some file
    // systems write the new name to the disk before the bytes.
    new.sync_all()
}
