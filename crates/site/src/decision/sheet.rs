//! The style sheet of a page with a grid: what a person picked, as selectors.
use std::fmt::Write as _;

use super::Grid;

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
        let (value_number, question) = (at + 1, value.question + 1);
        let matters =
            format!(":is(#value-{value_number}-2,#value-{value_number}-3):checked");
        let _ = writeln!(
            css,
            "main:has({matters}) :is(.r{question} caption,.v{value_number})::before{{content:\"Matters to you\"}}"
        );
    }
    css.push_str("}\n");
    css
}
