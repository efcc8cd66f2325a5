//! Markdown's events written as HTML, in one pass.
mod block;
pub mod destination;
mod event;
mod inline;
mod parser;
mod writer;

use ground::diagnostic::Diagnostic;
use ground::prose::Prose;
use ground::source::Path;

use self::writer::Writer;
use crate::read::body::{Body, Heading};
use crate::read::directive::Masked;

/// Writes a masked text as HTML with placeholders, and its words into `prose`. Returns it, and its
/// headings in order.
pub fn write(
    file: &Path,
    masked: &Masked<'_>,
    prose: Prose,
    found: &mut Vec<Diagnostic>,
) -> (Body, Vec<Heading>) {
    let mut events = parser::parser(&masked.text).into_offset_iter();
    let mut writer = Writer::new(file, masked, prose, found);
    while let Some((event, range)) = events.next() {
        let definitions = events.reference_definitions();
        writer.destination =
            destination::place(&masked.text, &event, &range, definitions);
        writer.event(event, range);
    }
    writer.finish()
}
