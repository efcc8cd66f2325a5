//! What was worked out before: a table from the hash of all inputs to the value.
use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Results by the hash of what they were made from. In memory only, never stored: a value
/// and its findings are kept together, so a warm build reports what a cold one does.
#[derive(Default)]
pub struct Memo {
    table: Mutex<HashMap<u128, Entry>>,
    round: AtomicUsize,
}

struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    used: usize,
}

impl Memo {
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
        let used = self.round.load(Ordering::Relaxed);
        if let Some(entry) = self.lock().get_mut(&key) {
            entry.used = used;
            return entry
                .value
                .clone()
                .downcast()
                .expect("a key stands for one kind of value");
        }
        let value = Arc::new(make());
        self.lock().insert(key, Entry { value: value.clone(), used });
        value
    }

    /// Forgets what was not used since the last sweep but one.
    pub fn sweep(&self) {
        let round = self.round.fetch_add(1, Ordering::Relaxed);
        self.lock().retain(|_, entry| entry.used + 1 >= round);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u128, Entry>> {
        self.table.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
