//! `candor licences` prints the licence of every package that is part of the program.
//! `UPDATE=1 cargo test -p candor-tests --test laws licences` writes the list anew.
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use walkdir::WalkDir;

use crate::root;

/// The list that the command has inside.
const KEPT: &str = "crates/candor/licences.txt";

/// What the list begins with.
const HEAD: &str = "Candor is made with these packages, each under its own licence. The source of \
                    each is at https://crates.io/crates/NAME/VERSION.\n";

/// Whoever compiles brings the standard library, so Cargo does not list it.
const STANDARD_LIBRARY: &str = "The Rust standard library (MIT OR Apache-2.0)\n\n\
    Copyright (c) The Rust Project Contributors\n\n\
    It is used under the MIT licence, whose text stands above. The packages that it is made with \
    are listed in `share/doc/rust/COPYRIGHT-library.html` of each release of Rust.\n";

const LINE: &str =
    "\n------------------------------------------------------------------------\n\n";

/// Packages without a text of their licence, and the one of the same authors that has it.
const WITHOUT: [(&str, &str); 2] =
    [("alloc-stdlib", "alloc-no-stdlib"), ("selectors", "cssparser")];

/// A package writes a part of the script that starts the self-check's program.
const WRITES: &str = "wasm-bindgen-cli-support";

/// What Cargo knows of a package.
struct Package {
    name: String,
    /// Its name, version and licence.
    title: String,
    folder: PathBuf,
    is_ours: bool,
    needs: Vec<String>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// All packages by their ids, with those that each needs to run.
fn packages() -> BTreeMap<String, Package> {
    let arguments = ["metadata", "--locked", "--offline", "--format-version", "1"];
    let platform = ["--filter-platform", "x86_64-unknown-linux-gnu"];
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(arguments).args(platform);
    let output = cargo.output().expect("Cargo runs the tests");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let runs =
        |need: &&Value| list(&need["dep_kinds"]).any(|kind| kind["kind"].is_null());
    let needs = |node: &Value| {
        list(&node["deps"]).filter(runs).map(|need| text(&need["pkg"])).collect()
    };
    let nodes = list(&metadata["resolve"]["nodes"]);
    let mut needs: BTreeMap<_, Vec<_>> =
        nodes.map(|node| (text(&node["id"]), needs(node))).collect();
    let package = |package: &Value| {
        let (id, manifest) = (text(&package["id"]), text(&package["manifest_path"]));
        let [name, version, licence] =
            ["name", "version", "license"].map(|key| text(&package[key]));
        let folder = Path::new(&manifest).parent().expect("a folder").to_owned();
        let title = format!("{name} {version} ({licence})");
        let needs = needs.remove(&id).unwrap_or_default();
        (id, Package { name, title, folder, is_ours: package["source"].is_null(), needs })
    };
    list(&metadata["packages"]).map(package).collect()
}

/// The packages of others that are part of the program, in the order of their names.
fn inside(all: &BTreeMap<String, Package>) -> Vec<&Package> {
    let is_root = |package: &&Package| {
        package.is_ours && ["candor", "quiz"].contains(&&*package.name)
    };
    let mut waiting: Vec<_> = all.values().filter(is_root).collect();
    let mut inside: BTreeMap<_, _> = all
        .values()
        .filter(|package| package.name == WRITES)
        .map(|package| (&package.title, package))
        .collect();
    while let Some(package) = waiting.pop() {
        if inside.insert(&package.title, package).is_none() {
            waiting.extend(package.needs.iter().map(|id| &all[id]));
        }
    }
    inside.into_values().filter(|package| !package.is_ours).collect()
}

/// Whether a file holds a licence or a notice.
fn is_notice(name: &str) -> bool {
    ["license", "licence", "unlicense", "copying", "copyright", "notice"]
        .iter()
        .any(|word| name.to_lowercase().starts_with(word))
}

/// Whether a file tells of a licence that somebody may choose in place of MIT.
fn is_other_choice(name: &str) -> bool {
    ["apache", "unlicense", "0bsd", "zlib", "copying"]
        .iter()
        .any(|word| name.to_lowercase().contains(word))
}

/// The texts that come with a package: where it can be had under the MIT licence, not those of the
/// licences beside it.
fn notices(folder: &Path) -> Vec<String> {
    let files = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let mut files: Vec<_> = files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry))
        .filter(|(name, _)| is_notice(name))
        .collect();
    if files.iter().any(|(name, _)| name.contains("MIT")) {
        files.retain(|(name, _)| !is_other_choice(name));
    }
    let texts = files.iter().map(|(_, file)| fs::read(file.path()).expect("readable"));
    texts.map(|text| plain(&String::from_utf8_lossy(&text))).collect()
}

/// A text without what nobody sees: ends of lines, and blanks before them.
fn plain(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_matches('\n'))
}

/// The whole list: each text once, below the packages that it belongs to.
fn written(packages: &[&Package]) -> String {
    let mut by_text: BTreeMap<Vec<String>, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        let other = WITHOUT.iter().find(|(name, _)| *name == package.name);
        let named = other.map_or(&*package.name, |(_, other)| *other);
        let source = packages.iter().find(|package| package.name == named);
        let notices = notices(&other.and(source).unwrap_or(package).folder);
        assert!(!notices.is_empty(), "{} comes without its licence", package.title);
        by_text.entry(notices).or_default().insert(&package.title);
    }
    let mut groups: Vec<_> = by_text.into_iter().collect();
    groups.sort_by(|one, other| one.1.cmp(&other.1));
    let mut written = HEAD.to_owned();
    for (texts, titles) in groups {
        let titles: Vec<_> = titles.into_iter().collect();
        let _ = write!(written, "{LINE}{}\n\n{}", titles.join("\n"), texts.join("\n"));
    }
    written + LINE + STANDARD_LIBRARY
}

#[test]
fn the_licences_of_all_that_is_inside_are_kept() {
    let all = packages();
    let inside = inside(&all);
    assert!(inside.len() > 100, "only {} packages", inside.len());
    let (now, file) = (written(&inside), root().join(KEPT));
    if std::env::var("UPDATE").is_ok() {
        fs::write(&file, &now).expect("writable");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == now,
        "{KEPT} is not of the packages that are used now: run\n\
         UPDATE=1 cargo test -p candor-tests --test laws licences"
    );
}

#[test]
fn packages_without_a_text_are_still_so() {
    let all = packages();
    for (name, other) in WITHOUT {
        let of = |name: &str| all.values().find(|package| package.name == name);
        let is_without = |package: &Package| notices(&package.folder).is_empty();
        assert!(of(name).is_some_and(is_without), "{name} has its own text");
        assert!(!of(other).is_none_or(is_without), "{other} has none");
    }
}
