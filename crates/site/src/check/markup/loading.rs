//! The page asks its own origin only, and holds no code of its own.
use super::page::{MEND, Page};
use crate::check::tree::Element;

/// The attributes by which an element names what it loads.
const SOURCES: [&str; 4] = ["src", "srcset", "poster", "data"];

/// Finds what would ask somebody else, and what the policy of the page would refuse.
pub(super) fn check(page: &mut Page<'_>) {
    strangers(page);
    foreign(page);
    events(page);
}

/// Whether browsers load what an element names.
fn is_loading(element: &Element<'_>) -> bool {
    let rel = element.attr("rel").unwrap_or_default();
    let loads = ["stylesheet", "icon", "preload"];
    SOURCES.iter().any(|key| element.has(key))
        || element.is(&["link"])
            && rel.split_whitespace().any(|word| {
                // Browsers read these words in any case.
                loads.iter().any(|load| load.eq_ignore_ascii_case(word))
            })
}

fn strangers(page: &mut Page<'_>) {
    for element in page.all(is_loading) {
        let mut keys = SOURCES.iter().chain(&["href"]);
        let Some(address) = keys.find_map(|key| element.attr(key)) else { continue };
        // `//host/path` has no scheme, and leads to another host all the same.
        if !address.starts_with('/') || address.starts_with("//") {
            page.add(
                "third-party",
                format!("this page asks somebody else: `{address}`"),
                "put the file under static/ and name it from there",
            );
        }
    }
}

/// Whether an element holds code or a style, or something foreign.
fn is_foreign(element: &Element<'_>) -> bool {
    element.is(&["style", "iframe", "object", "embed"])
        || element.has("style")
        || element.is(&["script"]) && !element.has("src") && !element.is_data()
}

/// What is foreign wherever it stands, as it is written.
const WRITTEN: [&str; 6] =
    ["<style", "<iframe", "<object", "<embed", "<script", " style="];

/// Whether an element holds a text that browsers without scripts read as markup.
fn holds_foreign(page: &Page<'_>, element: &Element<'_>) -> bool {
    let text = page.tree.texts[element.texts.clone()].concat().to_ascii_lowercase();
    WRITTEN.iter().any(|written| text.contains(written))
}

fn foreign(page: &mut Page<'_>) {
    let mut foreign = page.all(is_foreign);
    foreign.extend(
        page.all(|element| element.is(&["noscript"]) && holds_foreign(page, element)),
    );
    for element in foreign {
        let message = format!(
            "`{}` on this page holds code or foreign content, which browsers refuse",
            element.name
        );
        let help = "put styles into static/style.css and remove the rest";
        page.add("third-party", message, help);
    }
}

fn events(page: &mut Page<'_>) {
    let has_event = |element: &Element<'_>| {
        element.attributes.iter().any(|(key, _)| key.starts_with("on"))
    };
    for element in page.all(has_event) {
        let name = element.name;
        let message = format!("`{name}` on this page holds code, which browsers refuse");
        page.add("third-party", message, MEND);
    }
}
