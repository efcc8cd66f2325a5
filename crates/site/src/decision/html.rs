//! The parts of a grid as HTML: what a person picks shows by styles alone, and nothing of it is
//! stored or sent.
use std::fmt::Write as _;

use ground::html::escaped;

use super::grid::{Grid, GridCell, PersonalValue};
use crate::read::body::{Body, Placeholder, PlaceholderKind};

/// What takes back all that is picked in a form.
const CLEAR: &str = "<p><button type=\"reset\" class=\"second\">Clear</button></p>\n";

/// The attributes of what can be ticked.
const TICK: &str = "type=\"checkbox\"";

/// What can be picked: its attributes but the id, and its words, which are HTML.
fn choice(attributes: &str, id: &str, words: &str) -> String {
    format!("<input {attributes} id=\"{id}\"><label for=\"{id}\">{words}</label>")
}

/// The options beside each other: what to pick, then one table for each question. Each has its
/// roles written out, as styles that lay a table out as columns take them from it in some browsers
/// (HTML Accessibility API Mappings, "table").
pub(super) fn compare(grid: &Grid) -> Body {
    let mut body = Body::default();
    body.html.push_str(
        "<form class=\"grid\" method=\"dialog\" autocomplete=\"off\">\n<fieldset class=\"pick\">\n\
         <legend>Pick two or three to set side by side</legend>\n\
         <p class=\"hint\">With none picked, you see all. Nothing is stored or sent.</p>\n\
         <div class=\"answers\">\n",
    );
    for (at, option) in grid.options.iter().enumerate() {
        let (id, name) = (format!("pick-{}", at + 1), escaped(&option.name));
        let _ = writeln!(body.html, "{}", choice(TICK, &id, &name));
    }
    let _ = writeln!(body.html, "</div>\n{CLEAR}</fieldset>");
    for (at, question) in grid.questions.iter().enumerate() {
        let ask = escaped(&question.ask);
        let _ = writeln!(
            body.html,
            "<table role=\"table\" class=\"row r{}\">\n<caption>{ask}</caption>\n<tbody role=\"rowgroup\">",
            at + 1
        );
        for (at, (option, cell)) in grid.options.iter().zip(&question.cells).enumerate() {
            row(at, &option.name, cell.as_ref(), &mut body);
        }
        body.html.push_str("</tbody>\n</table>\n");
    }
    body.html.push_str("</form>\n");
    body
}

fn row(at: usize, option: &str, cell: Option<&GridCell>, body: &mut Body) {
    let _ = write!(
        body.html,
        "<tr role=\"row\" class=\"o{}\"><th role=\"rowheader\" scope=\"row\">{}</th><td role=\"cell\">",
        at + 1,
        escaped(option)
    );
    if let Some(cell) = cell {
        body.html.push_str(&escaped(&cell.says));
        cite(cell, body);
    }
    body.html.push_str("</td></tr>\n");
}

/// A placeholder for the sources of an answer.
fn cite(cell: &GridCell, body: &mut Body) {
    if let Some((_, first)) = cell.facts.first() {
        body.html.push(' ');
        let kind = PlaceholderKind::Cite(cell.facts.clone());
        let at = body.html.len();
        body.placeholders.push(Placeholder { at, kind, span: first.clone() });
    }
}

/// How much something matters, the least first.
const SCALE: [&str; 3] = ["Not much", "Somewhat", "A lot"];

/// What matters to the person: a scale for each value, and which options speak to it.
pub(super) fn weigh(grid: &Grid) -> Body {
    let mut body = Body::default();
    let html = &mut body.html;
    html.push_str(
        "<form class=\"weigh\" method=\"dialog\" autocomplete=\"off\">\n<p class=\"hint\">Say how much each of these \
         matters to you. Nothing is stored or sent.</p>\n",
    );
    for (at, value) in grid.values.iter().enumerate() {
        scale(at + 1, &value.name, html);
        speaks(grid, value, html);
        html.push_str("</fieldset>\n");
    }
    let _ = writeln!(html, "{CLEAR}</form>");
    body
}

fn scale(value: usize, name: &str, html: &mut String) {
    let name = escaped(name);
    let _ = writeln!(
        html,
        "<fieldset class=\"value\">\n<legend>{name}</legend>\n<div class=\"scale\">"
    );
    for (at, words) in SCALE.iter().enumerate() {
        let id = format!("value-{value}-{}", at + 1);
        let radio = format!("type=\"radio\" name=\"value-{value}\"");
        let _ = writeln!(html, "{}", choice(&radio, &id, words));
    }
    html.push_str("</div>\n");
}

/// Which options speak to a value. That is no advice, so the order is that of the grid.
fn speaks(grid: &Grid, value: &PersonalValue, html: &mut String) {
    let names: Vec<_> =
        value.speaks.iter().map(|at| escaped(&grid.options[*at].name)).collect();
    let options = if names.is_empty() {
        "none of the options".to_owned()
    } else {
        names.join("; ")
    };
    let known = value.question.map_or_else(String::new, |at| {
        let ask = escaped(&grid.questions[at].ask);
        format!(" What is known stands under “{ask}”.")
    });
    let _ =
        writeln!(html, "<p class=\"speaks\">What speaks to this: {options}.{known}</p>");
}

/// What to ask a clinician: a list to tick, and to print on a sheet of its own.
pub(super) fn take_along(grid: &Grid) -> Body {
    let mut body = Body::default();
    let html = &mut body.html;
    html.push_str(
        "<form class=\"take-along\" method=\"dialog\" autocomplete=\"off\">\n<p class=\"box-title\">Questions to take along</p>\n<ul class=\"asks\">\n",
    );
    for (at, ask) in grid.asks.iter().enumerate() {
        let (id, says) = (format!("ask-{}", at + 1), escaped(&ask.says));
        let value =
            ask.value.map_or(String::new(), |value| format!(" class=\"v{}\"", value + 1));
        let _ = writeln!(html, "<li{value}>{}</li>", choice(TICK, &id, &says));
    }
    let alone = "When I print this page, print this list alone";
    let alone = choice(TICK, "print-alone", alone);
    let _ = writeln!(html, "</ul>\n<p class=\"alone\">{alone}</p>\n{CLEAR}</form>");
    body
}

/// What to ask a clinician, for the paper on which something else is printed.
pub(super) fn asks(grid: &Grid) -> Body {
    let asks = grid.asks.iter().map(|ask| format!("<li>{}</li>\n", escaped(&ask.says)));
    let asks: String = asks.collect();
    let html = format!(
        "<section class=\"on-paper\">\n<p class=\"box-title\">Questions to take along</p>\n\
         <ul>\n{asks}</ul>\n</section>\n"
    );
    Body { html, ..Body::default() }
}
