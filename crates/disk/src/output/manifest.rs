//! The manifest: which files in the output folder were written by builds, and may be removed.
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path as DiskPath};

use serde::Serializer as _;

const NAME: &str = "files.json";

/// The files that former builds wrote, as paths below the output folder.
///
/// A manifest that is lost or torn is empty: it costs only that their stale files are named as
/// foreign instead of removed.
pub(super) fn read(metadata_folder: &DiskPath) -> BTreeSet<String> {
    let bytes = fs::read(metadata_folder.join(NAME)).unwrap_or_default();
    let files: Vec<String> = serde_json::from_slice(&bytes).unwrap_or_default();
    // It decides what is removed: a path that leads out of the folder is never followed.
    files.into_iter().filter(|path| stays_inside(path)).collect()
}

/// Writes the manifest in place of the last one.
pub(super) fn write<'a>(
    metadata_folder: &DiskPath,
    files: impl IntoIterator<Item = &'a str>,
) -> io::Result<()> {
    let mut json = vec![];
    serde_json::Serializer::new(&mut json).collect_seq(files)?;
    let part = metadata_folder.join("files.part");
    fs::write(&part, json)?;
    // A rename is atomic: a build that is killed here leaves the last manifest or this one.
    fs::rename(part, metadata_folder.join(NAME))
}

fn stays_inside(path: &str) -> bool {
    DiskPath::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}
