//! No form can send anything.
use super::page::Page;
use crate::check::tree::Element;

/// Finds forms and buttons that could send what visitors answer.
pub(super) fn check(page: &mut Page<'_>) {
    forms(page);
    buttons(page);
}

fn forms(page: &mut Page<'_>) {
    for form in page.named(&["form"]) {
        if form.attr("method") != Some("dialog") || form.attr("action").is_some() {
            page.add(
                "form",
                "a form on this page could send what visitors answer",
                "write method=\"dialog\" and no action",
            );
        }
        if form.attr("autocomplete") != Some("off") {
            page.add(
                "form",
                "what a visitor answered in a form on this page could stand there for the next",
                "write autocomplete=\"off\"",
            );
        }
    }
}

/// Whether an element sends a form: a button does unless it says that it is none.
fn sends(element: &Element<'_>) -> bool {
    element.is(&["button"]) && !element.has("type")
        || element.is_type(&["submit", "image"])
        || element.has("formaction")
        || element.has("form")
}

fn buttons(page: &mut Page<'_>) {
    for button in page.all(sends) {
        let message =
            format!("`{}` on this page could send what visitors answer", button.name);
        page.add("form", message, "write type=\"button\"");
    }
}
