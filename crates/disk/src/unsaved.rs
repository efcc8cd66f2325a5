//! What people write in the desk and did not save yet: one file for each page, in
//! `.candor/drafts`, until it is saved or dropped.
use std::fs;
use std::io;
use std::path::{Path as DiskPath, PathBuf};

use ground::source::Path;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use walkdir::WalkDir;

use crate::atomic::write_atomically;
use crate::state_folder::state_folder;

/// A text that was not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unsaved {
    /// The file's text from which it began.
    pub base: String,
    /// The text as it is now.
    pub text: String,
    /// The steps back, as the editor keeps them.
    #[serde(default)]
    pub undo: Value,
    /// The browser that it was written in.
    #[serde(default)]
    pub by: String,
}

/// The unsaved texts of a site. One that cannot be read is left where it is.
pub fn all(folder: &DiskPath) -> Vec<(Path, Unsaved)> {
    let root = folder.join(DRAFTS);
    let entries = WalkDir::new(&root).into_iter().filter_map(Result::ok);
    let draft = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(&root).ok()?.to_str()?;
        // One that a killed process was writing has another ending.
        let path = path.strip_suffix(ENDING)?.replace('\\', "/");
        let draft = serde_json::from_slice(&fs::read(entry.path()).ok()?).ok()?;
        Some((path.into(), draft))
    };
    entries.filter_map(draft).collect()
}

/// Keeps an unsaved text.
///
/// # Errors
/// When the disk does not take it; what was kept before is there still.
pub fn keep(folder: &DiskPath, file: &str, draft: &Unsaved) -> io::Result<()> {
    let text = serde_json::to_vec(draft)?;
    state_folder(folder)?;
    write_atomically(&place(folder, file), &text)
}

/// Forgets an unsaved text.
///
/// # Errors
/// When it stays.
pub fn forget(folder: &DiskPath, file: &str) -> io::Result<()> {
    match fs::remove_file(place(folder, file)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

const DRAFTS: &str = ".candor/drafts";
/// Behind the file's own name.
const ENDING: &str = ".json";

fn place(folder: &DiskPath, file: &str) -> PathBuf {
    folder.join(DRAFTS).join(format!("{file}{ENDING}"))
}
