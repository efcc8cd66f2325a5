//! The rules in words, for the check on paper.
use rules::{Cell, Row, When};

use super::form::SelfCheckForm;
use super::scores;

/// Each row of a condition as a sentence.
pub(super) fn rows(form: &SelfCheckForm<'_>, when: &When) -> Vec<String> {
    when.iter().map(|row| self::row(form, row)).collect()
}

/// The cells of a row, joined.
fn row(form: &SelfCheckForm<'_>, row: &Row) -> String {
    let cells: Vec<_> = row.iter().map(|cell| self::cell(form, cell)).collect();
    cells.join(", and ")
}

/// A cell, by the number of its question: on paper nobody knows its id.
fn cell(form: &SelfCheckForm<'_>, cell: &Cell) -> String {
    match *cell {
        Cell::Answer { question, any, all, none } => {
            let wanted = wanted(form, question, [any, all, none]);
            format!("question {}: {wanted}", question + 1)
        }
        Cell::Score { score, from, to } => {
            let questions = scores::questions(form, score);
            format!("points of {questions}: {}", scores::range((from, to)))
        }
    }
}

/// Which answers a cell asks for.
fn wanted(
    form: &SelfCheckForm<'_>,
    question: usize,
    [any, all, none]: [u64; 3],
) -> String {
    let facts = form.table.questions[question].facts();
    let every = u64::MAX >> (64 - facts.clamp(1, 64));
    let labels = |set, between| labels(form, question, set, between);
    let any = (any & every != every).then(|| labels(any, " or "));
    let all = (all & every != 0).then(|| labels(all, " and "));
    let none = (none & every != 0).then(|| format!("not {}", labels(none, " or ")));
    let parts: Vec<String> = [any, all, none].into_iter().flatten().collect();
    if parts.is_empty() { "any answer".to_owned() } else { parts.join(", and ") }
}

/// The words of some facts.
fn labels(
    form: &SelfCheckForm<'_>,
    question: usize,
    facts: u64,
    between: &str,
) -> String {
    let choices = form.questions[question].choices.iter();
    let choices = choices.filter(|choice| facts >> choice.fact & 1 == 1);
    let labels: Vec<_> = choices.map(|choice| format!("“{}”", choice.label)).collect();
    labels.join(between)
}
