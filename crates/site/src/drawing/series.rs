//! The course of a series: weeks in a row, and in each as many dots as there are visits.
use std::fmt::Write as _;

use ground::diagnostic::Diagnostic;
use ground::table::{TomlTable, TomlValue};

use super::sketch::{Sketch, Statement, label, number, open};
use super::tables;

const WIDTH: i64 = 320;
/// More weeks than these do not fit beside each other on a phone.
const MOST: i64 = 16;
/// How far a stage goes that does not say where it ends.
const OPEN: i64 = 3;
const VISITS: i64 = 4;
/// Where the numbers of the stages stand, and the row of weeks.
const STAGES: i64 = 16;
const WEEKS: i64 = 56;

/// Some weeks that are alike.
struct Stage<'a> {
    said: Statement<'a>,
    from: i64,
    to: i64,
    open: bool,
    /// At least and at most how many visits each two weeks have.
    visits: (i64, i64),
}

/// What happens at the end of a week.
struct Mark<'a> {
    said: Statement<'a>,
    week: i64,
}

/// Draws each `[[stage]]`, and a line for each `[[mark]]`.
pub(super) fn draw(
    table: &mut TomlTable<'_>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) {
    let axis = table.need("axis", found);
    let stages = tables(table, "stage", found).into_iter();
    let stages: Vec<_> = stages.filter_map(|table| stage(table, sketch, found)).collect();
    let marks = table.take("mark").and_then(|value| value.list(found));
    let marks = marks.unwrap_or_default();
    let marks: Vec<_> = marks
        .iter()
        .filter_map(|value| mark(value.table(found)?, sketch, found))
        .collect();
    let name = axis.as_ref().and_then(TomlValue::as_text).unwrap_or_default();
    sketch.push(&picture(&stages, &marks, name));
    sketch.push("<p class=\"axis\">");
    sketch.push_prose(axis.as_ref(), found);
    sketch.push("</p>\n");
    let stages = stages.into_iter().map(|stage| stage.said);
    let said: Vec<_> = stages.chain(marks.into_iter().map(|mark| mark.said)).collect();
    sketch.legend(&said, found);
}

/// Reads a stage.
fn stage<'a>(
    mut table: TomlTable<'a>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) -> Option<Stage<'a>> {
    let said = Statement::take(&mut table, found);
    let from = table.need("from", found);
    let to = table.take("to");
    let least = table.need("in_two_weeks", found);
    let most = table.take("or_in_two_weeks");
    table.finish(found);
    let from = week(&from?, &said, sketch, found)?;
    let open = to.is_none();
    let to = match to {
        Some(to) => week(&to, &said, sketch, found)?,
        None => from + OPEN,
    };
    let visits = within(&least?, 1, VISITS, found)?;
    let most = match most {
        Some(most) => within(&most, visits, VISITS, found)?,
        None => visits,
    };
    Some(Stage { said, from, to, open, visits: (visits, most) })
}

/// Reads what happens at the end of a week.
fn mark<'a>(
    mut table: TomlTable<'a>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) -> Option<Mark<'a>> {
    let said = Statement::take(&mut table, found);
    let at = table.need("week", found);
    table.finish(found);
    let week = week(&at?, &said, sketch, found)?;
    Some(Mark { said, week })
}

/// A week, whose number has to stand in the facts of its statement.
fn week(
    value: &TomlValue<'_>,
    said: &Statement<'_>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) -> Option<i64> {
    let week = within(value, 1, MOST, found)?;
    sketch.state_of(&week.to_string(), said, value.span());
    Some(week)
}

/// A number that can be drawn, or a finding.
fn within(
    value: &TomlValue<'_>,
    least: i64,
    most: i64,
    found: &mut Vec<Diagnostic>,
) -> Option<i64> {
    let number = value.integer(found)?;
    if !(least..=most).contains(&number) {
        let message = format!("{number} cannot be drawn here");
        let finding = Diagnostic::error("drawing-range", message).at(value.span());
        found.push(finding.help(format!("write a number from {least} to {most}")));
        return None;
    }
    Some(number)
}

/// The whole picture: the stages, their weeks with visits, the marks.
fn picture(stages: &[Stage<'_>], marks: &[Mark<'_>], name: &str) -> String {
    let last = stages.iter().map(|stage| stage.to).max().unwrap_or(1);
    let wide = (WIDTH - 16) / last;
    let middle = |week: i64| (week - 1) * wide + wide / 2;
    let name = format!("{name}: weeks with their visits as dots, told below");
    let mut svg = open(WIDTH, WEEKS + 64, &name);
    for (at, stage) in stages.iter().enumerate() {
        let (from, to) =
            (middle(stage.from) - wide / 2 + 2, middle(stage.to) + wide / 2 - 2);
        let _ = writeln!(
            svg,
            "<rect class=\"bar\" x=\"{from}\" y=\"{STAGES}\" width=\"{}\" height=\"68\" rx=\"4\"/>",
            (to - from).max(4)
        );
        number(&mut svg, at + 1, i64::midpoint(from, to), STAGES);
        for week in stage.from..=stage.to {
            visits(&mut svg, stage, week, middle(week));
            label(&mut svg, &week.to_string(), middle(week), WEEKS + 48);
        }
        if stage.open {
            let at = to + 2;
            let _ = writeln!(
                svg,
                "<path class=\"curve\" d=\"M{at} {WEEKS}h9m-5-5 5 5-5 5\"/>"
            );
        }
    }
    for (number_of, mark) in (stages.len() + 1..).zip(marks) {
        let x = middle(mark.week) + wide / 2;
        let _ =
            writeln!(svg, "<path class=\"curve\" d=\"M{x} {STAGES}V{}\"/>", WEEKS + 28);
        number(&mut svg, number_of, x, STAGES);
    }
    svg + "</svg>\n"
}

/// The dots of a week. Visits that some people have and others do not are hollow.
fn visits(svg: &mut String, stage: &Stage<'_>, week: i64, x: i64) {
    let first = (week - stage.from) % 2 == 0;
    // Of an odd number in two weeks, the first week has one more.
    let of = |in_two: i64| if first { (in_two + 1) / 2 } else { in_two / 2 };
    for dot in 0..of(stage.visits.1) {
        let class = if dot < of(stage.visits.0) { "some" } else { "rest" };
        let y = WEEKS + 6 - dot * 16;
        let _ =
            writeln!(svg, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>");
    }
}
