//! The rules that the code keeps: who may know whom, and how long a file may be.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use walkdir::WalkDir;

use crate::root;

/// Past this a file is two of something.
const LINES: usize = 500;

#[test]
fn crates_know_only_whom_they_may() {
    let uses = dependencies();
    let inside = |name: &str| -> BTreeSet<&str> {
        let ours = ["rules", "quiz", "site", "candor", "candor-tests"];
        uses[name].iter().map(String::as_str).filter(|name| ours.contains(name)).collect()
    };
    assert_eq!(inside("rules"), BTreeSet::new());
    assert_eq!(inside("quiz"), BTreeSet::from(["rules"]));
    assert_eq!(inside("site"), BTreeSet::from(["rules"]));
    assert_eq!(inside("candor"), BTreeSet::from(["rules", "site"]));
    assert!(uses["rules"].is_empty(), "rules needs nothing: {:?}", uses["rules"]);
    let edges = ["walkdir", "notify", "axum", "clap", "annotate-snippets", "tokio"];
    for name in edges {
        assert!(!uses["site"].contains(name), "site does no input or output: {name}");
    }
}

/// The dependencies of each of our crates, those for tests left out.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let needed = |package: &Value| {
        let all = package["dependencies"].as_array().cloned().unwrap_or_default();
        all.iter().filter(|one| one["kind"].is_null()).map(name).collect()
    };
    packages.iter().map(|package| (name(package), needed(package))).collect()
}

#[test]
fn files_fit_in_one_head() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|path| (fs::read_to_string(&path).unwrap_or_default().lines().count(), path))
        .filter(|(lines, _)| *lines > LINES)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn nothing_is_left_undone() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap_or_default();
        for word in
            ["TO".to_owned() + "DO", "FIX".to_owned() + "ME", "dbg".to_owned() + "!("]
        {
            assert!(!text.contains(&word), "{} holds {word}", path.display());
        }
    }
}

#[test]
fn every_module_begins_with_what_it_is() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text.starts_with("//! "), "{} does not say what it is", path.display());
    }
}

fn sources() -> Vec<PathBuf> {
    let folders = ["crates", "tests"].map(|folder| root().join(folder));
    let entries = folders.iter().flat_map(WalkDir::new).filter_map(Result::ok);
    entries
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect()
}
