//! The desk on bad days: folders that go, disks that take nothing, browsers that cannot be started.
use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use support::Site;
use support::running::Preview;

use super::{Desk, PAGE, hash, of_page, wait_until};
use crate::MENDED;

#[test]
fn versions_are_kept_for_ninety_days() {
    let site = Site::base();
    site.write(PAGE, MENDED);
    let day = 24 * 60 * 60 * 1000_i64;
    let now = jiff::Timestamp::now().as_millisecond();
    let of = |days: i64| format!(".candor/history/{PAGE}/{}", now - days * day);
    site.write(of(91), "old");
    site.write(of(89), "young");
    let desk = Desk::start(site);
    let there = |days| desk.preview.site.path(of(days)).exists();
    assert!(!there(91) && there(89));
}

/// The texts that are not saved and the former ones belong to no website and to no commit.
#[test]
fn what_the_desk_keeps_is_not_published() {
    let desk = of_page(MENDED);
    let open = desk.open(PAGE);
    assert_eq!(desk.save(PAGE, &MENDED.replace("Text", "New"), hash(&open)).0, 200);
    let site = &desk.preview.site;
    assert_eq!(site.read(".candor/.gitignore").as_deref(), Some("*\n"));
    assert!(site.run(&["build"]).status.success());
    let published = site.files("dist");
    assert!(
        published.keys().all(|path| !path.contains("candor")),
        "{:?}",
        published.keys()
    );
    let pages = published.values().filter_map(|bytes| std::str::from_utf8(bytes).ok());
    assert!(pages.into_iter().all(|page| !page.contains("data-line")));
}

#[test]
fn the_folder_may_go_and_come_back_under_an_open_desk() {
    let desk = of_page(MENDED);
    let open = desk.open(PAGE);
    let content = desk.preview.site.path("content");
    let aside = desk.preview.site.path("aside");
    fs::rename(&content, &aside).expect("it is there");
    let text = MENDED.replace("Text", "Written meanwhile");
    let (status, told) = desk.save(PAGE, &text, hash(&open));
    assert_eq!(
        (status, &told["hash"]),
        (412, &Value::Null),
        "the file is gone, and that is told"
    );
    fs::rename(&aside, &content).expect("it is there");
    assert_eq!(desk.save(PAGE, &text, hash(&open)).0, 200);
    desk.preview.wait_for("/a/", "Written meanwhile");
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_nothing_is_told_and_loses_nothing() {
    let desk = of_page(MENDED);
    let open = desk.open(PAGE);
    // A folder of the site's own stands where the drafts would: nothing can be written there.
    desk.preview.site.write(".candor", "in the way");
    let text = MENDED.replace("Text", "Kept in memory");
    assert_eq!(desk.type_text(PAGE, &text, &open["hash"]).0, 200);
    wait_until("it is told", || {
        let (_, seen) = desk.type_text(PAGE, &text, &open["hash"]);
        seen["kept"] == json!(false) && seen["why"].is_string()
    });
    assert_eq!(desk.open(PAGE)["draft"]["text"], json!(text));
    // No version before can be kept, so nothing is saved over it.
    assert_eq!(desk.save(PAGE, &text, hash(&open)).0, 507);
    assert_eq!(desk.on_disk(PAGE), MENDED);
    fs::remove_file(desk.preview.site.path(".candor")).expect("it is there");
    wait_until("the disk takes it", || {
        desk.preview.site.path(".candor/drafts/content/a.md.json").exists()
    });
    assert_eq!(desk.save(PAGE, &text, hash(&open)).0, 200);
}

#[cfg(unix)]
#[test]
fn the_desk_is_opened_in_the_browser() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::base();
    let programs = site.path("programs");
    fs::create_dir(&programs).expect("a folder");
    let asked = site.path("asked");
    let browser = programs.join("xdg-open");
    fs::write(&browser, format!("#!/bin/sh\necho \"$1\" > {}\n", asked.display()))
        .expect("a program");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("it can run");
    let mut command: Command = site.command(&["serve", "--port", "0", "--open"]);
    command.env("PATH", &programs);
    let preview = Preview::of(site, command);
    let address = format!("http://127.0.0.1:{}/__candor/", preview.port);
    wait_until("the browser is started", || {
        fs::read_to_string(&asked).is_ok_and(|asked| asked.trim() == address)
    });
    preview.wait_until_told(&format!("Pages are written at {address}"));
}

#[cfg(unix)]
#[test]
fn where_no_browser_can_be_started_that_is_told() {
    let site = Site::base();
    let nothing = site.path("nothing");
    fs::create_dir(&nothing).expect("a folder");
    let mut command = site.command(&["serve", "--port", "0", "--open"]);
    command.env("PATH", &nothing);
    let preview = Preview::of(site, command);
    let address = format!("http://127.0.0.1:{}/__candor/", preview.port);
    let told = format!("No browser could be started: open {address} in one.");
    preview.wait_until_told(&told);
}
