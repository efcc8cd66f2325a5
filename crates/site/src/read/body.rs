//! A text as HTML with placeholders, which [`crate::render`] fills.
use ground::diagnostic::Diagnostic;
use ground::prose::Prose;
use ground::source::Span;

use crate::read::directive::Directive;

/// A text as HTML with placeholders.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// What is to be filled in, in the order of the HTML.
    pub placeholders: Vec<Placeholder>,
    /// The words, if they were asked for, until they are looked at.
    pub prose: Prose,
    /// What was found in them.
    pub findings: Vec<Diagnostic>,
}

impl Body {
    /// Whether any directive without text stands in it.
    pub fn has_directives(&self) -> bool {
        let is_directive =
            |one: &Placeholder| matches!(one.kind, PlaceholderKind::Directive(_));
        self.placeholders.iter().any(is_directive)
    }

    /// Whether a directive stands in it.
    pub fn has_directive(&self, name: &str) -> bool {
        self.placeholders.iter().any(|placeholder| match &placeholder.kind {
            PlaceholderKind::Directive(directive) => directive.name == name,
            _ => false,
        })
    }
}

/// A place in the HTML whose content depends on other files.
#[derive(Clone, Debug)]
pub struct Placeholder {
    /// The offset in the HTML.
    pub at: usize,
    /// What belongs there.
    pub kind: PlaceholderKind,
    /// Where its text stands.
    pub span: Span,
}

/// What belongs into a placeholder.
#[derive(Clone, Debug)]
pub enum PlaceholderKind {
    /// The opening tag of a link.
    Link {
        /// The address as written.
        to: String,
        /// The title as written, often empty.
        title: String,
        /// Where the address stands, to the byte: in the definition, if it is a reference.
        at: Option<Span>,
    },
    /// A whole picture.
    Image {
        /// The file as written.
        file: String,
        /// The text for those who don't see it.
        alt: String,
        /// Its title, which is shown under it, often empty.
        title: String,
        /// Whether it stands alone in its paragraph.
        is_figure: bool,
        /// Where the file is named, to the byte.
        at: Option<Span>,
    },
    /// The markers of the sources of some facts.
    Cite(Vec<(String, Span)>),
    /// What a directive without text stands for.
    Directive(Directive),
}

/// A heading in the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its id, unique on the page.
    pub id: String,
    /// Its text without marks.
    pub text: String,
}
