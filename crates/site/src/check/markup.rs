//! Each page of the website, seen as a browser sees it: a tree. What it owes its reader is
//! looked up there, whoever wrote it: author, template or generator.
//!
//! Sources: WCAG 2.2 (1.1.1, 1.3.1, 2.4.2, 2.4.4, 2.4.6, 3.1.1, 4.1.2), CSP 3, HTML.
use std::collections::BTreeSet;

use memchr::memmem;
use scraper::Html;

use super::metadata;
use super::tree::{Element, Tree, strict};
use crate::diagnostic::{Diagnostic, Level, Scope};
use crate::read::practice::Practice;
use crate::source::Span;

/// What is wrong with a page. `at` is where its text comes from.
pub fn check(html: &str, practice: &Practice, at: &Span) -> Vec<Diagnostic> {
    let parsed;
    let tree = if let Some(tree) = strict::read(html) {
        tree
    } else {
        parsed = Html::parse_document(html);
        Tree::of(&parsed)
    };
    let page = Page::new(&tree, at);
    page.syntax()
        .outline()
        .names()
        .loads()
        .leaves(practice)
        .forms()
        .crisis(practice)
        .owed(html, practice)
        .found
}

struct Page<'a> {
    tree: &'a Tree<'a>,
    /// Its elements by their names, of which a page has few.
    named: Vec<(&'a str, Vec<&'a Element<'a>>)>,
    /// Those of which more is asked than their name: they have attributes, or may hold code.
    marked: Vec<&'a Element<'a>>,
    /// The text that is shown before anybody does anything.
    shown: String,
    at: &'a Span,
    found: Vec<Diagnostic>,
}

/// What may hold code of its own, or something foreign, or may send a form.
const CODE: &[&str] = &["script", "style", "iframe", "object", "embed", "button"];

const MEND: &str = "mend the template that writes it";

impl<'a> Page<'a> {
    fn new(tree: &'a Tree<'a>, at: &'a Span) -> Self {
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
        Self { tree, named, marked, shown, at, found: vec![] }
    }

    /// The elements of which something holds. It never does of one that is not marked.
    fn all(&self, is: impl Fn(&Element<'a>) -> bool) -> Vec<&'a Element<'a>> {
        self.marked.iter().copied().filter(|element| is(element)).collect()
    }

    /// The elements with one of some names, in the order of the page.
    fn named(&self, names: &[&str]) -> Vec<&'a Element<'a>> {
        let lists = self.named.iter().filter(|(name, _)| names.contains(name));
        let mut elements: Vec<_> = lists.flat_map(|(_, all)| all).copied().collect();
        elements.sort_unstable_by_key(|element| element.whole.start);
        elements
    }

    fn links(&self) -> Vec<&'a Element<'a>> {
        let mut links = self.named(&["a"]);
        links.retain(|link| link.has("href"));
        links
    }

    fn add(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Diagnostic::error(code, message).of(Scope::Template);
        self.found.push(finding.at(self.at.clone()).help(help));
    }

    /// No browser has to guess: no parse errors, ids unique.
    fn syntax(mut self) -> Self {
        let mut errors: Vec<_> = self.tree.errors.clone();
        errors.dedup();
        for error in errors {
            self.add(
                "markup",
                format!("browsers have to guess what this page means: {error}"),
                MEND,
            );
        }
        let mut ids = BTreeSet::new();
        for id in self.all(|element| element.has("id")) {
            let id = id.attr("id").unwrap_or_default();
            if !ids.insert(id) {
                let message = format!(
                    "two things on this page have the id `{id}`, so links to it fail"
                );
                self.add("markup", message, "give one of them another id");
            }
        }
        self
    }

    /// The page can be read by its parts: language, title, landmarks, headings in order.
    fn outline(mut self) -> Self {
        let tree = self.tree;
        let filled = |element: &&Element<'_>| {
            tree.texts(element).any(|text| !text.trim().is_empty())
        };
        let language = self
            .named(&["html"])
            .iter()
            .any(|html| html.attr("lang").is_some_and(|l| !l.is_empty()));
        if !language {
            self.add(
                "markup",
                "screen readers cannot tell the language of this page",
                "write <html lang=\"{{ site.language }}\">",
            );
        }
        for name in ["title", "h1", "main", "header", "footer"] {
            let within = |element: &Element<'_>| {
                let parent = element.parent.map(|parent| &tree.elements[parent]);
                parent.is_some_and(|parent| parent.is(&["body"]))
            };
            let anywhere = !matches!(name, "header" | "footer");
            let mut elements = self.named(&[name]);
            elements.retain(|element| anywhere || within(element));
            if elements.len() != 1 || !elements.iter().all(filled) {
                let message = format!(
                    "this page has {} filled `{name}`, and needs exactly one",
                    elements.iter().filter(|e| filled(e)).count()
                );
                self.add("markup", message, MEND);
            }
        }
        let mut level = 0;
        for heading in self.named(&["h1", "h2", "h3", "h4", "h5", "h6"]) {
            let name = heading.name;
            let now = usize::from(name.as_bytes()[1] - b'0');
            let words = self.tree.text(heading);
            if words.is_empty() {
                self.add(
                    "markup",
                    format!("a heading `{name}` on this page is empty"),
                    MEND,
                );
            } else if now > level + 1 {
                let message = format!(
                    "the heading “{words}” skips a level, so screen readers lose the outline"
                );
                self.add("markup", message, format!("write it as h{}", level + 1));
            }
            level = now;
        }
        self
    }

    /// What can be pressed, filled in, or seen has words for those who do not see it.
    fn names(mut self) -> Self {
        for link in self.links() {
            let words = name(self.tree, link);
            let vague = ["here", "click here", "more", "read more", "link", "this page"];
            let (level, message) = if words.is_empty() {
                (Level::Error, "a link on this page has no words".to_owned())
            } else if vague.iter().any(|vague| words.eq_ignore_ascii_case(vague)) {
                (
                    Level::Unpublishable,
                    format!("the link “{words}” does not say where it leads"),
                )
            } else {
                continue;
            };
            let finding =
                Diagnostic::new("link-text", level, message).of(Scope::Template);
            let finding = finding.at(self.at.clone());
            self.found.push(finding.help("write words that make sense alone"));
        }
        for image in self.named(&["img"]) {
            let alt = image.attr("alt");
            let file = alt.is_some_and(|alt| {
                [".jpg", ".jpeg", ".png", ".webp", ".svg"]
                    .iter()
                    .any(|ending| alt.ends_with(ending))
            });
            if alt.is_none() || file {
                self.add(
                    "picture-text",
                    "a picture on this page is not told in words",
                    "write what it shows, not its file's name",
                );
            }
        }
        let labels = self.named(&["label"]);
        let labelled: BTreeSet<&str> =
            labels.iter().filter_map(|label| label.attr("for")).collect();
        let mut fields = self.named(&["input", "select", "textarea"]);
        fields.retain(|field| !field.is_type(&["hidden"]));
        for input in fields {
            let by_label = input.attr("id").is_some_and(|id| labelled.contains(id));
            if !by_label && input.attr("aria-label").is_none() {
                self.add(
                    "markup",
                    "a field on this page has no label",
                    "write a label for its id",
                );
            }
        }
        self
    }

    /// The page asks its own origin only, and holds no code of its own.
    fn loads(mut self) -> Self {
        let loading = self.all(|element| {
            let rel = element.attr("rel").unwrap_or_default();
            let loads = ["stylesheet", "icon", "preload"];
            ["src", "srcset", "poster", "data"].iter().any(|key| element.has(key))
                || element.is(&["link"])
                    && rel.split_whitespace().any(|word| loads.contains(&word))
        });
        for element in loading {
            let address = ["src", "srcset", "poster", "data", "href"]
                .iter()
                .find_map(|key| element.attr(key));
            if address.is_some_and(|address| {
                !address.starts_with('/') || address.starts_with("//")
            }) {
                let message = format!(
                    "this page asks somebody else: `{}`",
                    address.unwrap_or_default()
                );
                self.add(
                    "third-party",
                    message,
                    "put the file under static/ and name it from there",
                );
            }
        }
        let foreign = self.all(|element| {
            element.is(&["style", "iframe", "object", "embed"])
                || element.has("style")
                || element.is(&["script"]) && !element.has("src") && !element.is_data()
        });
        for element in foreign {
            let message = format!(
                "`{}` on this page holds code or foreign content, which browsers refuse",
                element.name
            );
            self.add(
                "third-party",
                message,
                "put styles into static/style.css and remove the rest",
            );
        }
        let events = self.all(|element| {
            element.attributes.iter().any(|(key, _)| key.starts_with("on"))
        });
        for element in events {
            let message = format!(
                "`{}` on this page holds code, which browsers refuse",
                element.name
            );
            self.add("third-party", message, MEND);
        }
        self
    }

    /// What leaves the site takes nothing along, and nothing of the making is left.
    fn leaves(mut self, practice: &Practice) -> Self {
        let links = self.links().into_iter().filter(|link| {
            let address = link.attr("href").unwrap_or_default();
            address.contains(':')
                && !["tel:", "sms:", "mailto:"].iter().any(|end| address.starts_with(end))
                && !address.starts_with(&format!("{}/", practice.url))
        });
        for link in links.collect::<Vec<_>>() {
            let address = link.attr("href").unwrap_or_default();
            let quiet = link.attr("rel").is_some_and(|rel| {
                rel.split_whitespace().any(|word| word == "noreferrer")
            });
            let (message, help) = if !address.starts_with("https://") {
                ("others on the way can read what visitors ask for at", "write https://")
            } else if !quiet {
                (
                    "this page tells where visitors come from to",
                    "write rel=\"noreferrer\"",
                )
            } else {
                continue;
            };
            self.add("leaving", format!("{message} `{address}`"), help);
        }
        if self.tree.commented {
            self.add(
                "comment",
                "visitors can read a comment in this page",
                "remove it, or write it as {# … #} in the template",
            );
        }
        for data in self.all(Element::is_data) {
            let text = self.tree.texts(data).collect::<String>();
            if serde_json::from_str::<serde_json::Value>(&text).is_err() {
                self.add(
                    "structured-data",
                    "search engines cannot read what this page says of itself",
                    MEND,
                );
            }
        }
        self
    }

    /// No form can send anything.
    fn forms(mut self) -> Self {
        for form in self.named(&["form"]) {
            if form.attr("method") != Some("dialog") || form.attr("action").is_some() {
                self.add(
                    "form",
                    "a form on this page could send what visitors answer",
                    "write method=\"dialog\" and no action",
                );
            }
        }
        let buttons = self.all(|element| {
            element.is(&["button"]) && !element.has("type")
                || element.is_type(&["submit", "image"])
                || element.has("formaction")
                || element.has("form")
        });
        for button in buttons {
            let message =
                format!("`{}` on this page could send what visitors answer", button.name);
            self.add("form", message, "write type=\"button\"");
        }
        self
    }

    /// What stands beside the words.
    fn owed(mut self, html: &str, practice: &Practice) -> Self {
        for (code, message, help) in
            metadata::check(html, self.tree, &self.shown, practice)
        {
            self.add(code, message, help);
        }
        self
    }

    /// Crisis help stands on every page as text.
    fn crisis(mut self, practice: &Practice) -> Self {
        for (number, what) in [
            (&practice.lifeline, "the crisis line"),
            (&practice.emergency, "the emergency number"),
        ] {
            if !number.is_empty() && !has(&self.shown, number) {
                let message =
                    format!("visitors to this page would not see {what}, {number}");
                self.add(
                    "crisis",
                    message,
                    "include \"crisis-lines.html\" in its template",
                );
            }
        }
        self
    }
}

/// How an element is called: by its label, its words, or the pictures in it.
fn name(tree: &Tree<'_>, element: &Element<'_>) -> String {
    let label = element.attr("aria-label").filter(|label| !label.is_empty());
    label.map_or_else(
        || {
            let inside = tree.elements[element.whole.clone()].iter().skip(1);
            let images = inside.filter(|element| element.is(&["img"]));
            let alts: String = images.filter_map(|image| image.attr("alt")).collect();
            tree.text(element) + &alts
        },
        str::to_owned,
    )
}

/// Whether a text holds another.
fn has(text: &str, words: &str) -> bool {
    memmem::find(text.as_bytes(), words.as_bytes()).is_some()
}
