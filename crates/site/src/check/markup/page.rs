//! A page under audit: its elements as the checks ask for them, and where findings go.
use ground::diagnostic::{Diagnostic, Scope};
use ground::source::Span;

use crate::check::tree::{Element, Tree};

/// A page under audit.
pub(super) struct Page<'a> {
    pub(super) tree: &'a Tree<'a>,
    /// Its elements of the names by which they are asked for, each list in order.
    named: [Vec<&'a Element<'a>>; NAMES],
    /// Those that may load something, hold code or send a form.
    marked: Vec<&'a Element<'a>>,
    /// Those with an id.
    pub(super) with_id: Vec<&'a Element<'a>>,
    /// The text that is shown before anybody does anything.
    pub(super) shown: String,
    /// Where its text comes from: what findings name.
    at: &'a Span,
    found: &'a mut Vec<Diagnostic>,
}

/// How many names elements are asked for by.
const NAMES: usize = 20;

/// Which of these names one is. By `match`, which looks at the length before it looks at letters:
/// this is asked of each element.
fn number(name: &str) -> Option<usize> {
    Some(match name {
        "a" => 0,
        "img" => 1,
        "h1" => 2,
        "h2" => 3,
        "h3" => 4,
        "h4" => 5,
        "h5" => 6,
        "h6" => 7,
        "title" => 8,
        "main" => 9,
        "header" => 10,
        "footer" => 11,
        "html" => 12,
        "meta" => 13,
        "time" => 14,
        "label" => 15,
        "input" => 16,
        "select" => 17,
        "textarea" => 18,
        "form" => 19,
        _ => return None,
    })
}

/// Whether an element may load something, hold code of its own or something foreign, or send a
/// form: by its name, or by an attribute that any element may have.
fn is_marked(element: &Element<'_>) -> bool {
    let is_mark = |name: &str| match name {
        "src" | "srcset" | "poster" | "data" | "style" | "type" | "form"
        | "formaction" | "popovertarget" => true,
        _ => name.starts_with("on"),
    };
    matches!(
        element.name,
        "script"
            | "style"
            | "iframe"
            | "object"
            | "embed"
            | "button"
            | "link"
            | "noscript"
    ) || element.attributes.iter().any(|(name, _)| is_mark(name))
}

/// What to do about what only a template can have written.
pub(super) const MEND: &str = "mend the template that writes it";

impl<'a> Page<'a> {
    /// Sorts the elements of a page once, so that no check goes through all of them.
    pub(super) fn new(
        tree: &'a Tree<'a>,
        at: &'a Span,
        found: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let mut named = [const { vec![] }; NAMES];
        let (mut marked, mut with_id, mut shown) = (vec![], vec![], String::new());
        for element in &tree.elements {
            if let Some(at) = number(element.name) {
                named[at].push(element);
            } else if element.name == "body" {
                shown.push_str(&tree.visible(element));
            }
            if is_marked(element) {
                marked.push(element);
            }
            if element.has("id") {
                with_id.push(element);
            }
        }
        Self { tree, named, marked, with_id, shown, at, found }
    }

    /// The elements of which something holds. It never does of one that is not marked.
    pub(super) fn all(&self, is: impl Fn(&Element<'a>) -> bool) -> Vec<&'a Element<'a>> {
        self.marked.iter().copied().filter(|element| is(element)).collect()
    }

    /// The elements with one of some names, in the order of the page.
    pub(super) fn named(&self, names: &[&str]) -> Vec<&'a Element<'a>> {
        let lists = names.iter().map(|name| {
            &self.named[number(name).expect("it is one that elements are asked for by")]
        });
        let mut elements: Vec<_> = lists.flatten().copied().collect();
        // Those of one name are in order.
        if names.len() > 1 {
            elements.sort_unstable_by_key(|element| element.whole.start);
        }
        elements
    }

    /// The links that lead somewhere.
    pub(super) fn links(&self) -> Vec<&'a Element<'a>> {
        let mut links = self.named(&["a"]);
        links.retain(|link| link.has("href"));
        links
    }

    /// Adds an error, in the scope of the template: all its pages may have it.
    pub(super) fn add(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Diagnostic::error(code, message).help(help));
    }

    /// Adds a finding of any level.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.found.push(finding.of(Scope::Template).at(self.at.clone()));
    }
}
