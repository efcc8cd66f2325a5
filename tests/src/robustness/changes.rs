//! Commands that change the site: all files, or none, whatever stops them.
use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::{Site, said};

use crate::is_refused;

type Files = BTreeMap<String, Vec<u8>>;

/// How often a move is killed.
const TIMES: u32 = 80;

const JOURNAL: &str = "content/.changes~";

fn page(title: &str, text: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndescription = \"A page on {title} that exists only so that \
         somebody can move another one.\"\n+++\n{text}\n"
    )
}

/// A site of 40 pages that all lead to one.
fn many() -> Site {
    let site = Site::base();
    site.write("content/sleep.md", page("Sleep", "Text."));
    for number in 0..40 {
        let text = format!("Text {number}, and a [link](../sleep.md).");
        site.write(
            format!("content/all/page-{number}.md"),
            page(&format!("Page {number}"), &text),
        );
    }
    site
}

/// The files of the site, but for a journal that was not yet one, which the next command removes.
fn content(site: &Site) -> Files {
    let mut files = site.files("content");
    files.retain(|path, _| !path.starts_with(".changes~"));
    files
}

const THERE: [&str; 3] = ["mv", "sleep.md", "deep/er/night.md"];
const BACK: [&str; 3] = ["mv", "deep/er/night.md", "sleep.md"];

#[test]
fn a_killed_move_is_made_or_not() {
    let site = many();
    // There and back once, so that the ledger is there in both states.
    assert!(site.run(&THERE).status.success());
    assert!(site.run(&BACK).status.success());
    let before = content(&site);
    let since = Instant::now();
    assert!(site.run(&THERE).status.success());
    let usual = since.elapsed();
    let after = content(&site);
    let (mut killed, mut seen) = (0, [0, 0]);
    for round in 0..TIMES {
        let moves = if site.path("content/sleep.md").exists() { THERE } else { BACK };
        let mut process = site
            .command(&moves)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        // The second half of its time, in which it writes.
        std::thread::sleep(usual / 3 + usual * 2 / 3 * (round * 37 % TIMES) / TIMES);
        process.kill().expect("it can be killed");
        killed += u32::from(!process.wait().expect("it ends").success());
        // Any command finishes what was begun.
        let checked = site.run(&["check"]);
        assert!(checked.status.success(), "{}", said(&checked));
        let now = content(&site);
        let state = [&before, &after]
            .iter()
            .position(|state| now.len() == state.len() && now.keys().eq(state.keys()));
        seen[state.unwrap_or_else(|| panic!("neither state: {:?}", now.keys()))] += 1;
    }
    assert!(killed > TIMES / 4, "{killed} of {TIMES} moves were killed before their end");
    assert!(seen.iter().all(|times| *times > 0), "both states: {seen:?}");
}

/// A move is refused, with these words, and leaves all as it was.
fn leaves_all(site: &Site, words: &str) {
    let before = content(site);
    let refused = site.run(&THERE);
    assert!(is_refused(&refused), "{}", said(&refused));
    assert!(said(&refused).contains(words), "{}", said(&refused));
    assert!(content(site) == before);
    assert!(!site.path("content/deep").exists(), "no empty folder is left");
}

#[test]
fn a_file_that_may_not_be_written_stops_all() {
    let site = many();
    let locked = site.path("content/all/page-39.md");
    let mut rights = fs::metadata(&locked).expect("it stands").permissions();
    rights.set_readonly(true);
    fs::set_permissions(&locked, rights).expect("ours");
    leaves_all(
        &site,
        "`content/all/page-39.md` cannot be written: permission denied; all is as it was",
    );
}

#[test]
fn what_fails_half_way_is_put_back() {
    let site = many();
    // The former text of the last page that changes finds its place taken.
    site.write("content/all/page-9.md.old~/in-the-way", "");
    leaves_all(&site, "`content/all/page-9.md` cannot be written: ");
    fs::remove_dir_all(site.path("content/all/page-9.md.old~")).expect("ours");
    // A new text finds no place to wait in.
    site.write("content/all/page-9.md.new~/in-the-way", "");
    leaves_all(&site, "; all is as it was");
    fs::remove_dir_all(site.path("content/all/page-9.md.new~")).expect("ours");
    assert!(site.run(&THERE).status.success());
}

#[cfg(target_os = "linux")]
#[test]
fn a_text_that_does_not_fit_stops_all() {
    let site = many();
    site.write(
        "content/all/page-9.md",
        page("Long", &("[a](../sleep.md) ".to_owned() + &"word ".repeat(40_000))),
    );
    let before = content(&site);
    let script = format!("trap '' XFSZ; ulimit -f 64; \"$0\" {}", THERE.join(" "));
    let refused = crate::trouble::script(&site, &script);
    crate::trouble::says(
        &refused,
        "`content/all/page-9.md` cannot be written: File too large",
    );
    assert!(content(&site) == before);
}

fn hash(text: &str) -> String {
    format!("{:032x}", site::store::key(text.as_bytes()))
}

/// A journal of one change of the home page.
fn journal(file: &str, former: &str, new: &str) -> String {
    let (former, new) = (hash(former), hash(new));
    format!(
        "{{\"is_staged\":true,\"changes\":[{{\"file\":\"{file}\",\"former\":\"{former}\",\
         \"new\":\"{new}\"}}]}}"
    )
}

#[test]
fn a_change_that_was_left_half_made_is_made_before_the_site_is_read() {
    let site = Site::base();
    let home = site.read("content/index.md").expect("it stands");
    let new = home.clone() + "\nMore.\n";
    let noted = journal("content/index.md", &home, &new);
    site.write("content/index.md.new~", &new);
    site.write(JOURNAL, &noted);
    assert!(site.run(&["check"]).status.success());
    assert_eq!(site.read("content/index.md"), Some(new.clone()));
    assert!(!site.path(JOURNAL).exists() && !site.path("content/index.md.new~").exists());

    // What was being staged is not made.
    site.write(JOURNAL, noted.replace("true", "false"));
    site.write("content/index.md.new~", "half");
    assert!(site.run(&["check"]).status.success());
    assert_eq!(site.read("content/index.md"), Some(new.clone()));
    assert!(!site.path(JOURNAL).exists() && !site.path("content/index.md.new~").exists());

    // What somebody else has written since stays.
    site.write(JOURNAL, &noted);
    site.write("content/index.md.new~", &new);
    site.write("content/index.md", "Mine.");
    let refused = site.run(&["check"]);
    let told = "a command was stopped while it changed the site, and `content/index.md` is another \
                one since: `content/.changes~` lists what it would change; look at these files, \
                then remove it";
    assert!(is_refused(&refused) && said(&refused).contains(told), "{}", said(&refused));
    assert_eq!(site.read("content/index.md").as_deref(), Some("Mine."));

    // Nor is it made where it cannot be.
    site.write("content/index.md", &home);
    site.write("content/index.md.old~/in-the-way", "");
    let refused = site.run(&["check"]);
    let told = "a command was stopped while it changed the site, and `content/index.md` cannot be \
                changed now: ";
    assert!(is_refused(&refused) && said(&refused).contains(told), "{}", said(&refused));
}

#[test]
fn a_list_of_changes_leads_nowhere_else() {
    for file in
        ["../a.md", "content/../../a.md", "/etc/a", "a.md", "dist/a", "content", ""]
    {
        let site = Site::base();
        site.write("other.md.new~", "new");
        site.write(JOURNAL, journal(file, "", "new"));
        let refused = site.run(&["check"]);
        let told =
            "`content/.changes~` is no list of changes: remove it, and look at the site";
        assert!(is_refused(&refused) && said(&refused).contains(told), "{file}");
    }
    let site = Site::base();
    for torn in ["", "[]", "{", "{\"is_staged\":true}"] {
        site.write(JOURNAL, torn);
        assert!(is_refused(&site.run(&["check"])), "{torn}");
    }
}

#[test]
fn two_moves_at_once_do_not_mix() {
    let site = many();
    let start = |moves: &[&str]| {
        let mut command = site.command(moves);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
    };
    let goals = ["a/one.md", "b/two.md", "c/three.md", "d/four.md"];
    let moves = goals.map(|to| start(&["mv", "sleep.md", to]));
    let ended = moves
        .map(|mut process| process.wait().expect("it ends").code().expect("by itself"));
    assert_eq!(ended.iter().filter(|code| **code == 0).count(), 1, "{ended:?}");
    std::thread::sleep(Duration::from_millis(10));
    let checked = site.run(&["check"]);
    assert!(checked.status.success(), "{}", said(&checked));
    let there = goals.iter().filter(|to| site.path("content").join(to).exists());
    assert_eq!(there.count(), 1);
    assert!(!site.files("content").keys().any(|path| path.ends_with('~')));
}
