//! Texts that were not saved yet: they stand over the files of the site in each build, and a
//! thread keeps them on the disk.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as DiskPath, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use disk::unsaved::{self, Unsaved};
use ground::editor::{shown, written};
use ground::source::{File, Path, Sources};
use tokio::sync::watch;

use crate::watch::Waker;

/// As long may a text wait until it is on the disk: what a machine that fails may take.
const KEEP_AFTER: Duration = Duration::from_millis(500);

/// The unsaved texts, shared by the server and the thread that builds.
#[derive(Clone)]
pub(crate) struct Drafts(Arc<Shared>);

struct Shared {
    folder: PathBuf,
    texts: Mutex<Texts>,
    /// Told when a text is to be written to the disk.
    changed: Condvar,
    /// The number of the last edit that the website shows.
    built: watch::Sender<u64>,
    waker: Waker,
}

#[derive(Default)]
struct Texts {
    /// Counts the edits.
    edits: u64,
    /// As many of them went into the build that was begun last.
    taken: u64,
    by_file: BTreeMap<Path, Unsaved>,
    /// Those that are another on the disk.
    unwritten: BTreeSet<Path>,
    /// Why the disk did not take one, until it does.
    refusal: Option<String>,
}

impl Drafts {
    /// The texts that were not saved when the preview ended last. What has been saved since is
    /// none of them.
    pub(crate) fn of(folder: &DiskPath, waker: Waker) -> Self {
        let kept = unsaved::all(folder).into_iter();
        let is_news = |(file, draft): &(Path, Unsaved)| {
            // The process may have been killed between a save and the removal of its draft.
            let now = std::fs::read_to_string(folder.join(&**file));
            now.map_or(true, |now| shown(&now) != draft.text)
        };
        let texts = Texts { by_file: kept.filter(is_news).collect(), ..Texts::default() };
        let shared = Arc::new(Shared {
            folder: folder.to_owned(),
            texts: Mutex::new(texts),
            changed: Condvar::new(),
            built: watch::Sender::new(0),
            waker,
        });
        let keeper = Arc::clone(&shared);
        std::thread::spawn(move || keeper.keep());
        Self(shared)
    }

    fn lock(&self) -> MutexGuard<'_, Texts> {
        self.0.lock()
    }

    /// The unsaved text of a file.
    pub(crate) fn get(&self, file: &str) -> Option<Unsaved> {
        self.lock().by_file.get(file).cloned()
    }

    /// The files that have one.
    pub(crate) fn files(&self) -> BTreeSet<Path> {
        self.lock().by_file.keys().cloned().collect()
    }

    /// Why the disk does not take what is written.
    pub(crate) fn refusal(&self) -> Option<String> {
        self.lock().refusal.clone()
    }

    /// Takes the text of a file, or none any more, and has it built. Returns the number of the
    /// edit.
    pub(crate) fn set(&self, file: &Path, draft: Option<Unsaved>) -> u64 {
        let mut texts = self.lock();
        match draft {
            Some(draft) => drop(texts.by_file.insert(file.clone(), draft)),
            None => drop(texts.by_file.remove(file)),
        }
        texts.edits += 1;
        texts.unwritten.insert(file.clone());
        let edit = texts.edits;
        // The thread that is woken takes the lock itself.
        drop(texts);
        self.0.changed.notify_one();
        self.0.waker.wake();
        edit
    }

    /// The files of the site with the unsaved texts in place of those on the disk.
    pub(crate) fn over(&self, mut sources: Sources) -> Sources {
        let mut texts = self.lock();
        texts.taken = texts.edits;
        if texts.by_file.is_empty() {
            return sources;
        }
        let files = sources.files_mut();
        for (path, draft) in &texts.by_file {
            let file = files.get(path).and_then(|file| file.text(path).ok());
            let text = written(file.unwrap_or_default(), &draft.text);
            files.insert(path.clone(), File::new(text.into_bytes()));
        }
        sources
    }

    /// Tells that what [`Drafts::over`] gave last is built.
    pub(crate) fn are_built(&self) {
        let taken = self.lock().taken;
        self.0.built.send_replace(taken);
    }

    /// Waits until an edit is built. Whether the preview goes on.
    pub(crate) async fn wait_for(&self, edit: u64) -> bool {
        self.0.built.subscribe().wait_for(|built| *built >= edit).await.is_ok()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Texts> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what changed to the disk, for ever.
    fn keep(&self) {
        loop {
            let waiting =
                self.changed.wait_while(self.lock(), |t| t.unwritten.is_empty());
            drop(waiting);
            // Of all that is typed meanwhile the last is written.
            std::thread::sleep(KEEP_AFTER);
            let files = std::mem::take(&mut self.lock().unwritten);
            let refused: Vec<_> =
                files.into_iter().filter_map(|file| self.keep_one(file)).collect();
            let mut texts = self.lock();
            texts.refusal = refused.first().map(|(_, why)| why.clone());
            // They are tried again after the next pause: a disk may have room by then.
            texts.unwritten.extend(refused.into_iter().map(|(file, _)| file));
        }
    }

    /// Writes one text as it is now, or says why the disk does not take it.
    fn keep_one(&self, file: Path) -> Option<(Path, String)> {
        let draft = self.lock().by_file.get(&file).cloned();
        let kept = match &draft {
            Some(draft) => unsaved::keep(&self.folder, &file, draft),
            None => unsaved::forget(&self.folder, &file),
        };
        kept.err().map(|error| (file, error.to_string()))
    }
}
