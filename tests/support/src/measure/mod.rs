//! Measures of the code itself: who imports whom, how long functions are, how much is explained.
//!
//! `cargo run -p candor-tests --example measures` prints them as a table, and the laws of
//! `laws/tidy` hold their limits. Both read the sources as text: nothing is compiled, so
//! any state of the code can be measured, one of long ago too.
pub mod findings;
pub mod functions;
pub mod imports;
pub mod limits;
mod lines;
mod modules;
pub mod names;
pub mod rebuild;
pub mod rooms;
pub mod shares;
pub mod sizes;
mod syntax;
pub mod table;

use std::fs;
use std::path::Path;
use std::str::FromStr as _;

use proc_macro2::TokenStream;
use walkdir::WalkDir;

pub use lines::Line;

/// The crates whose sources are measured. What stands in `tests/` is measured by its
/// length only.
pub const CRATES: [&str; 10] = [
    "rules",
    "quiz",
    "ground",
    "self_check",
    "site",
    "embedded",
    "starter",
    "disk",
    "candor",
    "bench",
];

/// The sources of the product, as text and as syntax.
pub struct Code {
    /// All files below `crates/*/src`, by crate and path.
    pub files: Vec<File>,
}

/// One source file.
pub struct File {
    /// Its crate: `site`.
    pub krate: String,
    /// Its path below the crate's `src`: `load/mod.rs`.
    pub path: String,
    /// What each of its lines holds, the first line first.
    pub lines: Vec<Line>,
    tokens: TokenStream,
    syntax: syn::File,
}

impl Code {
    /// Reads the sources below a project's folder.
    ///
    /// # Panics
    /// When a file cannot be read, or is no Rust: then there is nothing to measure.
    pub fn read(root: &Path) -> Self {
        let files = CRATES.iter().flat_map(|name| {
            let folder = root.join("crates").join(name).join("src");
            rust_files(&folder)
                .into_iter()
                .map(|(path, text)| File::new(name, path, &text))
        });
        Self { files: files.collect() }
    }

    /// How many lines of all files are of a kind.
    pub fn count(&self, kind: Line) -> usize {
        let lines = self.files.iter().flat_map(|file| &file.lines);
        lines.filter(|line| **line == kind).count()
    }
}

impl File {
    fn new(krate: &str, path: String, text: &str) -> Self {
        let tokens = TokenStream::from_str(text).expect("the sources are Rust");
        let syntax: syn::File =
            syn::parse2(tokens.clone()).expect("the sources are Rust");
        let lines = lines::kinds(text, &tokens, &syntax);
        Self { krate: krate.to_owned(), path, lines, tokens, syntax }
    }

    /// Where it stands in the project: `crates/site/src/load/mod.rs`.
    pub fn place(&self) -> String {
        format!("crates/{}/src/{}", self.krate, self.path)
    }

    /// Whether a line, counted from one, is part of the product and not of a test.
    fn is_product(&self, line: usize) -> bool {
        self.lines.get(line - 1).is_some_and(|kind| *kind != Line::Test)
    }
}

/// The Rust files below a folder with their text, by their path in it, sorted.
///
/// # Panics
/// When one cannot be read.
pub fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let paths = entries.map(walkdir::DirEntry::into_path);
    let paths = paths.filter(|path| path.extension().is_some_and(|end| end == "rs"));
    paths
        .map(|path| {
            let text = fs::read_to_string(&path).expect("sources can be read");
            let path = path.strip_prefix(folder).expect("it stands below the folder");
            (path.to_str().expect("names are plain text").to_owned(), text)
        })
        .collect()
}
