//! Decision grids: the options of a decision beside each other, question by question, from data
//! in `content/grids`. Pages that set one out are decision aids.
//!
//! A grid depends on its own file only. Like a drawing it is HTML with placeholders, where the
//! sources of its facts are filled in ([`html`]). Whether a page does all that a decision aid
//! owes is worked out when it is rendered (`render/aid.rs`).
mod html;
mod read;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use ground::diagnostic::{Diagnostic, Level, any_stops};
use ground::prose::Prose;
use ground::source::Span;

use crate::read::body::Body;
use crate::read::facts::{Fact, Facts};

pub use read::read;
pub use sheet::sheet;

/// The folder of the grids.
pub const FOLDER: &str = "content/grids/";

/// All grids by their names, `next-step` for `content/grids/next-step.toml`.
pub type Grids = BTreeMap<String, Grid>;

/// What a cell says where nothing is known: it needs no fact.
pub const NOT_KNOWN: &str = "Not known";

/// The options of a decision, what is known of each, and what may matter to a person.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What can be chosen.
    pub options: Vec<GridOption>,
    /// What is asked of each option.
    pub questions: Vec<GridQuestion>,
    /// What may matter to a person.
    pub values: Vec<PersonalValue>,
    /// What to ask a clinician.
    pub asks: Vec<Ask>,
    /// Its words.
    pub prose: Prose,
    /// Its file.
    pub at: Span,
}

/// What can be chosen.
#[derive(Clone, Debug)]
pub struct GridOption {
    /// Its name in the file.
    pub id: String,
    /// What visitors read.
    pub name: String,
}

/// What is asked of each option.
#[derive(Clone, Debug)]
pub struct GridQuestion {
    /// Its name in the file.
    pub id: String,
    /// What visitors read.
    pub ask: String,
    /// The answer for each option, in the order of the options; none where it is missing.
    pub cells: Vec<Option<Cell>>,
    /// Where it stands.
    pub at: Span,
}

/// What is known of one option.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What visitors read.
    pub says: String,
    /// The facts that say it, with their places.
    pub facts: Vec<(String, Span)>,
    /// Where its words stand.
    pub at: Span,
}

/// What may matter to a person, who says how much.
#[derive(Clone, Debug)]
pub struct PersonalValue {
    /// What visitors read.
    pub name: String,
    /// The options that speak to it, by their places in the grid.
    pub speaks: Vec<usize>,
    /// The question under which it is told what is known, by its place in the grid.
    pub question: usize,
}

/// What to ask a clinician.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What visitors read.
    pub says: String,
    /// The value for which it is asked, by its place in the grid.
    pub value: Option<usize>,
}

/// A part of a grid that a page shows, by the directive that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// The options beside each other.
    Compare,
    /// What matters to the person.
    Weigh,
    /// What to ask a clinician.
    TakeAlong,
}

impl Block {
    /// The block that a directive stands for.
    pub fn of(directive: &str) -> Option<Self> {
        match directive {
            "compare" => Some(Self::Compare),
            "weigh" => Some(Self::Weigh),
            "take-along" => Some(Self::TakeAlong),
            _ => None,
        }
    }
}

impl Grid {
    /// A part of it as HTML with placeholders.
    pub fn body(&self, block: Block) -> Body {
        match block {
            Block::Compare => html::compare(self),
            Block::Weigh => html::weigh(self),
            Block::TakeAlong => html::take_along(self),
        }
    }

    /// A question by its name.
    pub fn question(&self, id: &str) -> Option<&GridQuestion> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The facts that it cites, with their places.
    pub fn cited(&self) -> impl Iterator<Item = &(String, Span)> {
        self.cells().flat_map(|cell| &cell.facts)
    }

    /// The answers that are there.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.questions.iter().flat_map(|question| &question.cells).flatten()
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
        if !shown.contains(name.as_str()) && !any_stops(found, false) {
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
fn unfounded(cell: &Cell, facts: &Facts) -> Option<Diagnostic> {
    let cited: Vec<&Fact> =
        cell.facts.iter().map(|(id, _)| facts.facts.get(id)).collect::<Option<_>>()?;
    let is_said = |number: &&str| cited.iter().any(|fact| fact.says(number));
    let number = numbers(&cell.says).find(|number| !is_said(number))?;
    let ids: Vec<_> = cell.facts.iter().map(|(id, _)| id.as_str()).collect();
    let ids = if ids.is_empty() { "no fact".to_owned() } else { ids.join(" or ") };
    let message =
        format!("visitors would read the number {number} here, which {ids} does not say");
    let finding = Diagnostic::new("grid-number", Level::Unpublishable, message);
    let help = "write the number that the fact states, or cite the fact that states it";
    Some(finding.at(cell.at.clone()).help(help))
}

/// The numbers in a text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let numbers = words.map(|word| word.trim_matches(['.', ',']));
    numbers.filter(|word| !word.is_empty())
}
