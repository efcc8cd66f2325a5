//! What leaves the site takes nothing along, and nothing of the making is left.
use super::page::{MEND, Page};
use crate::check::tree::Element;
use crate::read::practice::Practice;

/// Finds links out that tell too much, and what only the makers or machines should read.
pub(super) fn check(page: &mut Page<'_>, practice: &Practice) {
    links(page, practice);
    comments(page);
    data(page);
}

fn links(page: &mut Page<'_>, practice: &Practice) {
    let own = format!("{}/", practice.url);
    for link in page.links() {
        let address = link.attr("href").unwrap_or_default();
        if !leaves(address, &own) {
            continue;
        }
        let (message, help) = if !address.starts_with("https://") {
            ("others on the way can read what visitors ask for at", "write https://")
        } else if !is_quiet(link) {
            ("this page tells where visitors come from to", "write rel=\"noreferrer\"")
        } else {
            continue;
        };
        page.add("leaving", format!("{message} `{address}`"), help);
    }
}

/// Whether an address leads to another website: what opens a phone or a letter does not.
fn leaves(address: &str, own: &str) -> bool {
    let schemes = ["tel:", "sms:", "mailto:"];
    address.contains(':')
        && !schemes.iter().any(|scheme| address.starts_with(scheme))
        && !address.starts_with(own)
}

/// Whether a link does not say where it was followed.
fn is_quiet(link: &Element<'_>) -> bool {
    let rel = link.attr("rel").unwrap_or_default();
    rel.split_whitespace().any(|word| word == "noreferrer")
}

fn comments(page: &mut Page<'_>) {
    if page.tree.commented {
        page.add(
            "comment",
            "visitors can read a comment in this page",
            "remove it, or write it as {# … #} in the template",
        );
    }
}

fn data(page: &mut Page<'_>) {
    for data in page.all(Element::is_data) {
        let text = page.tree.texts(data).collect::<String>();
        if serde_json::from_str::<serde_json::Value>(&text).is_err() {
            page.add(
                "structured-data",
                "search engines cannot read what this page says of itself",
                MEND,
            );
        }
    }
}
