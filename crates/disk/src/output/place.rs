//! The output folder: where it may be, and where its metadata are.
use std::path::{Component, Path as DiskPath, PathBuf};

use crate::error::Error;
use crate::layout::FOLDERS;

/// Refuses an output folder where publishing could harm what people wrote.
pub fn allow(site: &DiskPath, out: &DiskPath) -> Result<(), Error> {
    let (site, target) = (resolve(site), resolve(out));
    let sources = FOLDERS.map(|name| resolve(&site.join(name)));
    let why = if site.starts_with(&target) {
        "it holds the site itself"
    } else if sources.iter().any(|folder| target.starts_with(folder)) {
        "it lies in a folder of the site"
    } else if target.exists() && !target.is_dir() {
        "it is a file"
    } else {
        return Ok(());
    };
    let out = out.display();
    Err(Error(format!(
        "the website cannot be written to `{out}`: {why}; name another `--out`"
    )))
}

/// The path without links and `..`, also where its end does not exist yet.
pub(super) fn resolve(path: &DiskPath) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        // After each part: `..` leads out of where a link leads to, not out of the link. And
        // `canonicalize` of the whole path would fail where only its end is missing.
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

/// The folder that holds lock, manifest, staging and cache of the output folder `out`.
///
/// It is beside `out` and so on the same file system, as atomic renames need.
pub fn metadata_folder(out: &DiskPath) -> PathBuf {
    let out = resolve(out);
    out.with_file_name(".candor").join(out.file_name().unwrap_or_default())
}
