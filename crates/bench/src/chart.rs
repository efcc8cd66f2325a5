//! The figures as a picture: one bar a program, as long as it takes.
use std::fmt::Write as _;

use serde_json::Value;

/// The height of a bar with its gap.
const ROW: usize = 34;
/// Where bars begin: right of the names.
const LEFT: f64 = 170.0;
/// The width of the picture.
const WIDTH: f64 = 760.0;

/// A chart of the time on the clock of each program, the quickest first (SVG).
pub(crate) fn draw(figures: &Value) -> String {
    let tools = figures["tools"].as_object().into_iter().flatten();
    let mut bars: Vec<(&str, f64)> = tools
        .map(|(name, cost)| (name.as_str(), cost["wall"].as_f64().unwrap_or_default()))
        .collect();
    bars.sort_by(|a, b| a.1.total_cmp(&b.1));
    // Never zero, by which is divided below.
    let longest = bars.last().map_or(1.0, |bar| bar.1).max(f64::MIN_POSITIVE);
    let title = format!("Seconds to build {} pages", figures["pages"]);
    let height = (bars.len() + 2) * ROW;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-label=\"{title}\" font-family=\"sans-serif\" font-size=\"15\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"12\" y=\"26\" font-weight=\"bold\">{title}</text>\n"
    );
    for (at, (name, wall)) in bars.iter().enumerate() {
        bar(&mut svg, (at + 1) * ROW, name, *wall, wall / longest);
    }
    svg + "</svg>\n"
}

/// A program's bar with its name and its seconds; `part` is its length, 1 for the longest.
fn bar(svg: &mut String, top: usize, name: &str, wall: f64, part: f64) {
    // The seconds stand right of the longest bar, in 90 units.
    let width = (part * (WIDTH - LEFT - 90.0)).max(1.0);
    let colour = if name.starts_with("candor") { "#0b4a47" } else { "#8aa" };
    let (height, baseline, end) = (ROW - 10, top + 18, LEFT + width + 8.0);
    let _ = writeln!(
        svg,
        "<text x=\"12\" y=\"{baseline}\">{name}</text>\n\
         <rect x=\"{LEFT}\" y=\"{top}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{colour}\"/>\n\
         <text x=\"{end:.1}\" y=\"{baseline}\">{wall:.2}</text>"
    );
}
