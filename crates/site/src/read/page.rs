//! A page as it is read: what stands above its text, and its text as HTML with placeholders.
//!
//! Reading looks at one file only. What needs to know of other files, a link's address or
//! a source's number, is left as a placeholder, which [`crate::render`] fills.
use std::collections::BTreeSet;

use ground::diagnostic::Diagnostic;
use ground::prose::Prose;
use ground::source::{Mode, Path, Span};
use twox_hash::xxhash3_128;

use crate::read::body::{Body, Heading, PlaceholderKind};
use crate::read::directive;
use crate::read::front_matter::{self, FrontMatter};
use crate::read::kinds::Kinds;
use crate::read::markdown;
use crate::read::markdown::LineNumbers;
use crate::read::markdown::destination::{self, Destination};

/// What one markdown file says of itself above its text: all that other pages may show.
#[derive(Clone, Debug, Default)]
pub struct ParsedPage {
    /// The front matter.
    pub matter: FrontMatter,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
    /// A hash of the bytes above the text: pages with the same ones say the same of themselves.
    pub head: u128,
}

/// What stands in a text: all of it that other pages may lead to or ask for.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The names of the drawings.
    pub drawings: BTreeSet<String>,
    /// The names of the decision grids.
    pub grids: BTreeSet<String>,
    /// Where it says what only a decision aid may be called.
    pub called: Option<Span>,
    /// What is wrong with the text by itself.
    pub findings: Vec<Diagnostic>,
}

/// Reads what stands above a page's text. `kinds` says what it has to say of itself.
pub fn read(file: &Path, text: &str, kinds: &Kinds) -> ParsedPage {
    let mut findings = vec![];
    let (matter, body) = front_matter::split(file, text, &mut findings);
    let head = xxhash3_128::Hasher::oneshot(&text.as_bytes()[..body.start]);
    let matter = if let Some(range) = matter {
        front_matter::read(file, text, range, kinds, &mut findings)
    } else {
        FrontMatter { title: front_matter::name(file), ..FrontMatter::default() }
    };
    ParsedPage { matter, findings, head }
}

/// Reads a page's text, whose words go into `prose`. In a preview each block says on which line of
/// the file it stands.
pub fn read_text(file: &Path, text: &str, mode: Mode, prose: Prose) -> (Outline, Body) {
    let mut findings = vec![];
    let (_, body) = front_matter::split(file, text, &mut vec![]);
    let masked = directive::mask(body.start, &text[body]);
    let lines = (mode == Mode::Preview).then(|| LineNumbers::new(text));
    let (body, headings) = markdown::write(file, &masked, lines, prose, &mut findings);
    let (drawings, grids) = (named(&body, "name"), named(&body, "grid"));
    (Outline { headings, drawings, grids, called: None, findings }, body)
}

/// What the directives of a text name in an attribute.
fn named(body: &Body, attribute: &str) -> BTreeSet<String> {
    let named =
        body.placeholders.iter().filter_map(|placeholder| match &placeholder.kind {
            PlaceholderKind::Directive(directive) => directive.get(attribute),
            _ => None,
        });
    named.map(str::to_owned).collect()
}

/// All the addresses that a text names, in their order: of links, of pictures, of the files
/// in directives. `is_part` is a text that is part of a page.
pub fn destinations(file: &Path, text: &str, is_part: bool) -> Vec<Destination> {
    let (_, page) = front_matter::split(file, text, &mut vec![]);
    let body = if is_part { 0..text.len() } else { page };
    let masked = directive::mask(body.start, &text[body]);
    destination::destinations(file, &masked)
}

/// A hash of what a page says, front matter and text, whatever marks it carries.
pub fn words_hash(file: &Path, text: &str, kinds: &Kinds) -> u128 {
    let page = read(file, text, kinds);
    let (_, body) = read_text(file, text, Mode::Build, Prose::default());
    let mut hasher = xxhash3_128::Hasher::new();
    for block in page.matter.prose.blocks.iter().chain(&body.prose.blocks) {
        hasher.write(block.text.trim().as_bytes());
        hasher.write(b"\n");
    }
    hasher.finish_128()
}

/// Reads a text that is part of a page, without front matter: an outcome's, a panel's.
pub fn read_part(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Body {
    let masked = directive::mask(0, text);
    markdown::write(file, &masked, None, Prose::default(), found).0
}
