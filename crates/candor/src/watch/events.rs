//! Events of the file system, as the system tells of them (inotify, `FSEvents`, …).
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use disk::FOLDERS;
use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::watch::debounce::{Debouncer, MAX_WAIT};

/// The events of a site's folder, which come into a queue as long as this value stands.
pub(crate) struct Events {
    watcher: RecommendedWatcher,
    queue: Receiver<Event>,
}

impl Events {
    /// Starts to watch. An error where the system gives no events, or no more of them.
    pub(crate) fn start(folder: &Path) -> notify::Result<Self> {
        let (sender, queue) = mpsc::channel();
        let watcher =
            notify::recommended_watcher(move |event: notify::Result<Event>| {
                // An error becomes an event without a path, after which everything is read.
                let event = event.unwrap_or_default();
                // Reading is no change. This program reads every file after a change: events
                // of that would be a loop.
                let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
                if event.kind == closed || !event.kind.is_access() {
                    // The receiver is gone only when the preview ends.
                    let _ = sender.send(event);
                }
            })?;
        let mut events = Self { watcher, queue };
        events.attach(folder)?;
        Ok(events)
    }

    /// Watches the folders as they are now: one may have been made or replaced.
    pub(crate) fn attach(&mut self, folder: &Path) -> notify::Result<()> {
        // The site's own folder not recursively: the website may lie in it, and `target/`.
        self.watcher.watch(folder, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|name| folder.join(name)) {
            // A watch belongs to an inode: the one on a folder that was replaced is dead. That
            // there was none is no error here.
            let _ = self.watcher.unwatch(&folder);
            if folder.is_dir() {
                self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    /// Waits for a save, and until it is complete. After `timeout` without any it asks for
    /// everything to be read.
    pub(crate) fn wait(&self, timeout: Duration) -> Debouncer {
        let mut save = Debouncer::default();
        match self.queue.recv_timeout(timeout) {
            Ok(event) => save.add(event),
            Err(RecvTimeoutError::Timeout) => save.must_rescan = true,
            Err(RecvTimeoutError::Disconnected) => unreachable!("a watcher is kept here"),
        }
        let since = Instant::now();
        while since.elapsed() < MAX_WAIT {
            let Ok(event) = self.queue.recv_timeout(save.delay()) else { break };
            save.add(event);
        }
        save
    }
}

/// Why there are no events, as people are told.
pub(crate) fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system watches no more files for anybody".to_owned()
        }
        _ => format!("the system does not tell of changes ({error})"),
    }
}
