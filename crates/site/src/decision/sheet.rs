//! The style sheet of a page with a grid: what a person picked, as selectors.
use std::fmt::Write as _;

use super::grid::Grid;

/// The rules that depend on how many options, questions and values there are. How all of it
/// looks stands in `static/decision-aid.css`.
pub fn sheet(grid: &Grid) -> String {
    let mut css = String::from(
        "@supports selector(:has(*)){\n.grid:has(.pick :checked) tr{display:none}\n",
    );
    for at in 1..=grid.options.len() {
        let _ = writeln!(css, ".grid:has(#pick-{at}:checked) .o{at}{{display:block}}");
    }
    for (at, value) in grid.values.iter().enumerate() {
        let number = at + 1;
        let row = value.question.map_or(0, |at| at + 1);
        let matters = format!(":is(#value-{number}-2,#value-{number}-3):checked");
        let _ = writeln!(
            css,
            "main:has({matters}) :is(.r{row} caption,.v{number})::before{{content:\"Matters to you\"}}"
        );
    }
    css.push_str("}\n");
    css
}
