//! Changes of the site's folder that belong together: all of them are made, or none.
//!
//! 1. The journal is written and locked. It lists the files, and that none is staged.
//! 2. Stage: each new text is written and synced beside its place (`sleep.md.new~`). A full disk,
//!    or a folder that may not be written to, shows here, with nothing changed.
//! 3. The journal says that all are staged: from here on the change is made, even when this
//!    process is killed, as [`finish`] is called before a site is read.
//! 4. Make: each file must be as it was read. A former text is kept beside its place
//!    (`sleep.md.old~`) and the new one renamed over it. What fails undoes the others.
//! 5. Former texts and the journal are removed.
//!
//! No reader of a site takes a name that ends with `~` for one of its files.
mod files;

use std::fs::{self, TryLockError};
use std::io::{self, Write as _};
use std::path::{Component, Path as DiskPath, PathBuf};

use ground::source::{Path, Sources};
use serde::{Deserialize, Serialize};

use crate::atomic;
use crate::error::Error;
use crate::layout::{FOLDERS, IGNORED};
use files::{hash_of, keep, key, move_to_free};

/// The list of the changes that are being made.
const JOURNAL: &str = "content/.changes~";

/// What is being changed.
#[derive(Serialize, Deserialize)]
struct Journal<C> {
    /// Whether all new texts wait beside their places.
    is_staged: bool,
    changes: C,
}

/// A file that changes, by the hashes of its texts before and after; none where there is no file.
#[derive(Debug, Serialize, Deserialize)]
struct Change {
    file: String,
    former: Option<String>,
    new: Option<String>,
}

/// Makes the site's folder, which held `before`, hold `after`.
pub fn change(folder: &DiskPath, before: &Sources, after: &Sources) -> Result<(), Error> {
    let mut change = Transaction::new(folder, changes(before, after));
    change.begin().map_err(|failed| {
        change.remove_folders();
        failed.error()
    })?;
    let staged = change.stage(after).and_then(|()| change.note(true));
    staged.map_err(|failed| change.abandon(&failed))?;
    change.make().map_err(|failed| change.undo(&failed))?;
    change.clear();
    Ok(())
}

/// Finishes the changes that a killed process had begun to make. Waits for one that is at work.
pub(crate) fn finish(folder: &DiskPath) -> Result<(), Error> {
    let journal = folder.join(JOURNAL);
    while let Ok(file) = fs::File::open(&journal) {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                // Its process removes the journal before it frees the lock.
                let _ = file.lock();
            }
            _ if !journal.exists() => {}
            _ => return finish_locked(folder),
        }
    }
    Ok(())
}

fn finish_locked(folder: &DiskPath) -> Result<(), Error> {
    let journal = read(folder)?;
    let change = Transaction::new(folder, journal.changes);
    if journal.is_staged {
        return change.finish();
    }
    change.remove_parts();
    change.remove_journal();
    Ok(())
}

/// The journal of a process that was killed.
fn read(folder: &DiskPath) -> Result<Journal<Vec<Change>>, Error> {
    let text = fs::read(folder.join(JOURNAL)).unwrap_or_default();
    let journal: Option<Journal<Vec<Change>>> = serde_json::from_slice(&text).ok();
    let all_inside = |journal: &Journal<Vec<Change>>| {
        journal.changes.iter().all(|change| is_inside(&change.file))
    };
    journal.filter(all_inside).ok_or_else(|| {
        Error(format!(
            "`{JOURNAL}` is no list of changes: remove it, and look at the site"
        ))
    })
}

/// The files in which two states of the site differ.
fn changes(before: &Sources, after: &Sources) -> Vec<Change> {
    let mut files: Vec<_> = before.files.keys().chain(after.files.keys()).collect();
    files.sort_unstable();
    files.dedup();
    let of = |sources: &Sources, file: &Path| {
        sources.files.get(file).map(|file| key(&file.bytes))
    };
    let change = |file: &Path| Change {
        file: file.to_string(),
        former: of(before, file),
        new: of(after, file),
    };
    let hash =
        |sources: &Sources, file: &Path| sources.files.get(file).map(|file| file.hash);
    files.retain(|file| hash(before, file) != hash(after, file));
    files.into_iter().map(change).collect()
}

/// What is wrong, and with which file.
struct Failed(String, io::Error);

impl Failed {
    fn at(file: &str) -> impl Fn(io::Error) -> Self {
        |error| Self(file.to_owned(), error)
    }

    fn error(&self) -> Error {
        let Self(file, error) = self;
        Error(format!("`{file}` cannot be written: {error}; all is as it was"))
    }
}

/// Changes while they are made.
struct Transaction<'a> {
    folder: &'a DiskPath,
    changes: Vec<Change>,
    /// How many of them are made.
    made: usize,
    /// The folders that were made for them, each after the one around it.
    folders: Vec<PathBuf>,
    /// The journal, first as it began: both stay locked as long as this value stands.
    locks: Vec<fs::File>,
}

impl<'a> Transaction<'a> {
    fn new(folder: &'a DiskPath, changes: Vec<Change>) -> Self {
        Self { folder, changes, made: 0, folders: vec![], locks: vec![] }
    }

    fn place(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// Where a new or a former text waits beside its place.
    fn beside(&self, file: &str, ending: &str) -> PathBuf {
        self.place(&format!("{file}.{ending}~"))
    }

    fn new_of(&self, change: &Change) -> PathBuf {
        self.beside(&change.file, "new")
    }

    fn old_of(&self, change: &Change) -> PathBuf {
        self.beside(&change.file, "old")
    }

    /// Writes the journal where none is.
    fn begin(&mut self) -> Result<(), Failed> {
        let content = self.place("content");
        self.make_folders(&content).map_err(Failed::at("content"))?;
        // Journals that killed processes had not finished writing.
        let content = fs::read_dir(self.place("content")).into_iter().flatten().flatten();
        let names =
            content.map(|entry| format!("content/{}", entry.file_name().display()));
        for part in names.filter(|name| is_part(name)) {
            let _ = fs::remove_file(self.place(&part));
        }
        self.note(false)
    }

    /// Writes each new text beside its place.
    fn stage(&mut self, after: &Sources) -> Result<(), Failed> {
        for (file, text) in &*after.files {
            if self.changes.iter().any(|change| *change.file == **file) {
                self.stage_one(file, &text.bytes).map_err(Failed::at(file))?;
            }
        }
        Ok(())
    }

    fn stage_one(&mut self, file: &str, bytes: &[u8]) -> io::Result<()> {
        let place = self.place(file);
        self.make_folders(place.parent().unwrap_or(self.folder))?;
        atomic::stage(&place, &self.beside(file, "new"), bytes)
    }

    fn make_folders(&mut self, folder: &DiskPath) -> io::Result<()> {
        // The folder around a name alone is the one that the command runs in.
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        folder.parent().map_or(Ok(()), |around| self.make_folders(around))?;
        fs::create_dir(folder)?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    /// Writes the journal. It is locked before anybody can see it.
    fn note(&mut self, is_staged: bool) -> Result<(), Failed> {
        let part = self.place(&format!("{JOURNAL}{}~", std::process::id()));
        let journal = self.place(JOURNAL);
        let text = serde_json::to_vec(&Journal { is_staged, changes: &self.changes });
        let write = |text: &[u8]| -> io::Result<fs::File> {
            let mut file = fs::File::create(&part)?;
            file.lock()?;
            file.write_all(text)?;
            file.sync_all()?;
            if is_staged {
                fs::rename(&part, &journal)
            } else {
                move_to_free(&part, &journal)
            }?;
            Ok(file)
        };
        let written = text.map_err(io::Error::from).and_then(|text| write(&text));
        let lock = written.map_err(|error| {
            let _ = fs::remove_file(&part);
            Failed(JOURNAL.to_owned(), error)
        })?;
        self.locks.push(lock);
        Ok(())
    }

    /// Makes all changes, or as many as can be made.
    fn make(&mut self) -> Result<(), Failed> {
        for change in &self.changes {
            self.make_one(change).map_err(Failed::at(&change.file))?;
            self.made += 1;
        }
        Ok(())
    }

    fn make_one(&self, change: &Change) -> io::Result<()> {
        let place = self.place(&change.file);
        if hash_of(&place)? != change.former {
            return Err(io::Error::other("somebody else changed it meanwhile"));
        }
        match (&change.former, &change.new) {
            (None, _) => move_to_free(&self.new_of(change), &place),
            (Some(_), None) => fs::rename(&place, self.old_of(change)),
            (Some(_), Some(_)) => {
                keep(&place, &self.old_of(change))?;
                fs::rename(self.new_of(change), &place)
            }
        }
    }

    /// Puts all back as it was. Each rename goes back in a folder in which it just succeeded.
    fn undo(&self, failed: &Failed) -> Error {
        for change in self.changes[..self.made].iter().rev() {
            let place = self.place(&change.file);
            if change.new.is_some() {
                let _ = fs::rename(&place, self.new_of(change));
            }
            if change.former.is_some() {
                let _ = fs::rename(self.old_of(change), &place);
            }
        }
        self.abandon(failed)
    }

    /// Removes all that was written beside the site's files.
    fn abandon(&self, failed: &Failed) -> Error {
        // First, or a process that is killed in here would leave a list of what is not staged.
        self.remove_journal();
        self.remove_parts();
        self.remove_folders();
        failed.error()
    }

    fn remove_folders(&self) {
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }

    fn remove_parts(&self) {
        for change in &self.changes {
            let _ = fs::remove_file(self.new_of(change));
            let _ = fs::remove_file(self.old_of(change));
        }
    }

    /// Removes what is left when all is made, and the folders that hold nothing any more.
    fn clear(&self) {
        self.remove_parts();
        for gone in self.changes.iter().filter(|change| change.new.is_none()) {
            let place = self.place(&gone.file);
            let around = place.ancestors().skip(1);
            let is_top =
                |folder: &DiskPath| FOLDERS.iter().any(|top| folder == self.place(top));
            let mut inner = around.take_while(|folder| !is_top(folder));
            inner.find(|inner| fs::remove_dir(inner).is_err());
        }
        self.remove_journal();
    }

    fn remove_journal(&self) {
        let _ = fs::remove_file(self.place(JOURNAL));
    }

    /// Makes what a killed process had not made yet.
    fn finish(self) -> Result<(), Error> {
        let open: Vec<_> =
            self.changes.iter().filter(|change| !self.is_made(change)).collect();
        // All of them are looked at before one is made.
        if let Some(change) = open.iter().find(|change| !self.can_be_made(change)) {
            return Err(Error(format!(
                "a command was stopped while it changed the site, and `{}` is another one since: \
                 `{JOURNAL}` lists what it would change; look at these files, then remove it",
                change.file
            )));
        }
        for change in open {
            self.make_one(change).map_err(|error| {
                Error(format!(
                    "a command was stopped while it changed the site, and `{}` cannot be \
                     changed now: {error}",
                    change.file
                ))
            })?;
        }
        self.clear();
        Ok(())
    }

    fn is_made(&self, change: &Change) -> bool {
        hash_of(&self.place(&change.file)).is_ok_and(|hash| hash == change.new)
    }

    /// Whether a change can still be made, once what was undone by half is put back.
    fn can_be_made(&self, change: &Change) -> bool {
        let place = self.place(&change.file);
        if !place.exists() && change.former.is_some() {
            let _ = fs::rename(self.old_of(change), &place);
        }
        hash_of(&place).is_ok_and(|hash| hash == change.former)
            && hash_of(&self.new_of(change)).is_ok_and(|hash| hash == change.new)
    }
}

/// Whether a file is a journal that is being written: its name ends with a process's number.
fn is_part(file: &str) -> bool {
    file.strip_prefix(JOURNAL).is_some_and(|rest| !rest.is_empty())
}

/// Whether a file stands in a folder of the site, or is the one that a new site is given beside.
fn is_inside(file: &str) -> bool {
    if file == IGNORED {
        return true;
    }
    let mut parts = DiskPath::new(file).components();
    let top = parts.next().and_then(|top| top.as_os_str().to_str());
    let rest: Vec<_> = parts.collect();
    top.is_some_and(|top| FOLDERS.contains(&top))
        && !rest.is_empty()
        && rest.iter().all(|part| matches!(part, Component::Normal(_)))
}
