//! How long one waits for the compiler: a newcomer for the first site, a developer for the
//! first test result after an edit.
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use walkdir::{DirEntry, WalkDir};

use crate::measure::{Cost, cost, settle};

/// What a newcomer calls first (README.md).
const FIRST: &[&str] = &["run", "--release", "--", "build"];

/// What a developer calls after an edit (CONTRIBUTING.md): a few literate cases.
const TEST: &[&str] = &["suite", "draft"];

/// An edit: what it is of, its file, and what is added there.
const EDITS: [(&str, &str, &str); 4] = [
    ("site", "crates/site/src/lib.rs", EDIT_OF_CODE),
    ("candor", "crates/candor/src/lib.rs", EDIT_OF_CODE),
    ("a template", "templates/page.html", "\n"),
    ("a literate case", "tests/suite/front-matter.md", "\n"),
];

/// It changes what the crate offers, so that all that depend on it are compiled anew.
const EDIT_OF_CODE: &str =
    "\n/// An edit.\npub fn edited() -> usize {\n    std::process::id() as usize\n}\n";

/// Prints, as a table, what is waited for in each of these checkouts.
///
/// All crates have to be downloaded before. The first command compiles into an empty folder.
pub(crate) fn run(checkouts: &[&Path]) -> io::Result<()> {
    println!("| checkout | from | to | wall s | processor s |");
    println!("| --- | --- | --- | --: | --: |");
    for checkout in checkouts {
        let copy = TempDir::new()?;
        copy_sources(checkout, copy.path())?;
        let name = checkout.display().to_string();
        row(&name, "nothing", "the first site", cargo(copy.path(), FIRST)?)?;
        cargo(copy.path(), TEST)?;
        for (what, file, added) in EDITS {
            let file = fs::OpenOptions::new().append(true).open(copy.path().join(file));
            file?.write_all(added.as_bytes())?;
            let from = format!("an edit of {what}");
            row(&name, &from, "the first test results", cargo(copy.path(), TEST)?)?;
        }
    }
    Ok(())
}

fn row(checkout: &str, from: &str, to: &str, cost: Cost) -> io::Result<()> {
    println!("| {checkout} | {from} | {to} | {:.1} | {:.1} |", cost.wall, cost.cpu);
    io::stdout().flush()
}

fn cargo(folder: &Path, arguments: &[&str]) -> io::Result<Cost> {
    settle();
    let mut command = Command::new("cargo");
    // What Cargo set for this program is not for another one.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO") && name != "CARGO_HOME" {
            command.env_remove(name);
        }
    }
    cost(command.args(arguments).current_dir(folder))
}

/// Copies a checkout without what is made from it.
fn copy_sources(from: &Path, to: &Path) -> io::Result<()> {
    let made = ["target", "node_modules", "dist", ".git"];
    let is_source = |entry: &DirEntry| {
        entry.depth() == 0 || !made.iter().any(|name| entry.file_name() == *name)
    };
    for entry in WalkDir::new(from).into_iter().filter_entry(is_source) {
        let entry = entry?;
        let path = entry.path().strip_prefix(from).map_err(io::Error::other)?;
        if entry.file_type().is_dir() {
            fs::create_dir_all(to.join(path))?;
        } else if entry.file_type().is_file() {
            fs::copy(entry.path(), to.join(path))?;
        }
    }
    Ok(())
}
