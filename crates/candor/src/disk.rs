//! Reads the site's folder: every file under `content`, `templates` and `static`.
use std::collections::BTreeMap;
use std::path::Path as DiskPath;

use site::diagnostic::{Diagnostic, Level};
use site::source::{File, Mode, Path, Sources, Span};
use walkdir::{DirEntry, WalkDir};

use crate::app::{app, complete};
use crate::command::Refusal;
use crate::today::today;

/// The folders that make a site. Nothing outside them is read.
pub(crate) const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// Takes a snapshot of the site's folder. What cannot be read becomes a finding.
pub(crate) fn read(folder: &DiskPath, mode: Mode) -> Result<Sources, Refusal> {
    if !folder.join("content").is_dir() {
        let folder = folder.display();
        return Err(Refusal(format!(
            "`{folder}` is not a site's folder: it holds no folder `content`; \
             name the right one with `--site`"
        )));
    }
    let (mut files, mut unread) = (BTreeMap::new(), vec![]);
    for entry in FOLDERS.iter().flat_map(|name| walk(folder, name)) {
        match entry
            .map_or_else(|error| Err(lost(folder, &error)), |entry| take(folder, &entry))
        {
            Ok(Some((path, file))) => drop(files.insert(path, file)),
            Ok(None) => {}
            Err(finding) => unread.push(finding),
        }
    }
    complete(&mut files);
    let (today, wrong_zone) = today(files.get("content/practice.toml"))?;
    unread.extend(wrong_zone);
    Ok(Sources { files, unread, today, mode, app: app() })
}

/// Writes a file of the site whole: a reader finds the former text or the new one.
pub(crate) fn write(file: &DiskPath, text: &str) -> Result<(), Refusal> {
    let part = file.with_extension("part~");
    let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = folder
        .and_then(|()| std::fs::write(&part, text))
        .and_then(|()| std::fs::rename(&part, file));
    written.map_err(|error| {
        Refusal(format!("`{}` cannot be written: {error}", file.display()))
    })
}

/// Everything under one folder in the order of its names; nothing when it is not there.
fn walk(
    folder: &DiskPath,
    name: &str,
) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let root = folder.join(name);
    let found = root.symlink_metadata().is_ok();
    let walk = || WalkDir::new(&root).follow_root_links(false).sort_by_file_name();
    found.then(walk).into_iter().flatten()
}

/// One file with its path, nothing for a folder, or why it cannot be taken.
fn take(folder: &DiskPath, entry: &DirEntry) -> Result<Option<(Path, File)>, Diagnostic> {
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
    match std::fs::read(entry.path()) {
        Ok(bytes) => Ok(Some((path, File::new(bytes)))),
        Err(error) => Err(unreadable(&path, &error.to_string())),
    }
}

fn lost(folder: &DiskPath, error: &walkdir::Error) -> Diagnostic {
    let path = path(folder, error.path().unwrap_or(folder));
    unreadable(
        &path,
        &error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
    )
}

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
