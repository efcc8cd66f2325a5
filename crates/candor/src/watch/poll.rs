//! Looks for changes from time to time, where the system does not tell of them.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use crate::disk::FOLDERS;
use crate::output::cache::Stamp;

/// How often.
const OFTEN: Duration = Duration::from_millis(500);
/// How long to wait for a further step of a save.
const QUIET: Duration = Duration::from_millis(50);
/// How many steps a save has at most.
const STEPS: usize = 5;

/// What tells the state of each file from another, without a look at its bytes.
type Stamps = BTreeMap<PathBuf, Stamp>;

/// A site's folder as it was when it was looked at last.
pub(crate) struct Look {
    folder: PathBuf,
    seen: Stamps,
}

impl Look {
    /// Looks for the first time.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), seen: stamps(folder) }
    }

    /// Waits for files that change. Nothing when none does for `most`.
    pub(crate) fn wait(&mut self, most: Duration) -> Option<BTreeSet<PathBuf>> {
        let since = Instant::now();
        while since.elapsed() < most {
            std::thread::sleep(OFTEN);
            let mut changed = self.changed();
            if changed.is_empty() {
                continue;
            }
            // The rest of the same save, unless a program never stops writing.
            for _ in 0..STEPS {
                std::thread::sleep(QUIET);
                let more = self.changed();
                if more.is_empty() {
                    break;
                }
                changed.extend(more);
            }
            return Some(changed);
        }
        None
    }

    /// The files that are new, other or gone since the last look.
    fn changed(&mut self) -> BTreeSet<PathBuf> {
        let now = stamps(&self.folder);
        let other = |old: &Stamps, new: &Stamps| -> Vec<_> {
            let other = old.iter().filter(|(path, stamp)| new.get(*path) != Some(*stamp));
            other.map(|(path, _)| path.clone()).collect()
        };
        let changed = other(&self.seen, &now).into_iter().chain(other(&now, &self.seen));
        let changed = changed.collect();
        self.seen = now;
        changed
    }
}

fn stamps(folder: &Path) -> Stamps {
    let entries = FOLDERS.iter().flat_map(|name| WalkDir::new(folder.join(name)));
    let files =
        entries.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let stamp = |entry: walkdir::DirEntry| {
        let stamp = Stamp::of(&entry.metadata().ok()?);
        Some((entry.into_path(), stamp))
    };
    files.filter_map(stamp).collect()
}
