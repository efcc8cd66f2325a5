//! Directives, the boxes and blocks that staff can ask for: `:::warning{title="…"}`.
//!
//! They are found in the text before it is parsed as markdown. Each directive's line is
//! masked by a marker that markdown carries through as a block of its own, so a directive
//! ends a paragraph or a list, and every other place keeps its offset.
use std::borrow::Cow;
use std::collections::BTreeMap;

use ground::diagnostic::{Diagnostic, nearest, one_of};
use ground::source::{Path, Span};
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
    DirectiveKind { name: "table", container: true, attributes: &[("caption", true)] },
    DirectiveKind { name: "crisis", container: false, attributes: &[] },
    DirectiveKind { name: "contact", container: false, attributes: &[] },
    DirectiveKind { name: "sources", container: false, attributes: &[] },
    DirectiveKind { name: "self-check", container: false, attributes: &[] },
    DirectiveKind { name: "gap", container: false, attributes: &[("needs", true)] },
    DirectiveKind { name: "drawing", container: false, attributes: &[("name", true)] },
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

/// A text with its directives masked.
pub struct Masked<'a> {
    /// The text for the markdown parser.
    pub text: Cow<'a, str>,
    /// The directives by their offset in `text`.
    pub lines: BTreeMap<usize, DirectiveLine>,
    /// From which offset in `text` on how many bytes were added before.
    shifts: Vec<(usize, usize)>,
    base: usize,
}

/// Markdown takes it for a processing instruction: a block of its own.
const MARKER: &str = "<?d?>";

impl Masked<'_> {
    /// The offset in the file of an offset in the masked text.
    pub fn source(&self, offset: usize) -> usize {
        let before = self.shifts.partition_point(|(at, _)| *at <= offset);
        let shift = before.checked_sub(1).map_or(0, |last| self.shifts[last].1);
        self.base + offset - shift
    }

    /// Writes the marker in the place of a line of `length` bytes.
    fn push_marker(&mut self, whole: &mut String, length: usize) {
        let offset = whole.len();
        whole.push_str(MARKER);
        // Blanks keep the length, so what follows keeps its offset. Only a line that is
        // shorter than the marker moves it, which is noted.
        whole.extend(std::iter::repeat_n(' ', length.saturating_sub(MARKER.len())));
        if length < MARKER.len() {
            let total = self.shifts.last().map_or(0, |last| last.1);
            self.shifts.push((offset + MARKER.len(), total + MARKER.len() - length));
        }
    }
}

/// Masks the directives of `body`, which stands in `file` from the byte `base` on.
pub fn mask<'a>(
    file: &Path,
    base: usize,
    body: &'a str,
    found: &mut Vec<Diagnostic>,
) -> Masked<'a> {
    let mut masked =
        Masked { text: body.into(), lines: BTreeMap::new(), shifts: vec![], base };
    // A text without a directive is parsed as it is, without a copy.
    if memmem::find(body.as_bytes(), b":::").is_none() {
        return masked;
    }
    let mut whole = String::with_capacity(body.len() + 64);
    let mut open = Open::default();
    let mut fence = Fence::default();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let text = line.trim_end();
        let span = Span::new(file, base + at, base + at + text.len());
        at += line.len();
        let inside_code = fence.holds(text);
        if inside_code || !text.starts_with(":::") {
            whole.push_str(line);
            continue;
        }
        let directive = read_line(text, span, &mut open, found);
        masked.lines.insert(whole.len(), directive);
        masked.push_marker(&mut whole, text.len());
        // What ends the line stays as it is, CRLF too, and with it every offset after it.
        whole.push_str(&line[text.len()..]);
    }
    found.extend(open.directives.into_iter().map(never_ends));
    masked.text = whole.into();
    masked
}

/// The finding for a container without an end.
fn never_ends(directive: Directive) -> Diagnostic {
    let message = format!("`{}` never ends", directive.name);
    Diagnostic::error("directive-open", message)
        .at(directive.at)
        .help("write a line with only ::: where it ends")
}

/// Whether the lines stand in a fenced block of code, where nothing is a directive.
#[derive(Default)]
struct Fence(Option<(char, usize)>);

impl Fence {
    fn holds(&mut self, line: &str) -> bool {
        let line = line.trim_start();
        let mark = line.chars().next().filter(|mark| "`~".contains(*mark));
        let length =
            mark.map_or(0, |mark| line.chars().take_while(|c| *c == mark).count());
        match (self.0, mark) {
            (None, Some(mark)) if length >= 3 => self.0 = Some((mark, length)),
            (Some((fence, opened)), Some(mark))
                // CommonMark 4.5: a fence ends with the same mark, at least as often, and nothing
                // behind it.
                if mark == fence
                    && length >= opened
                    && line.trim_start_matches(mark).is_empty() =>
            {
                self.0 = None;
            }
            (inside, _) => return inside.is_some(),
        }
        true
    }
}

/// How many containers may stand in one another.
const DEEPEST: usize = 8;

/// The containers whose end is still to come.
#[derive(Default)]
struct Open {
    directives: Vec<Directive>,
    /// How many lines were no directive that is known: each may have an end, too.
    unknown: usize,
}

/// Reads a line that begins with `:::`.
fn read_line(
    text: &str,
    at: Span,
    open: &mut Open,
    found: &mut Vec<Diagnostic>,
) -> DirectiveLine {
    let rest = text.trim_start_matches(':').trim();
    if rest.is_empty() {
        return close(at, open, found);
    }
    // Without a brace it is read as if there were an empty pair of them.
    let (name, attributes) = rest.split_once('{').unwrap_or((rest, "}"));
    let Some(kind) = KINDS.iter().find(|kind| kind.name == name.trim()) else {
        found.push(unknown(name.trim(), at));
        open.unknown += 1;
        return DirectiveLine::Wrong;
    };
    if kind.container && open.directives.len() == DEEPEST {
        let message = format!("`{}` is nested too deep to be read", kind.name);
        let help = "end the ones before it first: write a line with only :::";
        found.push(Diagnostic::error("nested", message).at(at).help(help));
        open.unknown += 1;
        return DirectiveLine::Wrong;
    }
    let start = at.start + text.len() - attributes.len();
    let attributes = read_attributes(kind, attributes, start, &at, found);
    let directive = Directive { name: kind.name, attributes, at };
    if kind.container {
        open.directives.push(directive.clone());
    }
    DirectiveLine::Open(directive)
}

/// Reads a line that ends the innermost container.
fn close(at: Span, open: &mut Open, found: &mut Vec<Diagnostic>) -> DirectiveLine {
    if open.directives.pop().is_some() {
        return DirectiveLine::Close;
    }
    // The end of a directive that is not known: its beginning was a finding already.
    if open.unknown > 0 {
        open.unknown -= 1;
        return DirectiveLine::Wrong;
    }
    let finding =
        Diagnostic::error("directive-close", "nothing is open that ::: could end");
    found.push(finding.at(at).help("remove this line"));
    DirectiveLine::Wrong
}

/// The finding for a name that no directive has.
fn unknown(name: &str, at: Span) -> Diagnostic {
    let names = || KINDS.iter().map(|kind| kind.name);
    let near = nearest(name, names()).map(|near| format!("write :::{near}"));
    let message = format!("there is no directive `{name}`");
    let finding = Diagnostic::error("directive-unknown", message).at(at);
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
            let finding = Diagnostic::error("directive-attribute", message);
            found.push(finding.at(line.clone()).help(help));
        }
    }
}

/// The finding for what is no attribute.
fn unreadable(at: Span) -> Diagnostic {
    Diagnostic::error("directive-attribute", "this cannot be read")
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
    Diagnostic::error("directive-attribute", message).at(at).help(help)
}
