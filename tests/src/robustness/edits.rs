//! Edits by place: whatever they are, each byte outside of them stays, and each is made once.
use ground::edit::{Edit, apply};
use ground::source::{Path, Span};
use proptest::prelude::*;

fn edit(start: usize, end: usize, text: &str) -> Edit {
    let file: Path = "content/a.md".into();
    Edit::new(Span::new(&file, start, end), text)
}

/// Pieces of a text, each with what is to take its place, if anything.
fn pieces() -> impl Strategy<Value = Vec<(String, Option<String>)>> {
    proptest::collection::vec(("[aé\n]{1,4}", proptest::option::of("[bü]{0,3}")), 0..12)
}

proptest! {
    #[test]
    fn edits_change_their_places_and_nothing_else(pieces in pieces(), turn in 0..12_usize) {
        let text: String = pieces.iter().map(|(old, _)| old.as_str()).collect();
        let (mut edits, mut at) = (vec![], 0);
        for (old, new) in &pieces {
            edits.extend(new.as_ref().map(|new| edit(at, at + old.len(), new)));
            at += old.len();
        }
        let wanted = pieces.iter().map(|(old, new)| new.as_ref().unwrap_or(old).as_str());
        let wanted: String = wanted.collect();
        // The order in which they come says nothing.
        let middle = turn.min(edits.len());
        edits.rotate_left(middle);
        prop_assert_eq!(&apply(&text, &edits), &wanted);
        // One that is given twice is made once.
        let twice: Vec<_> = edits.iter().chain(&edits).cloned().collect();
        prop_assert_eq!(apply(&text, &twice), wanted);
    }

    #[test]
    fn no_edit_is_too_odd(text in "[aé\n]{0,9}", odd in proptest::collection::vec((0..12_usize, 0..12_usize, "[bü]{0,3}"), 0..6)) {
        let edits: Vec<_> = odd.iter().map(|(start, end, new)| edit(*start, *end, new)).collect();
        apply(&text, &edits);
    }

    #[test]
    fn the_edit_between_two_texts_leads_from_one_to_the_other(
        before in "([ab]{0,2}\n){0,5}[ab]{0,2}", after in "([ab]{0,2}\n){0,5}[ab]{0,2}", crlf in any::<bool>(),
    ) {
        let before = if crlf { before.replace('\n', "\r\n") } else { before };
        let made = Edit::between(&"a".into(), &before, &after);
        let made = apply(&before, made);
        prop_assert_eq!(made.lines().collect::<Vec<_>>(), after.lines().collect::<Vec<_>>());
        let kinds = (made.matches("\r\n").count(), made.matches('\n').count());
        let wanted = if before.contains('\r') { kinds.1 } else { 0 };
        prop_assert_eq!(kinds.0, wanted);
    }
}
