//! Memoisation: a table from the hash of all inputs of a computation to its value.
use std::any::Any;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHasher;

/// Values by the hash of what they were made from. In memory only, never stored: a value and
/// its findings are kept together, so a warm build reports what a cold one does.
///
/// Every build of a session is a *round*. At its end a value is evicted that neither this round
/// used nor the last completed one before it. So what a cancelled build made is there for the
/// next one, while cancelled builds one after another cannot fill the memory.
pub struct Memo {
    shards: Vec<Mutex<Shard>>,
    /// Whether there will be another build that values are kept for.
    is_kept: bool,
    round: AtomicU32,
    /// The last completed round.
    completed: AtomicU32,
}

type Shard = HashMap<u128, Entry, BuildHasherDefault<FxHasher>>;

struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    /// The last round that used it.
    used: u32,
    /// The last completed round that used it.
    completed: u32,
}

/// Locks of the table. A warm build of 10,000 pages looks up 20,000 values from all threads;
/// with one lock they would wait for each other.
const SHARDS: usize = 64;

impl Memo {
    /// For many builds.
    pub fn new() -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self { shards, is_kept: true, round: 1.into(), completed: 0.into() }
    }

    /// For one build, after which the process ends: what each page comes to is not kept.
    pub fn once() -> Self {
        Self { is_kept: false, ..Self::new() }
    }

    /// Whether values are kept for later builds.
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// The value for `key`: the one kept, or the one that `make` gives. `key` must be a hash of
    /// everything that `make` reads, and of what the value is.
    ///
    /// Two threads that miss at the same time both compute the value: no lock is held meanwhile,
    /// so `make` may use the memo and the thread pool without a deadlock.
    ///
    /// # Panics
    /// When two kinds of value share a key: a fault of the caller.
    pub fn get<T: Send + Sync + 'static>(
        &self,
        key: u128,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        self.lookup(key).unwrap_or_else(|| {
            let value = Arc::new(make());
            self.insert(key, value.clone());
            value
        })
    }

    /// The same where one build asks for each value once: without a later build neither the
    /// value is kept nor the key computed.
    pub fn get_for_later<T: Send + Sync + 'static>(
        &self,
        key: impl FnOnce() -> u128,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        if self.is_kept { self.get(key(), make) } else { Arc::new(make()) }
    }

    /// The value that is kept for `key`.
    ///
    /// # Panics
    /// When two kinds of value share a key: a fault of the caller.
    pub fn lookup<T: Send + Sync + 'static>(&self, key: u128) -> Option<Arc<T>> {
        let used = self.round.load(Ordering::Relaxed);
        let value = self.shard(key).get_mut(&key).map(|entry| {
            entry.used = used;
            entry.value.clone()
        })?;
        Some(value.downcast().expect("a key stands for one kind of value"))
    }

    /// Keeps a value, as [`Self::get`] does.
    fn insert<T: Send + Sync + 'static>(&self, key: u128, value: Arc<T>) {
        let used = self.round.load(Ordering::Relaxed);
        self.shard(key).insert(key, Entry { value, used, completed: 0 });
    }

    /// Ends a round, and evicts what the last rounds did not use.
    pub fn end_round(&self, is_complete: bool) {
        // Relaxed: builds of a session run one after another, so no look-up runs meanwhile, and
        // the entries are ordered by the locks of their shards.
        let round = self.round.fetch_add(1, Ordering::Relaxed);
        // The round before the one that ends now: a page that is edited and put back with the
        // next save is then still a cache hit.
        let last = if is_complete {
            self.completed.swap(round, Ordering::Relaxed)
        } else {
            self.completed.load(Ordering::Relaxed)
        };
        for shard in &self.shards {
            lock(shard).retain(|_, entry| {
                if is_complete && entry.used == round {
                    entry.completed = round;
                }
                // A zero is an entry that no completed round has used. Before the first one
                // completes `last` is zero as well, so without the second half nothing would ever
                // be evicted.
                entry.used == round || entry.completed >= last && entry.completed > 0
            });
        }
    }

    /// The shard of a key. The keys are hashes, so any of their bits tell them apart.
    fn shard(&self, key: u128) -> MutexGuard<'_, Shard> {
        lock(&self.shards[usize::from(key.to_ne_bytes()[0]) % SHARDS])
    }
}

impl Default for Memo {
    fn default() -> Self {
        Self::new()
    }
}

/// A panic elsewhere leaves the table whole: each change of it is one call.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
