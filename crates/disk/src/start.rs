//! A site begins: all of its files, where none of them stands yet.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as DiskPath;
use std::sync::Arc;

use ground::source::{File, Path, Sources};

use crate::change::{change, finish};
use crate::error::Error;

/// How many files that are in the way are named.
const NAMED: usize = 10;

/// Writes the files of a new site into a folder, which is made where it is not there. Nothing is
/// written where one of them, or anything else in its place, is there already.
pub fn start(folder: &DiskPath, files: BTreeMap<Path, File>) -> Result<(), Error> {
    // What a killed command began is there once it is made.
    finish(folder)?;
    let taken = files.keys().filter_map(|path| in_the_way(folder, path));
    let taken: BTreeSet<_> = taken.collect();
    if !taken.is_empty() {
        return Err(refusal(&taken));
    }
    let after = Sources { files: Arc::new(files), ..Sources::default() };
    change(folder, &Sources::default(), &after)
}

/// What stands in the place of a file, or of a folder around it.
fn in_the_way(folder: &DiskPath, path: &Path) -> Option<String> {
    let place = folder.join(&**path);
    let around: Vec<_> = place.ancestors().skip(1).collect();
    let is_file = |place: &&&DiskPath| place.exists() && !place.is_dir();
    if let Some(around) = around.iter().rev().find(is_file) {
        return Some(around.display().to_string());
    }
    // A link that leads nowhere is in the way too.
    place.symlink_metadata().is_ok().then(|| place.display().to_string())
}

fn refusal(taken: &BTreeSet<String>) -> Error {
    let named: Vec<_> = taken.iter().take(NAMED).map(String::as_str).collect();
    let more = match taken.len() - named.len() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    Error(format!(
        "nothing was written, as this is there already: {}{more}; name another folder, or move \
         it away",
        named.join(", ")
    ))
}
