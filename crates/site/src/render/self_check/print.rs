//! The rules in words, for the check on paper.
use rules::{Cell, Row, When};

use super::Form;

/// Each row of a condition as a sentence.
pub(super) fn rows(form: &Form<'_>, when: &When) -> Vec<String> {
    when.iter().map(|row| self::row(form, row)).collect()
}

fn row(form: &Form<'_>, row: &Row) -> String {
    let cells: Vec<_> = row.iter().map(|cell| self::cell(form, cell)).collect();
    cells.join(", and ")
}

fn cell(form: &Form<'_>, cell: &Cell) -> String {
    match *cell {
        Cell::Answer { question, any, all, none } => {
            let facts = form.table.questions[question].facts();
            let every = u64::MAX >> (64 - facts.clamp(1, 64));
            let mut parts = vec![];
            if any & every != every {
                parts.push(labels(form, question, any, " or "));
            }
            if all & every != 0 {
                parts.push(labels(form, question, all, " and "));
            }
            if none & every != 0 {
                parts.push(format!("not {}", labels(form, question, none, " or ")));
            }
            if parts.is_empty() {
                parts.push("any answer".to_owned());
            }
            format!("question {}: {}", question + 1, parts.join(", and "))
        }
        Cell::Score { score, from, to } => {
            let items = &form.table.scores[score].items;
            let numbers: Vec<_> =
                items.iter().map(|item| (item.question + 1).to_string()).collect();
            let questions = if numbers.len() == 1 { "question" } else { "questions" };
            format!("points of {questions} {}: {from} to {to}", numbers.join(", "))
        }
    }
}

fn labels(form: &Form<'_>, question: usize, facts: u64, between: &str) -> String {
    let choices = form.questions[question].choices.iter();
    let choices = choices.filter(|choice| facts >> choice.fact & 1 == 1);
    let labels: Vec<_> = choices.map(|choice| format!("“{}”", choice.label)).collect();
    labels.join(between)
}
