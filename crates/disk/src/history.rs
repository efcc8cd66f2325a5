//! Former versions of the texts that were changed in the desk, in `.candor/history`: each under
//! the time at which another took its place.
use std::fs;
use std::io;
use std::path::{Path as DiskPath, PathBuf};

use ground::source::Path;
use jiff::{SignedDuration, Timestamp};
use walkdir::WalkDir;

use crate::atomic::write_atomically;
use crate::state_folder::state_folder;

/// As long is a former version kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// A former version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its name among the versions of the file.
    pub id: String,
    /// When another took its place.
    pub until: Timestamp,
    /// How long it is.
    pub bytes: u64,
}

/// Keeps the bytes of a file that is to be changed. Versions that are too old go.
///
/// # Errors
/// When the disk does not take them.
pub fn keep(
    folder: &DiskPath,
    file: &str,
    bytes: &[u8],
    now: Timestamp,
) -> io::Result<()> {
    state_folder(folder)?;
    let mut id = now.as_millisecond();
    // Two changes within a millisecond, or a clock that went back.
    while place(folder, file, &id.to_string()).exists() {
        id += 1;
    }
    write_atomically(&place(folder, file, &id.to_string()), bytes)?;
    forget_old(folder, file, now);
    Ok(())
}

/// Forgets the versions of all files that are too old.
pub fn prune(folder: &DiskPath, now: Timestamp) {
    for (file, _) in files(folder) {
        forget_old(folder, &file, now);
    }
}

fn forget_old(folder: &DiskPath, file: &str, now: Timestamp) {
    for old in versions(folder, file).iter().filter(|version| is_old(version, now)) {
        let _ = fs::remove_file(place(folder, file, &old.id));
    }
}

/// The former versions of a file, the latest first.
pub fn versions(folder: &DiskPath, file: &str) -> Vec<Version> {
    let entries = fs::read_dir(folder.join(HISTORY).join(file)).into_iter().flatten();
    let mut versions: Vec<_> =
        entries.flatten().filter_map(|entry| version(&entry)).collect();
    versions.sort_by_key(|version| std::cmp::Reverse(version.until));
    versions
}

fn version(entry: &fs::DirEntry) -> Option<Version> {
    let id = entry.file_name().into_string().ok()?;
    let until = Timestamp::from_millisecond(id.parse().ok()?).ok()?;
    let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
    Some(Version { id, until, bytes: metadata.len() })
}

/// The bytes of a former version.
pub fn read(folder: &DiskPath, file: &str, id: &str) -> Option<Vec<u8>> {
    // An id is a number: no other name leads out of the folder.
    let is_id = id.parse::<i64>().is_ok();
    is_id.then(|| fs::read(place(folder, file, id)).ok()).flatten()
}

/// The files that have former versions and are no longer there, with the last version of each. The
/// one that was removed last is the first.
pub fn removed(folder: &DiskPath) -> Vec<(Path, Version)> {
    let is_gone = |(file, _): &(Path, Version)| !folder.join(&**file).exists();
    let mut removed: Vec<_> = files(folder).filter(is_gone).collect();
    removed.sort_by_key(|(_, last)| std::cmp::Reverse(last.until));
    removed
}

/// The files that have former versions, with the last version of each.
fn files(folder: &DiskPath) -> impl Iterator<Item = (Path, Version)> {
    let root = folder.join(HISTORY);
    let entries = WalkDir::new(&root).min_depth(1).sort_by_file_name().into_iter();
    let folders =
        entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_dir());
    folders.filter_map(move |entry| {
        let file = entry.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
        // Folders around files have no versions of their own.
        let last = versions(folder, &file).into_iter().next()?;
        Some((file.into(), last))
    })
}

const HISTORY: &str = ".candor/history";

fn place(folder: &DiskPath, file: &str, id: &str) -> PathBuf {
    folder.join(HISTORY).join(file).join(id)
}

fn is_old(version: &Version, now: Timestamp) -> bool {
    now.duration_since(version.until) > KEPT
}
