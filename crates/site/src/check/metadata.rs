//! What a page owes beside its words: a policy, a title that tells where one is, structured
//! data that says no more than the page, help in each result of a self-check.
//!
//! Sources: CSP 3 (section 3.3), WCAG 2.2 (2.4.2), the guidelines of Google Search on
//! structured data.
use serde_json::Value;

use super::tree::{Element, Tree};
use crate::read::crisis::CrisisLines;
use crate::read::practice::Practice;
use crate::render::policy;

/// A code, what happens, and what to do.
pub(super) type Wrong = (&'static str, String, &'static str);

/// What is wrong with a page. `html` is what its tree was made of, and `shown` the text that
/// is seen at once.
pub(super) fn check(
    html: &str,
    tree: &Tree<'_>,
    shown: &str,
    practice: &Practice,
) -> Vec<Wrong> {
    let mut wrong = vec![];
    let first = |name| tree.elements.iter().find(|element| element.name == name);
    let head: Vec<_> =
        first("head").into_iter().flat_map(|head| tree.children(head)).collect();
    let heading = first("h1").map(|heading| tree.text(heading)).unwrap_or_default();
    wrong.extend(allowed(html, &head));
    wrong.extend(titled(tree, &head, &heading, practice));
    wrong.extend(canonical(&head, practice));
    wrong.extend(told(tree, shown));
    let outcomes = tree.elements.iter().filter(|element| {
        let classes = || element.attr("class").unwrap_or_default().split_whitespace();
        element.is(&["section"]) && classes().any(|one| one == "outcome")
    });
    for element in outcomes {
        wrong.extend(outcome(tree, element, &heading, practice));
    }
    wrong
}

/// The policy stands before all that loads, and leaves nothing open.
fn allowed(html: &str, head: &[&Element<'_>]) -> Option<Wrong> {
    let matters = |element: &&&Element<'_>| {
        // A policy in a `meta` element holds only for what stands after it (CSP 3, section 3.3).
        matches!(element.name, "link" | "script")
            || element.attr("http-equiv") == Some("Content-Security-Policy")
    };
    let first = head.iter().find(matters).and_then(|first| first.attr("content"));
    let closed = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"];
    let whole =
        first.is_some_and(|policy| closed.iter().all(|part| policy.contains(part)));
    let message =
        "browsers would load whatever this page names, and let others add to it";
    let help = "write <meta http-equiv=\"Content-Security-Policy\" content=\"{{ csp }}\"> after the charset";
    // Browsers obey what the tree says, and hosts send what `policy::stated` reads from the
    // bytes. If the two differ, one of them is not what was meant.
    (!whole || policy::stated(html.as_bytes()) != first)
        .then(|| ("policy", message.to_owned(), help))
}

/// The title in a row of tabs: the page, then the practice.
fn titled(
    tree: &Tree<'_>,
    head: &[&Element<'_>],
    heading: &str,
    practice: &Practice,
) -> Option<Wrong> {
    let title = head.iter().find(|element| element.name == "title")?;
    let title = tree.text(title);
    let right = title.starts_with(heading) && title.ends_with(&practice.name);
    let message = format!("the title “{title}” does not say the page, then the practice");
    let help = "write <title>{{ page.title }} – {{ site.name }}</title>";
    (!right).then_some(("title", message, help))
}

/// Search engines and cards are told one address, and it is this site's.
fn canonical(head: &[&Element<'_>], practice: &Practice) -> Option<Wrong> {
    let with = |key, value| head.iter().find(move |one| one.attr(key) == Some(value));
    let canonical = with("rel", "canonical")?.attr("href")?;
    let card = with("property", "og:url").and_then(|card| card.attr("content"));
    let wrong = !canonical.starts_with(&format!("{}/", practice.url))
        || card.is_some_and(|card| card != canonical);
    let message = format!("search engines are sent to another address: `{canonical}`");
    let help = "write {{ page.url }} as the canonical address, and as og:url";
    wrong.then_some(("canonical", message, help))
}

/// Structured data says only what visitors read too, and nobody is rated.
fn told(tree: &Tree<'_>, shown: &str) -> Vec<Wrong> {
    let mut wrong = vec![];
    let mut data = tree.elements.iter().filter(|element| element.is_data()).peekable();
    if data.peek().is_none() {
        return wrong;
    }
    // Line breaks of the source are spaces to a reader, and names in the data have none.
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for element in data {
        let json = tree.texts(element).collect::<String>();
        // Malformed data is reported by the audit of the markup.
        let json = serde_json::from_str(&json).unwrap_or(Value::Null);
        each(&json, &mut |value| {
            let kind = value["@type"].as_str().unwrap_or_default();
            let name = value["name"].as_str().unwrap_or_default();
            if matches!(kind, "AggregateRating" | "Rating" | "Review") {
                let message = "search engines would be told a rating of this practice";
                wrong.push(("structured-data", message.to_owned(), "remove it"));
            } else if matches!(kind, "Question" | "Person") && !shown.contains(name) {
                let message =
                    format!("search engines are told of “{name}”, visitors are not");
                wrong.push((
                    "structured-data",
                    message,
                    "show it on the page, or remove it",
                ));
            }
        });
    }
    wrong
}

fn each(value: &Value, look: &mut impl FnMut(&Value)) {
    look(value);
    match value {
        Value::Array(list) => list.iter().for_each(|value| each(value, look)),
        Value::Object(map) => map.values().for_each(|value| each(value, look)),
        _ => {}
    }
}

/// Each result of a self-check says by itself where help is.
fn outcome(
    tree: &Tree<'_>,
    outcome: &Element<'_>,
    page: &str,
    practice: &Practice,
) -> Vec<Wrong> {
    let words = tree.text(outcome);
    let heading =
        tree.texts(outcome).find(|text| !text.trim().is_empty()).unwrap_or_default();
    let numbers = practice.crisis.iter().flat_map(CrisisLines::numbers);
    let missing = numbers.filter(|number| !words.contains(number.as_str()));
    let wrong = missing.map(|number| {
        let message = format!("the result “{heading}” of {page} does not say {number}");
        let help = "write it into the text of the result, in the folder outcomes";
        ("crisis", message, help)
    });
    wrong.collect()
}
