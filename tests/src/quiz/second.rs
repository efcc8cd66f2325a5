//! Second opinions by the tools of `tests/browser`: on each page, and on the editors' schema.
use std::path::Path;
use std::process::Command;

use support::{HERE, Site};

use crate::browser;
use crate::subject::PRACTICE;

/// Runs a script of `tests/browser`; what it prints is what it found.
fn agree(script: &str, arguments: &[&str]) {
    if !browser::have_tools() || !browser::have(&["node"], "Node is") {
        return;
    }
    let mut node = Command::new("node");
    node.arg(script).args(arguments).current_dir(Path::new(HERE).join("browser"));
    let output = node.output().expect("node starts");
    let said = support::said(&output);
    assert!(output.status.success(), "{said}");
}

#[test]
fn another_checker_finds_no_fault_in_any_page() {
    agree("html.js", &[&PRACTICE.website.path().to_string_lossy()]);
}

#[test]
fn the_schema_of_pages_is_one() {
    let practice = Path::new(HERE).join("..");
    let site = Site::base();
    let schema = site.run(&["schema", "--site", &practice.to_string_lossy()]);
    agree("schema.js", &[&String::from_utf8_lossy(&schema.stdout)]);
}
