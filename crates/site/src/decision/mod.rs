//! Decision grids: the options of a decision beside each other, question by question, from data
//! in `content/grids`. Pages that set one out are decision aids.
//!
//! A grid depends on its own file only. Like a drawing it is HTML with placeholders, where the
//! sources of its facts are filled in ([`html`]). Whether a page does all that a decision aid
//! owes is worked out when it is rendered (`render/aid.rs`).
mod grid;
mod html;
mod read;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use ground::diagnostic::{Diagnostic, Level};

use crate::read::body::Body;
use crate::read::count;
use crate::read::facts::{Fact, Facts};

pub use grid::{Grid, GridBlock, GridCell};
pub use read::read;
pub use sheet::sheet;

/// The folder of the grids.
pub const FOLDER: &str = "content/grids/";

/// All grids by their names, `next-step` for `content/grids/next-step.toml`.
pub type Grids = BTreeMap<String, Grid>;

/// A part of a grid as HTML with placeholders.
pub fn body(grid: &Grid, block: GridBlock) -> Body {
    match block {
        GridBlock::Compare => html::compare(grid),
        GridBlock::Weigh => html::weigh(grid),
        GridBlock::TakeAlong => html::take_along(grid),
        GridBlock::Asks => html::asks(grid),
    }
}

/// Finds numbers that no cited fact states, and grids that no page shows. `shown` is the names
/// of those that stand on a page.
pub fn check(
    grids: &Grids,
    shown: &BTreeSet<&str>,
    facts: &Facts,
    found: &mut Vec<Diagnostic>,
) {
    for (name, grid) in grids {
        found.extend(grid.cells().filter_map(|cell| unfounded(cell, facts)));
        if !shown.contains(name.as_str()) {
            found.push(unused(name, grid));
        }
    }
}

fn unused(name: &str, grid: &Grid) -> Diagnostic {
    let help =
        format!("write :::compare{{grid=\"{name}\"}} in a page, or remove the file");
    Diagnostic::warning("grid-unused", format!("visitors see the grid `{name}` nowhere"))
        .at(grid.at.clone())
        .help(help)
}

/// An answer with a number that none of its facts states.
fn unfounded(cell: &GridCell, facts: &Facts) -> Option<Diagnostic> {
    let cited: Vec<&Fact> =
        cell.facts.iter().map(|(id, _)| facts.facts.get(id)).collect::<Option<_>>()?;
    let is_said = |number: &&str| cited.iter().any(|fact| fact.says(number));
    // That it cites nothing is told already.
    if cited.is_empty() {
        return None;
    }
    let number = count::numbers(&cell.says).find(|number| !is_said(number))?;
    let ids: Vec<_> = cell.facts.iter().map(|(id, _)| id.as_str()).collect();
    let ids = ids.join(" or ");
    let message =
        format!("visitors would read the number {number} here, which {ids} does not say");
    let finding = Diagnostic::new("grid-number", Level::Unpublishable, message);
    let help = "write the number that the fact states, or cite the fact that states it";
    Some(finding.at(cell.at.clone()).help(help))
}
