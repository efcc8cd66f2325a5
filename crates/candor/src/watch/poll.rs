//! Polling: compares the stamps of all files at intervals, where no events come.
//!
//! `notify` has a poller of its own (`PollWatcher`). It compares times in whole seconds, and
//! forward only, so it misses the second of two quick saves, and a file that an older one
//! replaces.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use disk::{FOLDERS, Stamp};
use walkdir::{DirEntry, WalkDir};

/// How long from one poll to the next, while nothing changes.
const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// How long without a change means that a save is complete. Longer than for events: a poll
/// sees the state between two steps, not the steps.
const DEBOUNCE: Duration = Duration::from_millis(50);
/// How many further polls one save may take.
const MAX_POLLS: usize = 5;

/// The state of each file of a site.
type Stamps = BTreeMap<PathBuf, Stamp>;

/// A site's folder as it was at the last poll.
pub(crate) struct Poller {
    folder: PathBuf,
    last: Stamps,
}

impl Poller {
    /// Polls for the first time.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), last: stamps(folder) }
    }

    /// Waits for files that change. Nothing when none does for `timeout`.
    pub(crate) fn wait(&mut self, timeout: Duration) -> Option<BTreeSet<PathBuf>> {
        let since = Instant::now();
        while since.elapsed() < timeout {
            std::thread::sleep(POLL_INTERVAL);
            let changed = self.poll();
            if !changed.is_empty() {
                return Some(self.debounce(changed));
            }
        }
        None
    }

    /// Adds the rest of the same save.
    fn debounce(&mut self, mut changed: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        // A limit, for a program may never stop writing.
        for _ in 0..MAX_POLLS {
            std::thread::sleep(DEBOUNCE);
            let more = self.poll();
            if more.is_empty() {
                break;
            }
            changed.extend(more);
        }
        changed
    }

    /// The files that are new, other or gone since the last poll.
    fn poll(&mut self) -> BTreeSet<PathBuf> {
        let now = stamps(&self.folder);
        let last = std::mem::take(&mut self.last);
        let is_other =
            |path: &PathBuf, stamp, there: &Stamps| there.get(path) != Some(stamp);
        let new = now.iter().filter(|(path, stamp)| is_other(path, stamp, &last));
        let mut changed: BTreeSet<_> = new.map(|(path, _)| path.clone()).collect();
        changed.extend(last.into_keys().filter(|path| !now.contains_key(path)));
        self.last = now;
        changed
    }
}

/// The stamps of all files of a site; those that cannot be read are none.
fn stamps(folder: &Path) -> Stamps {
    let entries = FOLDERS.iter().flat_map(|name| WalkDir::new(folder.join(name)));
    entries.filter_map(|entry| stamped(entry.ok()?)).collect()
}

/// The path and the stamp of a file; nothing of a folder.
fn stamped(entry: DirEntry) -> Option<(PathBuf, Stamp)> {
    let is_folder = entry.file_type().is_dir();
    let metadata = entry.metadata().ok().filter(|_| !is_folder)?;
    Some((entry.into_path(), Stamp::of(&metadata)))
}
