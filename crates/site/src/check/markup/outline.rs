//! The page can be read by its parts: language, title, landmarks, headings in order.
use jiff::civil::{DateTime, Time};
use jiff::{Span, Timestamp};

use super::page::{MEND, Page};
use crate::check::tree::{Element, Tree};

/// Finds what keeps somebody from finding the way in the page by its parts.
pub(super) fn check(page: &mut Page<'_>) {
    language(page);
    zoom(page);
    for name in ["title", "h1", "main", "header", "footer"] {
        landmark(page, name);
    }
    headings(page);
    times(page);
}

fn language(page: &mut Page<'_>) {
    let says = |html: &&Element<'_>| html.attr("lang").is_some_and(|of| !of.is_empty());
    if !page.named(&["html"]).iter().any(says) {
        page.add(
            "markup",
            "screen readers cannot tell the language of this page",
            "write <html lang=\"{{ site.language }}\">",
        );
    }
}

/// Whoever needs larger letters makes the page larger (WCAG 2.2, 1.4.4).
fn zoom(page: &mut Page<'_>) {
    let forbids = |meta: &&Element<'_>| {
        let says = meta.attr("content").unwrap_or_default();
        meta.attr("name") == Some("viewport")
            && ["user-scalable", "maximum-scale"].iter().any(|word| says.contains(word))
    };
    if page.named(&["meta"]).iter().any(forbids) {
        page.add(
            "zoom",
            "visitors who need larger letters cannot make this page larger",
            "write <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
        );
    }
}

/// A part of which a page has one, with words in it.
fn landmark(page: &mut Page<'_>, name: &str) {
    let tree = page.tree;
    // Articles have a `header` and a `footer` of their own.
    let anywhere = !matches!(name, "header" | "footer");
    let mut elements = page.named(&[name]);
    elements.retain(|element| anywhere || is_in_body(tree, element));
    let filled = elements.iter().filter(|element| is_filled(tree, element)).count();
    if (elements.len(), filled) != (1, 1) {
        let message =
            format!("this page has {filled} filled `{name}`, and needs exactly one");
        page.add("markup", message, MEND);
    }
}

fn is_in_body(tree: &Tree<'_>, element: &Element<'_>) -> bool {
    element.parent.is_some_and(|parent| tree.elements[parent].is(&["body"]))
}

fn is_filled(tree: &Tree<'_>, element: &Element<'_>) -> bool {
    tree.texts(element).any(|text| !text.trim().is_empty())
}

fn headings(page: &mut Page<'_>) {
    let mut level = 0;
    for heading in page.named(&["h1", "h2", "h3", "h4", "h5", "h6"]) {
        let name = heading.name;
        let now = usize::from(name.as_bytes()[1] - b'0');
        let words = page.tree.text(heading);
        if words.is_empty() {
            let message = format!("a heading `{name}` on this page is empty");
            page.add("markup", message, MEND);
        } else if now > level + 1 {
            let message = format!(
                "the heading “{words}” skips a level, so screen readers lose the outline"
            );
            page.add("markup", message, format!("write it as h{}", level + 1));
        }
        level = now;
    }
}

/// What is marked as a time can be read by programs, which put it into a calendar.
fn times(page: &mut Page<'_>) {
    for time in page.named(&["time"]) {
        let text = page.tree.text(time);
        let says = time.attr("datetime").unwrap_or(&text).trim();
        if !is_time(says) {
            let message =
                format!("no program can tell what day or time on this page is “{says}”");
            page.add(
                "markup",
                message,
                "say it in `datetime`, year first, or without `time`",
            );
        }
    }
}

/// Whether HTML takes a text for a day, a time, a part of one, or a length of time.
fn is_time(text: &str) -> bool {
    let shape: String =
        text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "0000" | "0000-00" | "00-00" | "0000-W00" => true,
        shape if shape.starts_with("0000-00-00") => {
            text.parse::<DateTime>().is_ok() || text.parse::<Timestamp>().is_ok()
        }
        shape if shape.starts_with("00:00") => text.parse::<Time>().is_ok(),
        shape => shape.starts_with('P') && text.parse::<Span>().is_ok(),
    }
}
