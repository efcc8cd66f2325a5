//! However an editor saves, the preview follows once, and nothing is lost or kept.
use std::fs;
use std::process::Command;
use std::time::Duration;

use support::Site;
use support::running::Preview;

const PAGE: &str = "content/a.md";

fn text(number: usize) -> String {
    format!(
        "+++\ntitle = \"Saved\"\ndescription = \"A page that somebody saves again and again, \
         in each of the ways that editors know.\"\n+++\nSaved {number} times.\n"
    )
}

fn start() -> Preview {
    let site = Site::base();
    site.write(PAGE, text(0));
    let preview = Preview::start(site);
    preview.wait_for("/a/", "Saved 0 times.");
    preview
}

/// How many builds there were so far, good or not.
fn round(preview: &Preview) -> u64 {
    let answer = preview.get("/__candor/findings");
    let (_, rest) = answer.split_once("candor;desc=\"").expect("a round");
    rest.split('"').next().and_then(|round| round.parse().ok()).expect("a number")
}

/// The ways in which editors save.
type Habit = fn(&Site, &str);
const HABITS: &[(&str, Habit)] = &[
    ("in place", |site, text| site.write(PAGE, text)),
    ("in pieces", |site, text| {
        use std::io::Write;
        let mut file = fs::File::create(site.path(PAGE)).expect("writable");
        for piece in text.as_bytes().chunks(16) {
            file.write_all(piece).expect("writable");
        }
    }),
    ("another file renamed over it", |site, text| {
        site.write("content/.a.md.tmp", text);
        fs::rename(site.path("content/.a.md.tmp"), site.path(PAGE)).expect("ours");
    }),
    ("sed -i", |site, text| {
        let number = text.split_whitespace().rev().nth(1).expect("a number");
        let edit = format!("s/Saved [0-9]* times/Saved {number} times/");
        let sed = Command::new("sed").arg("-i").arg(edit).arg(site.path(PAGE)).status();
        assert!(sed.is_ok_and(|status| status.success()));
    }),
    ("vim, which tries the folder and keeps the old file for a moment", |site, text| {
        site.write("content/4913", "");
        fs::remove_file(site.path("content/4913")).expect("ours");
        fs::rename(site.path(PAGE), site.path("content/a.md~")).expect("ours");
        site.write(PAGE, text);
        fs::remove_file(site.path("content/a.md~")).expect("ours");
    }),
    ("removed and written", |site, text| {
        fs::remove_file(site.path(PAGE)).expect("ours");
        site.write(PAGE, text);
    }),
];

#[test]
fn each_way_to_save_is_one_build() {
    let preview = start();
    for (number, (habit, save)) in HABITS.iter().enumerate() {
        let before = round(&preview);
        save(&preview.site, &text(number + 1));
        preview.wait_for("/a/", &format!("Saved {} times.", number + 1));
        // Whatever else was written is seen by then.
        std::thread::sleep(Duration::from_millis(400));
        assert_eq!(round(&preview), before + 1, "{habit}");
    }
}

#[test]
fn a_save_during_a_build_is_not_lost() {
    let preview = start();
    for number in 0..40 {
        preview.site.write(PAGE, text(2 * number + 1));
        std::thread::sleep(Duration::from_millis(2 * number as u64));
        preview.site.write(PAGE, text(2 * number + 2));
        preview.wait_for("/a/", &format!("Saved {} times.", 2 * number + 2));
    }
}

/// The memory that a process uses, in KiB, and how many files it holds open.
#[cfg(target_os = "linux")]
fn holds(process: u32) -> (u64, usize) {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    let size = line.trim().split(' ').next().and_then(|size| size.parse().ok());
    let files = fs::read_dir(format!("/proc/{process}/fd")).expect("it runs").count();
    (size.expect("a number"), files)
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_saves_leave_nothing_behind() {
    let preview = start();
    let save = |number: usize| {
        preview.site.write(PAGE, text(number));
        preview.wait_for("/a/", &format!("Saved {number} times."));
    };
    (1..=200).for_each(save);
    let (size, files) = holds(preview.process.0.id());
    (201..=1_000).for_each(save);
    let (later, files_later) = holds(preview.process.0.id());
    assert!(later < size + 8_192, "{size} KiB became {later}");
    assert!(files_later <= files + 2, "{files} open files became {files_later}");
}
