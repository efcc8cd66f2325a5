//! Pages may wait anywhere: a website whose bytes are staged on a disk is the same one.
use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use site::Session;
use site::store::{Store, Stored};
use tempfile::TempDir;

use crate::{build, build_cold, pages, practice};

/// A folder that holds each content in a file.
struct Disk(PathBuf);

struct Staged(PathBuf);

impl Store for Disk {
    fn put(&self, key: u128, bytes: Vec<u8>) -> Arc<dyn Stored> {
        let file = self.0.join(format!("{key:032x}"));
        fs::write(&file, bytes).expect("the disk has room");
        Arc::new(Staged(file))
    }
}

impl Stored for Staged {
    fn get(&self) -> io::Result<Cow<'_, [u8]>> {
        fs::read(&self.0).map(Cow::Owned)
    }
}

#[test]
fn pages_that_wait_on_a_disk_are_the_same() {
    let (folder, sources) = (TempDir::new().expect("a folder"), practice());
    let disk = Disk(folder.path().to_owned());
    let staged = build(&sources, &Session::once().with_store(Box::new(disk)));
    let in_memory = build_cold(&sources);
    assert_eq!(staged.findings, in_memory.findings);
    assert!(staged.website == in_memory.website);
    assert!(pages(&staged) == pages(&in_memory), "the bytes too");
    let files = fs::read_dir(folder.path()).expect("readable").count();
    assert!(files > 15, "only {files} contents were staged");
}

#[test]
fn bytes_that_a_store_has_lost_are_an_error() {
    let (folder, sources) = (TempDir::new().expect("a folder"), practice());
    let disk = Disk(folder.path().to_owned());
    let staged = build(&sources, &Session::once().with_store(Box::new(disk)));
    drop(folder);
    assert!(staged.website.files["index.html"].content.get().is_err());
}
