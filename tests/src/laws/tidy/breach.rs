//! Breaches that are planted: a law that cannot fail is none.
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::root;

/// What breaks a law in the code below a folder, each with its place.
pub(super) type Law = fn(&Path) -> Vec<String>;

/// Asserts that the code keeps a law.
pub(super) fn assert_kept(law: Law) {
    let breaches = law(&root());
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Asserts that a law sees what is wrong with some files, and names it.
pub(super) fn assert_seen(law: Law, files: &[(&str, &str)], named: &str) {
    let folder = TempDir::new().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it stands below")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    let breaches = law(folder.path());
    assert!(
        breaches.iter().any(|breach| breach.contains(named)),
        "{named} is not in {breaches:?}"
    );
}
