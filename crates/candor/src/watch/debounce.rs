//! Debouncing: when a save is complete. Editors save in several steps, each an event.
//!
//! A fixed delay would either show half of a save or make each wait for the slowest editor. So
//! each event is read for whether another must follow it: a file that was written and closed is
//! complete at once, a new one may be about to replace another.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind};

/// How long without an event means that a save is complete which may have a further step.
pub(crate) const DEBOUNCE: Duration = Duration::from_millis(20);
/// A file that was written and closed is complete.
pub(crate) const NO_DELAY: Duration = Duration::ZERO;
/// How long to wait at most: a program that never stops writing must not hold up the preview.
pub(crate) const MAX_WAIT: Duration = Duration::from_millis(250);

/// The events of a save so far.
#[derive(Default)]
pub(crate) struct Debouncer {
    /// All files that were touched.
    pub(crate) files: BTreeSet<PathBuf>,
    /// Those of which a further step is to come: a file that is not closed yet, one that is
    /// new and perhaps about to replace another, one that is gone and perhaps comes back.
    pending: BTreeSet<PathBuf>,
    /// Those that were made within this save.
    created: BTreeSet<PathBuf>,
    /// Those that are being written, where the system tells when they are closed.
    writing: BTreeSet<PathBuf>,
    /// Whether an event was lost, so that everything has to be read.
    pub(crate) must_rescan: bool,
}

impl Debouncer {
    /// How long to wait for the next event: not at all after the last step of a save.
    pub(crate) fn delay(&self) -> Duration {
        if !self.writing.is_empty() {
            // The event of closing will come, so there is no need to guess. On a busy machine
            // much time may pass between emptying a file and filling it, and `DEBOUNCE` would
            // show it empty.
            MAX_WAIT
        } else if self.pending.is_empty() && !self.must_rescan {
            NO_DELAY
        } else {
            DEBOUNCE
        }
    }

    /// Takes in one event.
    pub(crate) fn add(&mut self, event: Event) {
        // The system's queue overflowed, or something happened that names no file.
        self.must_rescan |= event.need_rescan() || event.paths.is_empty();
        for path in event.paths {
            self.track_writing(event.kind, &path);
            self.track_pending(event.kind, &path);
            self.files.insert(path);
        }
    }

    fn track_writing(&mut self, kind: EventKind, path: &Path) {
        if is_close(kind) {
            self.writing.remove(path);
        } else if matches!(kind, EventKind::Modify(ModifyKind::Data(_)))
            // Only inotify tells of closing; elsewhere the file would be waited for in vain.
            && cfg!(target_os = "linux")
        {
            self.writing.insert(path.to_owned());
        }
    }

    fn track_pending(&mut self, kind: EventKind, path: &Path) {
        let is_complete = match kind {
            EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => {
                true
            }
            // A temporary file that was renamed to its place.
            EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                self.created.contains(path)
            }
            // A new file that is closed may be temporary, and its rename still to come.
            kind => is_close(kind) && !self.created.contains(path),
        };
        if kind.is_create() {
            self.created.insert(path.to_owned());
        }
        if is_complete {
            self.pending.remove(path);
        } else {
            self.pending.insert(path.to_owned());
        }
    }
}

/// Whether a file was closed that had been open for writing.
fn is_close(kind: EventKind) -> bool {
    kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
}
