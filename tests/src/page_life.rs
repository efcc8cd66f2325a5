//! The life of a page: it is published, moves, and leaves its address.
use std::fs;

use support::{Site, said};

const PAGE: &str = "+++\ntitle = \"TITLE\"\ndescription = \"TITLE is a page that exists only so that tests can build a website from it.\"\n+++\n## Part\n";

/// The base site with a page on sleep, and another that leads to it.
fn site() -> Site {
    let site = Site::base();
    let page = |title: &str, text: &str| PAGE.replace("TITLE", title) + text;
    site.write(
        "content/sleep.md",
        page("Sleep", "See [home](index.md#part), [wake](wake.md), [the part](#part).\n"),
    );
    let wake = "See [sleep](sleep.md#part), [again](/sleep/#part), [by name][s].\n\n[s]: sleep.md\n";
    site.write("content/wake.md", page("Wake", wake));
    site.write(
        "content/index.md",
        page("Home", "Text.\n").replace("+++\n## ", "kind = \"home\"\n+++\n## "),
    );
    let practice = site.read("content/practice.toml").expect("the base site has it");
    let menu = "menu = [{ page = \"sleep.md\", label = \"Sleep\" }]";
    site.write("content/practice.toml", practice.replace("menu = []", menu));
    site
}

#[test]
fn a_page_moves_with_all_that_leads_to_it() {
    let site = site();
    let moved = site.run(&["mv", "sleep.md", "night/sleep.md"]);
    assert!(moved.status.success(), "{}", said(&moved));
    assert!(!site.path("content/sleep.md").exists());
    let page = site.read("content/night/sleep.md").expect("it is there now");
    assert!(
        page.contains("[home](../index.md#part), [wake](../wake.md), [the part](#part)")
    );
    let wake = site.read("content/wake.md").expect("it is there");
    for mended in ["(night/sleep.md#part)", "(/night/sleep/#part)", "[s]: night/sleep.md"]
    {
        assert!(wake.contains(mended), "{wake}");
    }
    let practice = site.read("content/practice.toml").expect("it is there");
    assert!(practice.contains("page = \"night/sleep.md\""), "{practice}");
    let built = site.run(&["build"]);
    assert!(built.status.success(), "{}", said(&built));
    let former = site.read("dist/sleep/index.html").expect("the former address works");
    assert!(former.contains("href=\"/night/sleep/\""), "{former}");
    // There and back again leaves no way that leads nowhere.
    assert!(site.run(&["mv", "night/sleep.md", "sleep.md"]).status.success());
    let ledger = site.read("content/addresses.toml").expect("it is there");
    assert!(ledger.contains("\"/night/sleep/\" = \"/sleep/\""), "{ledger}");
    assert!(!ledger.contains("\"/sleep/\" ="), "{ledger}");
    assert!(site.run(&["build"]).status.success());
}

#[test]
fn a_section_moves_with_all_that_is_below_it() {
    let site = site();
    let page = |title: &str, text: &str| PAGE.replace("TITLE", title) + text;
    site.write("content/visits/_index.md", page("Visits", "Text.\n"));
    site.write("content/visits/door.md", page("Door", "See [home](../index.md).\n"));
    let wake = site.read("content/wake.md").expect("it is there")
        + "\nSee [d](visits/door.md).\n";
    site.write("content/wake.md", wake);
    let moved = site.run(&["mv", "visits/_index.md", "trips/far/_index.md"]);
    assert!(moved.status.success(), "{}", said(&moved));
    let door = site.read("content/trips/far/door.md").expect("it moves too");
    assert!(door.contains("[home](../../index.md)"), "{door}");
    let wake = site.read("content/wake.md").expect("it is there");
    assert!(wake.contains("[d](trips/far/door.md)"), "{wake}");
    assert!(!site.path("content/visits").exists());
    // Two folders may be named as well.
    assert!(site.run(&["mv", "trips/far", "visits"]).status.success());
    assert!(site.path("content/visits/door.md").exists());
    assert!(site.run(&["build"]).status.success());
}

#[test]
fn a_move_that_would_break_something_is_refused() {
    let site = site();
    // Its address is that of the page that is there.
    site.write("content/night/_index.md", PAGE.replace("TITLE", "Night") + "Text.\n");
    let before = site.files("content");
    let refused = site.run(&["mv", "sleep.md", "night.md"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("address-twice"), "{}", said(&refused));
    assert!(site.files("content") == before, "nothing is written");
}

#[test]
fn what_cannot_move_stays() {
    let site = site();
    for [from, to] in [["sleep.md", "wake.md"], ["nap.md", "a.md"], ["sleep.md", "a.txt"]]
    {
        let refused = site.run(&["mv", from, to]);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    }
    let odd = site.run(&["mv", "sleep.md", "Night Sleep.md"]);
    assert_eq!(odd.status.code(), Some(2), "{}", said(&odd));
    assert!(site.path("content/sleep.md").exists());
}

#[test]
fn publishing_notes_the_addresses_that_visitors_may_keep() {
    let site = site();
    let ledger = "content/addresses.toml";
    assert!(site.run(&["build"]).status.success());
    assert!(!site.path(ledger).exists(), "what is not public is not noted");
    let published = site.run(&["build", "--publish"]);
    assert!(published.status.success(), "{}", said(&published));
    let noted = site.read(ledger).expect("it is written");
    for address in ["\"/\" = 2026-12-07", "\"/sleep/\" = 2026-12-07"] {
        assert!(noted.contains(address), "{noted}");
    }
    // A person's words in it stay.
    site.write(ledger, noted.clone() + "# Ours.\n");
    site.write("content/nap.md", PAGE.replace("TITLE", "Nap") + "Text.\n");
    assert!(site.run(&["build", "--publish"]).status.success());
    let more = site.read(ledger).expect("it is there");
    assert!(more.contains("\"/nap/\" =") && more.contains("# Ours."), "{more}");
    fs::remove_file(site.path("content/nap.md")).expect("it is there");
    let gone = site.run(&["check", "--publish"]);
    assert!(said(&gone).contains("address-gone"), "{}", said(&gone));
    assert_eq!(gone.status.code(), Some(1));
}

#[test]
fn a_calendar_program_can_read_what_comes_due() {
    let site = site();
    let later = PAGE.replace("\n+++\n##", "\npublish = 2027-01-01\n+++\n##");
    let long = "A page with a long title, a comma; and more, ".to_owned() + "é";
    site.write("content/later.md", later.replace("TITLE", long.trim()) + "Text.\n");
    let calendar = site.run(&["calendar", "--ics"]);
    assert!(calendar.status.success());
    let text = said(&calendar);
    assert!(text.contains("DTSTART;VALUE=DATE:20270101"), "{text}");
    assert!(text.contains("\\, "), "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let json = site.run(&["calendar", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["events"][0]["on"], "2027-01-01");
}
