//! Each page of the website, seen as a browser sees it: a tree. What it owes its reader is
//! looked up there, whoever wrote it: author, template or generator.
//!
//! Sources: WCAG 2.2 (1.1.1, 1.3.1, 2.4.2, 2.4.4, 2.4.6, 3.1.1, 4.1.2), CSP 3, HTML.
use std::collections::BTreeSet;

use scraper::{ElementRef, Html};

use super::owed;
use crate::diagnostic::{Diagnostic, Level};
use crate::read::practice::Practice;
use crate::source::Span;

/// What is wrong with a page. `at` is where its text comes from.
pub fn check(html: &str, practice: &Practice, at: &Span) -> Vec<Diagnostic> {
    let tree = Html::parse_document(html);
    let elements = tree.tree.nodes().filter_map(ElementRef::wrap).collect();
    let page = Page { tree: &tree, elements, at, found: vec![] };
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

/// Says once what is wrong with many pages in the same way: then their template is at fault.
/// The findings are sorted. What stands in many files is said of each.
pub fn merge(found: &mut Vec<Diagnostic>) {
    let whole_page = |finding: &Diagnostic| {
        CODES.contains(&finding.code) && finding.at.as_ref().is_some_and(|at| at.end == 0)
    };
    let mut seen = BTreeSet::new();
    found.retain(|finding| {
        !whole_page(finding) || seen.insert((finding.code, finding.message.clone()))
    });
}

/// What is found in this way.
const CODES: &[&str] = &[
    "canonical",
    "comment",
    "crisis",
    "form",
    "leaving",
    "link-text",
    "markup",
    "picture-text",
    "policy",
    "structured-data",
    "third-party",
    "title",
];

struct Page<'a> {
    tree: &'a Html,
    /// All of them in their order: there are many questions, and to match a selector for
    /// each takes several times as long.
    elements: Vec<ElementRef<'a>>,
    at: &'a Span,
    found: Vec<Diagnostic>,
}

const MEND: &str = "mend the template that writes it";

impl<'a> Page<'a> {
    fn all(&self, is: impl Fn(&ElementRef<'a>) -> bool) -> Vec<ElementRef<'a>> {
        self.elements.iter().copied().filter(is).collect()
    }

    fn named(&self, names: &[&str]) -> Vec<ElementRef<'a>> {
        self.all(|element| is(element, names))
    }

    fn links(&self) -> Vec<ElementRef<'a>> {
        self.all(|element| is(element, &["a"]) && has(element, "href"))
    }

    fn add(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Diagnostic::error(code, message).at(self.at.clone()).help(help));
    }

    /// No browser has to guess: no parse errors, ids unique.
    fn syntax(mut self) -> Self {
        let mut errors: Vec<_> =
            self.tree.errors.iter().map(ToString::to_string).collect();
        errors.dedup();
        for error in errors {
            self.add(
                "markup",
                format!("browsers have to guess what this page means: {error}"),
                MEND,
            );
        }
        let mut ids = BTreeSet::new();
        for id in self.all(|element| has(element, "id")) {
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
        let filled = |element: &ElementRef<'_>| !text(*element).is_empty();
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
            let within = |element: &ElementRef<'_>| {
                let parent = element.parent().and_then(ElementRef::wrap);
                parent.is_some_and(|parent| is(&parent, &["body"]))
            };
            let anywhere = !matches!(name, "header" | "footer");
            let elements =
                self.all(|element| is(element, &[name]) && (anywhere || within(element)));
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
            let name = heading.value().name();
            let now = usize::from(name.as_bytes()[1] - b'0');
            let words = text(heading);
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
            let words = name(link);
            let vague = ["here", "click here", "more", "read more", "link", "this page"];
            let (level, message) = if words.is_empty() {
                (Level::Error, "a link on this page has no words".to_owned())
            } else if vague.contains(&words.to_lowercase().as_str()) {
                (
                    Level::Unpublishable,
                    format!("the link “{words}” does not say where it leads"),
                )
            } else {
                continue;
            };
            let finding =
                Diagnostic::new("link-text", level, message).at(self.at.clone());
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
        let fields = self.all(|element| {
            is(element, &["input", "select", "textarea"])
                && !is_type(element, &["hidden"])
        });
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
            ["src", "srcset", "poster", "data"].iter().any(|key| has(element, key))
                || is(element, &["link"])
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
            is(element, &["style", "iframe", "object", "embed"])
                || has(element, "style")
                || is(element, &["script"]) && !has(element, "src") && !is_data(element)
        });
        for element in foreign {
            let message = format!(
                "`{}` on this page holds code or foreign content, which browsers refuse",
                element.value().name()
            );
            self.add(
                "third-party",
                message,
                "put styles into static/style.css and remove the rest",
            );
        }
        let events = self
            .all(|element| element.value().attrs().any(|(key, _)| key.starts_with("on")));
        for element in events {
            let message = format!(
                "`{}` on this page holds code, which browsers refuse",
                element.value().name()
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
        let nodes = self.tree.tree.nodes();
        if nodes.into_iter().any(|node| node.value().is_comment()) {
            self.add(
                "comment",
                "visitors can read a comment in this page",
                "remove it, or write it as {# … #} in the template",
            );
        }
        for data in self.all(is_data) {
            let text = data.text().collect::<String>();
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
            is(element, &["button"]) && !has(element, "type")
                || is_type(element, &["submit", "image"])
                || has(element, "formaction")
                || has(element, "form")
        });
        for button in buttons {
            let message = format!(
                "`{}` on this page could send what visitors answer",
                button.value().name()
            );
            self.add("form", message, "write type=\"button\"");
        }
        self
    }

    /// What stands beside the words.
    fn owed(mut self, html: &str, practice: &Practice) -> Self {
        for (code, message, help) in owed::check(html, &self.elements, practice) {
            self.add(code, message, help);
        }
        self
    }

    /// Crisis help stands on every page as text.
    fn crisis(mut self, practice: &Practice) -> Self {
        let words = self.named(&["body"]).into_iter().map(visible).collect::<String>();
        for (number, what) in [
            (&practice.lifeline, "the crisis line"),
            (&practice.emergency, "the emergency number"),
        ] {
            if !number.is_empty() && !words.contains(number.as_str()) {
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

/// Whether an element has one of some names.
pub(super) fn is(element: &ElementRef<'_>, names: &[&str]) -> bool {
    names.contains(&element.value().name())
}

fn has(element: &ElementRef<'_>, attribute: &str) -> bool {
    element.attr(attribute).is_some()
}

/// Whether an element is of one of some types, which browsers read in any case.
fn is_type(element: &ElementRef<'_>, types: &[&str]) -> bool {
    let of = element.attr("type").unwrap_or_default();
    types.iter().any(|one| of.eq_ignore_ascii_case(one))
}

/// Whether an element holds structured data.
pub(super) fn is_data(element: &ElementRef<'_>) -> bool {
    is(element, &["script"]) && is_type(element, &["application/ld+json"])
}

/// The words of an element, with single spaces.
pub(super) fn text(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// How an element is called: by its label, its words, or the pictures in it.
fn name(element: ElementRef<'_>) -> String {
    let label = element.attr("aria-label").map(str::to_owned);
    label.filter(|label| !label.is_empty()).unwrap_or_else(|| {
        let inside = element.descendants().filter_map(ElementRef::wrap);
        let images = inside.filter(|element| is(element, &["img"]));
        let alts: String = images.filter_map(|image| image.attr("alt")).collect();
        text(element) + &alts
    })
}

/// The text that is shown before anybody does anything.
pub(super) fn visible(element: ElementRef<'_>) -> String {
    let hidden = |element: &ElementRef<'_>| {
        let class = |name| element.value().classes().any(|class| class == name);
        element.attr("hidden").is_some()
            || element.attr("aria-hidden") == Some("true")
            || class("hidden")
            // What is folded up is not seen, save its own line.
            || element.value().name() == "details" && element.attr("open").is_none()
            || matches!(
                element.value().name(),
                "script" | "style" | "template" | "noscript"
            )
    };
    if hidden(&element) {
        return String::new();
    }
    let mut words = String::new();
    for child in element.children() {
        if let Some(piece) = child.value().as_text() {
            words.push_str(piece);
        } else if let Some(inner) = ElementRef::wrap(child) {
            words.push_str(&visible(inner));
        }
    }
    words
}
