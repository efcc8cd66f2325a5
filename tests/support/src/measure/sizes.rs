//! How long files are, those of the tests too.
use std::path::Path;

use super::{limits, rust_files};

/// The files below `crates` and `tests` that are longer than the limit and have no reason
/// to be, each with its number of lines.
pub fn long_files(root: &Path) -> Vec<String> {
    let mut long = vec![];
    for folder in ["crates", "tests"] {
        for (path, text) in rust_files(&root.join(folder)) {
            let (path, lines) = (format!("{folder}/{path}"), text.lines().count());
            let excused = limits::LONG_FILES.iter().any(|(file, _)| *file == path);
            if lines > limits::FILE_LINES && !excused {
                long.push(format!("{path}: {lines} lines"));
            }
        }
    }
    long
}
