//! The steps in which editors save: which files they touch, and whether more is to come.
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind};

/// Editors save in several steps: this much quiet means that they are done.
pub(crate) const QUIET: Duration = Duration::from_millis(20);
/// A file that is written and closed is done with.
pub(crate) const NONE: Duration = Duration::ZERO;
/// A program that never stops writing must not keep the preview waiting for ever.
pub(crate) const PATIENCE: Duration = Duration::from_millis(250);

/// The steps of a save so far.
#[derive(Default)]
pub(crate) struct Steps {
    /// All files that were touched.
    pub(crate) files: BTreeSet<PathBuf>,
    /// Those of which a further step is to come: a file that is not closed yet, one that is
    /// new and perhaps about to take another's place, one that is gone and perhaps comes back.
    open: BTreeSet<PathBuf>,
    new: BTreeSet<PathBuf>,
    /// Those that are being written, where the system will say when that is done. On a busy
    /// machine much time may pass between emptying a file and filling it.
    writing: BTreeSet<PathBuf>,
    /// Whether something was missed, so that everything has to be read.
    pub(crate) unknown: bool,
}

impl Steps {
    /// How long to wait for the next step: not at all after the last one.
    pub(crate) fn quiet(&self) -> Duration {
        if !self.writing.is_empty() {
            PATIENCE
        } else if self.open.is_empty() && !self.unknown {
            NONE
        } else {
            QUIET
        }
    }

    /// Takes in one more step.
    pub(crate) fn add(&mut self, event: Event) {
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
