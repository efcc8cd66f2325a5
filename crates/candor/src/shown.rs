//! Names and words of others, as they are shown: what would move a cursor, hide a letter, or turn
//! the order of a line is written out.
use std::borrow::Cow;

use serde_json::Value;

/// A text with every letter that cannot be seen written out: `\u{1b}`, `\n`.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => seen.extend(letter.escape_default()),
            letter if is_unseen(letter) => seen.extend(letter.escape_unicode()),
            letter => seen.push(letter),
        }
    }
    Cow::Owned(seen)
}

/// Each line of a text, shown.
pub(crate) fn shown_lines(text: &str) -> String {
    text.lines().map(shown).collect::<Vec<_>>().join("\n")
}

/// A value in which all texts are shown.
pub(crate) fn shown_in(value: &mut Value) {
    match value {
        Value::String(text) => *text = shown(text).into_owned(),
        Value::Array(list) => list.iter_mut().for_each(shown_in),
        Value::Object(table) => table.values_mut().for_each(shown_in),
        _ => {}
    }
}

/// Whether a letter is none: control characters, what turns the direction of a line (Unicode
/// Standard Annex 9, section 2), and what takes no room.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
