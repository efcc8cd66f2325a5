//! Symbolic links, and what else cannot be read as a file of the site.
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use support::{Site, said};

use crate::{MENDED, code};

#[test]
fn links_are_not_followed() {
    let site = Site::base();
    symlink("nowhere", site.path("linked")).expect("links can be made");
    assert_eq!(code(&site.run(&["build", "--out", "linked/x"])), 2);
    site.run(&["build"]);
    symlink(site.path("content"), site.path("dist/a")).expect("links can be made");
    site.write("content/a.md", MENDED);
    let refused = site.run(&["build"]);
    assert_eq!(code(&refused), 2, "{}", said(&refused));
    assert!(!site.path("content/index.html").exists(), "nothing went through the link");
    for path in ["content/b.md", "content/folder", "static/x.css"] {
        symlink("/etc/hostname", site.path(path)).expect("links can be made");
    }
    let checked = site.run(&["check", "--json"]);
    assert_eq!(code(&checked), 1);
    let expected = json!({
        "code": "symbolic-link",
        "message": "this is a symbolic link, and what it leads to would be missing for visitors",
        "help": "put a copy of the file itself in its place",
    });
    let links = told_of(&checked).into_iter().filter(|told| *told == expected);
    assert_eq!(links.count(), 3, "{}", said(&checked));
}

#[test]
fn a_page_that_is_a_link_is_told_once() {
    let site = Site::base();
    let links =
        "[home](index.md), [home](/#main), [a](/a/), [a](a.md#text) ![room](room.png)\n";
    site.write("content/b.md", MENDED.to_owned() + links);
    let practice = site.read("content/practice.toml").expect("it stands");
    let menu = "menu = [{ label = \"A\", page = \"a.md\" }]";
    site.write("content/practice.toml", practice.replace("menu = []", menu));
    fs::remove_file(site.path("content/index.md")).expect("it stands");
    for path in ["content/index.md", "content/a.md", "content/room.png"] {
        symlink("/etc/hostname", site.path(path)).expect("links can be made");
    }
    let told = told_of(&site.run(&["check", "--json"]));
    let codes: Vec<_> = told.iter().map(|told| &told["code"]).collect();
    assert_eq!(codes, ["symbolic-link"; 3], "{told:?}");
    for path in ["content/index.md", "content/a.md", "content/room.png"] {
        fs::remove_file(site.path(path)).expect("it stands");
    }
    let told = said(&site.run(&["check", "--json"]));
    for code in ["home-missing", "link-broken", "picture-missing", "menu"] {
        assert!(told.contains(code), "without the links, {code} is told: {told}");
    }
}

#[test]
fn names_and_files_that_cannot_be_read_are_found() {
    let site = Site::base();
    site.write(Path::new("content").join(OsStr::from_bytes(b"\xff.md")), "");
    let pipe = Command::new("mkfifo").arg(site.path("content/pipe.md")).status();
    assert!(pipe.is_ok_and(|status| status.success()));
    let checked = site.run(&["check", "--json"]);
    assert_eq!(code(&checked), 1);
    let told = [
        (
            "unreadable",
            "this cannot be read: it is not a file",
            "give your user the right to read it, or move it out of the site's folder",
        ),
        (
            "name-not-utf8",
            "the name of this file is not plain text in UTF-8",
            "rename the file with small letters, digits and hyphens",
        ),
    ];
    for (code, message, help) in told {
        let expected = json!({ "code": code, "message": message, "help": help });
        assert!(told_of(&checked).contains(&expected), "{}", said(&checked));
    }
}

/// What each finding says, without its place.
fn told_of(checked: &Output) -> Vec<Value> {
    let json: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("a list").iter();
    let told = |each: &Value| json!({ "code": each["code"], "message": each["message"], "help": each["help"] });
    findings.map(told).collect()
}
