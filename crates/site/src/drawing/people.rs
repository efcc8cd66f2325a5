//! What happened to 100 people in each group of a study: an icon array, both ways.
//!
//! Figures that differ in fill and not in colour alone; the same number of people in each
//! group; the count in words beside it (IPDAS, probabilities 2 to 8).
use std::fmt::Write as _;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};

use super::sketch::{self, Sketch, open};

/// Figures below each other; column by column they fill up, so the picture reads as a bar too.
const IN_COLUMN: i64 = 5;
const ALL: i64 = 100;
/// The room of a figure.
const SIZE: (i64, i64) = (16, 19);
/// A head and a body, from the top of the head on. It ends at the left foot.
const FIGURE: &str =
    "a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2m-4 13v-2.6a4 4 0 0 1 8 0v2.6z";
/// From a foot to the top of the next head: below in the column, or at the top of the next.
/// So figures are the same bytes again and again, which weigh next to nothing compressed.
const NEXT: [&str; 2] = ["m4 6", "m20-89"];

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
        sketch.push("<div class=\"group\">\n<p><b>");
        sketch.push_prose(group.name.as_ref(), found);
        sketch.push(&format!(
            "</b> <span class=\"count\"><b>{}</b> out of {ALL} ",
            group.count
        ));
        sketch.push_prose(some.as_ref(), found);
        sketch.push(&format!(", {} ", ALL - group.count));
        sketch.push_prose(rest.as_ref(), found);
        sketch.push(" ");
        sketch.cite(&group.facts);
        // Screen readers get the count in the name, as a hundred figures say nothing one by one.
        let label = format!("{name}: {} of {ALL} figures are filled", group.count);
        sketch.push("</span></p>\n");
        sketch.push(&people(group.count, &label));
        sketch.push("</div>\n");
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
    let (width, height) = (ALL / IN_COLUMN * SIZE.0, IN_COLUMN * SIZE.1);
    let mut svg = open(width, height, name);
    for (class, people) in [("some", 0..count), ("rest", count..ALL)] {
        let first = people.start;
        let figures: String = people.map(|number| person(number, first)).collect();
        let _ = writeln!(svg, "<path class=\"{class}\" d=\"{figures}\"/>");
    }
    svg + "</svg>\n"
}

/// A figure in its place: the first of a path says where that is, and each other one stands by
/// the one before it.
fn person(number: i64, first: i64) -> String {
    let (column, row) = (number / IN_COLUMN, number % IN_COLUMN);
    if number == first {
        return format!("M{} {}{FIGURE}", column * SIZE.0 + 8, row * SIZE.1 + 3);
    }
    format!("{}{FIGURE}", NEXT[usize::from(row == 0)])
}
