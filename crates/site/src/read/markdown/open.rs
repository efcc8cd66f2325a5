//! What is open while a text is written, and what is noted for its end.
use std::collections::BTreeMap;

use ground::source::Span;
use pulldown_cmark::Alignment;

use crate::read::body::Placeholder;

/// A piece of HTML under way.
#[derive(Default)]
pub(super) struct Fragment {
    pub(super) role: Role,
    pub(super) html: String,
    pub(super) placeholders: Vec<Placeholder>,
    /// The notes that a note's text refers to, each by its label, and where its mark belongs.
    pub(super) references: Vec<(usize, String)>,
    /// A heading's text without marks.
    pub(super) plain: String,
}

impl Fragment {
    /// Keeps text without marks where a heading needs it, for its id and for lists.
    pub(super) fn keep_plain(&mut self, text: &str) {
        if matches!(self.role, Role::Heading { .. }) {
            self.plain.push_str(text);
        }
    }
}

/// What a piece will be part of.
#[derive(Default)]
pub(super) enum Role {
    #[default]
    Page,
    Heading {
        level: u8,
        id: Option<String>,
        span: Span,
    },
    Note {
        label: String,
        span: Span,
    },
}

/// The table under way.
#[derive(Default)]
pub(super) struct OpenTable {
    /// What a directive before it says that it shows.
    pub(super) caption: Option<String>,
    /// Whether its numbers are out of 100, as its caption says: each has a bar then.
    pub(super) bars: bool,
    /// Where the text of the cell under way begins.
    pub(super) cell: usize,
    /// How each column stands.
    pub(super) aligned: Vec<Alignment>,
    /// The column of the next cell.
    pub(super) column: usize,
    /// Where the last cell of the row ends.
    pub(super) end: usize,
    /// Whether the row is the head, and whether the cell is a heading.
    pub(super) head: bool,
    pub(super) head_cell: bool,
}

/// The notes of a text.
#[derive(Default)]
pub(super) struct Notes {
    /// The labels of those that the text refers to, in the order of their first use; the place
    /// in here gives the number.
    pub(super) order: Vec<String>,
    /// How often the text refers to each so far.
    pub(super) uses: BTreeMap<String, usize>,
    /// Their texts, which may stand anywhere on the page.
    pub(super) texts: BTreeMap<String, (Fragment, Span)>,
    /// Whether the text under way is a note's.
    pub(super) open: bool,
}

/// A picture that is open.
pub(super) struct OpenPicture {
    pub(super) file: String,
    pub(super) title: String,
    /// Its text so far.
    pub(super) alt: String,
    pub(super) span: Span,
    /// Where its file is named.
    pub(super) at: Option<Span>,
    /// Inside how many elements it stands.
    pub(super) depth: usize,
}

/// The tags that are open.
#[derive(Default)]
pub(super) struct OpenTags {
    pub(super) kept: Vec<OpenTag>,
    /// The names of those that were refused: their ends are no findings of their own.
    pub(super) refused: Vec<String>,
}

/// A tag that is kept, and has no end yet.
pub(super) struct OpenTag {
    pub(super) name: &'static str,
    /// Inside how many elements it stands.
    pub(super) depth: usize,
    pub(super) span: Span,
}

impl OpenTags {
    /// Notes a tag that is refused. Returns whether it ends what was never open.
    pub(super) fn is_stray(&mut self, name: &str, ends: bool) -> bool {
        let open = self.refused.iter().rposition(|open| open == name);
        match open {
            Some(open) if ends => self.refused.truncate(open),
            _ if !ends => self.refused.push(name.to_owned()),
            _ => {}
        }
        ends && open.is_none()
    }
}
