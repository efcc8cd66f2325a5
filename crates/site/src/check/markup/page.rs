//! A page under audit: its elements as the checks ask for them, and where findings go.
use ground::diagnostic::{Diagnostic, Scope};
use ground::source::Span;

use crate::check::tree::{Element, Tree};

/// A page under audit.
pub(super) struct Page<'a> {
    pub(super) tree: &'a Tree<'a>,
    /// Its elements by their names, of which a page has few.
    named: Vec<(&'a str, Vec<&'a Element<'a>>)>,
    /// Those of which more is asked than their name: they have attributes, or may hold code.
    marked: Vec<&'a Element<'a>>,
    /// The text that is shown before anybody does anything.
    pub(super) shown: String,
    /// Where its text comes from: what findings name.
    at: &'a Span,
    found: &'a mut Vec<Diagnostic>,
}

/// What may hold code of its own, or something foreign, or may send a form.
const CODE: &[&str] = &["script", "style", "iframe", "object", "embed", "button"];

/// What to do about what only a template can have written.
pub(super) const MEND: &str = "mend the template that writes it";

impl<'a> Page<'a> {
    /// Sorts the elements of a page once, so that no check goes through all of them.
    pub(super) fn new(
        tree: &'a Tree<'a>,
        at: &'a Span,
        found: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let (mut named, mut marked) = (Vec::<(_, Vec<_>)>::new(), vec![]);
        for element in &tree.elements {
            match named.iter_mut().find(|(name, _)| *name == element.name) {
                Some((_, others)) => others.push(element),
                None => named.push((element.name, vec![element])),
            }
            if !element.attributes.is_empty() || element.is(CODE) {
                marked.push(element);
            }
        }
        let bodies = tree.elements.iter().filter(|element| element.is(&["body"]));
        let shown = bodies.map(|body| tree.visible(body)).collect();
        Self { tree, named, marked, shown, at, found }
    }

    /// The elements of which something holds. It never does of one that is not marked.
    pub(super) fn all(&self, is: impl Fn(&Element<'a>) -> bool) -> Vec<&'a Element<'a>> {
        self.marked.iter().copied().filter(|element| is(element)).collect()
    }

    /// The elements with one of some names, in the order of the page.
    pub(super) fn named(&self, names: &[&str]) -> Vec<&'a Element<'a>> {
        let lists = self.named.iter().filter(|(name, _)| names.contains(name));
        let mut elements: Vec<_> = lists.flat_map(|(_, all)| all).copied().collect();
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
