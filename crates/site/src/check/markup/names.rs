//! What can be pressed, filled in, or seen has words for those who do not see it.
use std::borrow::Cow;
use std::collections::BTreeSet;

use super::page::Page;
use crate::check::tree::{Element, Tree};
use crate::read::link_words;

/// How names of picture files end.
const PICTURES: [&str; 5] = [".jpg", ".jpeg", ".png", ".webp", ".svg"];

/// Finds links, pictures and fields without words, and buttons that do nothing.
pub(super) fn check(page: &mut Page<'_>) {
    links(page);
    pictures(page);
    fields(page);
    openers(page);
}

fn links(page: &mut Page<'_>) {
    for link in page.links() {
        if let Some(problem) = link_words::problem(&name(page.tree, link)) {
            page.push(problem);
        }
    }
}

fn pictures(page: &mut Page<'_>) {
    for image in page.named(&["img"]) {
        let is_file = |alt: &str| PICTURES.iter().any(|ending| alt.ends_with(ending));
        if image.attr("alt").is_none_or(is_file) {
            page.add(
                "picture-text",
                "a picture on this page is not told in words",
                "write what it shows, not its file's name",
            );
        }
    }
}

fn fields(page: &mut Page<'_>) {
    let labels = page.named(&["label"]);
    let labelled: BTreeSet<&str> =
        labels.iter().filter_map(|label| label.attr("for")).collect();
    let mut fields = page.named(&["input", "select", "textarea"]);
    fields.retain(|field| !field.is_type(&["hidden"]));
    for field in fields {
        let by_label = field.attr("id").is_some_and(|id| labelled.contains(id));
        if !by_label && field.attr("aria-label").is_none() {
            page.add(
                "markup",
                "a field on this page has no label",
                "write a label for its id",
            );
        }
    }
}

/// A mark of sources opens what stands elsewhere in the page.
fn openers(page: &mut Page<'_>) {
    let buttons = page.all(|element| element.has("popovertarget"));
    if buttons.is_empty() {
        return;
    }
    let ids: BTreeSet<&str> =
        page.with_id.iter().filter_map(|element| element.attr("id")).collect();
    let targets = buttons.into_iter().filter_map(|button| button.attr("popovertarget"));
    if targets.into_iter().any(|target| !ids.contains(target)) {
        let message =
            "a button on this page opens nothing, as what it opens is not there";
        page.add("markup", message, "write {{ notes }} at the end of the template");
    }
}

/// How an element is called: by its label, its words, or the pictures in it.
fn name<'a>(tree: &'a Tree<'_>, element: &'a Element<'_>) -> Cow<'a, str> {
    let label = element.attr("aria-label").filter(|label| !label.is_empty());
    label.map_or_else(
        || {
            let inside = tree.elements[element.whole.clone()].iter().skip(1);
            let images = inside.filter(|element| element.is(&["img"]));
            let alts = images.filter_map(|image| image.attr("alt"));
            alts.fold(tree.text(element), |name, alt| name + alt)
        },
        Cow::Borrowed,
    )
}
