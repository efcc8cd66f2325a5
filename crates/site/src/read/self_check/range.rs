//! Ranges of numbers, and the classes that all ranges of a file cut a number into.
use std::collections::BTreeSet;

use super::condition::{Raw, RawCell, What};
use super::question::{Draft, Form};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// From and to; both ends belong to it.
pub(super) type Range = (i64, i64);

/// Reads `< 18`, `>= 65`, `18..64`, within the bounds. A range that holds nothing or all is
/// a finding.
pub(super) fn parse(
    text: &str,
    at: &Span,
    bounds: Range,
    found: &mut Vec<Diagnostic>,
) -> Option<Range> {
    let range = parse_any(text, at, bounds, found)?;
    if range == bounds {
        let message = "this range holds every number that can be given";
        let finding = Diagnostic::error("range", message).at(at.clone());
        found.push(finding.help("remove it, or write a smaller range"));
        return None;
    }
    Some(range)
}

/// Like [`parse`], for a range that may hold all.
pub(super) fn parse_any(
    text: &str,
    at: &Span,
    bounds: Range,
    found: &mut Vec<Diagnostic>,
) -> Option<Range> {
    let Some((range, named)) = read(text, bounds) else {
        let finding =
            Diagnostic::error("range", "this is no range of numbers").at(at.clone());
        found
            .push(finding.help("write it like this: \"< 18\", \">= 65\", or \"18..64\""));
        return None;
    };
    let (min, max) = bounds;
    if named.iter().any(|number| !(min..=max).contains(number)) {
        let message = format!("only {min} to {max} can be given here");
        let finding = Diagnostic::error("range", message).at(at.clone());
        found.push(finding.help(format!("write numbers from {min} to {max}")));
        return None;
    }
    if range.0 > range.1 {
        let finding =
            Diagnostic::error("range", "this range holds nothing").at(at.clone());
        found.push(finding.help("write a range that some answer lies in"));
        return None;
    }
    Some(range)
}

/// The range, and the numbers that it names.
fn read(text: &str, (min, max): Range) -> Option<(Range, Vec<i64>)> {
    let text = text.trim();
    let number = |text: &str| text.trim().parse::<i64>().ok();
    if let Some((from, to)) = text.split_once("..") {
        let range = (number(from)?, number(to)?);
        return Some((range, vec![range.0, range.1]));
    }
    let (range, named) = if let Some(rest) = text.strip_prefix("<=") {
        ((min, number(rest)?), number(rest)?)
    } else if let Some(rest) = text.strip_prefix(">=") {
        ((number(rest)?, max), number(rest)?)
    } else if let Some(rest) = text.strip_prefix('<') {
        ((min, number(rest)?.checked_sub(1)?), number(rest)?)
    } else if let Some(rest) = text.strip_prefix('>') {
        ((number(rest)?.checked_add(1)?, max), number(rest)?)
    } else {
        return None;
    };
    Some((range, vec![named]))
}

/// What visitors read for a class that has no label of its own.
pub(super) fn label((from, to): Range) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

/// For each question where it is cut: the first value of each class after the first.
pub(super) struct Cuts {
    questions: Vec<(Form, BTreeSet<i64>, Shape)>,
}

/// How many answers are listed, and whether "none of these" is one.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub listed: usize,
    pub none: bool,
}

impl Cuts {
    /// Of every range in the file.
    pub(super) fn new(
        drafts: &[Draft<'_>],
        asks: &[Raw],
        rows: &[super::rule::Row],
        promises: &[super::promise::Draft],
    ) -> Self {
        let mut cuts = Self { questions: drafts.iter().map(uncut).collect() };
        let conditions = asks
            .iter()
            .chain(rows.iter().map(|row| &row.when))
            .chain(promises.iter().map(super::promise::Draft::condition));
        for cell in conditions.flatten().flatten() {
            cuts.add(cell);
        }
        for (form, at, shape) in &mut cuts.questions {
            if let Form::Number { .. } = form {
                shape.listed = at.len() + 1;
            }
        }
        cuts
    }

    fn add(&mut self, cell: &RawCell) {
        let What::Range { question, range: (from, to) } = cell.what else { return };
        let Some((Form::Number { min, max }, at, _)) = self.questions.get_mut(question)
        else {
            return;
        };
        at.extend((from > *min).then_some(from));
        at.extend((to < *max).then(|| to.saturating_add(1)));
    }

    /// The classes of a number; none of another question.
    pub(super) fn classes(&self, question: usize) -> Vec<Range> {
        let Some((Form::Number { min, max }, cuts, _)) = self.questions.get(question)
        else {
            return vec![];
        };
        rules::classes((*min, *max), cuts.iter().copied())
    }

    pub(super) fn shape(&self, question: usize) -> Shape {
        self.questions
            .get(question)
            .map_or(Shape { listed: 0, none: false }, |(.., shape)| *shape)
    }
}

fn uncut(draft: &Draft<'_>) -> (Form, BTreeSet<i64>, Shape) {
    let shape = Shape { listed: draft.listed.len(), none: draft.form == Form::Many };
    (draft.form, BTreeSet::new(), shape)
}
