//! The chart as SVG: black on white, nothing told by colour alone.
use std::fmt::Write as _;

use ground::html::escaped;

use super::place::{LETTERS, LINE, Placed, WAY, height, lines, wrapped};
use super::{Flow, Node, To, Way};
use crate::language::SelfCheck;

/// The width of the column that says what is asked.
const ASKED: f64 = 190.0;
/// Around everything.
const MARGIN: f64 = 20.0;

/// Draws the flow.
pub(super) fn draw(check: &SelfCheck, flow: &Flow, placed: &Placed) -> String {
    let mut svg = head(check, placed);
    let top = MARGIN * 2.0 + LINE * 2.0;
    let _ = writeln!(svg, "<g transform=\"translate({MARGIN} {top})\">");
    for (row, asked) in flow.rows.iter().enumerate() {
        draw_row(&mut svg, asked, placed.rows[row], placed.width);
    }
    let _ = writeln!(svg, "<g transform=\"translate({} 0)\">", ASKED + MARGIN);
    // The ways first: nodes then cover the ends of the lines.
    placed.ways.iter().for_each(|points| way(&mut svg, points));
    for (node, left) in flow.nodes.iter().zip(&placed.nodes) {
        draw_node(&mut svg, check, node, *left, placed.rows[node.row].0);
    }
    svg.push_str("</g>\n");
    outcomes(&mut svg, check, placed.height + MARGIN * 2.0);
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The beginning of the picture: its size, its ground and its title.
fn head(check: &SelfCheck, placed: &Placed) -> String {
    let legend = MARGIN * 2.0 + LINE * 1.6 * check.texts.outcomes.len() as f64;
    let width = placed.width + ASKED + MARGIN * 3.0;
    let height = placed.height + MARGIN * 3.0 + LINE * 2.0 + legend;
    let title = escaped(&check.texts.title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         role=\"img\" aria-label=\"The way through the questions: {title}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"{MARGIN}\" y=\"{:.0}\" font-size=\"16\" font-weight=\"bold\">{title}</text>\n",
        MARGIN + LINE
    )
}

/// The ground of a row, and what is asked in it.
fn draw_row(svg: &mut String, asked: &str, (top, height): (f64, f64), width: f64) {
    let _ = writeln!(
        svg,
        "<rect x=\"-8\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"6\" fill=\"#f4f4f4\"/>",
        top - 8.0,
        width + ASKED + MARGIN + 16.0,
        height + 16.0
    );
    text(svg, (0.0, top + LINE), &wrapped(asked, 30), "font-weight=\"bold\"");
}

/// Lines of text below each other.
fn text(svg: &mut String, (x, y): (f64, f64), lines: &[String], how: &str) {
    for (at, line) in lines.iter().enumerate() {
        let y = y + LINE * at as f64;
        let line = escaped(line);
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" {how}>{line}</text>");
    }
}

/// A line through points, each part leaving and arriving upright.
fn way(svg: &mut String, points: &[(f64, f64)]) {
    let mut path = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 {
            let _ = write!(path, "M{x:.1} {y:.1}");
            continue;
        }
        let (from, above) = points[at - 1];
        let bend = (y - above) / 2.0;
        let (first, second) = (above + bend, y - bend);
        let _ = write!(path, "C{from:.1} {first:.1} {x:.1} {second:.1} {x:.1} {y:.1}");
    }
    let _ = writeln!(
        svg,
        "<path d=\"{path}\" fill=\"none\" stroke=\"#333\" stroke-width=\"1.5\"/>"
    );
}

/// A node: what is still possible, and its answers side by side.
fn draw_node(svg: &mut String, check: &SelfCheck, node: &Node, left: f64, top: f64) {
    let (width, height) = (WAY * node.ways.len() as f64, height(node));
    let _ = writeln!(
        svg,
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\" \
         fill=\"#fff\" stroke=\"#333\" stroke-width=\"1.5\"/>"
    );
    let possible: Vec<String> =
        node.possible.iter().map(|outcome| (outcome + 1).to_string()).collect();
    let possible = format!("still possible: {}", possible.join(" "));
    text(svg, (left + 8.0, top + 16.0), &[possible], "fill=\"#555\" font-size=\"10\"");
    for (at, way) in node.ways.iter().enumerate() {
        let x = left + WAY * at as f64;
        if at > 0 {
            divide(svg, x, top, height);
        }
        draw_way(svg, check, way, (x, top), height);
    }
}

/// The line between two ways out of a node.
fn divide(svg: &mut String, x: f64, top: f64, height: f64) {
    let (from, to) = (top + 24.0, top + height);
    let _ = writeln!(
        svg,
        "<path d=\"M{x:.1} {from:.1}V{to:.1}\" stroke=\"#bbb\" fill=\"none\"/>"
    );
}

/// Answers side by side that lead on alike, and the outcome if they lead to one.
fn draw_way(
    svg: &mut String,
    check: &SelfCheck,
    way: &Way,
    (x, top): (f64, f64),
    height: f64,
) {
    text(svg, (x + 8.0, top + 24.0 + LINE), &lines(&way.answers), "");
    if let To::Outcome(outcome) = way.to {
        let y = top + height - LINE - 9.0;
        chip(svg, outcome, (x + 8.0, y));
        let id = check.table.outcomes[outcome].id.chars().take(LETTERS - 4).collect();
        text(svg, (x + 30.0, y + 12.0), &[id], "font-weight=\"bold\"");
    }
}

/// An outcome's number, white on black.
fn chip(svg: &mut String, outcome: usize, (x, y): (f64, f64)) {
    let (middle, base, number) = (x + 9.0, y + 12.5, outcome + 1);
    let _ = writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"18\" height=\"17\" rx=\"4\"/>\
         <text x=\"{middle:.1}\" y=\"{base:.1}\" fill=\"#fff\" text-anchor=\"middle\" \
         font-weight=\"bold\">{number}</text>"
    );
}

/// What the numbers stand for.
fn outcomes(svg: &mut String, check: &SelfCheck, top: f64) {
    let outcomes = check.table.outcomes.iter().zip(&check.texts.outcomes).enumerate();
    for (at, (outcome, title)) in outcomes {
        let y = top + LINE * 1.6 * at as f64;
        chip(svg, at, (0.0, y));
        let stop = if outcome.stop { " (ends the check)" } else { "" };
        let line = format!("{}: {title}{stop}", outcome.id);
        text(svg, (26.0, y + 12.5), &[line], "font-size=\"12\"");
    }
}
