//! The manifest: which files in the output folder were written by builds, and may be overwritten
//! and removed.
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path as DiskPath};

use site::store::hex;
use site::website::Files;

const NAME: &str = "files.json";

/// The files that builds wrote, as paths below the output folder, each with the hashes of what may
/// stand there: of one website, or of two while one takes the other's place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, Vec<String>>);

impl Manifest {
    /// The files that former builds wrote.
    ///
    /// A manifest that is lost or torn is empty: then their files are taken for foreign.
    pub(super) fn read(metadata_folder: &DiskPath) -> Self {
        let bytes = fs::read(metadata_folder.join(NAME)).unwrap_or_default();
        let mut files: BTreeMap<_, _> =
            serde_json::from_slice(&bytes).unwrap_or_default();
        // It decides what is removed: a path that leads out of the folder is never followed.
        files.retain(|path: &String, _| stays_inside(path));
        Self(files)
    }

    /// Whether no build is known to have written anything.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the files of a website, each with the hash of its bytes.
    pub(super) fn add_all(&mut self, output: &Files) {
        for (path, file) in output {
            self.add(path, file.content.key());
        }
    }

    /// Adds a file with the hash of its bytes.
    pub(super) fn add(&mut self, path: &str, key: u128) {
        let hashes = self.0.entry(path.to_owned()).or_default();
        let hash = hex(key);
        if !hashes.contains(&hash) {
            hashes.push(hash);
        }
    }

    /// Writes the manifest in place of the last one.
    pub(super) fn write(&self, metadata_folder: &DiskPath) -> io::Result<()> {
        let part = metadata_folder.join("files.part");
        fs::write(&part, serde_json::to_vec(&self.0)?)?;
        // A rename is atomic: a build that is killed here leaves the last manifest or this one.
        fs::rename(part, metadata_folder.join(NAME))
    }

    /// The paths of all files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a build wrote a file of that path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Whether a build wrote these bytes there, by their hash.
    pub(super) fn has_written(&self, path: &str, key: u128) -> bool {
        self.0.get(path).is_some_and(|hashes| hashes.contains(&hex(key)))
    }
}

fn stays_inside(path: &str) -> bool {
    DiskPath::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}
