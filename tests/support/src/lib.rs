//! What the tests share: the command as it is built, a small site to run it on, and
//! answers and forms to try.
pub mod desk;
pub mod form;
pub mod large_site;
pub mod measure;
pub mod running;
pub mod vector;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use tempfile::TempDir;
use walkdir::WalkDir;

/// The folder `tests`.
pub const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The moment at which tests run: noon on 7 December 2026 in the practice's time zone.
pub const NOON: i64 = 1_796_673_600;

/// The command, built once per test binary in the profile of the tests.
static CANDOR: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().expect("a test knows its own file");
    let profile = test.ancestors().nth(2).expect("tests stand in target/<profile>/deps");
    let mut build = Command::new(env!("CARGO"));
    build.args([
        "build",
        "--quiet",
        // As `cargo test --workspace` does it, so that nothing is built twice.
        "--workspace",
        "--bin",
        "candor",
        "--target-dir",
    ]);
    build.arg(profile.parent().expect("a profile stands in target"));
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(
        build.current_dir(HERE).status().expect("cargo runs").success(),
        "candor builds"
    );
    profile.join("candor")
});

/// A site in a folder that goes away with this value.
pub struct Site(TempDir);

impl Site {
    /// A folder with nothing in it.
    ///
    /// # Panics
    /// When there can be none, as all of these: then no test is worth running.
    pub fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// The small site of `tests/suite/base`.
    ///
    /// # Panics
    /// When it cannot be copied, as all of these: then no test is worth running.
    pub fn base() -> Self {
        Self::copy(&Path::new(HERE).join("suite/base"))
    }

    /// The practice's own site.
    ///
    /// # Panics
    /// When it cannot be copied.
    pub fn practice() -> Self {
        Self::copy(&Path::new(HERE).join(".."))
    }

    /// The made-up dental practice of `tests/sites/dental`, which has no templates of its own.
    ///
    /// # Panics
    /// When it cannot be copied.
    pub fn dental() -> Self {
        Self::copy_of(&["content"], &Path::new(HERE).join("sites/dental"))
    }

    fn copy(from: &Path) -> Self {
        Self::copy_of(&["content", "templates", "static"], from)
    }

    fn copy_of(folders: &[&str], from: &Path) -> Self {
        let site = Self::empty();
        for entry in folders.iter().flat_map(|folder| WalkDir::new(from.join(folder))) {
            let entry = entry.expect("readable");
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(from).expect("below it");
                site.write(path, fs::read(entry.path()).expect("readable"));
            }
        }
        site
    }

    /// A path in the site's folder.
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(path)
    }

    /// All files of a folder with their bytes, by their path in it.
    ///
    /// # Panics
    /// When one cannot be read.
    pub fn files(&self, folder: impl AsRef<Path>) -> BTreeMap<String, Vec<u8>> {
        let folder = self.path(folder);
        let files = WalkDir::new(&folder).into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| {
                let path = entry.path().strip_prefix(&folder).expect("below it");
                (path.display().to_string(), fs::read(entry.path()).expect("readable"))
            })
            .collect()
    }

    /// Writes a file, with the folders around it.
    ///
    /// # Panics
    /// When it cannot.
    pub fn write(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, bytes).expect("writable");
    }

    /// The text of a file, or nothing when it is not there.
    pub fn read(&self, path: impl AsRef<Path>) -> Option<String> {
        let bytes = fs::read(self.path(path)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The command with arguments, ready to run in the site's folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&*CANDOR);
        command.args(arguments).current_dir(self.0.path());
        command.env("SOURCE_DATE_EPOCH", NOON.to_string()).env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs the command to its end.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the command starts")
    }
}

/// All that a run of the command said: what it was asked for, then the asides.
pub fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}
