//! Conditions: `when`, `only_if`, `ask_if`. A row is a table of cells, or a list of rows.
use rules::{Cell, When};

use super::question::{Draft, Form};
use super::range::{self, Cuts, Range};
use super::score::Score;
use super::{empty, index_of, one_of};
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::table::{TomlTable, TomlValue};
use crate::source::Span;

/// What a condition may name.
pub(super) struct Words<'w, 'a> {
    pub questions: &'w [Draft<'a>],
    pub scores: &'w [Score],
}

/// Rows of which one must hold, before numbers are cut into classes.
pub(super) type Raw = Vec<Vec<RawCell>>;

#[derive(Clone)]
pub(super) struct RawCell {
    pub what: What,
    pub at: Span,
}

#[derive(Clone)]
pub(super) enum What {
    Range { question: usize, range: Range },
    Score { score: usize, range: Range },
    Answers { question: usize, any: Option<Vec<Fact>>, all: Vec<Fact>, none: Vec<Fact> },
}

/// An answer before numbers are cut.
#[derive(Clone, Copy)]
pub(super) enum Fact {
    Listed(usize),
    NoneOfThese,
    Also(usize),
}

impl Words<'_, '_> {
    /// The last question that a cell looks at.
    pub(super) fn last_question(&self, cell: &RawCell) -> Option<usize> {
        match &cell.what {
            What::Range { question, .. } | What::Answers { question, .. } => {
                Some(*question)
            }
            What::Score { score, .. } => {
                self.scores.get(*score)?.items.iter().map(|item| item.question).max()
            }
        }
    }
}

pub(super) fn read(
    value: &TomlValue<'_>,
    words: &Words<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Raw {
    let rows = match value.as_list() {
        Some(rows) => rows,
        None => vec![value.clone()],
    };
    if rows.is_empty() {
        found.push(empty("this condition", value.span()));
    }
    let mut raw = vec![];
    for row in rows {
        let Some(mut table) = row.table(found) else { continue };
        raw.push(read_row(&row, &mut table, words, found));
    }
    raw
}

fn read_row(
    row: &TomlValue<'_>,
    table: &mut TomlTable<'_>,
    words: &Words<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<RawCell> {
    let cells = table.rest();
    if cells.is_empty() {
        found.push(empty("this row", row.span()));
    }
    let mut raw = vec![];
    for (name, at, value) in cells {
        let question = words.questions.iter().position(|draft| draft.id == name);
        let score = words.scores.iter().position(|score| score.id == name);
        let what = match (question, score) {
            (Some(question), _) => question_cell(question, &value, words, found),
            (None, Some(score)) => score_cell(score, &value, words, found),
            (None, None) => {
                found.push(unknown(name, at.clone(), words));
                None
            }
        };
        raw.extend(what.map(|what| RawCell { what, at }));
    }
    raw
}

fn unknown(name: &str, at: Span, words: &Words<'_, '_>) -> Diagnostic {
    let ids = words.questions.iter().map(|draft| draft.id.as_str());
    let ids: Vec<_> =
        ids.chain(words.scores.iter().map(|score| score.id.as_str())).collect();
    let help = match nearest(name, ids.iter().copied()) {
        Some(near) => format!("write {near}"),
        None => one_of(&ids),
    };
    Diagnostic::error("name-unknown", format!("there is no question `{name}`"))
        .at(at)
        .help(help)
}

fn score_cell(
    score: usize,
    value: &TomlValue<'_>,
    words: &Words<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Option<What> {
    let bounds = words.scores[score].bounds;
    let range = range::parse(value.text(found)?, &value.span(), bounds, found)?;
    Some(What::Score { score, range })
}

fn question_cell(
    question: usize,
    value: &TomlValue<'_>,
    words: &Words<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Option<What> {
    let draft = &words.questions[question];
    if let Form::Number { min, max } = draft.form
        && let Some(text) = value.as_text()
    {
        let range = range::parse(text, &value.span(), (min, max), found)?;
        return Some(What::Range { question, range });
    }
    if value.as_list().is_some() {
        let any = Some(facts(value, draft, found));
        return Some(What::Answers { question, any, all: vec![], none: vec![] });
    }
    let Some(mut table) = value.as_table() else {
        found.push(no_cell(value, draft));
        return None;
    };
    let [any, all, none] = ["any", "all", "none"].map(|key| table.take(key));
    table.finish(found);
    if any.is_none() && all.is_none() && none.is_none() {
        found.push(empty("this cell", value.span()));
    }
    if let Some(all) = all.as_ref().filter(|_| draft.form != Form::Many) {
        let finding =
            Diagnostic::error("cell", "only a question with `many` can have all of some");
        found.push(finding.at(all.span()).help("write { any = […] }"));
    }
    let mut read =
        |value: Option<TomlValue<'_>>| value.map(|value| facts(&value, draft, found));
    let (any, all, none) = (read(any), read(all), read(none));
    Some(What::Answers {
        question,
        any,
        all: all.unwrap_or_default(),
        none: none.unwrap_or_default(),
    })
}

fn no_cell(value: &TomlValue<'_>, draft: &Draft<'_>) -> Diagnostic {
    let help = match (draft.form, value.as_text()) {
        (Form::Number { .. }, _) => {
            "write a range in quotes, \"< 18\", or a list, [\"unsure\"]".to_owned()
        }
        (_, Some(text)) => format!("write a list: [\"{text}\"]"),
        _ => "write a list of answers: [\"yes\", \"unsure\"]".to_owned(),
    };
    Diagnostic::error("cell", "this says nothing of an answer")
        .at(value.span())
        .help(help)
}

fn facts(
    value: &TomlValue<'_>,
    draft: &Draft<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Fact> {
    let Some(names) = value.texts(found) else { return vec![] };
    if names.is_empty() {
        found.push(empty("this list", value.span()));
    }
    let many = draft.form == Form::Many;
    let ids: Vec<&str> = draft
        .listed
        .iter()
        .map(|(id, ..)| id.as_str())
        .chain(many.then_some("none"))
        .chain(draft.also.iter().map(|(id, _)| id.as_str()))
        .collect();
    let listed = draft.listed.len();
    let fact = |at: usize| match at {
        at if at < listed => Fact::Listed(at),
        at if many && at == listed => Fact::NoneOfThese,
        at => Fact::Also(at - listed - usize::from(many)),
    };
    let what = format!("answer to `{}`", draft.id);
    names
        .iter()
        .filter_map(|(name, at)| {
            index_of(&what, name, at, ids.iter().copied(), found).map(fact)
        })
        .collect()
}

/// Cells as sets of facts, now that numbers are cut.
pub(super) fn write(raw: Raw, cuts: &Cuts) -> When {
    raw.into_iter()
        .map(|row| row.into_iter().map(|cell| cell_of(cell.what, cuts)).collect())
        .collect()
}

fn cell_of(what: What, cuts: &Cuts) -> Cell {
    match what {
        What::Score { score, range: (from, to) } => Cell::Score { score, from, to },
        What::Range { question, range: (from, to) } => {
            let classes = cuts.classes(question);
            let inside = |class: &(i64, i64)| from <= class.0 && class.1 <= to;
            let any = classes.iter().enumerate().filter(|(_, class)| inside(class));
            let any = any.fold(0, |any, (at, _)| any | bit(at));
            Cell::Answer { question, any, all: 0, none: 0 }
        }
        What::Answers { question, any, all, none } => {
            let shape = cuts.shape(question);
            let bits = |facts: &[Fact]| {
                facts.iter().fold(0, |bits, fact| {
                    bits | match *fact {
                        Fact::Listed(at) => bit(at),
                        Fact::NoneOfThese => bit(shape.listed),
                        Fact::Also(at) => {
                            bit(shape.listed + usize::from(shape.none) + at)
                        }
                    }
                })
            };
            let any = any.map_or(u64::MAX, |any| bits(&any));
            Cell::Answer { question, any, all: bits(&all), none: bits(&none) }
        }
    }
}

fn bit(at: usize) -> u64 {
    u32::try_from(at).ok().and_then(|at| 1u64.checked_shl(at)).unwrap_or(0)
}
