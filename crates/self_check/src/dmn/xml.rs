//! The elements of a DMN file, and findings about them.
use ground::diagnostic::Diagnostic;
use ground::source::{Path, Span};
use roxmltree::{Error, Node, TextPos};

/// Whether a node is an element of this name, in whatever namespace: each version of DMN has
/// its own.
pub(super) fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

/// The elements of a name within another.
pub(super) fn children<'a, 'd>(
    node: Node<'a, 'd>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(move |child| is(child, name))
}

/// The text within an element, in its `text` or by itself.
pub(super) fn text_of(node: Node<'_, '_>) -> String {
    let inner = children(node, "text").next().unwrap_or(node);
    inner.text().unwrap_or_default().trim().to_owned()
}

/// The place of an element.
pub(super) fn place(file: &Path, node: Node<'_, '_>) -> Span {
    let range = node.range();
    // The start tag is enough to find it by.
    let end = range.end.min(range.start + node.tag_name().name().len() + 1);
    Span::new(file, range.start, end)
}

/// The finding for what a self-check cannot say.
pub(super) fn refused(file: &Path, node: Node<'_, '_>, message: String) -> Diagnostic {
    Diagnostic::error("dmn", message)
        .at(place(file, node))
        .help("change the table, or write these rules by hand: language.md says how")
}

/// The finding for a file that is no XML. The parser gives line and column, in characters.
pub(super) fn malformed(file: &Path, text: &str, error: &Error) -> Diagnostic {
    let at = byte_at(text, error.pos());
    Diagnostic::error("dmn", format!("this is no well-formed XML: {error}"))
        .at(Span::new(file, at, (at + 1).min(text.len())))
        .help("export the table again from the program that made it")
}

/// The byte at a line and a column, both counted from one.
fn byte_at(text: &str, place: TextPos) -> usize {
    let lines = text.split_inclusive('\n').take(place.row as usize - 1);
    let line = lines.map(str::len).sum::<usize>();
    let rest = text[line.min(text.len())..].chars().take(place.col as usize - 1);
    (line + rest.map(char::len_utf8).sum::<usize>()).min(text.len())
}
