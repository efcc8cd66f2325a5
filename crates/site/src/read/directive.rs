//! Directives, the boxes and blocks that staff can ask for: `:::warning{title="…"}`.
//!
//! Before a text is parsed as markdown, every line that looks like a directive is masked by a
//! marker that markdown carries through as a block of its own, so a directive ends a paragraph
//! or a list, and every place keeps its offset. What the parser then makes of a marker decides:
//! one in a block of HTML is a directive, one in code is the author's text again. So no second
//! tracker of code fences can disagree with the parser's.
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use ground::diagnostic::{Diagnostic, Scope, nearest, one_of};
use ground::source::Span;
use memchr::memmem;

/// A kind of directive.
#[derive(Debug, PartialEq, Eq)]
pub struct DirectiveKind {
    /// How it is written.
    pub name: &'static str,
    /// Whether it holds text, up to a line of `:::`.
    pub container: bool,
    /// What it can be told, and whether it must be.
    pub attributes: &'static [(&'static str, bool)],
}

/// All the kinds there are.
pub const KINDS: &[DirectiveKind] = &[
    DirectiveKind { name: "warning", container: true, attributes: &[("title", false)] },
    DirectiveKind { name: "callout", container: true, attributes: &[("title", false)] },
    DirectiveKind { name: "key-facts", container: true, attributes: &[("title", true)] },
    DirectiveKind { name: "studies", container: true, attributes: &[("title", true)] },
    DirectiveKind { name: "steps", container: true, attributes: &[] },
    DirectiveKind { name: "actions", container: true, attributes: &[] },
    DirectiveKind { name: "ways", container: true, attributes: &[] },
    DirectiveKind { name: "fold", container: true, attributes: &[("title", true)] },
    DirectiveKind { name: "table", container: true, attributes: &[("caption", true)] },
    DirectiveKind { name: "crisis", container: false, attributes: &[] },
    DirectiveKind { name: "contact", container: false, attributes: &[] },
    DirectiveKind { name: "phone", container: false, attributes: &[] },
    DirectiveKind {
        name: "sources",
        container: false,
        attributes: &[("from", false), ("to", false)],
    },
    DirectiveKind { name: "self-check", container: false, attributes: &[] },
    DirectiveKind { name: "gap", container: false, attributes: &[("needs", true)] },
    DirectiveKind { name: "drawing", container: false, attributes: &[("name", true)] },
    DirectiveKind { name: "compare", container: false, attributes: &[("grid", true)] },
    DirectiveKind { name: "weigh", container: false, attributes: &[("grid", true)] },
    DirectiveKind { name: "take-along", container: false, attributes: &[("grid", true)] },
    DirectiveKind { name: "asks", container: false, attributes: &[("grid", true)] },
    DirectiveKind { name: "decoration", container: false, attributes: &[("file", true)] },
];

/// A directive as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Directive {
    /// Its kind's name.
    pub name: &'static str,
    /// What it is told, with the place of each: `name="text"`.
    pub attributes: BTreeMap<&'static str, (String, Span)>,
    /// Its line.
    pub at: Span,
}

impl Directive {
    /// An attribute's text.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(|(text, _)| text.as_str())
    }

    /// Where an attribute's text stands, without its quotes.
    pub fn place(&self, name: &str) -> Option<Span> {
        let (text, at) = self.attributes.get(name)?;
        // The place that is kept is that of `name="text"`, which ends with a quote.
        let end = at.end - 1;
        Some(Span::new(&at.file, end - text.len(), end))
    }
}

/// What stands on a directive's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectiveLine {
    /// The start of a container, or a directive without text.
    Open(Directive),
    /// The end of the innermost container.
    Close,
    /// A line that could not be read; its finding is made.
    Wrong,
}

/// A text with its directives masked. Its places are those of the text as it is written.
pub struct Masked<'a> {
    /// The text for the markdown parser.
    pub text: Cow<'a, str>,
    /// The text as it is written.
    body: &'a str,
    /// The lines that are masked, without what stands before and after them, in order.
    lines: Vec<Range<usize>>,
    base: usize,
}

/// Markdown takes it for a processing instruction: a block of its own. It is as long as the
/// shortest directive, so that no place moves.
const MARKER: &str = "<?>";

impl Masked<'_> {
    /// The offset in the file of an offset in the masked text.
    pub fn source(&self, offset: usize) -> usize {
        self.base + offset
    }

    /// The masked lines that begin in a range of the text, with the number of the first.
    pub fn lines(&self, range: &Range<usize>) -> (usize, &[Range<usize>]) {
        // Most texts ask this of every piece, and have few directives or none.
        let first = self.lines.partition_point(|line| line.start < range.start);
        let count = self.lines[first..].partition_point(|line| line.start < range.end);
        (first, &self.lines[first..first + count])
    }

    /// All masked lines.
    pub fn all_lines(&self) -> &[Range<usize>] {
        &self.lines
    }

    /// A part of the text as it is written.
    pub fn written(&self, range: Range<usize>) -> &str {
        &self.body[range]
    }
}

/// Masks what looks like a directive in `body`, which stands in its file from the byte `base`
/// on.
pub fn mask(base: usize, body: &str) -> Masked<'_> {
    let mut masked = Masked { text: body.into(), body, lines: vec![], base };
    // A text without a directive is parsed as it is, without a copy.
    if memmem::find(body.as_bytes(), b":::").is_none() {
        return masked;
    }
    let mut text = String::with_capacity(body.len());
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        let end = at + line.trim_end().len();
        at += line.len();
        if !line.trim_start().starts_with(":::") {
            text.push_str(line);
            continue;
        }
        text.push_str(&body[at - line.len()..start]);
        text.push_str(MARKER);
        text.extend(std::iter::repeat_n(' ', end - start - MARKER.len()));
        // What ends the line stays as it is, CRLF too.
        text.push_str(&body[end..at]);
        masked.lines.push(start..end);
    }
    masked.text = text.into();
    masked
}

/// A finding of what no other program could have meant: it stands in a draft too.
pub(super) fn fault(code: &'static str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, message).of(Scope::Syntax)
}

/// The finding for a container without an end.
fn never_ends(directive: Directive) -> Diagnostic {
    let message = format!("`{}` never ends", directive.name);
    fault("directive-open", message)
        .at(directive.at)
        .help("write a line with only ::: where it ends")
}

/// How many containers may stand in one another.
const DEEPEST: usize = 8;

/// The containers whose end is still to come.
#[derive(Default)]
pub struct OpenDirectives {
    /// Each with the depth of the element in which it stands.
    directives: Vec<(Directive, usize)>,
    /// How many lines were no directive that is known: each may have an end, too.
    unknown: usize,
}

impl OpenDirectives {
    /// Reads a line that begins with `:::` and stands inside `depth` elements.
    pub fn read(
        &mut self,
        text: &str,
        at: Span,
        depth: usize,
        found: &mut Vec<Diagnostic>,
    ) -> DirectiveLine {
        let rest = text.trim_start_matches(':').trim();
        if rest.is_empty() {
            return self.close(at, depth, found);
        }
        let Some((kind, attributes)) = kind(rest) else {
            found.push(unknown(name(rest), at));
            self.unknown += 1;
            return DirectiveLine::Wrong;
        };
        if kind.container && self.directives.len() == DEEPEST {
            let message = format!("`{}` is nested too deep to be read", kind.name);
            let help = "end the ones before it first: write a line with only :::";
            found.push(fault("nested", message).at(at).help(help));
            self.unknown += 1;
            return DirectiveLine::Wrong;
        }
        let start = at.start + text.len() - attributes.len();
        let attributes = read_attributes(kind, attributes, start, &at, found);
        let directive = Directive { name: kind.name, attributes, at };
        if kind.container {
            self.directives.push((directive.clone(), depth));
        }
        DirectiveLine::Open(directive)
    }

    /// Reads a line that ends the innermost container, which stands in the same element.
    fn close(
        &mut self,
        at: Span,
        depth: usize,
        found: &mut Vec<Diagnostic>,
    ) -> DirectiveLine {
        if self.directives.pop_if(|(_, opened)| *opened == depth).is_some() {
            return DirectiveLine::Close;
        }
        // The end of a directive that is not known, or that ended with its list: its beginning
        // was a finding already.
        if self.unknown > 0 {
            self.unknown -= 1;
            return DirectiveLine::Wrong;
        }
        let finding = fault("directive-close", "nothing is open that ::: could end");
        found.push(finding.at(at).help("remove this line"));
        DirectiveLine::Wrong
    }

    /// Whether the innermost container ends with an element, as it stands in it: then only
    /// `depth` elements are open.
    pub fn ends_with(&mut self, depth: usize, found: &mut Vec<Diagnostic>) -> bool {
        let Some((directive, _)) = self.directives.pop_if(|(_, opened)| *opened > depth)
        else {
            return false;
        };
        self.unknown += 1;
        found.push(never_ends(directive));
        true
    }

    /// Ends what is still open at the end of the text.
    pub fn finish(self, found: &mut Vec<Diagnostic>) {
        let directives = self.directives.into_iter();
        found.extend(directives.map(|(directive, _)| never_ends(directive)));
    }
}

/// The directive that stands on a line which begins with `:::`, whatever is wrong with it.
pub fn read_alone(text: &str, at: Span) -> Option<Directive> {
    match OpenDirectives::default().read(text, at, 0, &mut vec![]) {
        DirectiveLine::Open(directive) => Some(directive),
        DirectiveLine::Close | DirectiveLine::Wrong => None,
    }
}

/// The name of a directive.
fn name(rest: &str) -> &str {
    rest.split_once('{').map_or(rest, |(name, _)| name).trim()
}

/// The kind of a directive, and its attributes from the brace on. Without a brace it is read
/// as if there were an empty pair of them.
fn kind(rest: &str) -> Option<(&'static DirectiveKind, &str)> {
    let (_, attributes) = rest.split_once('{').unwrap_or((rest, "}"));
    let kind = KINDS.iter().find(|kind| kind.name == name(rest))?;
    Some((kind, attributes))
}

/// The finding for a name that no directive has.
fn unknown(name: &str, at: Span) -> Diagnostic {
    let names = || KINDS.iter().map(|kind| kind.name);
    let near = nearest(name, names()).map(|near| format!("write :::{near}"));
    let message = format!("there is no directive `{name}`");
    let finding = fault("directive-unknown", message).at(at);
    finding.help(near.unwrap_or_else(|| one_of(names())))
}

/// Reads `key="value" key="value"}`, which starts at the byte `start` of the file.
fn read_attributes(
    kind: &DirectiveKind,
    text: &str,
    start: usize,
    line: &Span,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<&'static str, (String, Span)> {
    let mut attributes = BTreeMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && rest != "}" {
        let at = start + text.len() - rest.len();
        let Some((key, value, after)) = key_value(rest) else {
            found.push(unreadable(Span::new(&line.file, at, line.end)));
            return attributes;
        };
        let span = Span::new(&line.file, at, at + rest.len() - after.len());
        match kind.attributes.iter().find(|(name, _)| *name == key) {
            Some((name, _)) => {
                attributes.insert(*name, (value.to_owned(), span));
            }
            None => found.push(unknown_attribute(kind, key, span)),
        }
        rest = after.trim_start();
    }
    check_required(kind, &attributes, line, found);
    attributes
}

/// Finds attributes that must be there, and are not.
fn check_required(
    kind: &DirectiveKind,
    attributes: &BTreeMap<&'static str, (String, Span)>,
    line: &Span,
    found: &mut Vec<Diagnostic>,
) {
    for (name, _) in kind.attributes.iter().filter(|(_, required)| *required) {
        if attributes.get(name).is_none_or(|(value, _)| value.trim().is_empty()) {
            let message = format!("`{}` must say its {name}", kind.name);
            let help = format!("write :::{}{{{name}=\"…\"}}", kind.name);
            let finding = fault("directive-attribute", message);
            found.push(finding.at(line.clone()).help(help));
        }
    }
}

/// The finding for what is no attribute.
fn unreadable(at: Span) -> Diagnostic {
    fault("directive-attribute", "this cannot be read")
        .at(at)
        .help("write name=\"text\" and end with }; no quotes inside the text")
}

/// The first attribute: its name, its value, and what follows it.
fn key_value(text: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = text.split_once('=')?;
    let (value, after) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
    Some((key.trim(), value, after))
}

/// The finding for an attribute that a kind does not have.
fn unknown_attribute(kind: &DirectiveKind, key: &str, at: Span) -> Diagnostic {
    let names = || kind.attributes.iter().map(|(name, _)| *name);
    let near = nearest(key, names()).or_else(|| names().next());
    let help = near.map_or("remove it".to_owned(), |near| format!("write {near}=\"…\""));
    let message = format!("`{}` has no `{key}`", kind.name);
    fault("directive-attribute", message).at(at).help(help)
}
