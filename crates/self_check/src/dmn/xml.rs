//! The elements of a DMN file, and findings about them.
use ground::diagnostic::Diagnostic;
use ground::source::{Path, Span};
use roxmltree::{Document, Error, Node, TextPos};

/// More attributes than any element of a table has. The parser compares each with each.
const MOST_ATTRIBUTES: usize = 100;

/// Deeper than elements of a table stand within each other.
const DEEPEST: usize = 100;

/// The largest file, in bytes: a hundred times those that programs write for people.
const LARGEST: usize = 2 << 20;

/// More namespaces than a file names. What stands within an element has all of its own.
const MOST_NAMESPACES: usize = 1_000;

/// The elements of a DMN file. None where a finding says why it is no such file.
pub(super) fn parse<'t>(
    file: &Path,
    text: &'t str,
    found: &mut Vec<Diagnostic>,
) -> Option<Document<'t>> {
    if let Some((at, message)) = excess(text) {
        found.push(unreadable(file, at, message));
        return None;
    }
    let document = Document::parse(text);
    let document = document.map_err(|error| found.push(malformed(file, text, &error)));
    let document = document.ok()?;
    is_dmn(file, &document, found).then_some(document)
}

/// What no table needs, and what would keep a parser busy; with its place.
fn excess(text: &str) -> Option<(usize, &'static str)> {
    if text.len() > LARGEST {
        return Some((0, "no file with a table for people is larger than 2 MB"));
    }
    if text.matches("xmlns").count() > MOST_NAMESPACES {
        return Some((0, "no file with a table names more than 1,000 namespaces"));
    }
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(start) = text[at..].find('<').map(|start| at + start) {
        let rest = &text[start..];
        if rest.starts_with("<!DOCTYPE") {
            let message =
                "a document type (DTD) can put text into a file that nobody sees there";
            return Some((start, message));
        }
        let markup = Markup::at_start_of(rest)?;
        if markup.attributes > MOST_ATTRIBUTES {
            return Some((start, "no element of a table has more than 100 attributes"));
        }
        depth = depth.saturating_add_signed(markup.opens);
        if depth > DEEPEST {
            let message = "no elements of a table stand more than 100 deep in each other";
            return Some((start, message));
        }
        at = start + markup.length;
    }
    None
}

/// A tag, a comment, or what else begins with `<`.
struct Markup {
    length: usize,
    attributes: usize,
    /// How much deeper the text after it stands.
    opens: isize,
}

/// What begins with `<` and holds no elements: how it begins, and how it ends.
const PASSIVE: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

impl Markup {
    /// The markup with which a text begins. None where it never ends, which the parser says.
    fn at_start_of(text: &str) -> Option<Self> {
        let passive = PASSIVE.iter().find(|(start, _)| text.starts_with(start));
        let Some((start, end)) = passive else { return Self::tag(text) };
        let length = start.len() + text[start.len()..].find(end)? + end.len();
        Some(Self { length, attributes: 0, opens: 0 })
    }

    /// A tag, up to the `>` that stands in no value.
    fn tag(text: &str) -> Option<Self> {
        let (mut quote, mut attributes) = (None, 0);
        for (at, byte) in text.bytes().enumerate() {
            match (byte, quote) {
                (b'"' | b'\'', None) => quote = Some(byte),
                (_, Some(end)) if byte == end => quote = None,
                (b'=', None) => attributes += 1,
                (b'>', None) => {
                    let tag = &text[..at];
                    let opens = match (tag.starts_with("</"), tag.ends_with('/')) {
                        (true, _) => -1,
                        (_, true) => 0,
                        _ => 1,
                    };
                    return Some(Self { length: at + 1, attributes, opens });
                }
                _ => {}
            }
        }
        // The parser would look at its attributes before it finds that it never ends.
        (attributes > MOST_ATTRIBUTES).then_some(Self {
            length: text.len(),
            attributes,
            opens: 0,
        })
    }
}

/// How the namespaces of DMN begin; each version has its own.
const NAMESPACES: [&str; 2] =
    ["https://www.omg.org/spec/DMN/", "http://www.omg.org/spec/DMN/"];

/// Whether the root is that of a DMN file.
fn is_dmn(file: &Path, document: &Document<'_>, found: &mut Vec<Diagnostic>) -> bool {
    let root = document.root_element();
    let (name, namespace) = (root.tag_name().name(), root.tag_name().namespace());
    let message = match namespace {
        Some(other) if !NAMESPACES.iter().any(|own| other.starts_with(own)) => {
            format!("these elements are those of `{other}`, not of DMN")
        }
        _ if name != "definitions" => {
            format!("a DMN file is one element `definitions`, and this is `{name}`")
        }
        _ => return true,
    };
    let finding = Diagnostic::error("dmn", message).at(place(file, root));
    found.push(finding.help(EXPORT));
    false
}

/// What to do where a file is none that can be read.
const EXPORT: &str = "export the table again from the program that made it";

/// Whether a node is an element of this name, of DMN as the root is.
pub(super) fn is(node: &Node<'_, '_>, name: &str) -> bool {
    let own = node.document().root_element().tag_name().namespace();
    node.tag_name().name() == name && node.tag_name().namespace() == own
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
    // A comment within it parts a text in two.
    let texts = inner.children().filter(Node::is_text).filter_map(|text| text.text());
    texts.collect::<String>().trim().to_owned()
}

/// The first element of a name that holds some text.
pub(super) fn filled<'a, 'd>(
    node: Node<'a, 'd>,
    name: &'static str,
) -> Option<Node<'a, 'd>> {
    children(node, name).find(|child| !text_of(*child).is_empty())
}

/// The place of an element.
pub(super) fn place(file: &Path, node: Node<'_, '_>) -> Span {
    let range = node.range();
    // The start tag is enough to find it by.
    let end = range.end.min(range.start + node.tag_name().name().len() + 1);
    Span::new(file, range.start, end)
}

/// The finding for what a self-check cannot say.
pub(super) fn refused(
    file: &Path,
    node: Node<'_, '_>,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::error("dmn", message)
        .at(place(file, node))
        .help("change the table, or write these rules by hand: language.md says how")
}

/// The finding for what is left out, as nothing would come of it.
pub(super) fn left_out(
    file: &Path,
    node: Node<'_, '_>,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::warning("dmn", message).at(place(file, node))
}

/// The finding for a file that is no XML. The parser gives line and column, in characters.
fn malformed(file: &Path, text: &str, error: &Error) -> Diagnostic {
    let at = byte_at(text, error.pos());
    let mut finding =
        unreadable(file, at, format!("this is no well-formed XML: {error}"));
    finding.at = Some(Span::new(file, at, (at + 1).min(text.len())));
    finding
}

/// The finding for a file that is not read.
fn unreadable(file: &Path, at: usize, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("dmn", message).at(Span::new(file, at, at + 1)).help(EXPORT)
}

/// The byte at a line and a column, both counted from one.
fn byte_at(text: &str, place: TextPos) -> usize {
    let lines = text.split_inclusive('\n').take(place.row as usize - 1);
    let line = lines.map(str::len).sum::<usize>();
    let rest = text[line.min(text.len())..].chars().take(place.col as usize - 1);
    (line + rest.map(char::len_utf8).sum::<usize>()).min(text.len())
}
