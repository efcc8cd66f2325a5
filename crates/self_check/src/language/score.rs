//! Scores: sums over answers that a cell can compare.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};
use rules::{Item, Score};

use super::cuts::Cuts;
use super::draft::{
    AnswerForm, ItemDraft, PointsDraft, QuestionDraft, Range, ScoreDraft,
};
use super::field::{check_id, empty, errors, index_of, optional_text};
use super::points;
use super::types::{ScoreText, SelfCheck, Spans};

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
    let title = optional_text(&mut table, "title", found);
    let sum = table.need("sum", found);
    table.finish(found);
    let items = sum.map_or(vec![], |sum| items(&sum, questions, found));
    // Where a part of the sum is not understood, nothing is said of what it can come to.
    let whole = errors(found) == before;
    let bounds = if whole { bounds(&items, questions) } else { (i64::MIN, i64::MAX) };
    Some(ScoreDraft { id: id.to_owned(), title, items, bounds })
}

/// What each question adds to a sum.
fn items(
    sum: &TomlValue<'_>,
    questions: &[QuestionDraft<'_>],
    found: &mut Vec<Diagnostic>,
) -> Vec<ItemDraft> {
    let example = "{ question = { no = 0, yes = 1 } }";
    let Some(mut table) = sum.table_like(example, found) else { return vec![] };
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
        items.extend(points::read(question, &questions[question], &value, found));
    }
    items
}

/// The lowest and the highest sum that some answers give.
fn bounds(items: &[ItemDraft], questions: &[QuestionDraft<'_>]) -> Range {
    let mut bounds = (0, 0);
    for item in items {
        let sums = sums(item, &questions[item.question]);
        bounds.0 += sums.iter().min().copied().unwrap_or(0);
        bounds.1 += sums.iter().max().copied().unwrap_or(0);
    }
    bounds
}

/// What a question can add, with the extremes among it.
fn sums(item: &ItemDraft, draft: &QuestionDraft<'_>) -> Vec<i64> {
    let mut sums = item.also.clone();
    match &item.listed {
        // Of all sets of ticks, those with all points of one sign go furthest.
        PointsDraft::Answers(ticks) if draft.form == AnswerForm::Many => {
            sums.push(ticks.iter().filter(|points| **points > 0).sum());
            sums.push(ticks.iter().filter(|points| **points < 0).sum());
        }
        PointsDraft::Answers(points) => sums.extend(points),
        PointsDraft::Ranges(ranges) => {
            sums.extend(ranges.iter().map(|(_, points)| points));
        }
    }
    if draft.is_conditional() {
        sums.push(0);
    }
    sums
}

/// Writes the scores as what the rules know of them.
pub(super) fn write(scores: Vec<ScoreDraft>, cuts: &Cuts, check: &mut SelfCheck) {
    for ScoreDraft { id, title, items, bounds } in scores {
        let item = |ItemDraft { question, listed, also }| Item {
            question,
            points: points::write(listed, also, question, cuts),
        };
        let items = items.into_iter().map(item).collect();
        check.table.scores.push(Score { id, items });
        check.texts.scores.push(ScoreText { title, range: bounds });
    }
}
