//! Markdown's events written as HTML, in one pass.
mod block;
pub mod destination;
mod inline;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BrokenLink, BrokenLinkCallback, CowStr, Event, LinkType, Options, Parser,
    Tag, TagEnd,
};
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::read::body::{Body, Heading, Placeholder, PlaceholderKind};
use crate::read::directive::Masked;
use crate::read::prose::{Form, Prose};
use crate::source::{Path, Span};

/// Ids that the templates and the generator use themselves.
const TAKEN: &[&str] =
    &["main", "contents", "sources", "review", "result", "start", "menu"];

/// How deep a page may be nested. Nobody reads what is nested deeper, and programs that read
/// pages may give up.
const DEEPEST: usize = 32;

/// Writes a masked text as HTML with placeholders, and its words into `prose`. Returns it, and its
/// headings in order.
pub fn write(
    file: &Path,
    masked: &Masked<'_>,
    prose: Prose,
    found: &mut Vec<Diagnostic>,
) -> (Body, Vec<Heading>) {
    let mut events = parser(&masked.text).into_offset_iter();
    let mut writer = Writer {
        file,
        masked,
        found,
        fragments: vec![Fragment {
            html: String::with_capacity(masked.text.len() * 3 / 2),
            ..Fragment::default()
        }],
        headings: vec![],
        prose,
        ids: FxHashMap::default(),
        boxes: vec![],
        table: Table::default(),
        notes: Notes::default(),
        picture: None,
        destination: None,
        in_code: false,
        depth: 0,
        silent: 0,
    };
    while let Some((event, range)) = events.next() {
        let definitions = events.reference_definitions();
        writer.destination =
            destination::place(&masked.text, &event, &range, definitions);
        writer.event(event, range);
    }
    writer.finish()
}

/// The parser, as all texts are read.
fn parser(text: &str) -> Parser<'_, impl BrokenLinkCallback<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM;
    Parser::new_with_broken_link_callback(text, options, Some(name_broken_link))
}

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

/// All the addresses that a masked text names, each place once: those of links and pictures,
/// of definitions that nothing refers to, and in notes that nobody is led to. What stands in
/// code is no address.
pub fn destinations(masked: &Masked<'_>) -> Vec<Destination> {
    let mut found = BTreeMap::<usize, Destination>::new();
    let mut keep = |at: Range<usize>, to: &str, named_by| {
        let at = masked.source(at.start)..masked.source(at.end);
        let new = || Destination { to: to.to_owned(), at: at.clone(), named_by };
        let known = found.entry(at.start).or_insert_with(new);
        known.named_by = known.named_by.max(named_by);
    };
    let mut events = parser(&masked.text).into_offset_iter();
    while let Some((event, range)) = events.next() {
        let definitions = events.reference_definitions();
        let place = destination::place(&masked.text, &event, &range, definitions);
        match (event, place) {
            (Event::Start(Tag::Link { dest_url, .. }), Some(at)) => {
                keep(at, &dest_url, NamedBy::Link);
            }
            (Event::Start(Tag::Image { dest_url, .. }), Some(at)) => {
                keep(at, &dest_url, NamedBy::Picture);
            }
            _ => {}
        }
    }
    let definitions = events.reference_definitions();
    for (label, definition) in definitions.iter() {
        let place = destination::definition(&masked.text, definitions, label);
        if let Some(at) = place {
            keep(at, &definition.dest, NamedBy::Link);
        }
    }
    found.into_values().collect()
}

const CITE: &str = "cite:";
const MISSING: &str = "missing:";

/// A reference that is not defined is a citation when it starts with `@`; one in full form
/// is a slip; anything else is text in square brackets.
#[expect(clippy::needless_pass_by_value, reason = "the parser's signature")]
fn name_broken_link<'a>(link: BrokenLink<'_>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let to = if link.reference.starts_with('@') {
        format!("{CITE}{}", link.reference)
    } else if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
        format!("{MISSING}{}", link.reference)
    } else {
        return None;
    };
    Some((to.into(), "".into()))
}

struct Writer<'a> {
    file: &'a Path,
    masked: &'a Masked<'a>,
    found: &'a mut Vec<Diagnostic>,
    /// The page, and above it what is not complete yet: a heading, a note.
    fragments: Vec<Fragment>,
    headings: Vec<Heading>,
    /// The words without marks.
    prose: Prose,
    /// The ids so far, each with how often it was wanted.
    ids: FxHashMap<String, usize>,
    boxes: Vec<&'static str>,
    table: Table,
    notes: Notes,
    /// The picture that is open, with its alternative text so far, and where its file is
    /// named.
    picture: Option<(String, String, Span, Option<Span>)>,
    /// Where the address of the link or picture stands that is at hand.
    destination: Option<Range<usize>>,
    in_code: bool,
    /// Inside how many elements.
    depth: usize,
    /// Inside how many elements whose text is not shown.
    silent: usize,
}

/// A piece of HTML under way.
#[derive(Default)]
struct Fragment {
    role: Role,
    html: String,
    placeholders: Vec<Placeholder>,
    /// A heading's text without marks.
    plain: String,
}

impl Fragment {
    fn keep_plain(&mut self, text: &str) {
        if matches!(self.role, Role::Heading { .. }) {
            self.plain.push_str(text);
        }
    }
}

/// What a piece will be part of.
#[derive(Default)]
enum Role {
    #[default]
    Page,
    Heading {
        level: u8,
        id: Option<String>,
        span: Span,
    },
    Note(String),
}

#[derive(Default)]
struct Table {
    caption: Option<String>,
    aligned: Vec<Alignment>,
    column: usize,
    /// Whether the row is the head, and whether the cell is a heading.
    head: bool,
    head_cell: bool,
}

/// Footnotes by the order in which the text refers to them.
#[derive(Default)]
struct Notes {
    order: Vec<String>,
    uses: BTreeMap<String, usize>,
    texts: BTreeMap<String, Fragment>,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.silent > 0 {
            return self.skip(event, range);
        }
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.code(&code, range),
            Event::SoftBreak => self.plain("\n", "\n", range),
            Event::HardBreak => self.plain("<br>\n", " ", range),
            Event::Rule => self.push("<hr>\n"),
            Event::FootnoteReference(label) => self.note_reference(&label),
            Event::Html(_) => self.html_block(range),
            Event::InlineHtml(tag) => self.raw_html(&tag, range),
            // Off in the options.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    /// Waits for the end of what is not shown. Raw HTML is told of there too.
    fn skip(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(_) => {
                self.depth += 1;
                self.silent += 1;
            }
            Event::End(_) => {
                self.depth -= 1;
                self.silent -= 1;
            }
            Event::Html(_) => self.html_block(range),
            Event::InlineHtml(tag) => self.raw_html(&tag, range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.depth += 1;
        if self.depth > DEEPEST {
            self.silent = 1;
            let finding =
                Diagnostic::error("nested", "this is nested too deep to be read");
            let help = "remove marks at the beginning of the line, or spaces";
            self.found.push(finding.at(self.span(range)).help(help));
            return;
        }
        if self.prose.is_heard()
            && let Some(form) = form(tag.to_end())
        {
            self.prose.open(self.file, form);
        }
        match tag {
            Tag::Paragraph => self.push("<p>"),
            Tag::Heading { level, id, classes, attrs } => {
                if !classes.is_empty() || !attrs.is_empty() {
                    self.heading_attributes(range.clone());
                }
                let (id, span) = (id.map(|id| id.to_string()), self.span(range));
                self.open(Role::Heading { level: level as u8, id, span });
            }
            Tag::BlockQuote(kind) => self.quote_start(kind),
            Tag::CodeBlock(kind) => self.code_start(&kind),
            Tag::List(None) => self.push("<ul>\n"),
            Tag::List(Some(1)) => self.push("<ol>\n"),
            Tag::List(Some(start)) => self.push(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.push("<li>"),
            Tag::FootnoteDefinition(label) => self.open(Role::Note(label.to_string())),
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => self.push("<dt>"),
            Tag::DefinitionListDefinition => {
                // Markdown takes `:::name` for `: ::name`, which explains a word.
                let line = &self.masked.text[range.clone()];
                if line.starts_with("::") {
                    let end = line.find('\n').unwrap_or(line.len());
                    self.misplaced(range.start..range.start + end);
                }
                self.push("<dd>");
            }
            Tag::Table(aligned) => self.table_start(aligned),
            Tag::TableHead => self.row_start(true),
            Tag::TableRow => self.row_start(false),
            Tag::TableCell => self.cell_start(&range),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Link { dest_url, title, .. } => {
                self.link_start(&dest_url, &title, range);
            }
            Tag::Image { dest_url, .. } => self.image_start(&dest_url, range),
            Tag::HtmlBlock
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.depth -= 1;
        if self.prose.is_heard() && form(tag).is_some() {
            self.prose.close();
        }
        match tag {
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(_) | TagEnd::FootnoteDefinition => self.close(),
            TagEnd::BlockQuote(None) => self.push("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.push("</div>\n"),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.push("</code></pre>\n");
            }
            TagEnd::List(true) => self.push("</ol>\n"),
            TagEnd::List(false) => self.push("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::Table => self.push("</tbody></table></div>\n"),
            TagEnd::TableHead => self.push("</tr></thead>\n<tbody>\n"),
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => self.cell_end(),
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Link => self.push("</a>"),
            TagEnd::Image => self.image_end(),
            TagEnd::HtmlBlock
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn open(&mut self, role: Role) {
        self.fragments.push(Fragment { role, ..Fragment::default() });
    }

    /// Completes the piece that was opened last.
    fn close(&mut self) {
        let Some(fragment) = self.fragments.pop() else { return };
        match fragment.role {
            Role::Page => self.fragments.push(fragment),
            Role::Note(ref label) => {
                self.notes.texts.insert(label.clone(), fragment);
            }
            Role::Heading { level, ref id, ref span } => {
                let (id, span) = (id.clone(), span.clone());
                self.heading(level, id, &span, fragment);
            }
        }
    }

    fn finish(mut self) -> (Body, Vec<Heading>) {
        self.notes_section();
        let page = self.fragments.swap_remove(0);
        let body = Body {
            // A copy takes no more room than it needs.
            html: page.html.as_str().to_owned(),
            placeholders: page.placeholders,
            prose: self.prose,
            findings: vec![],
        };
        (body, self.headings)
    }

    fn span(&self, range: Range<usize>) -> Span {
        let (start, end) =
            (self.masked.source(range.start), self.masked.source(range.end));
        Span::new(self.file, start, end)
    }

    fn top(&mut self) -> &mut Fragment {
        self.fragments.last_mut().expect("the page itself is never closed")
    }

    fn push(&mut self, html: &str) {
        self.top().html.push_str(html);
    }

    fn placeholder(&mut self, kind: PlaceholderKind, span: Span) {
        let top = self.top();
        top.placeholders.push(Placeholder { at: top.html.len(), kind, span });
    }

    /// Appends a complete piece, with its placeholders.
    fn append(&mut self, fragment: Fragment) {
        let top = self.top();
        let shift = top.html.len();
        top.html.push_str(&fragment.html);
        let placeholders = fragment.placeholders.into_iter();
        top.placeholders.extend(placeholders.map(|placeholder| Placeholder {
            at: placeholder.at + shift,
            ..placeholder
        }));
    }

    /// An id made of the text, or the one that was asked for; unique on the page.
    fn unique_id(&mut self, wanted: &str) -> String {
        let mut id = slug(wanted);
        if self.is_taken(&id) {
            let slug = id.clone();
            while self.is_taken(&id) {
                let count = self.ids.entry(slug.clone()).or_insert(1);
                *count += 1;
                id = format!("{slug}-{count}");
            }
        }
        self.ids.insert(id.clone(), 1);
        id
    }

    fn is_taken(&self, id: &str) -> bool {
        TAKEN.contains(&id) || self.ids.contains_key(id)
    }
}

/// How the words of an element are read, if it holds words of its own.
fn form(tag: TagEnd) -> Option<Form> {
    match tag {
        TagEnd::Paragraph | TagEnd::Item | TagEnd::DefinitionListDefinition => {
            Some(Form::Sentences)
        }
        TagEnd::Heading(_)
        | TagEnd::TableCell
        | TagEnd::DefinitionListTitle
        | TagEnd::Image
        | TagEnd::CodeBlock => Some(Form::Label),
        _ => None,
    }
}

/// Lower-case words with hyphens.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(&mut push);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "part".to_owned() } else { slug }
}
