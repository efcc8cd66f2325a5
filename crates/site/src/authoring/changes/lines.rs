//! The words of a page line by line, as a visitor could read them.
use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::tree::{Element, Tree, read};

/// What can be read on a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// Its first heading, else its title.
    pub(super) name: String,
    /// Its title, its description, and what stands in `main`.
    pub(super) own: Vec<String>,
    /// What stands around that, on most pages the same.
    pub(super) around: Vec<String>,
}

impl Lines {
    /// The lines of a page's HTML.
    pub(super) fn of(html: &str) -> Self {
        read(html, |tree| {
            let Some(root) = tree.elements.first() else { return Self::default() };
            let first = |name| tree.elements.iter().find(|each| each.name == name);
            let text = |of| tree.text(of).into_owned();
            let title = first("title").map(text);
            let name = first("h1").map(text).or_else(|| title.clone());
            let main = first("main").unwrap_or(root);
            let mut own: Vec<_> = title.into_iter().chain(description(tree)).collect();
            own.extend(lines(tree, main, 0..0));
            let around = lines(tree, root, main.whole.clone());
            Self { name: name.unwrap_or_default(), own, around }
        })
    }
}

/// What searches show below a page's title.
fn description(tree: &Tree<'_>) -> Option<String> {
    let is_it = |element: &&Element<'_>| element.attr("name") == Some("description");
    let description = tree.elements.iter().find(is_it)?;
    description.attr("content").map(str::to_owned)
}

/// Elements with whose text no line goes on. All others stand in a line.
const BLOCKS: [&str; 42] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "dd",
    "desc",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "label",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "text",
    "th",
];

/// Elements whose text nobody reads.
const SILENT: [&str; 5] = ["head", "script", "style", "template", "title"];

/// The lines of an element but for those of some elements in it.
fn lines(tree: &Tree<'_>, of: &Element<'_>, but: Range<usize>) -> Vec<String> {
    let within = of.whole.clone().filter(|at| !but.contains(at));
    let within: Vec<_> = within.map(|at| &tree.elements[at]).collect();
    let ends = ends(&within);
    let silent = within.iter().filter(|element| element.is(&SILENT));
    let silent = silent.map(|element| element.texts.clone());
    let other = tree.elements[but].first().map(|first| first.texts.clone());
    let left_out: Vec<_> = silent.chain(other).collect();
    let mut lines = Builder::default();
    for at in of.texts.start..=of.texts.end {
        lines.end_before(ends.get(&at));
        let text = tree.texts.get(at).filter(|_| at < of.texts.end);
        if !left_out.iter().any(|texts| texts.contains(&at)) {
            lines.open.push_str(text.map_or("", |text| &**text));
        }
    }
    lines.lines
}

/// The places between texts at which a line ends, with the pictures that are described there.
fn ends<'a>(elements: &[&'a Element<'_>]) -> BTreeMap<usize, Vec<&'a str>> {
    let mut ends: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for element in elements {
        if element.is(&BLOCKS) {
            ends.entry(element.texts.start).or_default();
            ends.entry(element.texts.end).or_default();
        }
        let alt = element.attr("alt").filter(|alt| !alt.is_empty());
        if let Some(alt) = alt {
            ends.entry(element.texts.start).or_default().push(alt);
        }
    }
    ends
}

/// Lines, the last of which is not whole yet.
#[derive(Default)]
struct Builder {
    lines: Vec<String>,
    open: String,
}

impl Builder {
    /// Ends the line where one ends, with a line for each picture there.
    fn end_before(&mut self, pictures: Option<&Vec<&str>>) {
        let Some(pictures) = pictures else { return };
        let line: Vec<_> = self.open.split_whitespace().collect();
        if !line.is_empty() {
            self.lines.push(line.join(" "));
        }
        self.open.clear();
        self.lines.extend(pictures.iter().map(|alt| format!("Picture: {alt}")));
    }
}
