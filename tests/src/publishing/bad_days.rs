//! Publishing on days on which something goes wrong.
use std::fs;
use std::time::{Duration, Instant};

use support::said;

use super::{changes, code, on_day, page, publish, site};

#[test]
fn a_program_that_does_not_send_keeps_the_website() {
    let site = site();
    site.write("text", "no program");
    for (with, limit, why) in [
        ("no-such-program dist", "60", "there is no program `no-such-program`"),
        ("./text", "60", "`./text` cannot be started: Permission denied (os error 13)"),
        ("sh -c 'echo half; exit 23'", "60", "`sh` failed with exit code 23"),
        ("sh -c 'kill -9 $$'", "60", "`sh` was ended from outside"),
        ("sleep 600", "1", "`sleep` was ended, as it took longer than 1s"),
        // With what it started, and whether or not it still prints.
        (
            "sh -c 'sleep 600 & sleep 600'",
            "1",
            "`sh` was ended, as it took longer than 1s",
        ),
        (
            "sh -c 'exec >&- 2>&-; sleep 600'",
            "1",
            "`sh` was ended, as it took longer than 1s",
        ),
    ] {
        let since = Instant::now();
        let failed =
            site.run(&["publish", "--publish-with", with, "--publish-limit", limit]);
        assert_eq!(code(&failed), 1, "{}", said(&failed));
        let told = format!(
            "It was not sent: {why}. The website in dist/ is whole; run the same command again to \
             try once more.\n"
        );
        assert!(said(&failed).contains(&told), "{}", said(&failed));
        assert!(since.elapsed() < Duration::from_secs(30));
        assert!(site.path("dist/index.html").exists());
        assert!(said(&site.run(&["log"])).contains(", not sent\n"));
        // Tried again, though nothing changed.
        let again = site.run(&["publish", "--publish-with", "true"]);
        assert_eq!(code(&again), 0, "{}", said(&again));
        assert!(said(&site.run(&["log"])).contains(", sent\n"));
    }
}

#[test]
fn a_program_that_nobody_can_mean_is_refused_at_once() {
    let site = site();
    for (wrong, why) in [
        ("", "it names no program"),
        ("  ", "it names no program"),
        ("''", "it names no program"),
        ("rsync 'dist", "a quote is never closed"),
    ] {
        let refused = site.run(&["publish", "--publish-with", wrong]);
        assert_eq!(code(&refused), 2, "{}", said(&refused));
        let told = format!("`--publish-with` is not understood: {why}");
        assert!(said(&refused).contains(&told), "{}", said(&refused));
    }
    assert!(!site.path("dist").exists());
}

/// Two at once wait for each other, and both are noted.
#[test]
fn two_publications_at_once_come_one_after_the_other() {
    let site = site();
    publish(&site);
    let start = |text: &str| {
        site.write("content/sleep.md", page("Sleep", text));
        let mut command = site.command(&["publish", "--publish-with", "sleep 1"]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command.spawn().expect("it starts")
    };
    let first = start("One text.");
    while !site.path(".candor/publications/2.json").exists() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let second = start("Another text.");
    let ends =
        [first, second].map(|process| process.wait_with_output().expect("it ends"));
    for end in &ends {
        assert_eq!(code(end), 0, "{}", said(end));
    }
    let waits = "Somebody else is publishing this site; this waits for it.\n";
    assert!(said(&ends[1]).contains(waits), "{}", said(&ends[1]));
    let page = site.read("dist/sleep/index.html").expect("it stands");
    assert!(page.contains("Another text."));
    assert!(site.path(".candor/publications/3.json").exists());
}

#[test]
fn a_clock_that_went_back_publishes_nothing_by_itself() {
    let site = site();
    publish(&site);
    let before = site.files("dist");
    site.write("content/sleep.md", page("Sleep", "Other words."));
    let refused = on_day(&site, -30, &["publish"]);
    assert_eq!(code(&refused), 2, "{}", said(&refused));
    let told = "this computer's clock says 2026-11-07, and the last publication was made on \
                2026-12-07: set the clock, or add `--despite clock` if it was wrong then";
    assert!(said(&refused).replace("\n  ", " ").contains(told), "{}", said(&refused));
    assert!(site.files("dist") == before);
    let told = on_day(&site, -30, &["publish", "--despite", "clock"]);
    assert_eq!(code(&told), 0, "{}", said(&told));
}

/// Without its notes everything counts as new, and nothing that stands there is lost.
#[test]
fn without_its_folder_of_notes_everything_counts_as_new() {
    let site = site();
    publish(&site);
    fs::remove_dir_all(site.path(".candor")).expect("it is there");
    site.write("content/sleep.md", page("Sleep", "Other words."));
    site.write("dist/mine.txt", "mine");
    assert!(changes(&site).contains("New page: /meals/"));
    let said = publish(&site);
    let kept = fs::read_dir(site.path(".candor/dist")).expect("it is there").flatten();
    let mut kept = kept.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let kept = kept.find(|name| name.starts_with("aside-")).expect("copies");
    let kept = site.path(".candor/dist").canonicalize().expect("it is there").join(kept);
    let aside = format!(
        "Nobody knows any more who wrote 3 files that stood there; copies are in {}/.\n",
        kept.display()
    );
    assert!(said.contains(&aside), "{said}");
    let foreign = "Not from this site, and left as it is: 1 file in dist/ (mine.txt).\n";
    assert!(said.contains(foreign), "{said}");
    let page = site.read("dist/sleep/index.html").expect("it stands");
    assert!(page.contains("Other words."));
    assert_eq!(site.read("dist/mine.txt").as_deref(), Some("mine"));
    let aside = site.files(".candor/dist");
    let kept =
        |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("drowsy for two hours");
    assert!(aside.iter().any(|(path, bytes)| path.contains("aside-") && kept(bytes)));
    assert!(publish(&site).contains("nothing had changed"));
}

/// A torn record, as a power failure leaves it, is no record.
#[test]
fn a_torn_record_is_none() {
    let site = site();
    publish(&site);
    site.write("content/nap.md", page("Nap", "A short sleep."));
    publish(&site);
    for torn in ["", "{", "[]", "{\"number\":2}"] {
        site.write(".candor/publications/2.json", torn);
        assert!(changes(&site).contains("since publication 1"));
        assert!(said(&site.run(&["log"])).contains("Publication 1"));
    }
    publish(&site);
    assert!(site.path(".candor/publications/3.json").exists(), "no number twice");
}

/// Where nothing can be noted, nothing is published; where the record alone does not fit, it is
/// told.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_nothing_is_told() {
    let site = site();
    site.write(".candor", "no folder");
    let refused = site.run(&["publish"]);
    assert_eq!(code(&refused), 2, "{}", said(&refused));
    let told = "nothing can be kept in `.candor`: File exists (os error 17)";
    assert!(said(&refused).contains(told), "{}", said(&refused));
    assert!(!site.path("dist").exists());
    fs::remove_file(site.path(".candor")).expect("ours");
    site.write(".candor/publications/objects", "no folder");
    let published = publish(&site);
    let told = "No record of this publication could be kept, so it cannot be put back: ";
    assert!(published.contains(told), "{published}");
    assert!(site.path("dist/index.html").exists());
}
