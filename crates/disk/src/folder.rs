//! Reads the site's folder: every file under `content`, `templates` and `static`.
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path as DiskPath, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::{File, Mode, Path, Sources, Span, is_left_behind};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::atomic::write_atomically;
use crate::change;
use crate::embedded;
use crate::error::Error;
use crate::layout::FOLDERS;
use crate::stamp::Stamp;
use crate::today::today;

/// A site's folder as it was read.
pub struct Snapshot {
    /// All files, and what could not be read.
    pub sources: Sources,
    /// The stamps of those that stand on the disk.
    pub stamps: HashMap<Path, Stamp>,
    /// When reading began.
    pub read_at: SystemTime,
}

/// Reads the site's folder, once a change that was left half made is made. What cannot be read
/// becomes a finding; a folder that holds no site is an error.
pub fn read(folder: &DiskPath, mode: Mode) -> Result<Sources, Error> {
    snapshot(folder, mode).map(|snapshot| snapshot.sources)
}

/// As [`read`], with the stamps of the files.
pub fn snapshot(folder: &DiskPath, mode: Mode) -> Result<Snapshot, Error> {
    let read_at = SystemTime::now();
    if !folder.join("content").is_dir() {
        return Err(no_site(folder));
    }
    // What a killed command began to change is neither here nor there until it is made.
    change::finish(folder)?;
    let (mut files, mut stamps, mut unread) = (vec![], HashMap::new(), vec![]);
    for taken in take_all(folder) {
        match taken {
            Ok(Some((path, file, stamp))) => {
                stamps.insert(Path::clone(&path), stamp);
                files.push((path, file));
            }
            Ok(None) => {}
            Err(finding) => unread.push(finding),
        }
    }
    // A sorted list makes a tree in one pass, and the walk gives it nearly sorted.
    let mut files: BTreeMap<_, _> = files.into_iter().collect();
    // What nobody may read is told of by its name.
    if unread.is_empty() && !files.keys().any(belongs_to_a_site) {
        return Err(no_site(folder));
    }
    embedded::add_defaults(&mut files);
    let (today, wrong_zone) = today(files.get("content/practice.toml"))?;
    unread.extend(wrong_zone);
    let files = Arc::new(files);
    let sources =
        Sources { files, unread, today, mode, app: embedded::browser_program() };
    Ok(Snapshot { sources, stamps, read_at })
}

/// Whether a file tells that a folder holds a site. One of `static` could be anybody's.
fn belongs_to_a_site(path: &Path) -> bool {
    path.starts_with("content/") && !is_left_behind(path)
}

fn no_site(folder: &DiskPath) -> Error {
    let folder = folder.display().to_string();
    let quoted =
        if folder.contains(' ') { format!("\"{folder}\"") } else { folder.clone() };
    Error(format!(
        "`{folder}` holds no site: start one with `candor init {quoted}`, or name the folder of \
         yours with `--site`"
    ))
}

/// Every file of a site, or why it cannot be taken.
fn take_all(folder: &DiskPath) -> Vec<Result<Option<Taken>, Diagnostic>> {
    // Two passes: the walk is one thread's work, and reading waits for the system, file by
    // file, which all threads can do at once. The walk's order is kept.
    let entries: Vec<_> = FOLDERS.iter().flat_map(|name| walk(folder, name)).collect();
    let take = |entry: walkdir::Result<DirEntry>| match entry {
        Ok(entry) => take(folder, &entry),
        Err(error) => Err(lost(folder, &error)),
    };
    entries.into_par_iter().map(take).collect()
}

/// The sources with the files at these paths as they are now; nothing where that takes
/// reading everything.
pub fn read_again(
    folder: &DiskPath,
    sources: &Sources,
    changed: &BTreeSet<PathBuf>,
) -> Option<Sources> {
    // The files stand in an `Arc`: the tree is copied at the first change, their bytes never.
    let mut sources = sources.clone();
    for place in changed {
        place.to_str()?;
        let path = path(folder, place);
        let inside = FOLDERS.iter().any(|name| path.starts_with(&format!("{name}/")));
        // The time zone decides which day it is.
        if !sources.unread.is_empty() || !inside || &*path == "content/practice.toml" {
            return None;
        }
        read_one_again(place, &path, &mut sources)?;
    }
    Some(sources)
}

/// Takes the present bytes of one file into the sources; nothing where files came or went.
fn read_one_again(place: &DiskPath, path: &Path, sources: &mut Sources) -> Option<()> {
    let metadata = place.symlink_metadata();
    let was_folder = sources.below(&format!("{path}/")).next().is_some();
    match sources.files_mut().get_mut(path) {
        Some(file) if metadata.as_ref().is_ok_and(fs::Metadata::is_file) => {
            // The first template of one's own takes the place of all embedded ones.
            if embedded::is_default(path, file) {
                return None;
            }
            *file = File::new(bytes(place).ok()?.0);
        }
        // A file that came and went again within one save, as editors' temporary files do.
        None if metadata.is_err() && !was_folder => {}
        _ => return None,
    }
    Some(())
}

/// Today's date where the practice is; nothing where that cannot be told.
pub fn today_in(folder: &DiskPath) -> Option<String> {
    let practice = fs::read(folder.join("content/practice.toml")).ok().map(File::new);
    today(practice.as_ref()).ok().map(|(today, _)| today.to_string())
}

/// The paths of all files of a site; nothing when something there is no plain file.
pub fn list(folder: &DiskPath) -> Option<Vec<Path>> {
    let entries = FOLDERS.iter().flat_map(|name| walk(folder, name));
    let entries = entries
        .filter(|entry| !entry.as_ref().is_ok_and(|entry| entry.file_type().is_dir()));
    let plain = |entry: walkdir::Result<DirEntry>| {
        let entry = entry.ok().filter(|entry| entry.file_type().is_file())?;
        relative(folder, entry.path()).to_str().map(|_| path(folder, entry.path()))
    };
    entries.map(plain).collect()
}

/// Writes a file of the site atomically: a reader, or a machine that fails, finds the former
/// text or the new one.
pub fn write(file: &DiskPath, bytes: &[u8]) -> Result<(), Error> {
    write_atomically(file, bytes).map_err(|error| {
        Error(format!("`{}` cannot be written: {error}", file.display()))
    })
}

/// Everything under one folder in the order of its names; nothing when it is not there.
fn walk(
    folder: &DiskPath,
    name: &str,
) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let root = folder.join(name);
    let found = root.symlink_metadata().is_ok();
    // Sorted, since a folder's own order differs from machine to machine, and findings of
    // unreadable files are told in this one. No links are followed, not even at the root: what
    // they lead to may lie outside the site, or around it.
    let walk = || WalkDir::new(&root).follow_root_links(false).sort_by_file_name();
    found.then(walk).into_iter().flatten()
}

/// One file with its path, nothing for a folder, or why it cannot be taken.
fn take(folder: &DiskPath, entry: &DirEntry) -> Result<Option<Taken>, Diagnostic> {
    let path = path(folder, entry.path());
    let kind = entry.file_type();
    if kind.is_symlink() {
        return Err(link(&path));
    }
    if relative(folder, entry.path()).to_str().is_none() {
        return Err(misnamed(&path));
    }
    if kind.is_dir() {
        return Ok(None);
    }
    if !kind.is_file() {
        return Err(unreadable(&path, "it is not a file"));
    }
    match bytes(entry.path()) {
        Ok((bytes, stamp)) => Ok(Some((path, File::new(bytes), stamp))),
        Err(error) => Err(unreadable(&path, &error.to_string())),
    }
}

/// A file that was read.
type Taken = (Path, File, Stamp);

/// A file's bytes and its stamp.
fn bytes(path: &DiskPath) -> io::Result<(Vec<u8>, Stamp)> {
    let mut file = fs::File::open(path)?;
    // Before its bytes are read: a write in between then leaves a stamp that is older than the
    // bytes, which the cache misses, and never a newer one, which it would believe.
    let metadata = file.metadata()?;
    // One byte more, so that the read that finds the end does not grow the buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.read_to_end(&mut bytes)?;
    Ok((bytes, Stamp::of(&metadata)))
}

/// The finding for an entry that the walk could not read.
fn lost(folder: &DiskPath, error: &walkdir::Error) -> Diagnostic {
    let path = path(folder, error.path().unwrap_or(folder));
    unreadable(
        &path,
        &error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
    )
}

/// The path below the site's folder.
fn relative<'a>(folder: &DiskPath, path: &'a DiskPath) -> &'a DiskPath {
    path.strip_prefix(folder).unwrap_or(path)
}

/// The path as the site knows it: from its folder on, with `/` between the parts.
fn path(folder: &DiskPath, path: &DiskPath) -> Path {
    let parts = relative(folder, path).components();
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/").into()
}

fn whole(path: &Path) -> Span {
    Span::new(path, 0, 0)
}

fn unreadable(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::new("unreadable", Level::Error, format!("this cannot be read: {why}"))
        .at(whole(path))
        .help("give your user the right to read it, or move it out of the site's folder")
}

fn link(path: &Path) -> Diagnostic {
    let message =
        "this is a symbolic link, and what it leads to would be missing for visitors";
    Diagnostic::error("symbolic-link", message)
        .at(whole(path))
        .help("put a copy of the file itself in its place")
}

fn misnamed(path: &Path) -> Diagnostic {
    Diagnostic::error("name-not-utf8", "the name of this file is not plain text in UTF-8")
        .at(whole(path))
        .help("rename the file with small letters, digits and hyphens")
}
