//! A text that is edited in a browser keeps every byte that the edit did not touch.
use ground::editor::{Offsets, shown, written};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces of which files are made: all ends of lines, letters of one to four bytes, marks.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "a",
    "b c",
    "é",
    "\u{1f642}",
    "**",
    "\u{feff}",
    "+++",
    " ",
    ":::",
];

fn text() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

/// What an editor can put in the place of a part of its text: it knows one end of lines only.
fn edit() -> impl Strategy<Value = (String, usize, usize, String)> {
    (text(), 0..40usize, 0..8usize, text())
        .prop_map(|(file, at, length, new)| (file, at, length, shown(&new).into_owned()))
}

/// Cuts a text by characters: before a place, and after the part that begins there.
fn around(text: &str, at: usize, length: usize) -> (String, String) {
    let letters: Vec<char> = text.chars().collect();
    let at = at.min(letters.len());
    let end = (at + length).min(letters.len());
    (letters[..at].iter().collect(), letters[end..].iter().collect())
}

/// The bytes of a file that the first letters of an editor stand for.
fn bytes_of(file: &str, head: &str) -> usize {
    let is_it = |at: &usize| {
        let (before, after) = file.split_at(*at);
        let splits_end = before.ends_with('\r') && after.starts_with('\n');
        !splits_end && shown(before) == head
    };
    let mut places = (0..=file.len()).filter(|at| file.is_char_boundary(*at));
    places.find(is_it).expect("it is the start of the file")
}

#[test]
fn what_an_edit_did_not_touch_keeps_its_bytes() {
    proptest!(ProptestConfig::with_cases(100_000), |((file, at, length, new) in edit())| {
        let seen = shown(&file).into_owned();
        let (head, tail) = around(&seen, at, length);
        // No letter of the file, so that nothing else could be what was typed.
        let edited = format!("{head}X{new}X{tail}");
        let saved = written(&file, &edited);
        prop_assert_eq!(shown(&saved), edited.as_str());
        let before = &file[..bytes_of(&file, &head)];
        let after = &file[bytes_of(&file, &seen[..seen.len() - tail.len()])..];
        prop_assert!(saved.starts_with(before), "{:?} became {:?}", file, saved);
        prop_assert!(saved.ends_with(after), "{:?} became {:?}", file, saved);
    });
}

/// Also where what goes and what comes are alike, and it cannot be told which is which.
#[test]
fn what_is_saved_is_what_was_written() {
    proptest!(ProptestConfig::with_cases(20_000), |((file, at, length, new) in edit())| {
        let (head, tail) = around(&shown(&file), at, length);
        let edited = format!("{head}{new}{tail}");
        let saved = written(&file, &edited);
        prop_assert_eq!(shown(&saved), edited);
    });
}

#[test]
fn a_text_that_nobody_edited_is_the_same_to_the_byte() {
    proptest!(ProptestConfig::with_cases(20_000), |(file in text())| {
        let seen = shown(&file).into_owned();
        prop_assert_eq!(&written(&file, &seen), &file);
        prop_assert!(!seen.contains('\r'));
    });
}

#[test]
fn places_count_what_a_browser_counts() {
    proptest!(ProptestConfig::with_cases(20_000), |(file in text())| {
        let mut offsets = Offsets::new(&file);
        for (byte, _) in file.char_indices() {
            // Within an end of a line there is no place of its own.
            let is_inside = file.as_bytes()[byte] == b'\n'
                && byte > 0
                && file.as_bytes()[byte - 1] == b'\r';
            if !is_inside {
                let units = shown(&file[..byte]).encode_utf16().count();
                prop_assert_eq!(offsets.of(byte), units);
            }
        }
    });
}

/// The values that the properties rest on, to be read.
#[test]
fn lines_end_as_they_did() {
    for (file, edited, saved) in [
        ("a\r\nb\r\n", "a\nx\nb\n", "a\r\nx\r\nb\r\n"),
        ("a\nb", "a\nb\nc", "a\nb\nc"),
        ("a\rb\nc\r\n", "a\nb!\nc\n", "a\rb!\nc\r\n"),
        ("\u{feff}+++\r\n", "\u{feff}+++\nt\n", "\u{feff}+++\r\nt\r\n"),
        ("a\rX\nb", "a\n\nb", "a\r\n\nb"),
        ("", "a\n", "a\n"),
        ("a\r\n", "", ""),
    ] {
        assert_eq!(written(file, edited), saved, "{file:?} to {edited:?}");
    }
}
