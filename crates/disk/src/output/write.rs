//! Makes the output folder hold the website: a small transaction of renames.
//!
//! 1. Take the lock, and clear what a killed build left in staging.
//! 2. Stage: write each file that differs beside the folder. A full disk shows here, with the
//!    last website still whole.
//! 3. Refuse where something stands in the way that is not ours, or that somebody changed.
//! 4. Write the manifest of the files of both websites, the last one and this.
//! 5. Rename the staged files into place: pages last, after what they need.
//! 6. Remove what is stale: pages first, before what they need.
//! 7. Write the manifest of this website alone.
//!
//! Each rename is atomic, so a visitor, or a process that is killed, sees each file whole, and
//! each page with all that it needs. There is no fsync, which each file would wait for: after a
//! power failure a file may be empty. It has another size then, so the build cache misses, and
//! the next build, which compares bytes, mends it.
use std::fs::{self, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path as DiskPath, PathBuf};

use ground::source::{Path, ending};
use rayon::prelude::*;
use site::store::{self, WebFile};
use site::website::Files;
use walkdir::WalkDir;

use crate::error::Error;
use crate::output::compress::COPIES;
use crate::output::manifest::Manifest;
use crate::output::place::{metadata_folder, resolve};
use crate::stamp::Stamp;

/// What publishing did.
pub struct Written {
    /// How many files were written or removed.
    pub changed: usize,
    /// Files in the folder that are not ours.
    pub foreign: Vec<String>,
    /// The stamp of each file of the website, in their order, where all of them were written.
    pub stamps: Option<Vec<Stamp>>,
}

/// Makes the folder `out` hold the website. Waits while another build writes there, and calls
/// `waits` before it does.
pub fn write(out: &DiskPath, output: &Files, waits: &dyn Fn()) -> Result<Written, Error> {
    let refusal = |error: io::Error| {
        Error(format!("the website cannot be written to `{}`: {error}", out.display()))
    };
    let publisher = Publisher::open(&resolve(out), waits).map_err(refusal)?;
    publisher.publish(output).map_err(refusal)
}

/// The output folder and its metadata folder, locked as long as this value stands.
struct Publisher {
    out: PathBuf,
    metadata: PathBuf,
    /// An advisory lock (`flock`): the system releases it when this process ends, however it
    /// does, so none is ever left over.
    _lock: fs::File,
}

impl Publisher {
    fn open(out: &DiskPath, waits: &dyn Fn()) -> io::Result<Self> {
        let metadata = metadata_folder(out);
        fs::create_dir_all(&metadata)?;
        let lock = lock(&metadata.join("lock"), waits)?;
        Ok(Self { out: out.to_owned(), metadata, _lock: lock })
    }

    fn publish(&self, output: &Files) -> io::Result<Written> {
        fs::remove_dir_all(self.staging()).or_else(ignore_missing)?;
        fs::create_dir_all(self.staging())?;
        let written = if self.out.symlink_metadata().is_err() {
            self.publish_anew(output)
        } else {
            self.publish_over(output)
        }?;
        fs::remove_dir_all(self.staging())?;
        Ok(written)
    }

    /// Where there was no website, all of it is written beside its place, and takes it in one
    /// rename.
    fn publish_anew(&self, output: &Files) -> io::Result<Written> {
        let tree = self.staging().join("all");
        fs::create_dir_all(&tree)?;
        let write = |(path, web_file): (&Path, &WebFile)| {
            let target = tree.join(&**path);
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            let mut file = fs::File::create(target)?;
            file.write_all(&web_file.content.get()?)?;
            // Of the open file, which needs no second look-up of its path. The rename below
            // moves the tree around it and so leaves its ctime.
            Ok(Stamp::of(&file.metadata()?))
        };
        let stamps = output.par_iter().map(write).collect::<io::Result<_>>()?;
        manifest_of(output).write(&self.metadata)?;
        self.out.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::rename(tree, &self.out)?;
        Ok(Written { changed: output.len(), foreign: vec![], stamps: Some(stamps) })
    }

    /// Where there is a website, only what differs is written.
    fn publish_over(&self, output: &Files) -> io::Result<Written> {
        let ours = Manifest::read(&self.metadata);
        let staged = self.stage(output)?;
        let (in_the_way, gone) = stale(&ours, output);
        staged.iter().try_for_each(|(path, _)| self.has_room(path, &ours))?;
        let mut goes = in_the_way.iter().chain(&gone);
        goes.try_for_each(|path| self.is_as_written(path, &ours))?;
        // Before the first rename: a build that is killed from here on leaves no file that the
        // next one takes for foreign.
        let new = manifest_of(output);
        let mut both = ours.clone();
        both.add_all(output);
        both.write(&self.metadata)?;
        let mut removed = self.remove(&in_the_way)?;
        for (path, staged) in &staged {
            self.place(path, staged)?;
        }
        removed += self.remove(&gone)?;
        new.write(&self.metadata)?;
        let changed = staged.len() + removed;
        Ok(Written { changed, foreign: self.foreign(output), stamps: None })
    }

    /// Writes all files that differ into staging; pages come last in the list.
    fn stage<'a>(&self, output: &'a Files) -> io::Result<Vec<(&'a Path, PathBuf)>> {
        let staging = self.staging();
        // By their bytes, not by the cache's stamps: whatever happened to the folder, a build
        // makes it right.
        let differs = |(path, file): &(&Path, &WebFile)| {
            let bytes = file.content.get();
            !bytes.is_ok_and(|bytes| holds(&self.target(path), &bytes))
        };
        let mut changed: Vec<(&Path, _)> = output.par_iter().filter(differs).collect();
        changed.sort_by_key(|(path, _)| is_page(path));
        let stage = |(number, (path, file)): (usize, (&'a Path, &WebFile))| {
            let staged = staging.join(number.to_string());
            fs::write(&staged, file.content.get()?).map(|()| (path, staged))
        };
        changed.into_par_iter().enumerate().map(stage).collect()
    }

    /// What is not ours is neither removed nor overwritten, nor is what somebody changed since:
    /// where it keeps a file from its place, or is a link that would lead the file elsewhere,
    /// nothing is published.
    fn has_room(&self, path: &str, ours: &Manifest) -> io::Result<()> {
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
    fn is_as_written(&self, path: &str, ours: &Manifest) -> io::Result<()> {
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

    /// Renames a staged file to its place.
    fn place(&self, path: &str, staged: &DiskPath) -> io::Result<()> {
        let target = self.target(path);
        // Its folder is nearly always there already, so it is made only after a failure.
        let placed = fs::rename(staged, &target).or_else(|_| {
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(staged, &target)
        });
        placed.map_err(|error| io::Error::other(format!("{path}: {error}")))
    }

    /// Removes files of ours, and the folders that are empty then. Returns how many files.
    fn remove(&self, paths: &[&str]) -> io::Result<usize> {
        let mut removed = 0;
        for path in paths {
            let target = self.target(path);
            if self.leads_elsewhere(path) {
                continue;
            }
            match fs::remove_file(&target) {
                Ok(()) => removed += 1,
                Err(error) => ignore_missing(error)?,
            }
            let folders =
                target.ancestors().skip(1).take_while(|above| *above != self.out);
            // `remove_dir` refuses a folder that still holds something, so no listing is
            // needed; where one refuses, those around it would.
            let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
        }
        Ok(removed)
    }

    /// Whether some folder on the way is a link by now: what lies there is not ours.
    fn leads_elsewhere(&self, path: &str) -> bool {
        path.match_indices('/').any(|(at, _)| self.target(&path[..at]).is_symlink())
    }

    /// Files in the folder that no build of ours wrote.
    fn foreign(&self, output: &Files) -> Vec<String> {
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

    fn target(&self, path: &str) -> PathBuf {
        self.out.join(path)
    }

    fn staging(&self) -> PathBuf {
        self.metadata.join("staging")
    }
}

/// The manifest of a website.
fn manifest_of(output: &Files) -> Manifest {
    let mut manifest = Manifest::default();
    manifest.add_all(output);
    manifest
}

/// Takes the lock of an output folder: two builds at once must not mix.
fn lock(path: &DiskPath, waits: &dyn Fn()) -> io::Result<fs::File> {
    let file = fs::File::create(path)?;
    // First without blocking, so that a person who has to wait is told why.
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            waits();
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => return Err(error),
    }
    Ok(file)
}

/// The files of ours that the website no longer has, pages first: those that keep a new file
/// from its place, which have to go before, and the others.
fn stale<'a>(ours: &'a Manifest, output: &Files) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut stale: Vec<_> =
        ours.paths().filter(|path| !output.contains_key(*path)).collect();
    stale.sort_by_key(|path| !is_page(path));
    stale.into_iter().partition(|path| is_in_the_way(path, output))
}

/// Whether it is a page, or a compressed copy of one: what may need other files.
fn is_page(path: &str) -> bool {
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
fn ignore_missing(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(()),
        _ => Err(error),
    }
}
