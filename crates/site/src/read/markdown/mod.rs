//! Markdown's events written as HTML, in one pass.
mod bare;
mod block;
pub mod destination;
mod event;
mod html;
mod inline;
mod line;
mod misread;
mod note;
mod open;
mod parser;
mod picture;
mod writer;

use std::ops::Range;

use ground::conflict;
use ground::diagnostic::Diagnostic;
use ground::prose::Prose;
use ground::source::Path;
use memchr::memmem;
use pulldown_cmark::{Event, LinkType, RefDefs, Tag};
use rustc_hash::FxHashSet;

pub use self::line::LineNumbers;
use self::writer::Writer;
use crate::read::body::{Body, Heading};
use crate::read::directive::Masked;

/// Writes a masked text as HTML with placeholders, and its words into `prose`. Returns it, and its
/// headings in order. With `lines` each block says on which line it stands.
pub fn write(
    file: &Path,
    masked: &Masked<'_>,
    lines: Option<LineNumbers<'_>>,
    prose: Prose,
    found: &mut Vec<Diagnostic>,
) -> (Body, Vec<Heading>) {
    let mut conflicts = conflict::marks(&masked.text);
    let before = found.len();
    let mut events = parser::parser(&masked.text).into_offset_iter();
    let mut writer = Writer::new(file, masked, lines, prose, found);
    let mut seen = Seen::new(&masked.text);
    while let Some((event, range)) = events.next() {
        let definitions = events.reference_definitions();
        if seen.has_definitions {
            seen.block(&masked.text, &event, &range);
            seen.link(&event, definitions);
        }
        if matches!(event, Event::Start(Tag::CodeBlock(_))) {
            conflicts.retain(|mark| !range.contains(&mark.start));
        }
        writer.destination =
            destination::place(&masked.text, &event, &range, definitions);
        writer.event(event, range);
    }
    seen.gap(&masked.text, masked.text.len());
    writer.check_definitions(events.reference_definitions(), &seen.used, seen.gaps);
    let conflicts: Vec<_> = conflicts.into_iter().map(|mark| writer.span(mark)).collect();
    let (mut body, headings) = writer.finish();
    if let Some(first) = conflicts.into_iter().next() {
        // All else that is found in such a text may be their doing.
        found.truncate(before);
        found.push(conflict::finding(first));
        body.prose = Prose::unheard();
    }
    (body, headings)
}

/// What the parser has made something of, where a text may define addresses: it gives no event
/// for a definition, nor for one that it drops as it has another of the name.
struct Seen {
    has_definitions: bool,
    /// The definitions that links use, by where they start.
    used: FxHashSet<usize>,
    /// The elements that are open, and of those that hold blocks where the last block ends.
    open: Vec<Option<usize>>,
    /// What stands between blocks.
    gaps: Vec<Range<usize>>,
}

impl Seen {
    fn new(text: &str) -> Self {
        let has_definitions = memmem::find(text.as_bytes(), b"]:").is_some();
        let used = FxHashSet::default();
        Self { has_definitions, used, open: vec![Some(0)], gaps: vec![] }
    }

    /// Notes an event, and what stands before it in the element that is open.
    fn block(&mut self, text: &str, event: &Event<'_>, range: &Range<usize>) {
        if let Event::End(_) = event {
            self.gap(text, range.end);
            self.open.pop();
        } else {
            self.gap(text, range.start);
        }
        if let Some(Some(end)) = self.open.last_mut() {
            *end = range.end.max(*end);
        }
        if let Event::Start(tag) = event {
            self.open.push(content_start(tag, text, range));
        }
    }

    /// Keeps what stands between the last block and a place.
    fn gap(&mut self, text: &str, to: usize) {
        let Some(Some(end)) = self.open.last() else { return };
        let gap = *end..to;
        if text.get(gap.clone()).is_some_and(|gap| gap.contains("]:")) {
            self.gaps.push(gap);
        }
    }

    fn link(&mut self, event: &Event<'_>, definitions: &RefDefs<'_>) {
        let Event::Start(
            Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. },
        ) = event
        else {
            return;
        };
        if matches!(
            link_type,
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
        ) {
            let definition = definitions.get(id);
            self.used.extend(definition.map(|definition| definition.span.start));
        }
    }
}

/// Where the blocks of an element begin, if it holds any.
fn content_start(tag: &Tag<'_>, text: &str, range: &Range<usize>) -> Option<usize> {
    match tag {
        Tag::BlockQuote(_) | Tag::Item | Tag::DefinitionListDefinition => {
            Some(range.start)
        }
        // Its own name looks like a definition's.
        Tag::FootnoteDefinition(_) => {
            let name = text[range.clone()].find("]:")?;
            Some(range.start + name + 2)
        }
        _ => None,
    }
}
