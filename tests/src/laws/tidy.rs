//! The rules that the code keeps: who may know whom, how long things are, and how much is
//! explained. `measure/limits.rs` has the limits, and the command `measures` the figures.
#[path = "tidy/breach.rs"]
mod breach;
#[path = "tidy/form.rs"]
mod form;
#[path = "tidy/structure.rs"]
mod structure;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::measure::rust_files;

use self::breach::{assert_kept, assert_seen};
use crate::root;

#[test]
fn crates_know_only_whom_they_may() {
    let uses = dependencies();
    let inside = |name: &str| -> BTreeSet<&str> {
        uses[name]
            .iter()
            .map(String::as_str)
            .filter(|name| uses.contains_key(*name))
            .collect()
    };
    assert_eq!(inside("rules"), BTreeSet::new());
    assert_eq!(inside("quiz"), BTreeSet::from(["rules"]));
    assert_eq!(inside("ground"), BTreeSet::new());
    assert_eq!(inside("self_check"), BTreeSet::from(["ground", "rules"]));
    assert_eq!(inside("site"), BTreeSet::from(["ground", "rules", "self_check"]));
    assert_eq!(inside("embedded"), BTreeSet::new());
    assert_eq!(inside("disk"), BTreeSet::from(["embedded", "ground", "site"]));
    assert_eq!(inside("starter"), BTreeSet::new());
    let candor = ["disk", "embedded", "ground", "rules", "self_check", "site", "starter"];
    assert_eq!(inside("candor"), BTreeSet::from(candor));
    assert!(uses["rules"].is_empty(), "rules needs nothing: {:?}", uses["rules"]);
    let edges = ["walkdir", "notify", "axum", "clap", "annotate-snippets", "tokio"];
    for name in edges {
        assert!(!uses["site"].contains(name), "site does no input or output: {name}");
    }
}

/// `cargo run`, the README's first command, has one binary to run, and compiles no library but
/// what that needs: it makes those of every default member.
#[test]
fn there_is_one_binary_to_run() {
    let metadata = metadata();
    let default = metadata["workspace_default_members"].as_array().expect("a list");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let packages = packages.iter().filter(|package| default.contains(&package["id"]));
    let targets: Vec<_> = packages
        .flat_map(|package| package["targets"].as_array().expect("a list"))
        .collect();
    for kind in ["bin", "lib"] {
        let made =
            targets.iter().filter(|target| target["kind"] == serde_json::json!([kind]));
        let names: Vec<_> = made.map(|target| &target["name"]).collect();
        assert_eq!(names, ["candor"], "{kind}");
    }
}

/// What cargo says of the workspace.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

/// The dependencies of each of our crates, those for tests left out.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("there are packages");
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let needed = |package: &Value| {
        let all = package["dependencies"].as_array().cloned().unwrap_or_default();
        all.iter().filter(|one| one["kind"].is_null()).map(name).collect()
    };
    packages.iter().map(|package| (name(package), needed(package))).collect()
}

/// Nothing is put off, and nothing left over from looking for a fault.
fn nothing_put_off(root: &Path) -> Vec<String> {
    let words =
        ["TO".to_owned() + "DO", "FIX".to_owned() + "ME", "dbg".to_owned() + "!("];
    let files = sources(root).into_iter();
    let held = |(path, text): &(String, String)| {
        let word = words.iter().find(|word| text.contains(*word))?;
        Some(format!("{path} holds {word}"))
    };
    files.filter_map(|file| held(&file)).collect()
}

#[test]
fn nothing_is_left_undone() {
    assert_kept(nothing_put_off);
    let later = format!("//! It is.\n// {}: more\n", "TO".to_owned() + "DO");
    let file = ("crates/quiz/src/lib.rs", &*later);
    assert_seen(nothing_put_off, &[file], "crates/quiz/src/lib.rs");
}

/// Each file begins with what it is.
fn modules_say_what_they_are(root: &Path) -> Vec<String> {
    let files = sources(root).into_iter();
    files.filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect()
}

#[test]
fn every_module_begins_with_what_it_is() {
    assert_kept(modules_say_what_they_are);
    let file = ("tests/src/mute.rs", "// What it is.\n");
    assert_seen(modules_say_what_they_are, &[file], "tests/src/mute.rs");
}

/// All sources, those of the tests too, with their text.
fn sources(root: &Path) -> Vec<(String, String)> {
    let folders = ["crates", "tests"].into_iter();
    let files = folders.flat_map(|folder| {
        let files = rust_files(&root.join(folder)).into_iter();
        files.map(move |(path, text)| (format!("{folder}/{path}"), text))
    });
    files.collect()
}
