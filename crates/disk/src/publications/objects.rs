//! Files by the hash of their content, each kept once.
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path as DiskPath, PathBuf};
use std::sync::Arc;

use site::store::{Content, Stored, hex, key};
use walkdir::{DirEntry, WalkDir};

/// The folder that holds them.
pub(super) struct Objects(pub(super) PathBuf);

impl Objects {
    /// Keeps bytes under the hash of their content.
    pub(super) fn put(&self, key: u128, bytes: &[u8]) -> io::Result<()> {
        let place = self.place(&hex(key));
        // A torn one, after a power failure, has another length or fails when it is read.
        let stands =
            place.metadata().is_ok_and(|about| about.len() == bytes.len() as u64);
        if !stands {
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            let part = place.with_extension("part");
            fs::write(&part, bytes)?;
            // A rename, so that a process that is killed leaves no half of one. There is no fsync
            // of each: what is read is compared with its hash.
            fs::rename(part, place)?;
        }
        Ok(())
    }

    /// What is kept under a hash, read when it is asked for. Nothing where that is no hash.
    pub(super) fn content(&self, name: &str) -> Option<Content> {
        let key = u128::from_str_radix(name, 16).ok()?;
        let stored = OnDisk { place: self.place(&hex(key)), key };
        Some(Content::kept(key, Arc::new(stored)))
    }

    /// Whether something is kept under a hash.
    pub(super) fn has(&self, name: &str) -> bool {
        self.place(name).is_file()
    }

    /// How many bytes are kept under a hash.
    pub(super) fn size(&self, name: &str) -> u64 {
        self.place(name).metadata().map_or(0, |about| about.len())
    }

    /// Forgets all but some.
    pub(super) fn retain(&self, names: &BTreeSet<&str>) {
        let files = WalkDir::new(&self.0).min_depth(2).into_iter().flatten();
        let is_forgotten = |file: &DirEntry| {
            let rest = file.path().strip_prefix(&self.0).ok().and_then(DiskPath::to_str);
            let name = rest.map(|rest| rest.replace(['/', '\\'], ""));
            !name.is_some_and(|name| names.contains(&*name))
        };
        for file in files.filter(is_forgotten) {
            // What stays costs space, and the next publication tries again.
            let _ = fs::remove_file(file.path());
        }
    }

    /// In 256 folders, as some file systems are slow with 20,000 files in one.
    fn place(&self, name: &str) -> PathBuf {
        let (folder, rest) = name.split_at_checked(2).unwrap_or(("", name));
        self.0.join(folder).join(rest)
    }
}

/// Bytes in a file.
struct OnDisk {
    place: PathBuf,
    key: u128,
}

impl Stored for OnDisk {
    fn get(&self) -> io::Result<Cow<'_, [u8]>> {
        let bytes = fs::read(&self.place)?;
        if key(&bytes) != self.key {
            let message = format!("{} is damaged", self.place.display());
            return Err(io::Error::other(message));
        }
        Ok(Cow::Owned(bytes))
    }
}
