//! Scores: sums over answers that a cell can compare.
use rules::{Item, Table as Rules};

use super::question::{Draft, Form};
use super::{Spans, check_id, empty, errors, index_of};
use crate::diagnostic::Diagnostic;
use crate::read::table::{TomlTable, TomlValue};
use crate::source::Span;

pub(super) struct Score {
    pub id: String,
    pub items: Vec<Item>,
    /// The lowest and the highest sum.
    pub bounds: (i64, i64),
}

/// The most points of an answer, either way: sums stay far from any limit.
const MOST: i64 = 1_000_000;

pub(super) fn read(
    file: &mut TomlTable<'_>,
    questions: &[Draft<'_>],
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) -> Vec<Score> {
    let Some(mut table) = file.take("scores").and_then(|value| value.table(found)) else {
        return vec![];
    };
    let mut scores = vec![];
    for (id, at, value) in table.rest() {
        check_id(id, &at, found);
        if let Some(question) = questions.iter().find(|draft| draft.id == id) {
            let message = format!("`{id}` is a question and a score");
            found.push(
                Diagnostic::error("name-twice", message)
                    .at(at.clone())
                    .label(question.at.clone(), "the question stands here")
                    .help("give the score another id"),
            );
        }
        let Some(mut table) = value.table(found) else { continue };
        let before = errors(found);
        let sum = table.need("sum", found);
        table.finish(found);
        let items = sum.map_or(vec![], |sum| items(&sum, questions, found));
        spans.scores.push(at);
        // Where a part of the sum is not understood, nothing is said of what it can come to.
        let whole = errors(found) == before;
        let bounds = if whole { bounds(&items, questions) } else { (i64::MIN, i64::MAX) };
        scores.push(Score { id: id.to_owned(), items, bounds });
    }
    scores
}

fn items(
    sum: &TomlValue<'_>,
    questions: &[Draft<'_>],
    found: &mut Vec<Diagnostic>,
) -> Vec<Item> {
    let Some(mut table) = sum.table(found) else { return vec![] };
    let entries = table.rest();
    if entries.is_empty() {
        found.push(empty("this sum", sum.span()));
    }
    let mut items = vec![];
    for (name, at, value) in entries {
        let ids = questions.iter().map(|draft| draft.id.as_str());
        let Some(question) = index_of("question", name, &at, ids, found) else {
            continue;
        };
        items.extend(item(question, &questions[question], &at, &value, found));
    }
    items
}

fn item(
    question: usize,
    draft: &Draft<'_>,
    at: &Span,
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Item> {
    if let Form::Number { .. } = draft.form {
        let finding =
            Diagnostic::error("score", "a number has no answers that give points");
        found.push(finding.at(at.clone()).help("ask it with answers = { … } instead"));
        return None;
    }
    let none = usize::from(draft.form == Form::Many);
    let listed = draft.listed.len();
    let ids: Vec<&str> = draft
        .listed
        .iter()
        .map(|(id, ..)| id.as_str())
        .chain(draft.also.iter().map(|(id, _)| id.as_str()))
        .collect();
    let mut points = vec![None; ids.len()];
    for (name, at, value) in value.table(found)?.rest() {
        let Some(answer) = index_of("answer", name, &at, ids.iter().copied(), found)
        else {
            continue;
        };
        points[answer] =
            value.integer(found).map(|number| check_points(number, &value, found));
    }
    let missing: Vec<&str> = ids
        .iter()
        .zip(&points)
        .filter(|(_, points)| points.is_none())
        .map(|(id, _)| *id)
        .collect();
    if !missing.is_empty() {
        let message = format!("these answers have no points: {}", missing.join(", "));
        let finding = Diagnostic::error("score", message).at(value.span());
        found.push(finding.help(format!("write {} = 0, or its points", missing[0])));
    }
    let mut points: Vec<i64> =
        points.into_iter().map(Option::unwrap_or_default).collect();
    // "None of these" stands after the ticks, and adds nothing.
    points.splice(listed..listed, std::iter::repeat_n(0, none));
    Some(Item { question, points })
}

fn check_points(points: i64, value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> i64 {
    if points.abs() > MOST {
        let finding =
            Diagnostic::error("score", "these are too many points").at(value.span());
        found.push(finding.help(format!("write at most {MOST}")));
    }
    points.clamp(-MOST, MOST)
}

/// The lowest and the highest sum that some answers give.
fn bounds(items: &[Item], questions: &[Draft<'_>]) -> (i64, i64) {
    let mut bounds = (0, 0);
    for item in items {
        let draft = &questions[item.question];
        let mut values: Vec<i64> = match draft.form {
            Form::Many => {
                let (ticks, also) = item.points.split_at(draft.listed.len());
                let up = ticks.iter().filter(|points| **points > 0).sum();
                let down = ticks.iter().filter(|points| **points < 0).sum();
                also.iter().copied().chain([up, down]).collect()
            }
            _ => item.points.clone(),
        };
        if draft.is_conditional() {
            values.push(0);
        }
        bounds.0 += values.iter().min().copied().unwrap_or(0);
        bounds.1 += values.iter().max().copied().unwrap_or(0);
    }
    bounds
}

pub(super) fn write(scores: &[Score], rules: &mut Rules) {
    rules.scores = scores
        .iter()
        .map(|score| rules::Score { id: score.id.clone(), items: score.items.clone() })
        .collect();
}
