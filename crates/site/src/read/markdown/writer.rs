//! The HTML under way: what is open, what is noted for later, and how pieces are put together.
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::prose::Prose;
use ground::source::{Path, Span};
use rustc_hash::FxHashMap;

use super::bare;
use super::line::LineNumbers;
use super::open::{Fragment, Notes, OpenPicture, OpenTable, OpenTags, Role};
use crate::name::composed;
use crate::read::body::{Body, Heading, Placeholder, PlaceholderKind};
use crate::read::directive::{Masked, OpenDirectives};

/// Ids that the templates and the generator use themselves.
const TAKEN: &[&str] =
    &["main", "contents", "sources", "review", "result", "start", "menu"];

/// The HTML of one text under way.
pub(super) struct Writer<'a> {
    pub(super) file: &'a Path,
    pub(super) masked: &'a Masked<'a>,
    /// Where blocks are to say on which line they stand.
    pub(super) lines: Option<LineNumbers<'a>>,
    pub(super) found: &'a mut Vec<Diagnostic>,
    /// The page, and above it what is not complete yet: a heading, a note.
    fragments: Vec<Fragment>,
    pub(super) headings: Vec<Heading>,
    /// The words without marks.
    pub(super) prose: Prose,
    /// The ids so far, each with how often it was wanted.
    ids: FxHashMap<String, usize>,
    /// The directives that are open, and how their boxes end, the innermost last.
    pub(super) directives: OpenDirectives,
    pub(super) boxes: Vec<&'static str>,
    /// How many masked lines were seen.
    pub(super) lines_seen: usize,
    /// The tags of HTML that are open.
    pub(super) tags: OpenTags,
    pub(super) table: OpenTable,
    pub(super) notes: Notes,
    /// The picture that is open.
    pub(super) picture: Option<OpenPicture>,
    /// Where the address of the link or picture stands that is at hand.
    pub(super) destination: Option<Range<usize>>,
    /// Whether the text is code, where a directive is shown as it stands.
    pub(super) in_code: bool,
    /// Whether the text is a link's, where no other link can stand.
    pub(super) in_link: bool,
    /// Where the link that is open stands, and where its words begin in the HTML.
    pub(super) link: Option<(Span, usize)>,
    /// Where marks of addresses stand that may be bare.
    pub(super) marks: Vec<usize>,
    /// Whether the text is an address, which is shown as it stands.
    pub(super) in_address: bool,
    /// Up to where the text is written already.
    pub(super) written: usize,
    /// Inside how many elements.
    pub(super) depth: usize,
    /// Inside how many elements whose text is not shown.
    pub(super) silent: usize,
}

impl<'a> Writer<'a> {
    /// A writer that has written nothing yet.
    pub(super) fn new(
        file: &'a Path,
        masked: &'a Masked<'a>,
        lines: Option<LineNumbers<'a>>,
        prose: Prose,
        found: &'a mut Vec<Diagnostic>,
    ) -> Self {
        // With room for its marks the page is not moved while it grows.
        let html = String::with_capacity(masked.text.len() * 3 / 2);
        Self {
            file,
            masked,
            lines,
            found,
            fragments: vec![Fragment { html, ..Fragment::default() }],
            headings: vec![],
            prose,
            ids: FxHashMap::default(),
            directives: OpenDirectives::default(),
            boxes: vec![],
            lines_seen: 0,
            tags: OpenTags::default(),
            table: OpenTable::default(),
            notes: Notes::default(),
            picture: None,
            destination: None,
            in_code: false,
            in_link: false,
            link: None,
            marks: bare::marks(&masked.text),
            in_address: false,
            written: 0,
            depth: 0,
            silent: 0,
        }
    }

    /// Begins a piece that is put in its place once it is complete.
    pub(super) fn open(&mut self, role: Role) {
        self.fragments.push(Fragment { role, ..Fragment::default() });
    }

    /// Completes the piece that was opened last.
    pub(super) fn close(&mut self) {
        let Some(mut fragment) = self.fragments.pop() else { return };
        match std::mem::take(&mut fragment.role) {
            Role::Page => self.fragments.push(fragment),
            Role::Note { label, span } => self.note(label, span, fragment),
            Role::Heading { level, id, span } => {
                self.heading(level, id, &span, fragment);
            }
        }
    }

    /// The text and its headings, with the notes at its end.
    pub(super) fn finish(mut self) -> (Body, Vec<Heading>) {
        self.notes_section();
        self.finish_lines();
        std::mem::take(&mut self.directives).finish(self.found);
        let page = self.fragments.swap_remove(0);
        let body = Body {
            html: page.html,
            placeholders: page.placeholders,
            prose: self.prose,
            findings: vec![],
        };
        (body, self.headings)
    }

    /// A range of the masked text as a place in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let (start, end) =
            (self.masked.source(range.start), self.masked.source(range.end));
        Span::new(self.file, start, end)
    }

    /// The piece that is written to.
    pub(super) fn top(&mut self) -> &mut Fragment {
        self.fragments.last_mut().expect("the page itself is never closed")
    }

    /// Writes safe HTML.
    pub(super) fn push(&mut self, html: &str) {
        self.top().html.push_str(html);
    }

    /// Leaves a place for what depends on other files.
    pub(super) fn placeholder(&mut self, kind: PlaceholderKind, span: Span) {
        let top = self.top();
        top.placeholders.push(Placeholder { at: top.html.len(), kind, span });
    }

    /// Appends a complete piece, with its placeholders.
    pub(super) fn append(&mut self, fragment: Fragment) {
        let top = self.top();
        let shift = top.html.len();
        top.html.push_str(&fragment.html);
        let references = fragment.references.into_iter();
        top.references.extend(references.map(|(at, label)| (at + shift, label)));
        let placeholders = fragment.placeholders.into_iter();
        top.placeholders.extend(placeholders.map(|placeholder| Placeholder {
            at: placeholder.at + shift,
            ..placeholder
        }));
    }

    /// Gives the element that was written from `from` on the line of its place in the file.
    pub(super) fn mark_line(&mut self, from: usize, place: usize) {
        let Some(lines) = &mut self.lines else { return };
        let line = lines.line_of(place);
        let html = &mut self.top().html;
        let Some(name) = html.get(from..).and_then(|html| html.strip_prefix('<')) else {
            return;
        };
        let length = name.find(|c: char| !c.is_ascii_alphanumeric());
        let end = from + 1 + length.unwrap_or(name.len());
        html.insert_str(end, &format!(" data-line=\"{line}\""));
    }

    /// An id made of the text, or the one that was asked for; unique on the page.
    pub(super) fn unique_id(&mut self, wanted: &str) -> String {
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

    /// Whether something on the page has the id already.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        TAKEN.contains(&id) || self.ids.contains_key(id)
    }
}

/// Lower-case words with hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    };
    // However an accent is spelt, the heading has one address.
    for c in composed(text).chars() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(&mut push);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "part".to_owned() } else { slug }
}
