//! Where the bytes of the website's files wait until they are published or sent.
use std::borrow::Cow;
use std::fmt;
use std::io;
use std::sync::Arc;

use twox_hash::xxhash3_128;

/// A place for bytes: memory here, files where the caller has a disk.
pub trait Store: Send + Sync {
    /// Keeps bytes under the hash of their content, for as long as somebody holds what is
    /// returned.
    fn put(&self, key: u128, bytes: Vec<u8>) -> Arc<dyn Stored>;
}

/// Bytes that a store keeps.
pub trait Stored: Send + Sync {
    /// The bytes.
    ///
    /// # Errors
    /// When the store has lost them: only a store outside of memory can.
    fn get(&self) -> io::Result<Cow<'_, [u8]>>;
}

/// A store in memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory;

impl Store for Memory {
    fn put(&self, _: u128, bytes: Vec<u8>) -> Arc<dyn Stored> {
        Arc::new(InMemory(bytes.into_boxed_slice()))
    }
}

struct InMemory<B>(B);

impl<B: AsRef<[u8]> + Send + Sync> Stored for InMemory<B> {
    fn get(&self) -> io::Result<Cow<'_, [u8]>> {
        Ok(Cow::Borrowed(self.0.as_ref()))
    }
}

/// A hash of bytes: XXH3 with 128 bits, which its specification fixes.
pub fn key(bytes: &[u8]) -> u128 {
    xxhash3_128::Hasher::oneshot(bytes)
}

/// A hash as files and programs outside name it: 32 hex digits.
pub fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}

/// The content of one file of the website, wherever it waits. Cheap to clone and to compare.
#[derive(Clone)]
pub struct Content {
    key: u128,
    stored: Arc<dyn Stored>,
}

impl Content {
    /// Puts bytes into a store.
    pub fn put(store: &dyn Store, bytes: Vec<u8>) -> Self {
        let key = key(&bytes);
        Self { key, stored: store.put(key, bytes) }
    }

    /// Bytes that are in memory anyway.
    pub fn in_memory(bytes: Arc<[u8]>) -> Self {
        Self { key: key(&bytes), stored: Arc::new(InMemory(bytes)) }
    }

    /// Bytes that are kept already, with their hash as [`key`] gives it.
    pub fn kept(key: u128, stored: Arc<dyn Stored>) -> Self {
        Self { key, stored }
    }

    /// A hash of the bytes, as [`key`] gives it.
    pub fn key(&self) -> u128 {
        self.key
    }

    /// The bytes.
    ///
    /// # Errors
    /// When their store has lost them.
    pub fn get(&self) -> io::Result<Cow<'_, [u8]>> {
        self.stored.get()
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        // By the hash alone: the preview compares all files of two websites after each save, and
        // the bytes may lie on a disk.
        self.key == other.key
    }
}

impl Eq for Content {}

impl fmt::Debug for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Content").field(&self.key).finish()
    }
}

/// A file of the website.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebFile {
    /// Its bytes.
    pub content: Content,
    /// What a page may load, as its `Content-Security-Policy` says.
    pub policy: Option<Arc<str>>,
    /// Whether nobody may keep a copy, as of a page that takes a visitor's answers.
    pub never_kept: bool,
}

impl WebFile {
    /// A file that is no page.
    pub fn plain(content: Content) -> Self {
        Self { content, policy: None, never_kept: false }
    }
}
