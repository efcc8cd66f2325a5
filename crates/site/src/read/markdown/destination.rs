//! Where the address of a link or a picture stands in the source, to the byte.
//!
//! The parser gives the place of a whole link, and of a whole definition. The address is
//! found in there by the grammar of `CommonMark` 0.31 (6.3, links; 4.7, definitions), and
//! believed only where it reads as what the parser has read and all that follows it up to the
//! end is a title: so a title or a code span that looks like an address is never taken for one.
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use ground::source::{Path, Span};
use memchr::memmem;
use pulldown_cmark::{CowStr, Event, LinkType, Parser, RefDefs, Tag};

use super::parser::parser;
use crate::read::directive::{self, Masked};

/// An address that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The address as it is read, without escapes.
    pub to: String,
    /// Where it stands in the file, without angle brackets.
    pub at: Range<usize>,
    /// What names it.
    pub named_by: NamedBy,
}

/// What names an address. A definition that serves both a link and a picture is a picture's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamedBy {
    /// A link, or a definition that nothing refers to.
    Link,
    /// A picture.
    Picture,
    /// An attribute of a directive, where nothing is escaped.
    Directive,
}

/// All the addresses that a masked text names, in their order and each place once: those of
/// links and pictures, of files in directives, of definitions that nothing refers to, and in
/// notes that nobody is led to. What stands in code is no address.
pub fn destinations(file: &Path, masked: &Masked<'_>) -> Vec<Destination> {
    let mut all = Destinations { masked, found: BTreeMap::new() };
    let mut events = parser(&masked.text).into_offset_iter();
    while let Some((event, range)) = events.next() {
        let definitions = events.reference_definitions();
        let place = place(&masked.text, &event, &range, definitions);
        match (event, place) {
            (Event::Start(Tag::Link { dest_url, .. }), Some(at)) => {
                all.keep(at, &dest_url, NamedBy::Link);
            }
            (Event::Start(Tag::Image { dest_url, .. }), Some(at)) => {
                all.keep(at, &dest_url, NamedBy::Picture);
            }
            (Event::Html(_), _) => all.keep_directives(file, &range),
            _ => {}
        }
    }
    let definitions = events.reference_definitions();
    for (label, of) in definitions.iter() {
        if let Some(at) = definition(&masked.text, definitions, label) {
            all.keep(at, &of.dest, NamedBy::Link);
        }
    }
    all.found.into_values().collect()
}

/// Addresses by where they stand.
struct Destinations<'a> {
    masked: &'a Masked<'a>,
    found: BTreeMap<usize, Destination>,
}

impl Destinations<'_> {
    /// Keeps an address at a place of the masked text. Several links may name it by one
    /// definition.
    fn keep(&mut self, at: Range<usize>, to: &str, named_by: NamedBy) {
        let at = self.masked.source(at.start)..self.masked.source(at.end);
        let new = || Destination { to: to.to_owned(), at: at.clone(), named_by };
        let known = self.found.entry(at.start).or_insert_with(new);
        known.named_by = known.named_by.max(named_by);
    }

    /// Keeps the files of the directives in a block of HTML.
    fn keep_directives(&mut self, file: &Path, range: &Range<usize>) {
        for line in self.masked.lines(range).1 {
            let at = Span::new(file, line.start, line.end);
            let directive = directive::read_alone(self.masked.written(line.clone()), at);
            let place = directive.and_then(|directive| directive.place("file"));
            let Some(Span { start, end, .. }) = place else { continue };
            self.keep(start..end, self.masked.written(start..end), NamedBy::Directive);
        }
    }
}

/// The place of the address of a link or picture whose start is `event`, without angle
/// brackets. Of a reference it stands in the definition. Nothing for what has no address.
pub(super) fn place(
    text: &str,
    event: &Event<'_>,
    range: &Range<usize>,
    definitions: &RefDefs<'_>,
) -> Option<Range<usize>> {
    let Event::Start(
        Tag::Link { link_type, dest_url, id, .. }
        | Tag::Image { link_type, dest_url, id, .. },
    ) = event
    else {
        return None;
    };
    match link_type {
        LinkType::Inline => inline(text, range, dest_url),
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
            definition(text, definitions, id)
        }
        LinkType::Autolink | LinkType::Email => {
            Some(range.start + 1..range.end.checked_sub(1)?)
        }
        _ => None,
    }
}

/// The place of the address in the definition of a label.
pub(super) fn definition(
    text: &str,
    definitions: &RefDefs<'_>,
    label: &str,
) -> Option<Range<usize>> {
    let definition = definitions.get(label)?;
    within(text, &definition.span, "]:", definition.span.end, &definition.dest)
}

/// The place of the address in `[text](address "title")`.
fn inline(text: &str, range: &Range<usize>, to: &str) -> Option<Range<usize>> {
    let end = range.end.checked_sub(1)?;
    let start = end.checked_sub(to.len())?;
    // Most links have no title and no escapes, and end with the address as it was read. This
    // runs for each link of each page, so those are not searched.
    if text.get(start..end) == Some(to) && text[range.start..start].ends_with("](") {
        return Some(start..end);
    }
    within(text, range, "](", end, to)
}

/// The place of an address that follows a mark, and up to `end` is followed by nothing but
/// a title. The mark may stand in the link's text and in its title as well.
fn within(
    text: &str,
    range: &Range<usize>,
    mark: &str,
    end: usize,
    to: &str,
) -> Option<Range<usize>> {
    let whole = text.get(range.clone())?;
    let marks = memmem::find_iter(whole.as_bytes(), mark);
    let mut starts = marks.map(|at| skip(text, range.start + at + mark.len()));
    starts.find_map(|start| {
        let (place, after) = address(text, start)?;
        // A link may have spaces before its last bracket, a definition ends with its text.
        let ends = |at: usize| at == end || skip(text, at) == end;
        let is_it = ends(after) || title(text, skip(text, after)).is_some_and(ends);
        (is_it && read(text, &place) == to).then_some(place)
    })
}

/// The place of the address that starts at a byte, and where what it is written in ends.
fn address(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    let pointed = bytes.get(start) == Some(&b'<');
    let from = start + usize::from(pointed);
    let (mut at, mut nested) = (from, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'>' if pointed => return Some((from..at, at + 1)),
            b'\n' | b'\r' | b'<' if pointed => return None,
            _ if pointed => {}
            0..=b' ' => break,
            b'(' => nested += 1,
            b')' if nested == 0 => break,
            b')' => nested -= 1,
            _ => {}
        }
        at += 1;
    }
    (!pointed && nested == 0).then_some((from..at, at))
}

/// Where a title that starts at a byte ends.
fn title(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let close = match bytes.get(start)? {
        b'(' => b')',
        quote @ (b'"' | b'\'') => *quote,
        _ => return None,
    };
    let mut at = start + 1;
    while *bytes.get(at)? != close {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    Some(at + 1)
}

/// The place after white space. In a quote each line begins with its mark.
fn skip(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut begins) = (at, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => begins = true,
            b' ' | b'\t' | b'\r' => {}
            b'>' if begins => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// The address at a place as the parser reads it. Where it holds escapes or entities the
/// parser is asked, which alone knows all the entities there are.
fn read<'a>(text: &'a str, place: &Range<usize>) -> Cow<'a, str> {
    let written = &text[place.clone()];
    if !written.contains(['\\', '&']) {
        return Cow::Borrowed(written);
    }
    let pointed = text[..place.start].ends_with('<');
    let link =
        if pointed { format!("[a](<{written}>)") } else { format!("[a]({written})") };
    let mut events = Parser::new(&link);
    let to = events.find_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url),
        _ => None,
    });
    Cow::Owned(to.map(CowStr::into_string).unwrap_or_default())
}

/// An address as it is to be written, so that it is read as itself: within angle brackets
/// when it is `pointed`. Brackets are added where it cannot stand without.
pub fn written(to: &str, pointed: bool) -> String {
    let needs = to.is_empty() || to.contains(|c: char| c <= ' ' || c == '\u{7f}');
    let mut text = String::with_capacity(to.len() + 2);
    for c in to.chars() {
        // A mark of markdown stands for itself behind a backslash; `&` would begin an entity,
        // `|` end the cell of a table.
        if matches!(c, '\\' | '<' | '>' | '(' | ')' | '&' | '|') {
            text.push('\\');
        }
        text.push(c);
    }
    if needs && !pointed { format!("<{text}>") } else { text }
}
