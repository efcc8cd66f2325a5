//! Watches a site's folder: waits until something in it is saved.
//!
//! 1. [`filesystem`] tells whether the folder lies where events come at all.
//! 2. [`events`](mod@events) receives them, [`debounce`] puts those of one save together; or
//!    else [`poll`] compares the state of all files twice a second.
//! 3. [`ChangeQueue`] holds what changed while a build runs, so that it may be cancelled.
mod debounce;
mod events;
mod filesystem;
mod poll;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use disk::FOLDERS;

use crate::terminal;
use crate::watch::events::Events;
use crate::watch::poll::Poller;

/// How long without a change until everything is read even so: the date may be another, and
/// pages go live or expire by it.
const REFRESH_INTERVAL: Duration = Duration::from_mins(1);

/// What changed since the last look.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    /// These files, and no folder.
    Files(BTreeSet<PathBuf>),
    /// Nobody knows what: everything has to be read.
    Unknown,
}

impl Changes {
    /// Whether no file changed.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Files(files) if files.is_empty())
    }

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

/// The changes that come while others are dealt with.
pub(crate) struct ChangeQueue {
    /// Nothing when the watch has ended. Others than it may hold a sender.
    changes: Receiver<Option<Changes>>,
    sender: Sender<Option<Changes>>,
    /// How many are in the queue. A `Receiver` cannot be asked without taking one out, and
    /// belongs to one thread, while a build asks from all of its own.
    waiting: Arc<AtomicUsize>,
}

impl ChangeQueue {
    /// Waits for a change, and takes all that there are. Nothing when there will be none.
    pub(crate) fn wait(&mut self) -> Option<Changes> {
        let first = self.changes.recv().ok()?;
        let all: Vec<_> = std::iter::once(first).chain(self.changes.try_iter()).collect();
        self.waiting.fetch_sub(all.len(), Ordering::Relaxed);
        all.into_iter().collect::<Option<Vec<_>>>()?.into_iter().reduce(Changes::and)
    }

    /// What has a build begun though no file changed.
    pub(crate) fn waker(&self) -> Waker {
        Waker { sender: self.sender.clone(), waiting: Arc::clone(&self.waiting) }
    }

    /// Tells whether something changed that was not taken yet: a build may ask this to learn
    /// that it is cancelled.
    pub(crate) fn are_waiting(&self) -> impl Fn() -> bool + Sync + use<> {
        let waiting = Arc::clone(&self.waiting);
        // Relaxed: the number orders no other memory, and an answer that is late by one page
        // costs that page only.
        move || waiting.load(Ordering::Relaxed) > 0
    }
}

/// Has a build begun though no file changed.
pub(crate) struct Waker {
    sender: Sender<Option<Changes>>,
    waiting: Arc<AtomicUsize>,
}

impl Waker {
    /// Has the queue tell of a change of no file.
    pub(crate) fn wake(&self) {
        self.send(Some(Changes::Files(BTreeSet::new())));
    }

    /// Whether somebody still listens.
    fn send(&self, changes: Option<Changes>) -> bool {
        // Before it is sent: the receiver subtracts one, and the number must never fall below
        // zero, which would wrap.
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.sender.send(changes).is_ok()
    }
}

/// Tells that there will be no more changes, when the thread that watches ends for whatever reason.
struct End(Waker);

impl Drop for End {
    fn drop(&mut self) {
        self.0.send(None);
    }
}

/// Sees every change under `content`, `templates` and `static`.
pub(crate) struct Watch {
    folder: PathBuf,
    backend: Backend,
    /// Why it polls, until that is told.
    why: Option<String>,
}

/// How changes are noticed.
enum Backend {
    Events(Events),
    Poll(Poller),
}

impl Watch {
    /// Starts to watch: by events, or by polling where none come.
    pub(crate) fn start(folder: &Path) -> Self {
        let (backend, why) = match events(folder) {
            Ok(events) => (Backend::Events(events), None),
            Err(why) => (Backend::Poll(Poller::new(folder)), Some(why)),
        };
        Self { folder: folder.to_owned(), backend, why }
    }

    /// Why it polls, once.
    pub(crate) fn why(&mut self) -> Option<String> {
        self.why.take()
    }

    /// Watches from now on in a thread of its own, whatever else is done.
    pub(crate) fn follow(mut self) -> ChangeQueue {
        let (sender, changes) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let queue = ChangeQueue { changes, sender, waiting };
        let end = End(queue.waker());
        std::thread::spawn(move || {
            while end.0.send(Some(self.wait())) {
                if let Some(why) = self.why() {
                    terminal::polling(&why);
                }
            }
        });
        queue
    }

    /// Waits for a change, and until its last step is done.
    fn wait(&mut self) -> Changes {
        match &mut self.backend {
            Backend::Poll(poller) => {
                poller.wait(REFRESH_INTERVAL).map_or(Changes::Unknown, Changes::Files)
            }
            Backend::Events(events) => {
                let save = events.wait(REFRESH_INTERVAL);
                if !save.must_rescan && !save.files.iter().any(|path| path.is_dir()) {
                    return Changes::Files(save.files);
                }
                // A new folder has to be watched, and files may have come into it before it
                // was. They are not missed, for everything is read after this.
                if let Err(error) = events.attach(&self.folder) {
                    self.why = Some(events::reason(&error));
                    self.backend = Backend::Poll(Poller::new(&self.folder));
                }
                Changes::Unknown
            }
        }
    }
}

/// The events of a folder, or why none come.
fn events(folder: &Path) -> Result<Events, String> {
    // Each of the three may be a link or a mount of its own.
    let places = FOLDERS.map(|name| folder.join(name));
    let mut places = std::iter::once(folder.to_owned()).chain(places);
    match places.find_map(|place| filesystem::without_events(&place)) {
        Some(kind) => Err(format!("the site's drive ({kind}) does not tell of changes")),
        None => Events::start(folder).map_err(|error| events::reason(&error)),
    }
}
