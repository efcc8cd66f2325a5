//! Pictures are published with their size and without what they tell of who took them.
use std::fs;

use ground::source::{File, Sources};
use site::Report;

use crate::{build_cold as build, bytes, practice, put, root};

/// A site whose side effects page shows a picture that stands beside it.
fn shows(picture: &str, name: &str, alt: &str) -> Sources {
    let mut sources = practice();
    let bytes =
        fs::read(root().join("tests/pictures").join(picture)).expect("it is there");
    sources.files_mut().insert(format!("content/{name}").into(), File::new(bytes));
    let page = crate::text(&sources, "content/side-effects.md");
    put(&mut sources, "content/side-effects.md", &format!("{page}\n![{alt}]({name})\n"));
    sources
}

fn published(report: &Report, start: &str) -> Vec<u8> {
    let path = report.website.files.keys().find(|path| path.starts_with(start));
    bytes(report, path.expect("the picture is published"))
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

#[test]
fn what_a_picture_tells_is_removed() {
    let secrets = ["Secret", "Exif", "GPS", "2026:11:24"];
    for (picture, ending) in
        [("upright.jpg", "jpg"), ("text.png", "png"), ("meta.webp", "webp")]
    {
        let sources = shows(picture, &format!("room.{ending}"), "A calm treatment room");
        let before = &sources.files[format!("content/room.{ending}").as_str()].bytes;
        assert!(
            secrets.iter().any(|word| holds(before, word)),
            "{picture} tells something"
        );
        let report = build(&sources);
        assert!(!report.stopped(false), "{:#?}", report.findings);
        let after = published(&report, "assets/room.");
        assert!(
            secrets.iter().all(|word| !holds(&after, word)),
            "{picture} tells nothing"
        );
    }
}

#[test]
fn a_picture_has_its_size_and_its_text() {
    let report = build(&shows("upright.jpg", "room.jpg", "A calm treatment room"));
    let page =
        String::from_utf8_lossy(&bytes(&report, "side-effects/index.html")).into_owned();
    let tag = page.split("<img ").nth(1).and_then(|rest| rest.split('>').next());
    let tag = tag.expect("the page shows it");
    for owed in [
        "src=\"/assets/room.",
        "alt=\"A calm treatment room\"",
        "width=\"24\"",
        "height=\"16\"",
    ] {
        assert!(tag.contains(owed), "{tag} lacks {owed}");
    }
}

#[test]
fn a_picture_that_would_lie_or_say_nothing_is_refused() {
    let codes = |sources: &Sources| -> Vec<&str> {
        let findings = build(sources).findings;
        findings
            .iter()
            .filter(|finding| finding.stops(false))
            .map(|finding| finding.code)
            .collect()
    };
    let turned = build(&shows("turned.jpg", "room.jpg", "A room"));
    let told = turned.findings.iter().find(|finding| finding.code == "picture");
    let told = told.expect("it relies on what is removed");
    assert_eq!(
        told.message,
        "the picture `content/room.jpg` lies on its side: only hidden data turns it, which is removed for privacy"
    );
    let help = "turn it in a picture program and save it again";
    assert_eq!(told.help.as_deref(), Some(help));
    assert_eq!(codes(&shows("upright.jpg", "room.jpg", "")), ["picture-text"]);
    let mut cut = shows("upright.jpg", "room.jpg", "A room");
    put(&mut cut, "content/room.jpg", "no picture");
    assert_eq!(codes(&cut), ["picture"]);
    cut.files_mut().remove("content/room.jpg");
    assert_eq!(codes(&cut), ["picture-missing"]);
}
