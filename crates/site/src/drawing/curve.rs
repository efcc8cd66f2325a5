//! Something that goes up and down over the hours: a curve against time.
//!
//! Time is to scale. How high the curve goes is not: facts say when it peaks, and not along
//! which line, so heights are words.
use std::fmt::Write as _;

use ground::diagnostic::Diagnostic;
use ground::table::{TomlTable, TomlValue};

use super::sketch::{Sketch, Statement, label, number, open};
use super::{one_of, tables};

const WIDTH: i64 = 320;
/// Where the first moment is, and how wide all the time between is drawn.
const LEFT: i64 = 16;
const ALONG: i64 = 288;
/// Where the line of time is, and where the curve is at each height.
const AXIS: i64 = 136;
const HEIGHTS: &[(&str, i64)] = &[("usual", 116), ("raised", 70), ("highest", 24)];
const HOUR: i64 = 60;

/// A statement about a moment or a time: from when to when in minutes, and how high.
struct Interval<'a> {
    said: Statement<'a>,
    from: i64,
    to: i64,
    height: i64,
}

/// Draws a curve through each `[[point]]`, and below it a bar for each `[[time]]`.
pub(super) fn draw(
    table: &mut TomlTable<'_>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) {
    let axis = table.need("axis", found);
    let points = tables(table, "point", found).into_iter();
    let points: Vec<_> = points.filter_map(|table| point(table, sketch, found)).collect();
    let times = tables(table, "time", found).into_iter();
    let times: Vec<_> = times.filter_map(|table| time(table, sketch, found)).collect();
    let last = points.iter().chain(&times).map(|part| part.to).max().unwrap_or(0);
    // The axis has a label for each hour, so it ends with a full one.
    let hours = (last + HOUR - 1).div_euclid(HOUR).max(1);
    let name = axis.as_ref().and_then(TomlValue::as_text).unwrap_or_default();
    sketch.push(&picture(&points, &times, hours, name));
    sketch.push("<p class=\"axis\">");
    sketch.push_prose(axis.as_ref(), found);
    sketch.push("</p>\n");
    let said: Vec<_> = points.into_iter().chain(times).map(|part| part.said).collect();
    sketch.legend(&said, found);
}

/// Reads a moment and how high the curve is then.
fn point<'a>(
    mut table: TomlTable<'a>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) -> Option<Interval<'a>> {
    let said = Statement::take(&mut table, found);
    let at = moment(&mut table, "at", &said, sketch, found);
    let height = table.need("height", found);
    table.finish(found);
    let words = HEIGHTS.iter().map(|(word, _)| *word);
    let height = HEIGHTS[one_of(&height?, words, "height", found)?].1;
    Some(Interval { said, from: at?, to: at?, height })
}

/// Reads a time: from when to when.
fn time<'a>(
    mut table: TomlTable<'a>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) -> Option<Interval<'a>> {
    let said = Statement::take(&mut table, found);
    let from = moment(&mut table, "from", &said, sketch, found);
    let to = moment(&mut table, "to", &said, sketch, found);
    table.finish(found);
    Some(Interval { said, from: from?, to: to?, height: AXIS })
}

/// Takes a moment in minutes. Its number has to stand in the statement's facts; the first
/// moment is where counting begins.
fn moment(
    table: &mut TomlTable<'_>,
    key: &str,
    said: &Statement<'_>,
    sketch: &mut Sketch,
    found: &mut Vec<Diagnostic>,
) -> Option<i64> {
    let value = table.need(key, found)?;
    let text = value.text(found)?;
    let Some((number, minutes)) = minutes(text) else {
        let message = format!("`{text}` is no time that can be drawn");
        let finding = Diagnostic::error("drawing-range", message).at(value.span());
        found.push(finding.help(format!("write it like this: {key} = \"1.5 hours\"")));
        return None;
    };
    if minutes > 0 {
        sketch.state_of(number, said, value.span());
    }
    Some(minutes)
}

/// The number and the minutes of `40 minutes` or `1.5 hours`, up to a day.
fn minutes(text: &str) -> Option<(&str, i64)> {
    let (number, unit) = text.split_once(' ')?;
    let (whole, tenth) = number.split_once('.').unwrap_or((number, "0"));
    let tenth = Some(tenth).filter(|tenth| tenth.len() == 1)?;
    // Tenths as whole numbers, so that rounding moves no point.
    let tenths = whole.parse::<u8>().ok().map(i64::from)? * 10
        + tenth.parse::<u8>().ok().map(i64::from)?;
    let minutes = match unit.strip_suffix('s').unwrap_or(unit) {
        "minute" => tenths / 10,
        "hour" => tenths * HOUR / 10,
        _ => return None,
    };
    (minutes <= 24 * HOUR).then_some((number, minutes))
}

/// The whole picture: the line of time, the curve, the bars below.
fn picture(
    points: &[Interval<'_>],
    times: &[Interval<'_>],
    hours: i64,
    name: &str,
) -> String {
    let x = |minutes: i64| LEFT + minutes * ALONG / (hours * HOUR);
    let rows = i64::try_from(times.len()).unwrap_or_default();
    let label_of_all = format!(
        "{name}: a curve with {} numbers, told below",
        points.len() + times.len()
    );
    let mut svg = open(WIDTH, AXIS + 28 + rows * 30, &label_of_all);
    let usual = HEIGHTS[0].1;
    let _ = writeln!(svg, "<path class=\"faint\" d=\"M0 {usual}H{WIDTH}\"/>");
    let _ = writeln!(svg, "<path class=\"line\" d=\"M0 {AXIS}H{WIDTH}\"/>");
    for hour in 0..=hours {
        let at = x(hour * HOUR);
        let _ = writeln!(svg, "<path class=\"line\" d=\"M{at} {AXIS}v5\"/>");
        label(&mut svg, &hour.to_string(), at, AXIS + 20);
    }
    let _ = writeln!(svg, "<path class=\"curve\" d=\"{}\"/>", through(points, x));
    for (at, part) in points.iter().enumerate() {
        number(&mut svg, at + 1, x(part.to), part.height);
    }
    for ((row, part), at) in (0..).zip(times).zip(points.len() + 1..) {
        let (from, to, y) = (x(part.from), x(part.to), AXIS + 28 + row * 30);
        // A few minutes on an axis of a day would be too thin to be seen.
        let width = (to - from).max(4);
        let _ = writeln!(
            svg,
            "<rect class=\"bar\" x=\"{from}\" y=\"{y}\" width=\"{width}\" height=\"22\" rx=\"4\"/>"
        );
        number(&mut svg, at, from, y + 11);
    }
    svg + "</svg>\n"
}

/// A smooth line that is level at each point.
fn through(points: &[Interval<'_>], x: impl Fn(i64) -> i64) -> String {
    let mut path = String::new();
    let mut before: Option<(i64, i64)> = None;
    for part in points {
        let (at, y) = (x(part.to), part.height);
        let _ = match before {
            None => write!(path, "M{at} {y}"),
            Some((from, height)) => {
                // Both control points lie midway, each as high as its own end: the line is level
                // where it meets a point, and never rises above what the facts say.
                let middle = i64::midpoint(from, at);
                write!(path, "C{middle} {height} {middle} {y} {at} {y}")
            }
        };
        before = Some((at, y));
    }
    path
}
