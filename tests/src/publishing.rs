//! Publishing: what visitors would see change, the website that they get, who did what, and a
//! former website again.
mod bad_days;
mod put_back;

use std::fs;
use std::process::Output;

use serde_json::Value;
use support::{Site, said};

use crate::code;

const PAGE: &str = "+++\ntitle = \"TITLE\"\ndescription = \"TITLE is a page that exists only so \
                    that tests can publish a website with it.\"\n+++\n";

/// A page of some title.
fn page(title: &str, text: &str) -> String {
    PAGE.replace("TITLE", title) + text + "\n"
}

/// The base site with a page on sleep and one on meals.
fn site() -> Site {
    let site = Site::base();
    site.write("content/sleep.md", page("Sleep", "You may feel drowsy for two hours."));
    site.write("content/meals.md", page("Meals", "Eat nothing before a visit."));
    site
}

/// Runs a command at another day than most tests do.
fn on_day(site: &Site, days: i64, arguments: &[&str]) -> Output {
    let moment = support::NOON + days * 86_400;
    let mut command = site.command(arguments);
    command.env("SOURCE_DATE_EPOCH", moment.to_string()).output().expect("it starts")
}

fn publish(site: &Site) -> String {
    let published = site.run(&["publish"]);
    assert_eq!(code(&published), 0, "{}", said(&published));
    said(&published)
}

fn changes(site: &Site) -> String {
    let changes = site.run(&["changes"]);
    assert_eq!(code(&changes), 1, "{}", said(&changes));
    said(&changes)
}

/// Who published, as the record says.
fn by(site: &Site) -> String {
    let record = site.read(".candor/publications/1.json").expect("it is kept");
    let record: Value = serde_json::from_str(&record).expect("JSON");
    record["by"].as_str().expect("somebody").to_owned()
}

#[test]
fn what_changed_is_told_in_words() {
    let site = site();
    let all = changes(&site);
    let head = "Nothing was published from this folder yet, so all of it is new:\n";
    assert!(all.starts_with(head) && all.contains("New page: /sleep/ (Sleep)"), "{all}");
    publish(&site);
    let none = site.run(&["changes"]);
    let by = by(&site);
    let same = format!("Nothing changed since publication 1 of 2026-12-07 by {by}.\n");
    assert_eq!((code(&none), said(&none)), (0, same));

    site.write("content/sleep.md", page("Sleep", "You may feel sleepy for two hours."));
    site.write("content/nap.md", page("Nap", "A short sleep."));
    let told = changes(&site);
    let head = format!("What changed since publication 1 of 2026-12-07 by {by}:\n");
    assert!(told.starts_with(&head), "{told}");
    for line in [
        "New page: /nap/ (Nap)",
        "Changed page: /sleep/ (Sleep)",
        "was: You may feel [drowsy] for two hours.",
        "now: You may feel [sleepy] for two hours.",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(!told.contains("/meals/"), "{told}");
    publish(&site);

    // A page that moved, and one that left.
    assert!(site.run(&["mv", "nap.md", "night/nap.md"]).status.success());
    assert!(site.run(&["rm", "sleep.md", "--instead", "meals.md"]).status.success());
    let told = changes(&site);
    for line in [
        "Moved page: /nap/ is now /night/nap/ (Nap)",
        "Removed page: /sleep/ (Sleep); its visitors are sent to /meals/",
        "Visitors of /nap/ are sent to /night/nap/.",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

#[test]
fn other_programs_read_the_changes() {
    let site = site();
    let json = |site: &Site| -> Value {
        let changes = site.run(&["changes", "--json"]);
        serde_json::from_slice(&changes.stdout).expect("JSON")
    };
    assert_eq!(json(&site)["since"], Value::Null);
    publish(&site);
    site.write("content/meals.md", page("Meals", "Eat little before a visit."));
    let json = json(&site);
    assert_eq!(json["since"]["number"], 1);
    let page = &json["changes"]["pages"][0];
    assert_eq!((&page["address"], &page["what"]), (&"/meals/".into(), &"changed".into()));
    let runs = page["words"][0].as_array().expect("a passage");
    let text = |of: &str| -> String {
        let runs = runs.iter().filter(|run| run["in"] == "both" || run["in"] == of);
        runs.map(|run| run["text"].as_str().unwrap_or_default())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(text("before"), "Eat nothing before a visit.");
    assert_eq!(text("now"), "Eat little before a visit.");
}

/// What stands around the text of all pages is told once, and so are files, headers and what
/// rules mean.
#[test]
fn each_kind_of_change_is_told_once() {
    let site = Site::practice();
    // A site with gaps cannot be published, and can be compared all the same.
    let told = changes(&site);
    assert!(told.contains("New self-check: "), "{told}");
    assert!(!told.contains("Around the text"), "{told}");
    assert!(told.contains("New file: assets/style.css"), "{told}");
}

#[test]
fn what_stops_it_stands_first_and_nothing_is_written() {
    let site = site();
    publish(&site);
    let before = (site.files("dist"), site.files(".candor/publications"));
    site.write("content/meals.md", page("Meals", ":::gap{needs=\"what to eat\"}"));
    let stopped = site.run(&["publish"]);
    assert_eq!(code(&stopped), 1, "{}", said(&stopped));
    assert!(said(&stopped).contains("content/meals.md:5:1"), "{}", said(&stopped));
    assert!(said(&stopped).contains("Nothing was published; dist/ is as it was."));
    site.write("content/meals.md", page("Meals", "[x](nowhere.md)"));
    let broken = site.run(&["changes"]);
    assert_eq!(code(&broken), 2, "{}", said(&broken));
    assert!(
        said(&broken)
            .contains("the site cannot be built, so there is nothing to compare")
    );
    assert_eq!(before, (site.files("dist"), site.files(".candor/publications")));
}

#[test]
fn the_end_says_what_is_live_and_what_is_left_to_do() {
    let site = site();
    let said = publish(&site);
    let out = site.path("").canonicalize().expect("it stands").join("dist");
    let told = said.split_once("New file: sitemap.xml\n").map(|(_, told)| told);
    let expected = format!(
        "Published 3 pages to dist/ (publication 1: 23 files written).\n\
         Noted new addresses in content/addresses.toml: keep that file with the site.\n\
         Visitors get it once all that is in {} stands where your host serves it from, and nothing \
         else. `--publish-with` names a program that takes it there.\n",
        out.display()
    );
    assert_eq!(told, Some(&*expected), "{said}");
    assert!(site.path("dist/index.html.br").exists(), "it has compressed copies");
    let again = publish(&site);
    assert!(
        again.contains("Published 3 pages to dist/ (nothing had changed)."),
        "{again}"
    );
    // The same website is no other publication.
    assert!(!site.path(".candor/publications/2.json").exists());
}

#[test]
fn the_log_says_who_did_what() {
    let site = site();
    let empty = site.run(&["log"]);
    assert_eq!(said(&empty), "Nothing was published from this folder yet.\n");
    publish(&site);
    site.write("content/nap.md", page("Nap", "A short sleep."));
    assert!(on_day(&site, 1, &["publish"]).status.success());
    let log = said(&site.run(&["log"]));
    let record = |number| {
        let record = site.read(format!(".candor/publications/{number}.json"));
        let record: Value =
            serde_json::from_str(&record.expect("it is kept")).expect("JSON");
        let part = |name: &str| record[name].as_str().expect("a text").to_owned();
        let [day, at, by] = ["day", "at", "by"].map(part);
        format!("Publication {number}, {day} ({at}), by {by}, to dist/\n")
    };
    assert!(log.starts_with(&(record(2) + "    New page: /nap/ (Nap)\n")), "{log}");
    assert!(record(2).contains("2026-12-08") && log.contains(&record(1)), "{log}");
    let end = "2 publications can be put back with `rollback`; their files take 1 MB.\n";
    assert!(log.ends_with(end), "{log}");
}

/// The first publication of many pages is told in part.
#[test]
fn a_long_list_is_cut_in_the_log() {
    let site = site();
    for number in 0..250 {
        let title = format!("Page {number}");
        site.write(format!("content/page-{number}.md"), page(&title, "A text."));
    }
    publish(&site);
    let log = said(&site.run(&["log"]));
    assert!(log.contains("    And 58 more.\n"), "{log}");
}

/// At a terminal it is asked.
#[test]
fn somebody_at_a_terminal_is_asked() {
    let site = site();
    let at_a_terminal = |command: &str, answers: &str| {
        use std::io::Write as _;
        let program = site.command(&[]);
        let call = format!("'{}' {command}", program.get_program().display());
        let mut script = std::process::Command::new("script");
        script.args(["-qec", &call, "/dev/null"]).current_dir(site.path(""));
        script.env("SOURCE_DATE_EPOCH", support::NOON.to_string());
        script.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut process = script.spawn().expect("`script` makes terminals");
        let mut input = process.stdin.take().expect("piped");
        input.write_all(answers.as_bytes()).expect("it reads");
        let end = process.wait_with_output().expect("it ends");
        (code(&end), said(&end))
    };
    let (no, said_no) = at_a_terminal("publish", "n\n");
    assert!(said_no.contains("Publish this? (y/n)"), "{said_no}");
    assert!(said_no.contains("Nothing was published; dist/ is as it was."), "{said_no}");
    assert_eq!((no, site.path("dist").exists()), (1, false));
    assert_eq!(at_a_terminal("publish", "y\n").0, 0);
    assert_eq!(at_a_terminal("publish --yes", "").0, 0);
    fs::remove_file(site.path("content/meals.md")).expect("it is there");
    fs::remove_file(site.path("content/addresses.toml")).expect("it is there");
    publish(&site);
    let (back, told) = at_a_terminal("rollback 1", "y\ny\n");
    assert!(told.contains("Put /meals/ back all the same? (y/n)"), "{told}");
    assert!(told.contains("Put publication 1 back? (y/n)"), "{told}");
    assert_eq!((back, site.path("dist/meals").exists()), (0, true), "{told}");
}

/// Files are kept for the last ten publications, each content once.
#[test]
fn the_last_ten_are_kept() {
    let site = site();
    for number in 1..=12 {
        site.write("content/nap.md", page("Nap", &format!("Nap number {number}.")));
        publish(&site);
    }
    let log = said(&site.run(&["log"]));
    assert!(
        log.contains("Publication 1, ") && log.contains("10 publications can be"),
        "{log}"
    );
    let gone = site.run(&["rollback", "2"]);
    assert_eq!(code(&gone), 2, "{}", said(&gone));
    let why = "the files of publication 2 are no longer kept, so it cannot be put back";
    assert!(said(&gone).contains(why), "{}", said(&gone));
    let objects = site.files(".candor/publications/objects");
    let nap = |number: usize| {
        let text = format!("Nap number {number}.");
        let texts = objects.values().map(|bytes| String::from_utf8_lossy(bytes));
        texts.filter(|bytes| bytes.contains(&text) && bytes.starts_with("+++")).count()
    };
    assert_eq!([nap(2), nap(3), nap(12)], [0, 1, 1]);
    // What a website of another content shares with it is kept once.
    let style = |bytes: &&Vec<u8>| bytes.starts_with(&site.files("static")["style.css"]);
    assert_eq!(objects.values().filter(style).count(), 1);
}

/// A program takes the website to its host: with words as a shell parts them, and no shell.
#[test]
fn a_program_sends_the_website() {
    let site = site();
    fs::create_dir(site.path("a host")).expect("writable");
    let with = "cp -r dist/. 'a host'";
    let sent = site.run(&["publish", "--publish-with", with]);
    assert_eq!(code(&sent), 0, "{}", said(&sent));
    assert!(
        said(&sent).contains("Sending it: cp -r dist/. 'a host'\n"),
        "{}",
        said(&sent)
    );
    assert!(said(&sent).contains("It was sent: that is what visitors get now.\n"));
    assert!(site.files("a host") == site.files("dist"));
    let with = "printf '%s\\n' '$(id)' \"two words\" `id` a\\ b 'a 1%\r2%'";
    let shown = site.run(&["publish", "--publish-with", with]);
    let lines = "    $(id)\n    two words\n    `id`\n    a b\n    2%\n";
    assert!(said(&shown).contains(lines), "{}", said(&shown));
    assert!(said(&site.run(&["log"])).contains(", sent\n"));
}
