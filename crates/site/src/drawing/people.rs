//! What happened to 100 people in each group of a study: an icon array, both ways.
//!
//! Figures that differ in fill and not in colour alone; the same number of people in each
//! group; the count in words beside it (IPDAS, probabilities 2 to 8).
use std::fmt::Write as _;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};

use super::sketch::{self, Sketch, open};

const IN_ROW: i64 = 10;
const ALL: i64 = 100;

struct Group<'a> {
    name: Option<TomlValue<'a>>,
    count: i64,
    facts: Vec<(String, Span)>,
}

/// Draws 100 people for each `[[group]]`; `count` of them are `some`, the others are `rest`.
pub(super) fn draw(
    table: &mut TomlTable<'_>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) {
    let (some, rest) = (table.need("some", found), table.need("rest", found));
    let groups = groups(table, sketch, found);
    sketch.push("<div class=\"groups\">\n");
    for group in &groups {
        let name = group.name.as_ref().and_then(TomlValue::as_text).unwrap_or_default();
        sketch.push("<div>\n<p class=\"group\">");
        sketch.push_prose(group.name.as_ref(), found);
        // Screen readers get the count in the name, as a hundred figures say nothing one by one.
        let label = format!("{name}: {} of {ALL} figures are filled", group.count);
        sketch.push("</p>\n");
        sketch.push(&people(group.count, &label));
        sketch.push(&format!("<p><b>{} out of {ALL}</b> ", group.count));
        sketch.push_prose(some.as_ref(), found);
        sketch.push(&format!("; {} ", ALL - group.count));
        sketch.push_prose(rest.as_ref(), found);
        sketch.push(" ");
        sketch.cite(&group.facts);
        sketch.push("</p>\n</div>\n");
    }
    sketch.push("</div>\n");
}

/// Reads the groups. One alone would be a number without a comparison.
fn groups<'a>(
    table: &mut TomlTable<'a>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) -> Vec<Group<'a>> {
    let Some(list) = table.need("group", found) else { return vec![] };
    let tables = list.list(found).unwrap_or_default();
    if tables.len() == 1 {
        let message = "visitors would see a number without what it is compared with";
        let finding = Diagnostic::new("drawing-alone", Level::Unpublishable, message);
        found.push(
            finding.at(list.span()).help("add a second [[group]], as the study had it"),
        );
    }
    tables.iter().filter_map(|value| group(value.table(found)?, sketch, found)).collect()
}

/// Reads one group.
fn group<'a>(
    mut table: TomlTable<'a>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) -> Option<Group<'a>> {
    let name = table.need("name", found);
    let facts = sketch::facts(&mut table, found);
    let value = table.need("count", found);
    table.finish(found);
    let value = value?;
    let count = value.integer(found)?;
    if !(0..=ALL).contains(&count) {
        let message = format!("{count} of {ALL} people cannot be drawn");
        let finding = Diagnostic::error("drawing-range", message).at(value.span());
        found.push(finding.help("write a count from 0 to 100"));
        return None;
    }
    sketch.state(&count.to_string(), &facts, value.span());
    Some(Group { name, count, facts })
}

/// A hundred people, the first of them filled.
fn people(count: i64, name: &str) -> String {
    let mut svg = open(IN_ROW * 12, ALL / IN_ROW * 15, name);
    for (class, people) in [("some", 0..count), ("rest", count..ALL)] {
        let figures: String = people.map(person).collect();
        let _ = writeln!(svg, "<path class=\"{class}\" d=\"{figures}\"/>");
    }
    svg + "</svg>\n"
}

/// A head and a body.
fn person(number: i64) -> String {
    let (x, y) = (number % IN_ROW * 12 + 6, number / IN_ROW * 15 + 2);
    format!("M{x} {y}a2 2 0 1 1 0 4a2 2 0 1 1 0-4m-3 11v-3a3 3 0 0 1 6 0v3z")
}
