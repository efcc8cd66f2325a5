//! A text as an editor in a browser holds it: its lines end with `\n` whatever ends them in the
//! file, and its places count UTF-16 code units.
use std::borrow::Cow;
use std::iter::Peekable;
use std::str::CharIndices;

/// The text of a file for an editor.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(Units::of(text).map(|unit| unit.shown).collect())
}

/// The text of a file after somebody edited what [`shown`] gave of it. What the edit did not touch
/// keeps its bytes; new lines end with CR LF where the file has any CR.
pub fn written(file: &str, edited: &str) -> String {
    let edited = shown(edited);
    let before: Vec<Unit> = Units::of(file).collect();
    let after: Vec<char> = edited.chars().collect();
    let alike = |(unit, c): &(&Unit, &char)| unit.shown == **c;
    let head = before.iter().zip(&after).take_while(alike).count();
    // Only of what the head left over, so that no letter counts at both ends.
    let (rest, new) = (&before[head..], &after[head..]);
    let tail = rest.iter().rev().zip(new.iter().rev()).take_while(alike).count();
    let start = rest.first().map_or(file.len(), |unit| unit.at);
    let end = before.get(before.len() - tail).map_or(file.len(), |unit| unit.at);
    let new: String = new[..new.len() - tail].iter().collect();
    let line_end = if file.contains('\r') { "\r\n" } else { "\n" };
    let new = new.replace('\n', line_end);
    let (head, tail) = (&file[..start], &file[end..]);
    // A CR and an LF that were ends of two lines, and would become one.
    let meet = new.is_empty() && head.ends_with('\r') && tail.starts_with('\n');
    format!("{head}{new}{}{tail}", if meet { "\n" } else { "" })
}

/// Where bytes of a file stand in the text that [`shown`] gives, in UTF-16 code units. The bytes
/// are asked for in rising order.
pub struct Offsets<'a> {
    units: Peekable<Units<'a>>,
    at: usize,
}

impl<'a> Offsets<'a> {
    /// Begins at the start of a file's text.
    pub fn new(text: &'a str) -> Self {
        Self { units: Units::of(text).peekable(), at: 0 }
    }

    /// The place of a byte; one behind the end is the end.
    pub fn of(&mut self, byte: usize) -> usize {
        while let Some(unit) = self.units.next_if(|unit| unit.end <= byte) {
            self.at += unit.shown.len_utf16();
        }
        self.at
    }
}

/// One character of an editor, and the bytes of the file that it stands for.
struct Unit {
    shown: char,
    at: usize,
    end: usize,
}

struct Units<'a>(Peekable<CharIndices<'a>>);

impl<'a> Units<'a> {
    fn of(text: &'a str) -> Self {
        Self(text.char_indices().peekable())
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let (at, c) = self.0.next()?;
        let end = at + c.len_utf8();
        if c != '\r' {
            return Some(Unit { shown: c, at, end });
        }
        let is_pair = self.0.next_if(|(_, next)| *next == '\n').is_some();
        Some(Unit { shown: '\n', at, end: end + usize::from(is_pair) })
    }
}
