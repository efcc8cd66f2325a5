//! What an answer means: the words of a self-check, its meaning, its diagram, its proofs.
//!
//! A [`Table`] is what people wrote. [`Table::decide`] is its slow and obvious meaning, against
//! which all else is tested. [`compile`] makes the smallest decision diagram of it, [`prove`]
//! asks that diagram every question that a clinician would, and a [`Program`] is what the
//! browser runs. Integers only: the same bits mean the same on every machine.
//!
//! 1. [`variables`] gives each question its variables, in the order of the questions.
//! 2. [`diagram`] holds reduced, ordered decision diagrams; [`computed_table`] serves it.
//! 3. [`compile`] builds a diagram for each thing that a table says, and one for what is shown.
//! 4. [`prove`] and [`explain`] ask them; [`meaning`] and [`encode`] write them as bytes.
//! 5. [`align`] and [`diff`] compare two versions of a table, after [`refine`] made their facts
//!    the same.
#![warn(clippy::disallowed_methods)]
#![allow(
    clippy::cast_possible_truncation,
    reason = "sizes here are bounded: 64 facts, 64 outcomes, a million nodes"
)]
#![no_std]
extern crate alloc;

pub mod align;
mod bytes;
pub mod compile;
pub mod computed_table;
pub mod diagram;
pub mod diff;
pub mod encode;
pub mod explain;
pub mod meaning;
pub mod program;
pub mod prove;
pub mod refine;
mod table;
pub mod variables;

use alloc::string::String;
use alloc::vec::Vec;

pub use program::{Next, Program};

/// A self-check as data. Every reference is an index into one of these lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// In the order in which they are asked.
    pub questions: Vec<Question>,
    /// Sums over answers.
    pub scores: Vec<Score>,
    /// From the least to the most cautious; at most 64.
    pub outcomes: Vec<Outcome>,
    /// Ids of what may be shown beside an outcome; at most 64.
    pub panels: Vec<String>,
    /// The outcome when no rule asks for another.
    pub otherwise: usize,
    /// In the order of the file, which changes nothing but the order of [`Verdict::fired`].
    pub rules: Vec<Rule>,
    /// What is to be proved.
    pub promises: Vec<Promise>,
}

/// A question and the answers that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id in the file.
    pub id: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Ids of the answers beside the listed ones: `unsure`, `decline`.
    pub also: Vec<String>,
    /// When it is asked; empty: always.
    pub ask_if: When,
    /// Which answers are riskier than which.
    pub risk: Risk,
}

/// The kinds of question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Exactly one of these ids.
    One(Vec<String>),
    /// Any of these ids, or none of them; at most 60.
    Many(Vec<String>),
    /// A whole number, cut into classes by every range in the file: both ends belong to it.
    Number(Vec<(i64, i64)>),
}

/// Which answers of a question are riskier than which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Risk {
    /// Nothing is declared.
    #[default]
    Unordered,
    /// Facts (see [`Question::facts`]) level by level, from least to most risky.
    Levels(Vec<Vec<usize>>),
    /// Of a `many` question: one more tick is riskier.
    MoreTicks,
}

/// Rows of which one must hold.
pub type When = Vec<Row>;

/// Cells that must all hold.
pub type Row = Vec<Cell>;

/// One condition. On a question that is not asked it never holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// About an answer, as sets of facts (see [`Question::facts`]).
    Answer {
        /// Which question.
        question: usize,
        /// One of these must be so. All ones where nothing is asked for.
        any: u64,
        /// All of these must be so.
        all: u64,
        /// None of these may be so.
        none: u64,
    },
    /// About a score: both ends belong to the range.
    Score {
        /// Which score.
        score: usize,
        /// The lowest sum that holds.
        from: i64,
        /// The highest sum that holds.
        to: i64,
    },
}

/// A sum over answers. A question that is not asked adds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Its id in the file.
    pub id: String,
    /// What is summed.
    pub items: Vec<Item>,
}

/// One question's part of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which question.
    pub question: usize,
    /// The points of each of its facts (see [`Question::facts`]).
    pub points: Vec<i64>,
}

/// What a visitor is told in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its id in the file.
    pub id: String,
    /// Shown as soon as it is certain. Every outcome after a stop is a stop.
    pub stop: bool,
}

/// A line of the decision table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id in the file.
    pub id: String,
    /// When it fires.
    pub when: When,
    /// The outcome that it asks for.
    pub outcome: Option<usize>,
    /// The panels that it shows, one bit each.
    pub panels: u64,
}

/// A property that is proved for every combination of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its id in the file.
    pub id: String,
    /// What it says.
    pub claim: Claim,
}

/// What a promise says about what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Whoever is meant gets one of these outcomes, and all of these panels.
    Then {
        /// Who is meant.
        when: When,
        /// The outcomes that keep the promise, one bit each.
        outcomes: u64,
        /// The panels that must be shown, one bit each.
        panels: u64,
    },
    /// Only whoever is meant gets this outcome.
    OnlyIf {
        /// The outcome.
        outcome: usize,
        /// Who may get it.
        only_if: When,
    },
}

/// An answer to one question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// None yet.
    #[default]
    Missing,
    /// The i-th of the listed answers or classes, then of `also`. On a `many` question the
    /// i-th of `also`.
    Pick(usize),
    /// On a `many` question: the ticks, one bit each; no bit is "none of these".
    Ticks(u64),
}

/// What the answers come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The outcome shown.
    pub outcome: usize,
    /// The panels shown, one bit each.
    pub panels: u64,
    /// The rules that hold, in the order of the file. Those whose outcome is the one shown
    /// decided it.
    pub fired: Vec<usize>,
}

impl Question {
    /// How many facts an answer can make true. One bit each: the listed answers or classes
    /// first; of a `many` question then "none of these"; then `also`.
    pub fn facts(&self) -> usize {
        self.listed() + usize::from(self.is_many()) + self.also.len()
    }

    /// How many answers, ticks or classes are listed.
    pub fn listed(&self) -> usize {
        match &self.kind {
            Kind::One(ids) | Kind::Many(ids) => ids.len(),
            Kind::Number(classes) => classes.len(),
        }
    }

    /// Whether it takes several ticks.
    pub fn is_many(&self) -> bool {
        matches!(self.kind, Kind::Many(_))
    }

    /// The fact of the first of `also`.
    pub fn first_also(&self) -> usize {
        self.facts() - self.also.len()
    }

    /// What an answer makes true, as bits; none where there is no answer of this kind.
    pub fn facts_of(&self, answer: Answer) -> u64 {
        program::facts_of(self.is_many(), self.listed(), self.facts(), answer)
    }
}

/// The members of a set that is held as bits, in order.
pub fn members(set: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |member| set >> member & 1 == 1)
}

/// The numbers from the first to the last in classes, each of which begins at the first or
/// at a cut that lies between; none where the last is smaller.
pub fn classes(
    (first, last): (i64, i64),
    cuts: impl IntoIterator<Item = i64>,
) -> Vec<(i64, i64)> {
    let mut starts: Vec<i64> = cuts.into_iter().chain([first]).collect();
    starts.retain(|start| (first..=last).contains(start));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([last]);
    starts.iter().copied().zip(ends).collect()
}
