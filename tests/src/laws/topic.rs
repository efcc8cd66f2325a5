//! The program knows no topic: what one practice treats, and whom its visitors call, stands in
//! its content.
use std::fs;

use walkdir::WalkDir;

use crate::root;

/// What belongs to the practice's own topic and country, in small letters.
const TOPIC: &[&str] = &["ketamine", "spravato", "fda", "mindmd", "988", "911"];

/// The places where a text names the topic: the line and the word.
fn named(text: &str) -> Vec<(usize, &'static str)> {
    let in_line = |(at, line): (usize, &str)| {
        let words = line.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<_> = words.map(str::to_lowercase).collect();
        let stands = |topic: &&&str| words.iter().any(|word| word == **topic);
        TOPIC.iter().filter(stands).map(|word| (at + 1, *word)).collect::<Vec<_>>()
    };
    text.lines().enumerate().flat_map(in_line).collect()
}

#[test]
fn the_program_knows_no_topic() {
    let mut wrong = vec![];
    // The preview of any practice shows the guide, and speaks of its examples.
    for folder in ["crates", "templates", "WRITING.md"] {
        for entry in WalkDir::new(root().join(folder)) {
            let path = entry.expect("readable").into_path();
            let text = path.is_file().then(|| fs::read_to_string(&path).ok()).flatten();
            let found = named(&text.unwrap_or_default());
            wrong.extend(
                found.into_iter().map(|at| format!("{}: {at:?}", path.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_topic_is_seen() {
    assert_eq!(named("It is.\nKetamine-like"), [(2, "ketamine")]);
    assert_eq!(named("call 988, or tel:911"), [(1, "988"), (1, "911")]);
    assert_eq!(named("19880 fdas"), []);
}
