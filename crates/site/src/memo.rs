//! What was worked out before: a table from the hash of all inputs to the value.
use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::build::follow::Last;
use crate::build::part::Part;

/// Results by the hash of what they were made from. In memory only, never stored: a value
/// and its findings are kept together, so a warm build reports what a cold one does.
#[derive(Default)]
pub struct Memo {
    table: Mutex<HashMap<u128, Entry>>,
    round: AtomicUsize,
    once: bool,
    rested: AtomicBool,
    /// The pages of a build that is not done: for one state of all that they share.
    under_way: Mutex<(u128, HashMap<u128, Arc<Part>>)>,
    last: Mutex<Option<Box<Last>>>,
}

struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    used: usize,
}

impl Memo {
    /// For one build, after which the process ends: what each page comes to is not kept, and
    /// what was worked out on the way is never given back.
    pub fn once() -> Self {
        Self { once: true, ..Self::default() }
    }

    /// Whether there is no other build.
    pub(crate) fn is_once(&self) -> bool {
        self.once
    }

    /// The value that is kept for `key`.
    ///
    /// # Panics
    /// When two kinds of value share a key: a fault of the caller.
    pub(crate) fn known<T: Send + Sync + 'static>(&self, key: u128) -> Option<Arc<T>> {
        let used = self.round.load(Ordering::Relaxed);
        self.lock().get_mut(&key).map(|entry| {
            entry.used = used;
            entry.value.clone().downcast().expect("a key stands for one kind of value")
        })
    }

    /// Keeps a value, as [`Self::get`] does.
    pub(crate) fn keep<T: Send + Sync + 'static>(&self, key: u128, value: Arc<T>) {
        let used = self.round.load(Ordering::Relaxed);
        self.lock().insert(key, Entry { value, used });
    }

    /// The value for `key`: the one kept, or the one that `make` gives. `key` must be a
    /// hash of everything that `make` reads, and of what the value is.
    ///
    /// # Panics
    /// When two kinds of value share a key: a fault of the caller.
    pub fn get<T: Send + Sync + 'static>(
        &self,
        key: u128,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        self.known(key).unwrap_or_else(|| {
            let value = Arc::new(make());
            self.keep(key, value.clone());
            value
        })
    }

    /// The page for `key` of a build that may be overtaken: the one that a former such build
    /// made, or the one that `make` gives. `all` is a hash of what the pages share; those of
    /// another are forgotten.
    pub(crate) fn under_way(
        &self,
        all: u128,
        key: u128,
        make: impl FnOnce() -> Arc<Part>,
    ) -> Arc<Part> {
        let lock = || self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let known = {
            let mut parts = lock();
            if parts.0 != all {
                *parts = (all, HashMap::new());
            }
            parts.1.get(&key).cloned()
        };
        known.unwrap_or_else(|| {
            let part = make();
            lock().1.insert(key, part.clone());
            part
        })
    }

    /// A build was not overtaken.
    pub(crate) fn done(&self) {
        let mut parts = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        *parts = (0, HashMap::new());
    }

    /// What the last build worked out; it is not there until it is kept again.
    pub(crate) fn take_last(&self) -> Option<Box<Last>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps what a build worked out.
    pub(crate) fn keep_last(&self, last: Box<Last>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }

    /// What the table holds was not asked for in this build, and yet is of use.
    pub(crate) fn rest(&self) {
        self.rested.store(true, Ordering::Relaxed);
    }

    /// Forgets what was not used since the last sweep but one.
    pub fn sweep(&self) {
        if self.rested.swap(false, Ordering::Relaxed) {
            return;
        }
        let round = self.round.fetch_add(1, Ordering::Relaxed);
        self.lock().retain(|_, entry| entry.used + 1 >= round);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u128, Entry>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
