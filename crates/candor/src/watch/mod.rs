//! Waits until something in the site's folder is saved.
mod debounce;
mod filesystem;
mod poll;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::disk::FOLDERS;
use crate::terminal;
use crate::watch::debounce::{PATIENCE, Steps};
use crate::watch::poll::Look;

/// A look from time to time even so: the date may have changed.
const AGAIN: Duration = Duration::from_mins(1);

/// What changed while nobody looked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    /// These files, and no folder.
    Files(BTreeSet<PathBuf>),
    /// Nobody knows what: everything has to be read.
    Unknown,
}

impl Changes {
    /// These changes and others.
    fn and(self, others: Self) -> Self {
        match (self, others) {
            (Self::Files(mut files), Self::Files(more)) => {
                files.extend(more);
                Self::Files(files)
            }
            _ => Self::Unknown,
        }
    }
}

/// The changes that come, while others are dealt with.
pub(crate) struct Coming {
    changes: Receiver<Changes>,
    waiting: Arc<AtomicUsize>,
}

impl Coming {
    /// Waits for a change, and takes all that there are. Nothing when there will be none.
    pub(crate) fn wait(&mut self) -> Option<Changes> {
        let first = self.changes.recv().ok()?;
        let all: Vec<_> = std::iter::once(first).chain(self.changes.try_iter()).collect();
        self.waiting.fetch_sub(all.len(), Ordering::Relaxed);
        all.into_iter().reduce(Changes::and)
    }

    /// Tells whether something changed that was not taken yet.
    pub(crate) fn are_waiting(&self) -> impl Fn() -> bool + Sync + use<> {
        let waiting = self.waiting.clone();
        move || waiting.load(Ordering::Relaxed) > 0
    }
}

/// Sees every change under `content`, `templates` and `static`.
pub(crate) struct Watch {
    folder: PathBuf,
    way: Way,
    /// Why it has to look, until that is told.
    why: Option<String>,
}

/// How it hears of changes.
enum Way {
    /// The system tells.
    Told(Told),
    /// It looks from time to time.
    Looks(Look),
}

impl Watch {
    /// Starts to watch. Where the system does not tell of changes, it looks for them.
    pub(crate) fn start(folder: &Path) -> Self {
        let places = FOLDERS.map(|name| folder.join(name));
        let silent = std::iter::once(folder.to_owned()).chain(places);
        let told = match silent.into_iter().find_map(|place| filesystem::silent(&place)) {
            Some(kind) => {
                Err(format!("the site's drive ({kind}) does not tell of changes"))
            }
            None => Told::start(folder).map_err(|error| not_told(&error)),
        };
        let (way, why) = match told {
            Ok(told) => (Way::Told(told), None),
            Err(why) => (Way::Looks(Look::new(folder)), Some(why)),
        };
        Self { folder: folder.to_owned(), way, why }
    }

    /// Why it looks for changes by itself, once.
    pub(crate) fn why(&mut self) -> Option<String> {
        self.why.take()
    }

    /// Sees changes from now on, whatever else is done.
    pub(crate) fn follow(mut self) -> Coming {
        let (sender, changes) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let coming = Coming { changes, waiting: waiting.clone() };
        std::thread::spawn(move || {
            loop {
                let seen = self.wait();
                waiting.fetch_add(1, Ordering::Relaxed);
                if sender.send(seen).is_err() {
                    break;
                }
                if let Some(why) = self.why() {
                    terminal::looks(&why);
                }
            }
        });
        coming
    }

    /// Waits for a change, and until its last step is done.
    fn wait(&mut self) -> Changes {
        match &mut self.way {
            Way::Looks(look) => look.wait(AGAIN).map_or(Changes::Unknown, Changes::Files),
            Way::Told(told) => {
                let steps = told.wait();
                if !steps.unknown && !steps.files.iter().any(|path| path.is_dir()) {
                    return Changes::Files(steps.files);
                }
                // What changed before is not missed, for everything is read after this.
                if let Err(error) = told.attach(&self.folder) {
                    self.way = Way::Looks(Look::new(&self.folder));
                    self.why = Some(not_told(&error));
                }
                Changes::Unknown
            }
        }
    }
}

fn not_told(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system watches no more files for anybody".to_owned()
        }
        _ => format!("the system does not tell of changes ({error})"),
    }
}

/// What the system tells of.
struct Told {
    watcher: RecommendedWatcher,
    changes: Receiver<Event>,
}

impl Told {
    fn start(folder: &Path) -> notify::Result<Self> {
        let (sender, changes) = mpsc::channel();
        let watcher =
            notify::recommended_watcher(move |event: notify::Result<Event>| {
                let event = event.unwrap_or_default();
                // Reading is no change: this program itself reads.
                let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
                if event.kind == written || !event.kind.is_access() {
                    // The receiver is gone only when the preview ends.
                    let _ = sender.send(event);
                }
            })?;
        let mut told = Self { watcher, changes };
        told.attach(folder)?;
        Ok(told)
    }

    /// Watches the folders as they are now: one may have been made or put in place anew.
    fn attach(&mut self, folder: &Path) -> notify::Result<()> {
        self.watcher.watch(folder, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|name| folder.join(name)) {
            let _ = self.watcher.unwatch(&folder);
            if folder.is_dir() {
                self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    fn wait(&self) -> Steps {
        let mut steps = Steps::default();
        match self.changes.recv_timeout(AGAIN) {
            Ok(event) => steps.add(event),
            Err(RecvTimeoutError::Timeout) => steps.unknown = true,
            Err(RecvTimeoutError::Disconnected) => unreachable!("a watcher is kept here"),
        }
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            let Ok(event) = self.changes.recv_timeout(steps.quiet()) else { break };
            steps.add(event);
        }
        steps
    }
}
