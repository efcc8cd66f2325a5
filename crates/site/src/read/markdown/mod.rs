//! Markdown's events written as HTML, in one pass.
mod bare;
mod block;
pub mod destination;
mod event;
mod html;
mod inline;
mod misread;
mod note;
mod open;
mod parser;
mod picture;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag};
use rustc_hash::FxHashSet;

use self::writer::Writer;
use crate::diagnostic::Diagnostic;
use crate::read::body::{Body, Heading};
use crate::read::conflict;
use crate::read::directive::Masked;
use crate::read::prose::Prose;
use crate::source::Path;

/// Writes a masked text as HTML with placeholders, and its words into `prose`. Returns it, and its
/// headings in order.
pub fn write(
    file: &Path,
    masked: &Masked<'_>,
    prose: Prose,
    found: &mut Vec<Diagnostic>,
) -> (Body, Vec<Heading>) {
    let mut conflicts = conflict::marks(&masked.text);
    let before = found.len();
    let mut events = parser::parser(&masked.text).into_offset_iter();
    let mut writer = Writer::new(file, masked, prose, found);
    let mut seen = Seen::default();
    while let Some((event, range)) = events.next() {
        let definitions = events.reference_definitions();
        if writer.depth == 0 {
            seen.block(&masked.text, &range);
        }
        seen.link(&event, definitions);
        if matches!(event, Event::Start(Tag::CodeBlock(_))) {
            conflicts.retain(|mark| !range.contains(&mark.start));
        }
        writer.destination =
            destination::place(&masked.text, &event, &range, definitions);
        writer.event(event, range);
    }
    seen.block(&masked.text, &(masked.text.len()..masked.text.len()));
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

/// What the parser has made something of.
#[derive(Default)]
struct Seen {
    /// The definitions that links use, by where they start.
    used: FxHashSet<usize>,
    /// The end of the last block.
    end: usize,
    /// What stands between blocks.
    gaps: Vec<Range<usize>>,
}

impl Seen {
    /// Notes an event that stands in no other.
    fn block(&mut self, text: &str, range: &Range<usize>) {
        let gap = self.end..range.start;
        if text.get(gap.clone()).is_some_and(|gap| !gap.trim().is_empty()) {
            self.gaps.push(gap);
        }
        self.end = self.end.max(range.end);
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
