//! File names with what nobody can see in them: written out wherever they are shown.
use std::fs;

use support::running::Preview;
use support::{Site, said};

use crate::{MENDED, code};

/// What could move a cursor, hide a letter or turn a line, and how it is written out.
const ODD: [(&str, &str); 14] = [
    ("\u{1b}[31m", "\\u{1b}[31m"),
    ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
    ("\u{8}\u{8}\u{8}", "\\u{8}\\u{8}\\u{8}"),
    ("\n", "\\n"),
    ("\r", "\\r"),
    ("\t", "\\t"),
    ("\u{7f}", "\\u{7f}"),
    ("\u{9b}31m", "\\u{9b}31m"),
    ("\u{202e}", "\\u{202e}"),
    ("\u{2066}", "\\u{2066}"),
    ("\u{200b}", "\\u{200b}"),
    ("\u{2028}", "\\u{2028}"),
    ("\u{feff}", "\\u{feff}"),
    ("\u{e0041}", "\\u{e0041}"),
];

/// Whether a text holds a letter that nobody sees, but for the ends of lines.
fn hides(text: &str) -> bool {
    let seen = text.replace('\n', "");
    ODD.iter().filter(|(odd, _)| *odd != "\n").any(|(odd, _)| seen.contains(odd))
        || seen.contains(char::is_control)
}

#[test]
fn names_are_shown_letter_by_letter() {
    for (odd, seen) in ODD {
        let site = Site::base();
        // A page, a file that is none, one in a folder, a template, and one that is not read.
        for path in [
            format!("content/a{odd}b.md"),
            format!("content/a{odd}b.txt"),
            format!("content/c{odd}d/e.md"),
            format!("templates/a{odd}b.html"),
            format!("static/a{odd}b.html"),
        ] {
            site.write(path, "{{ x }} [a](b.md) <script>");
        }
        std::os::unix::fs::symlink("x", site.path(format!("content/link{odd}.md")))
            .expect("links can be made");
        let told = said(&site.run(&["check"]));
        assert!(!hides(&told), "{odd:?}: {told:?}");
        for name in
            [format!("a{seen}b.md"), format!("c{seen}d"), format!("link{seen}.md")]
        {
            assert!(told.contains(&name), "{name} in {told}");
        }
        let json = site.run(&["check", "--json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
        for finding in json["findings"].as_array().expect("a list") {
            for key in ["file", "message", "help"] {
                let text = finding[key].as_str().unwrap_or_default();
                assert!(!hides(text) && !text.contains('\n'), "{odd:?}: {text:?}");
            }
        }
        let (new, gone) = (format!("a{odd}c.md"), format!("x{odd}.md"));
        let calls: [&[&str]; 2] = [&["new", "page", &new], &["rm", &gone]];
        for call in calls {
            let refused = site.run(call);
            assert_eq!(code(&refused), 2);
            assert!(!hides(&said(&refused)), "{:?}", said(&refused));
        }
        let preview = Preview::start(site);
        let page = preview.get("/__candor/findings");
        let (_, page) = page.split_once("\r\n\r\n").expect("a head");
        assert!(
            !hides(page) && page.contains(&format!("a{seen}b.md")),
            "{odd:?}: {page}"
        );
    }
}

#[test]
fn what_a_build_leaves_and_what_comes_due_is_shown_letter_by_letter() {
    let site = Site::base();
    assert!(site.run(&["build"]).status.success());
    site.write("dist/mine\u{1b}[2J.txt", "mine");
    assert!(said(&site.run(&["build"])).contains("mine\\u{1b}[2J.txt"));
    fs::remove_file(site.path("dist/mine\u{1b}[2J.txt")).expect("it is there");
    let later = MENDED.replace("\n+++\nText", "\npublish = 2027-01-01\n+++\nText");
    let title = "\"A \\u001b[2J title \\u202e\"";
    site.write("content/later.md", later.replace("\"Mended\"", title));
    for call in [&["calendar"][..], &["calendar", "--json"]] {
        let told = said(&site.run(call));
        assert!(!hides(&told) && told.contains("u{1b}[2J"), "{told:?}");
    }
}

/// A line break would end the line of a crontab, and what follows would be a line of its own.
#[test]
fn no_file_of_another_program_names_what_would_end_its_line() {
    let site = Site::base();
    for call in [&["nginx"][..], &["caddy"], &["schedule", "cron"]] {
        let ran = site.run(&[&["hosting"], call, &["--out", "a\nb"]].concat());
        let told = "`a\\nb` cannot be written into a file of another program: rename it";
        assert!(code(&ran) == 2 && said(&ran).contains(told), "{}", said(&ran));
    }
}

/// Titles that would end a line of a calendar, or may not stand in one, and what they become.
#[test]
fn a_calendar_has_one_line_for_each_value() {
    for (odd, value) in [
        ("\\r", "\\n"),
        ("\\n", "\\n"),
        ("\\r\\n", "\\n"),
        ("\\n\\r", "\\n\\n"),
        ("\\r\\r", "\\n\\n"),
        ("\\u000b", "\\n"),
        ("\\f", "\\n"),
        ("\\u0085", "\\n"),
        ("\\u2028", "\\n"),
        ("\\u2029", "\\n"),
        ("\\u0007", ""),
        ("\\u001b", ""),
        ("\\u007f", ""),
        ("\\t", "\t"),
        (";", "\\;"),
        (",", "\\,"),
        ("\\\\", "\\\\"),
    ] {
        let site = Site::base();
        let later = MENDED.replace("\n+++\nText", "\npublish = 2027-01-01\n+++\nText");
        let title = format!("\"A{odd}END:VEVENT\"");
        site.write("content/later.md", later.replace("\"Mended\"", &title));
        let calendar = said(&site.run(&["calendar", "--ics"]));
        let lines: Vec<_> = calendar.split("\r\n").collect();
        assert!(
            lines.iter().all(|line| !line.contains(['\n', '\r', '\u{85}'])),
            "{calendar:?}"
        );
        let wanted = format!("SUMMARY:goes live: A{value}END:VEVENT");
        assert!(lines.contains(&&*wanted), "{odd}: {calendar:?}");
        assert_eq!(lines.iter().filter(|line| **line == "END:VEVENT").count(), 1);
    }
}
