//! A disk that is really full, under an open desk: it is told, nothing is lost, and once there is
//! room again all goes on.
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::json;
use support::Site;
use support::desk::{Desk, hash, wait_until};
use support::running::Preview;

use super::PAGE;
use crate::MENDED;

/// What fills the disk until somebody makes room.
const BALLAST: &str = "ballast";

/// A desk on a site whose folder is a small disk of its own, and where that folder is seen from
/// here; nothing where this system lets nobody mount one.
fn on_a_small_disk() -> Option<(Desk, PathBuf)> {
    let site = Site::base();
    site.write(PAGE, MENDED);
    let serve = site.command(&[]);
    let small = site.path("small");
    fs::create_dir(&small).expect("writable");
    let script = format!(
        "mount -t tmpfs -o size=1200k none small && cp -r content templates static small && \
         cd small && head -c 500000 /dev/zero > {BALLAST} && exec \"$0\" serve --port 0"
    );
    let may = Command::new("unshare")
        .args(["-rm", "sh", "-c", "mount -t tmpfs none \"$0\""])
        .arg(&small)
        .output();
    if !may.is_ok_and(|may| may.status.success()) {
        eprintln!("skipped: this system lets nobody mount a small disk");
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &script]).arg(serve.get_program());
    command.current_dir(site.path(""));
    let preview = Preview::of(site, command);
    // Only its own processes see the disk; the system shows it here.
    let seen = format!("/proc/{}/root{}", preview.process.0.id(), small.display());
    Some((Desk::of(preview), seen.into()))
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let Some((desk, small)) = on_a_small_disk() else { return };
    let on_disk = || fs::read_to_string(small.join(PAGE)).expect("it is there");
    let open = desk.open(PAGE);
    // Twice this, the text and what it began from, is more than there is room for.
    let text = format!("{MENDED}\n{}", "A line of many.\n".repeat(50_000));
    assert_eq!(desk.type_text(PAGE, &text, &open["hash"]).0, 200);
    wait_until("it is told that it is not kept", || {
        let (_, seen) = desk.type_text(PAGE, &text, &open["hash"]);
        let why = seen["why"].as_str().unwrap_or_default();
        seen["kept"] == json!(false) && why.contains("No space left")
    });
    assert_eq!(desk.open(PAGE)["draft"]["text"], json!(text), "the desk has it");
    let (status, told) = desk.save(PAGE, &text, hash(&open));
    let why = told["why"].as_str().unwrap_or_default();
    assert!(status == 507 && why.contains("No space left"), "{told}");
    assert_eq!(on_disk(), MENDED, "the file is as it was");
    fs::remove_file(small.join(BALLAST)).expect("it is there");
    wait_until("the disk takes what was typed", || {
        small.join(".candor/drafts/content/a.md.json").exists()
    });
    // The draft makes room for the file that it becomes.
    let shorter = format!("{MENDED}\n{}", "A line of many.\n".repeat(10_000));
    assert_eq!(desk.type_text(PAGE, &shorter, &open["hash"]).0, 200);
    wait_until("it is saved", || desk.save(PAGE, &shorter, hash(&open)).0 == 200);
    assert_eq!(on_disk(), shorter);
}
