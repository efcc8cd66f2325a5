//! What one build leaves for the next.
use std::sync::{Mutex, PoisonError};

use crate::memo::Memo;
use crate::request::Cancelled;
use crate::store::{Memory, Store};

/// What builds of one site share: the only state there is.
///
/// Builds of one session run one after another; the lock is taken before any other and held by
/// no thread of the pool, so a build may use all of them.
pub struct Session {
    memo: Memo,
    store: Box<dyn Store>,
    is_building: Mutex<()>,
}

impl Session {
    /// For many builds, in memory.
    pub fn new() -> Self {
        Self::of(Memo::new(), Box::new(Memory))
    }

    /// For one build, after which the process ends: nothing is memoised, and the memory of what
    /// the build computed is never freed.
    pub fn once() -> Self {
        Self::of(Memo::once(), Box::new(Memory))
    }

    /// With another store for the bytes of pages.
    #[must_use]
    pub fn with_store(self, store: Box<dyn Store>) -> Self {
        Self { store, ..self }
    }

    fn of(memo: Memo, store: Box<dyn Store>) -> Self {
        Self { memo, store, is_building: Mutex::new(()) }
    }

    pub(super) fn memo(&self) -> &Memo {
        &self.memo
    }

    pub(super) fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Runs one build as a round of the memo, and evicts what neither it nor those before it used.
    pub(super) fn round<T>(
        &self,
        build: impl FnOnce() -> Result<T, Cancelled>,
    ) -> Result<T, Cancelled> {
        // Poisoned by a build that panicked. The lock guards no data of its own, and the memo's
        // locks look after theirs.
        let _guard = self.is_building.lock().unwrap_or_else(PoisonError::into_inner);
        let report = build();
        // After a cancelled build too: if evicting waited for the next complete one, the memo
        // would grow with every save that is overtaken.
        self.memo.end_round(report.is_ok());
        report
    }

    /// Frees what a build computed, where the process goes on.
    pub(super) fn release<T>(&self, value: T) {
        if self.memo.is_kept() {
            return drop(value);
        }
        // The process ends soon, and the system takes all its memory back at once: to free some
        // hundred allocations of each page one by one would be work for nothing.
        std::mem::forget(value);
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}
