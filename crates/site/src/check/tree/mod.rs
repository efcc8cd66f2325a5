//! A page as a tree, as light as the questions allow: names, values and texts are borrowed
//! from where they stand, and each element knows the stretch of elements and texts in it.
mod plain;
pub mod strict;

use std::borrow::Cow;
use std::mem::replace;
use std::ops::Range;

use scraper::{Html, Node};

/// A page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tree<'a> {
    /// All elements, in the order of the page.
    pub elements: Vec<Element<'a>>,
    /// All texts, in the same order.
    pub texts: Vec<Cow<'a, str>>,
    /// Whether there is a comment.
    pub commented: bool,
    /// Where a browser has to guess what is meant.
    pub errors: Vec<String>,
}

/// An element of a page.
#[derive(Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// Its name in small letters.
    pub name: &'a str,
    /// The element that it stands in.
    pub parent: Option<usize>,
    /// Its attributes, each once.
    pub attributes: Vec<(&'a str, Cow<'a, str>)>,
    /// This element and all within it.
    pub whole: Range<usize>,
    /// The texts within it.
    pub texts: Range<usize>,
}

impl Element<'_> {
    /// The value of an attribute.
    pub fn attr(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| &**value)
    }

    /// Whether it has an attribute.
    pub fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(key, _)| *key == name)
    }

    /// Whether it has one of some names.
    pub fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name)
    }

    /// Whether it is of one of some types, which browsers read in any case.
    pub fn is_type(&self, types: &[&str]) -> bool {
        let of = self.attr("type").unwrap_or_default();
        types.iter().any(|one| of.eq_ignore_ascii_case(one))
    }

    /// Whether it holds structured data.
    pub fn is_data(&self) -> bool {
        self.is(&["script"]) && self.is_type(&["application/ld+json"])
    }

    /// Whether nothing in it is shown before anybody does anything.
    fn is_hidden(&self) -> bool {
        self.is(&["script", "style", "template", "noscript"])
            // What is folded up is not seen, save its own line.
            || self.name == "details" && !self.has("open")
            || self.attributes.iter().any(|(name, value)| hides(name, value))
    }
}

/// Whether a text has plain letters, and a single space between its words.
fn is_single_spaced(text: &str) -> bool {
    let mut before = b' ';
    let is_plain = text.bytes().all(|byte| {
        let before = replace(&mut before, byte);
        matches!(byte, b'!'..=b'~') || byte == b' ' && before != b' '
    });
    is_plain && before != b' '
}

/// Whether an attribute hides its element, from all visitors or from some.
fn hides(name: &str, value: &str) -> bool {
    match name {
        "hidden" | "popover" => true,
        "aria-hidden" => value == "true",
        "class" => value.split_ascii_whitespace().any(|class| class == "hidden"),
        _ => false,
    }
}

/// Looks at a page as a tree.
pub fn read<T>(html: &str, look: impl FnOnce(&Tree<'_>) -> T) -> T {
    match strict::read(html) {
        Some(tree) => look(&tree),
        None => look(&Tree::of(&Html::parse_document(html))),
    }
}

impl<'a> Tree<'a> {
    /// The tree that browsers make of a page.
    pub fn of(html: &'a Html) -> Self {
        let mut tree = Self::default();
        tree.errors.extend(html.errors.iter().map(ToString::to_string));
        let mut open: Vec<(_, Option<usize>)> = vec![];
        for node in html.tree.root().descendants() {
            let parent = node.parent().map(|parent| parent.id());
            while open.last().is_some_and(|(id, _)| Some(*id) != parent) {
                tree.close(open.pop().and_then(|(_, at)| at));
            }
            let within = open.last().and_then(|(_, at)| *at);
            match node.value() {
                Node::Text(text) => tree.texts.push(Cow::Borrowed(text)),
                Node::Comment(_) => tree.commented = true,
                Node::Element(element) => {
                    let value = |(name, value)| (name, Cow::Borrowed(value));
                    let attributes =
                        element.attrs.iter().filter(|(name, _)| name.ns.is_empty());
                    let attributes =
                        attributes.map(|(name, text)| value((&*name.local, &**text)));
                    let at = tree.open(element.name(), attributes.collect(), within);
                    open.push((node.id(), Some(at)));
                }
                // The document, and what holds the content of a `template`.
                _ => open.push((node.id(), within)),
            }
        }
        open.into_iter().rev().for_each(|(_, at)| tree.close(at));
        tree
    }

    fn open(
        &mut self,
        name: &'a str,
        attributes: Vec<(&'a str, Cow<'a, str>)>,
        parent: Option<usize>,
    ) -> usize {
        let at = self.elements.len();
        let texts = self.texts.len()..self.texts.len();
        self.elements.push(Element {
            name,
            parent,
            attributes,
            whole: at..at + 1,
            texts,
        });
        at
    }

    fn close(&mut self, at: Option<usize>) {
        let Some(at) = at else { return };
        let (elements, texts) = (self.elements.len(), self.texts.len());
        let element = &mut self.elements[at];
        (element.whole.end, element.texts.end) = (elements, texts);
    }

    /// The elements that stand in another, each with no other between them.
    pub fn children(&self, of: &Element<'_>) -> impl Iterator<Item = &Element<'a>> {
        let at = of.whole.start;
        let within = self.elements[of.whole.clone()].iter();
        within.filter(move |element| element.parent == Some(at))
    }

    /// The texts of an element, as they stand in the page.
    pub fn texts(&self, of: &Element<'_>) -> impl Iterator<Item = &str> {
        self.texts[of.texts.clone()].iter().map(|text| &**text)
    }

    /// The words of an element, with single spaces.
    pub fn text(&self, of: &Element<'_>) -> Cow<'_, str> {
        // Nearly all elements that are asked for their words have one text, which is as it should
        // be. To part all of them into words takes three times as long (callgrind).
        if let [text] = &self.texts[of.texts.clone()]
            && is_single_spaced(text)
        {
            return Cow::Borrowed(text);
        }
        let most = self.texts(of).map(|text| text.len() + 1).sum();
        let mut words = String::with_capacity(most);
        for word in self.texts(of).flat_map(str::split_whitespace) {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        words.into()
    }

    /// The text of an element that is shown before anybody does anything.
    pub fn visible(&self, of: &Element<'_>) -> String {
        let all = self.texts(of).map(str::len).sum();
        let mut shown = String::with_capacity(all);
        let (mut next, mut text) = (of.whole.start, of.texts.start);
        let mut show = |texts: Range<usize>| {
            self.texts[texts].iter().for_each(|text| shown.push_str(text));
        };
        while let Some(element) = self.elements[..of.whole.end].get(next) {
            if element.is_hidden() {
                show(text..element.texts.start);
                (next, text) = (element.whole.end, element.texts.end);
            } else {
                next += 1;
            }
        }
        show(text..of.texts.end);
        shown
    }
}
