//! Waits until something in the site's folder is saved.
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecursiveMode, Watcher};

use crate::disk::FOLDERS;

/// Editors save in several steps: this much quiet means that they are done.
const QUIET: Duration = Duration::from_millis(20);
/// A program that never stops writing must not keep the preview waiting for ever.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often to look where the system does not report changes.
const LOOK: Duration = Duration::from_millis(500);
/// A look from time to time even so: the date may have changed.
const AGAIN: Duration = Duration::from_mins(1);

/// Sees every change under `content`, `templates` and `static`.
pub(crate) struct Watch {
    folder: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    changes: Receiver<()>,
    /// Kept so that a second watcher can take over.
    sender: Sender<()>,
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

    /// Waits for a change, and until its last step is done.
    pub(crate) fn wait(&mut self) {
        if let Err(RecvTimeoutError::Disconnected) = self.changes.recv_timeout(AGAIN) {
            unreachable!("a sender is kept here");
        }
        let since = Instant::now();
        while since.elapsed() < PATIENCE && self.changes.recv_timeout(QUIET).is_ok() {}
        self.attach();
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

fn looking(sender: &Sender<()>) -> notify::Result<Box<dyn Watcher + Send>> {
    let config = Config::default().with_poll_interval(LOOK).with_compare_contents(true);
    Ok(Box::new(PollWatcher::new(on_change(sender), config)?))
}

/// Passes on that something changed. Reading is no change: this program itself reads.
fn on_change(sender: &Sender<()>) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    let sender = sender.clone();
    move |event| {
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let kind = event.map_or(EventKind::Any, |event| event.kind);
        if kind == written || !kind.is_access() {
            // The receiver is gone only when the preview ends.
            let _ = sender.send(());
        }
    }
}
