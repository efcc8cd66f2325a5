//! Scores: sums over answers that a cell can compare.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};
use rules::{Item, Score};

use super::draft::{AnswerForm, QuestionDraft, Range, ScoreDraft};
use super::field::{check_id, empty, errors, index_of};
use super::types::{SelfCheck, Spans};

/// The most points of an answer, either way: sums stay far from any limit.
const MOST: i64 = 1_000_000;

/// Reads the scores that the file names, if there are any.
pub(super) fn read(
    file: &mut TomlTable<'_>,
    questions: &[QuestionDraft<'_>],
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) -> Vec<ScoreDraft> {
    let Some(mut table) = file.take("scores").and_then(|value| value.table(found)) else {
        return vec![];
    };
    let mut scores = vec![];
    for (id, at, value) in table.rest() {
        check_id(id, &at, found);
        check_question(id, &at, questions, found);
        if let Some(score) = score(id, &value, questions, found) {
            spans.scores.push(at);
            scores.push(score);
        }
    }
    scores
}

/// Finds a score whose id is that of a question: a cell could mean either.
fn check_question(
    id: &str,
    at: &Span,
    questions: &[QuestionDraft<'_>],
    found: &mut Vec<Diagnostic>,
) {
    if let Some(question) = questions.iter().find(|draft| draft.id == id) {
        let message = format!("`{id}` is a question and a score");
        found.push(
            Diagnostic::error("name-twice", message)
                .at(at.clone())
                .label(question.at.clone(), "the question stands here")
                .help("give the score another id"),
        );
    }
}

/// Reads one score.
fn score(
    id: &str,
    value: &TomlValue<'_>,
    questions: &[QuestionDraft<'_>],
    found: &mut Vec<Diagnostic>,
) -> Option<ScoreDraft> {
    let mut table = value.table(found)?;
    let before = errors(found);
    let sum = table.need("sum", found);
    table.finish(found);
    let items = sum.map_or(vec![], |sum| items(&sum, questions, found));
    // Where a part of the sum is not understood, nothing is said of what it can come to.
    let whole = errors(found) == before;
    let bounds = if whole { bounds(&items, questions) } else { (i64::MIN, i64::MAX) };
    Some(ScoreDraft { id: id.to_owned(), items, bounds })
}

/// What each question adds to a sum.
fn items(
    sum: &TomlValue<'_>,
    questions: &[QuestionDraft<'_>],
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
        let points = points(&questions[question], &at, &value, found);
        items.extend(points.map(|points| Item { question, points }));
    }
    items
}

/// The points of each answer to a question.
fn points(
    draft: &QuestionDraft<'_>,
    at: &Span,
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<i64>> {
    if let AnswerForm::Number { .. } = draft.form {
        let finding =
            Diagnostic::error("score", "a number has no answers that give points");
        found.push(finding.at(at.clone()).help("ask it with answers = { … } instead"));
        return None;
    }
    let ids: Vec<&str> = draft.answer_ids().collect();
    let mut points = vec![None; ids.len()];
    for (name, at, value) in value.table(found)?.rest() {
        let Some(answer) = index_of("answer", name, &at, ids.iter().copied(), found)
        else {
            continue;
        };
        points[answer] =
            value.integer(found).map(|number| check_points(number, &value, found));
    }
    check_missing(&ids, &points, value, found);
    let mut points: Vec<i64> =
        points.into_iter().map(Option::unwrap_or_default).collect();
    // "None of these" stands after the ticks, and adds nothing.
    let none = usize::from(draft.form == AnswerForm::Many);
    let listed = draft.listed.len();
    points.splice(listed..listed, std::iter::repeat_n(0, none));
    Some(points)
}

/// Finds answers without points.
fn check_missing(
    ids: &[&str],
    points: &[Option<i64>],
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let missing = ids.iter().zip(points).filter(|(_, points)| points.is_none());
    let missing: Vec<&str> = missing.map(|(id, _)| *id).collect();
    if !missing.is_empty() {
        let message = format!("these answers have no points: {}", missing.join(", "));
        let finding = Diagnostic::error("score", message).at(value.span());
        found.push(finding.help(format!("write {} = 0, or its points", missing[0])));
    }
}

/// Points within the limit; more are a finding, and are cut.
fn check_points(points: i64, value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> i64 {
    if points.abs() > MOST {
        let finding =
            Diagnostic::error("score", "these are too many points").at(value.span());
        found.push(finding.help(format!("write at most {MOST}")));
    }
    points.clamp(-MOST, MOST)
}

/// The lowest and the highest sum that some answers give.
fn bounds(items: &[Item], questions: &[QuestionDraft<'_>]) -> Range {
    let mut bounds = (0, 0);
    for item in items {
        let sums = sums(item, &questions[item.question]);
        bounds.0 += sums.iter().min().copied().unwrap_or(0);
        bounds.1 += sums.iter().max().copied().unwrap_or(0);
    }
    bounds
}

/// What a question can add, with the extremes among it.
fn sums(item: &Item, draft: &QuestionDraft<'_>) -> Vec<i64> {
    let mut sums = if draft.form == AnswerForm::Many {
        // Of all sets of ticks, those with all points of one sign go furthest.
        let (ticks, also) = item.points.split_at(draft.listed.len());
        let up = ticks.iter().filter(|points| **points > 0).sum();
        let down = ticks.iter().filter(|points| **points < 0).sum();
        also.iter().copied().chain([up, down]).collect()
    } else {
        item.points.clone()
    };
    if draft.is_conditional() {
        sums.push(0);
    }
    sums
}

/// Writes the scores as what the rules know of them.
pub(super) fn write(scores: Vec<ScoreDraft>, check: &mut SelfCheck) {
    let score = |ScoreDraft { id, items, .. }| Score { id, items };
    check.table.scores = scores.into_iter().map(score).collect();
}
