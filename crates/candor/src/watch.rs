//! Waits until something in the site's folder is saved.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, PollWatcher, RecursiveMode, Watcher};

use crate::disk::FOLDERS;

/// Editors save in several steps: this much quiet means that they are done.
const QUIET: Duration = Duration::from_millis(20);
/// A file that is written and closed is done with.
const NONE: Duration = Duration::ZERO;
/// A program that never stops writing must not keep the preview waiting for ever.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often to look where the system does not report changes.
const LOOK: Duration = Duration::from_millis(500);
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
    watcher: Box<dyn Watcher + Send>,
    changes: Receiver<Event>,
    /// Kept so that a second watcher can take over.
    sender: Sender<Event>,
}

impl Watch {
    /// Starts to watch. Where the system cannot report changes, it looks for them.
    pub(crate) fn start(folder: &Path) -> notify::Result<Self> {
        let (sender, changes) = mpsc::channel();
        let watcher: Box<dyn Watcher + Send> =
            match notify::recommended_watcher(on_change(&sender)) {
                Ok(watcher) => Box::new(watcher),
                Err(_) => looking(&sender)?,
            };
        let mut watch = Self { folder: folder.to_owned(), watcher, changes, sender };
        watch.attach();
        Ok(watch)
    }

    /// Sees changes from now on, whatever else is done.
    pub(crate) fn follow(mut self) -> Coming {
        let (sender, changes) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let coming = Coming { changes, waiting: waiting.clone() };
        std::thread::spawn(move || {
            loop {
                let changed = self.wait();
                waiting.fetch_add(1, Ordering::Relaxed);
                if sender.send(changed).is_err() {
                    break;
                }
            }
        });
        coming
    }

    /// Waits for a change, and until its last step is done.
    fn wait(&mut self) -> Changes {
        let mut steps = Steps::default();
        match self.changes.recv_timeout(AGAIN) {
            Ok(event) => steps.add(event),
            Err(RecvTimeoutError::Timeout) => steps.unknown = true,
            Err(RecvTimeoutError::Disconnected) => unreachable!("a sender is kept here"),
        }
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            let quiet = if !steps.writing.is_empty() {
                PATIENCE
            } else if steps.open.is_empty() && !steps.unknown {
                NONE
            } else {
                QUIET
            };
            let Ok(event) = self.changes.recv_timeout(quiet) else { break };
            steps.add(event);
        }
        if steps.unknown || steps.files.iter().any(|path| path.is_dir()) {
            self.attach();
            return Changes::Unknown;
        }
        Changes::Files(steps.files)
    }

    /// Watches the folders as they are now: one may have been made or put in place anew.
    /// What changed before is not missed, for everything is read after this.
    fn attach(&mut self) {
        if self.watch_all().is_err()
            && let Ok(watcher) = looking(&self.sender)
        {
            self.watcher = watcher;
            let _ = self.watch_all();
        }
    }

    fn watch_all(&mut self) -> notify::Result<()> {
        self.watcher.watch(&self.folder, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|name| self.folder.join(name)) {
            let _ = self.watcher.unwatch(&folder);
            if folder.is_dir() {
                self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }
}

/// The steps of a save so far.
#[derive(Default)]
struct Steps {
    files: BTreeSet<PathBuf>,
    /// Those of which a further step is to come: a file that is not closed yet, one that is
    /// new and perhaps about to take another's place, one that is gone and perhaps comes back.
    open: BTreeSet<PathBuf>,
    new: BTreeSet<PathBuf>,
    /// Those that are being written, where the system will say when that is done. On a busy
    /// machine much time may pass between emptying a file and filling it.
    writing: BTreeSet<PathBuf>,
    unknown: bool,
}

impl Steps {
    fn add(&mut self, event: Event) {
        self.unknown |= event.need_rescan() || event.paths.is_empty();
        for path in event.paths {
            self.step(event.kind, path);
        }
    }

    fn step(&mut self, kind: EventKind, path: PathBuf) {
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        if kind == closed {
            self.writing.remove(&path);
        } else if matches!(kind, EventKind::Modify(ModifyKind::Data(_)))
            && cfg!(target_os = "linux")
        {
            self.writing.insert(path.clone());
        }
        match kind {
            _ if kind == closed && !self.new.contains(&path) => {
                self.open.remove(&path);
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => {
                self.open.remove(&path);
            }
            // What stood in another's place for a moment.
            EventKind::Modify(ModifyKind::Name(RenameMode::From))
                if self.new.contains(&path) =>
            {
                self.open.remove(&path);
            }
            EventKind::Create(_) => {
                self.new.insert(path.clone());
                self.open.insert(path.clone());
            }
            _ => {
                self.open.insert(path.clone());
            }
        }
        self.files.insert(path);
    }
}

fn looking(sender: &Sender<Event>) -> notify::Result<Box<dyn Watcher + Send>> {
    let config = Config::default().with_poll_interval(LOOK).with_compare_contents(true);
    Ok(Box::new(PollWatcher::new(on_change(sender), config)?))
}

/// Passes on that something changed. Reading is no change: this program itself reads.
fn on_change(
    sender: &Sender<Event>,
) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    let sender = sender.clone();
    move |event| {
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let event = event.unwrap_or_default();
        if event.kind == written || !event.kind.is_access() {
            // The receiver is gone only when the preview ends.
            let _ = sender.send(event);
        }
    }
}
