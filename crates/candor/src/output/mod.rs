//! Publishes the website into a folder: writes what differs, removes what is stale.
//!
//! The website there is never half of one and half of another: all that differs is first
//! written beside the folder, then moved in, the pages after what they need; what is stale is
//! removed last, the pages before what they need. What this command did not write there
//! stays. The notes that it keeps for this (which files are its own, and a lock) stand in
//! `.candor/` beside the folder, never in it.
pub(crate) mod cache;
pub(crate) mod compress;

use std::collections::BTreeSet;
use std::fs::{self, TryLockError};
use std::io::{self, Write as _};
use std::path::{Component, Path as DiskPath, PathBuf};

use rayon::prelude::*;
use serde::Serializer as _;
use site::source::{Path, ending};
use site::store::WebFile;
use site::website::Files;
use walkdir::WalkDir;

use crate::disk::FOLDERS;
use crate::error::Error;
use crate::output::cache::Stamp;
use crate::output::compress::COPIES;
use crate::terminal;

/// What publishing did.
pub(crate) struct Written {
    /// How many files were written or removed.
    pub(crate) changed: usize,
    /// Files in the folder that are not ours.
    pub(crate) foreign: Vec<String>,
    /// What tells the state of each file of the website, in their order, where all of them
    /// were written.
    pub(crate) stamps: Option<Vec<Stamp>>,
}

/// Refuses an output folder where publishing could harm what people wrote.
pub(crate) fn allow(site: &DiskPath, out: &DiskPath) -> Result<(), Error> {
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
fn resolve(path: &DiskPath) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

/// The folder beside `out` that holds the notes about it.
pub(crate) fn notes(out: &DiskPath) -> PathBuf {
    let out = resolve(out);
    out.with_file_name(".candor").join(out.file_name().unwrap_or_default())
}

/// Makes the folder `out` hold the website.
pub(crate) fn write(out: &DiskPath, output: &Files) -> Result<Written, Error> {
    let publisher =
        Publisher::open(&resolve(out)).map_err(|error| refusal(out, &error))?;
    publisher.publish(output).map_err(|error| refusal(out, &error))
}

fn refusal(out: &DiskPath, error: &io::Error) -> Error {
    Error(format!("the website cannot be written to `{}`: {error}", out.display()))
}

/// The output folder, with the folder beside it that holds the notes about it.
struct Publisher {
    out: PathBuf,
    notes: PathBuf,
    /// Held as long as this stands: two builds at once must not mix.
    _lock: fs::File,
}

impl Publisher {
    fn open(out: &DiskPath) -> io::Result<Self> {
        let notes = notes(out);
        fs::create_dir_all(&notes)?;
        let lock = lock(&notes.join("lock"))?;
        Ok(Self { out: out.to_owned(), notes, _lock: lock })
    }

    fn publish(&self, output: &Files) -> io::Result<Written> {
        fs::remove_dir_all(self.staging()).or_else(when_missing)?;
        fs::create_dir_all(self.staging())?;
        if self.out.symlink_metadata().is_err() {
            return self.publish_anew(output);
        }
        let ours = self.ours();
        let mut stale: Vec<_> =
            ours.iter().filter(|path| !output.contains_key(&***path)).collect();
        stale.sort_by_key(|path| !is_page(path));
        let staged = self.stage(output)?;
        staged.iter().try_for_each(|(path, _)| self.has_room(path, &ours))?;
        let both: BTreeSet<_> = ours
            .iter()
            .map(|path| &**path)
            .chain(output.keys().map(|path| &**path))
            .collect();
        self.note(both)?;
        let (in_the_way, gone): (Vec<&String>, Vec<_>) =
            stale.iter().partition(|path| is_in_the_way(path, output));
        let mut removed = self.remove(&in_the_way)?;
        for (path, staged) in &staged {
            self.place(path, staged)?;
        }
        removed += self.remove(&gone)?;
        self.note(output.keys().map(|path| &**path))?;
        fs::remove_dir_all(self.staging())?;
        let changed = staged.len() + removed;
        Ok(Written { changed, foreign: self.foreign(output), stamps: None })
    }

    /// Writes all files that differ beside the folder: when the disk is full, this is where
    /// it shows, with the last website still whole. Pages come last.
    fn stage<'a>(&self, output: &'a Files) -> io::Result<Vec<(&'a Path, PathBuf)>> {
        let staging = self.staging();
        let differs = |(path, file): &(&Path, &WebFile)| {
            !file.content.get().is_ok_and(|bytes| holds(&self.target(path), &bytes))
        };
        let mut changed: Vec<(&Path, _)> = output.par_iter().filter(differs).collect();
        changed.sort_by_key(|(path, _)| is_page(path));
        let stage = |(number, (path, file)): (usize, (&'a Path, &WebFile))| {
            let staged = staging.join(number.to_string());
            fs::write(&staged, file.content.get()?).map(|()| (path, staged))
        };
        changed.into_par_iter().enumerate().map(stage).collect()
    }

    /// Where there was no website, all of it is written beside its place, and takes it in
    /// one step.
    fn publish_anew(&self, output: &Files) -> io::Result<Written> {
        let tree = self.staging().join("all");
        fs::create_dir_all(&tree)?;
        let write = |(path, content): (&Path, &WebFile)| {
            let place = tree.join(&**path);
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            let mut file = fs::File::create(place)?;
            file.write_all(&content.content.get()?)?;
            Ok(Stamp::of(&file.metadata()?))
        };
        let stamps = output.par_iter().map(write).collect::<io::Result<_>>()?;
        self.note(output.keys().map(|path| &**path))?;
        self.out.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::rename(tree, &self.out)?;
        fs::remove_dir_all(self.staging())?;
        Ok(Written { changed: output.len(), foreign: vec![], stamps: Some(stamps) })
    }

    /// What is not ours is not removed: where it keeps a file from its place, or is a link
    /// that would lead the file elsewhere, nothing is published.
    fn has_room(&self, path: &str, ours: &BTreeSet<String>) -> io::Result<()> {
        let in_the_way = |what: &str| {
            io::Error::other(format!("`{what}` is in the way; move it elsewhere"))
        };
        for (at, _) in path.match_indices('/') {
            let folder = &path[..at];
            let stands = self.target(folder).symlink_metadata();
            if stands.is_ok_and(|about| !about.is_dir()) && !ours.contains(folder) {
                return Err(in_the_way(folder));
            }
        }
        let is_folder =
            self.target(path).symlink_metadata().is_ok_and(|about| about.is_dir());
        if is_folder && !ours.iter().any(|file| is_below(file, path)) {
            return Err(in_the_way(path));
        }
        Ok(())
    }

    fn place(&self, path: &str, staged: &DiskPath) -> io::Result<()> {
        let target = self.target(path);
        let placed = fs::rename(staged, &target).or_else(|_| {
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(staged, &target)
        });
        placed.map_err(|error| io::Error::other(format!("{path}: {error}")))
    }

    /// Removes files of ours, and the folders that are empty then. Returns how many.
    fn remove(&self, paths: &[&String]) -> io::Result<usize> {
        let mut removed = 0;
        for path in paths {
            let target = self.target(path);
            if self.leads_elsewhere(path) {
                continue;
            }
            match fs::remove_file(&target) {
                Ok(()) => removed += 1,
                Err(error) => when_missing(error)?,
            }
            let folders =
                target.ancestors().skip(1).take_while(|above| *above != self.out);
            // A folder that still holds something refuses, and so do those around it.
            let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
        }
        Ok(removed)
    }

    /// Whether some folder on the way is a link by now: what lies there is not ours.
    fn leads_elsewhere(&self, path: &str) -> bool {
        path.match_indices('/').any(|(at, _)| self.target(&path[..at]).is_symlink())
    }

    /// The files that former builds wrote. A note that is lost or torn only costs that
    /// their stale files are named instead of removed.
    fn ours(&self) -> BTreeSet<String> {
        let note = fs::read(self.notes.join("files.json")).unwrap_or_default();
        let files: Vec<String> = serde_json::from_slice(&note).unwrap_or_default();
        files.into_iter().filter(|path| stays_inside(path)).collect()
    }

    /// Notes which files are ours.
    fn note<'a>(&self, files: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        let mut note = vec![];
        serde_json::Serializer::new(&mut note).collect_seq(files)?;
        let part = self.notes.join("files.part");
        fs::write(&part, note)?;
        fs::rename(part, self.notes.join("files.json"))
    }

    /// Files in the folder that no build of ours wrote.
    fn foreign(&self, output: &Files) -> Vec<String> {
        let files = WalkDir::new(&self.out).sort_by_file_name().into_iter().flatten();
        files
            .filter(|entry| !entry.file_type().is_dir())
            .filter_map(|entry| {
                let parts = entry.path().strip_prefix(&self.out).ok()?.components();
                let parts: Vec<_> =
                    parts.map(|part| part.as_os_str().to_string_lossy()).collect();
                Some(parts.join("/"))
            })
            .filter(|path| !output.contains_key(&**path))
            .collect()
    }

    fn target(&self, path: &str) -> PathBuf {
        self.out.join(path)
    }

    fn staging(&self) -> PathBuf {
        self.notes.join("staging")
    }
}

fn lock(path: &DiskPath) -> io::Result<fs::File> {
    let file = fs::File::create(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            terminal::print_aside(
                "Another build is writing there; this one waits for it.",
            );
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => return Err(error),
    }
    Ok(file)
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

fn stays_inside(path: &str) -> bool {
    DiskPath::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a file stands there, no link, with these bytes.
fn holds(target: &DiskPath, bytes: &[u8]) -> bool {
    let is_file = target
        .symlink_metadata()
        .is_ok_and(|about| about.is_file() && about.len() == bytes.len() as u64);
    is_file && fs::read(target).is_ok_and(|found| found == bytes)
}

fn when_missing(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(()),
        _ => Err(error),
    }
}
