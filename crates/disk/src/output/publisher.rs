//! The output folder of a website, locked, and what of it is ours.
use std::fs;
use std::io;
use std::path::{Path as DiskPath, PathBuf};

use ground::source::{Path, ending};
use rayon::prelude::*;
use site::store::{self, WebFile};
use site::website::Files;
use walkdir::WalkDir;

use crate::lock::lock;
use crate::output::compress::COPIES;
use crate::output::manifest::Manifest;
use crate::output::place::metadata_folder;
use crate::stamp::Stamp;

/// What publishing did.
#[derive(Default)]
pub struct Written {
    /// How many files were written or removed.
    pub changed: usize,
    /// Files in the folder that are not ours.
    pub foreign: Vec<String>,
    /// Files that stood in the way, of which nobody knows any more who wrote them, and the folder
    /// in which they are kept.
    pub aside: Option<(Vec<String>, PathBuf)>,
    /// The stamp of each file of the website, in their order, where all of them were written.
    pub stamps: Option<Vec<Stamp>>,
}

/// The output folder and its metadata folder, locked as long as this value stands.
pub(super) struct Publisher {
    pub(super) out: PathBuf,
    pub(super) metadata: PathBuf,
    /// An advisory lock (`flock`): the system releases it when this process ends, however it
    /// does, so none is ever left over.
    _lock: fs::File,
}

impl Publisher {
    /// Takes the lock. Calls `waits` before it waits for another process.
    pub(super) fn open(out: &DiskPath, waits: &dyn Fn()) -> io::Result<Self> {
        let metadata = metadata_folder(out);
        fs::create_dir_all(&metadata)?;
        let lock = lock(&metadata.join("lock"), waits)?;
        Ok(Self { out: out.to_owned(), metadata, _lock: lock })
    }

    /// Clears what a killed build left.
    pub(super) fn clear_staging(&self) -> io::Result<()> {
        fs::remove_dir_all(self.staging()).or_else(ignore_missing)?;
        fs::create_dir_all(self.staging())
    }

    /// The files that do not stand in the folder as the website has them.
    pub(super) fn differing<'a>(
        &self,
        output: &'a Files,
    ) -> Vec<(&'a Path, &'a WebFile)> {
        // By their bytes, not by the cache's stamps: whatever happened to the folder, a build
        // makes it right.
        let differs = |(path, file): &(&Path, &WebFile)| {
            let bytes = file.content.get();
            !bytes.is_ok_and(|bytes| holds(&self.target(path), &bytes))
        };
        output.par_iter().filter(differs).collect()
    }

    /// What is not ours is neither removed nor overwritten, nor is what somebody changed since:
    /// where it keeps a file from its place, or is a link that would lead the file elsewhere,
    /// nothing is published.
    pub(super) fn has_room(&self, path: &str, ours: &Manifest) -> io::Result<()> {
        let in_the_way = |what: &str| {
            io::Error::other(format!("`{what}` is in the way; move it elsewhere"))
        };
        for (at, _) in path.match_indices('/') {
            let folder = &path[..at];
            // Not `is_dir` of the path, which follows links: one to a folder is in the way too.
            let stands = self.target(folder).symlink_metadata();
            if stands.is_ok_and(|about| !about.is_dir()) && !ours.has(folder) {
                return Err(in_the_way(folder));
            }
        }
        let Ok(about) = self.target(path).symlink_metadata() else { return Ok(()) };
        if about.is_dir() && !ours.paths().any(|file| is_below(file, path))
            || !about.is_dir() && !ours.has(path)
        {
            return Err(in_the_way(path));
        }
        self.is_as_written(path, ours)
    }

    /// Refuses a file of ours that holds what no build wrote. An empty one is what a power failure
    /// leaves.
    pub(super) fn is_as_written(&self, path: &str, ours: &Manifest) -> io::Result<()> {
        let target = self.target(path);
        let is_file = target.symlink_metadata().is_ok_and(|about| about.is_file());
        if !is_file || self.leads_elsewhere(path) {
            return Ok(());
        }
        let bytes = fs::read(target)?;
        if bytes.is_empty() || ours.has_written(path, store::key(&bytes)) {
            return Ok(());
        }
        let message =
            format!("`{path}` was changed since it was written; move it elsewhere");
        Err(io::Error::other(message))
    }

    /// Whether some folder on the way is a link by now: what lies there is not ours.
    pub(super) fn leads_elsewhere(&self, path: &str) -> bool {
        path.match_indices('/').any(|(at, _)| self.target(&path[..at]).is_symlink())
    }

    /// Files in the folder that no build of ours wrote.
    pub(super) fn foreign(&self, output: &Files) -> Vec<String> {
        let files = WalkDir::new(&self.out).sort_by_file_name().into_iter().flatten();
        let files = files.filter(|entry| !entry.file_type().is_dir());
        let paths = files.filter_map(|entry| self.path_below(entry.path()));
        paths.filter(|path| !output.contains_key(&**path)).collect()
    }

    /// The path of a file below the output folder, with `/` between its parts.
    fn path_below(&self, file: &DiskPath) -> Option<String> {
        let parts = file.strip_prefix(&self.out).ok()?.components();
        let parts: Vec<_> =
            parts.map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    pub(super) fn target(&self, path: &str) -> PathBuf {
        self.out.join(path)
    }

    pub(super) fn staging(&self) -> PathBuf {
        self.metadata.join("staging")
    }
}

/// The manifest of a website.
pub(super) fn manifest_of(output: &Files) -> Manifest {
    let mut manifest = Manifest::default();
    manifest.add_all(output);
    manifest
}

/// The files of ours that the website no longer has, pages first: those that keep a new file
/// from its place, which have to go before, and the others.
pub(super) fn stale<'a>(
    ours: &'a Manifest,
    output: &Files,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut stale: Vec<_> =
        ours.paths().filter(|path| !output.contains_key(*path)).collect();
    stale.sort_by_key(|path| !is_page(path));
    stale.into_iter().partition(|path| is_in_the_way(path, output))
}

/// Whether it is a page, or a compressed copy of one: what may need other files.
pub(super) fn is_page(path: &str) -> bool {
    let plain = COPIES.iter().find_map(|end| path.strip_suffix(end)?.strip_suffix('.'));
    ending(plain.unwrap_or(path)) == "html"
}

/// Whether what stands at a path keeps a new file from its place.
fn is_in_the_way(stale: &str, output: &Files) -> bool {
    output.keys().any(|path| is_below(path, stale) || is_below(stale, path))
}

/// Whether a path lies in a folder of that name.
fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a file stands there, no link, with these bytes.
fn holds(target: &DiskPath, bytes: &[u8]) -> bool {
    // Most files that differ do so in length, and are then not read.
    let is_file = target
        .symlink_metadata()
        .is_ok_and(|about| about.is_file() && about.len() == bytes.len() as u64);
    is_file && fs::read(target).is_ok_and(|found| found == bytes)
}

/// Nothing to remove is as good as removed.
pub(super) fn ignore_missing(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(()),
        _ => Err(error),
    }
}
