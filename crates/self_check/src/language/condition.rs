//! Conditions: `when`, `only_if`, `ask_if`. A row is a table of cells, or a list of rows.
use ground::diagnostic::{Diagnostic, nearest};
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};
use rules::{Cell, When};

use super::cuts::Cuts;
use super::draft::{
    AnswerForm, AnswerRef, CellDraft, CellTest, ConditionDraft, QuestionDraft, Vocabulary,
};
use super::field::{empty, index_of, one_of};
use super::range;

/// Reads a condition. Cells that cannot be understood are left out, each with a finding.
pub(super) fn read(
    value: &TomlValue<'_>,
    words: &Vocabulary<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> ConditionDraft {
    let rows = value.as_list().unwrap_or_else(|| vec![*value]);
    if rows.is_empty() {
        found.push(empty("this condition", value.span()));
    }
    let mut condition = vec![];
    for row in rows {
        let Some(mut table) = row.table(found) else { continue };
        condition.push(read_row(&row, &mut table, words, found));
    }
    condition
}

/// Reads a row: cells that must all hold.
fn read_row(
    row: &TomlValue<'_>,
    table: &mut TomlTable<'_>,
    words: &Vocabulary<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<CellDraft> {
    let entries = table.rest();
    if entries.is_empty() {
        found.push(empty("this row", row.span()));
    }
    let mut cells = vec![];
    for (name, at, value) in entries {
        if let Some(test) = read_cell(name, &at, &value, words, found) {
            cells.push(CellDraft { test, at });
        }
    }
    cells
}

/// The test of a question or a score, by its name.
fn read_cell(
    name: &str,
    at: &Span,
    value: &TomlValue<'_>,
    words: &Vocabulary<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Option<CellTest> {
    if let Some(question) = words.questions.iter().position(|draft| draft.id == name) {
        return question_cell(question, value, &words.questions[question], found);
    }
    if let Some(score) = words.scores.iter().position(|score| score.id == name) {
        return score_cell(score, value, words, found);
    }
    found.push(unknown(name, at.clone(), words));
    None
}

/// The finding for a name that neither a question nor a score has.
fn unknown(name: &str, at: Span, words: &Vocabulary<'_, '_>) -> Diagnostic {
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

/// A range of a score, or one sum alone, within what the sum can come to.
fn score_cell(
    score: usize,
    value: &TomlValue<'_>,
    words: &Vocabulary<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Option<CellTest> {
    let bounds = words.scores[score].bounds;
    let at = value.span();
    let range = match (value.as_text(), value.as_integer()) {
        (Some(text), _) => range::parse(text, &at, bounds, |sum| sum.to_string(), found)?,
        (_, Some(sum)) => range::exactly(sum, &at, bounds, found)?,
        _ => {
            let finding = Diagnostic::error("cell", "this says nothing of a sum").at(at);
            found.push(finding.help("write a range in quotes, \">= 2\", or one sum: 2"));
            return None;
        }
    };
    Some(CellTest::Score { score, range })
}

/// A range in quotes, a list of answers, or a table of such lists.
fn question_cell(
    question: usize,
    value: &TomlValue<'_>,
    draft: &QuestionDraft<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<CellTest> {
    if let AnswerForm::Number { min, max } = draft.form
        && let Some(text) = value.as_text()
    {
        let range = range::parse(text, &value.span(), (min, max), one_value, found)?;
        return Some(CellTest::Range { question, range });
    }
    if value.as_list().is_some() {
        let any = Some(answers(value, draft, found));
        return Some(CellTest::Answers { question, any, all: vec![], none: vec![] });
    }
    let Some(table) = value.as_table() else {
        found.push(no_cell(value, draft));
        return None;
    };
    Some(answer_cell(question, value, table, draft, found))
}

/// `{ any = […], all = […], none = […] }`: at least one of the three.
fn answer_cell(
    question: usize,
    value: &TomlValue<'_>,
    mut table: TomlTable<'_>,
    draft: &QuestionDraft<'_>,
    found: &mut Vec<Diagnostic>,
) -> CellTest {
    let [any, all, none] = ["any", "all", "none"].map(|key| table.take(key));
    table.finish(found);
    if any.is_none() && all.is_none() && none.is_none() {
        found.push(empty("this cell", value.span()));
    }
    if let Some(all) = all.as_ref().filter(|_| draft.form != AnswerForm::Many) {
        let finding =
            Diagnostic::error("cell", "only a question with `many` can have all of some");
        found.push(finding.at(all.span()).help("write { any = […] }"));
    }
    let [any, all, none] =
        [any, all, none].map(|list| list.map(|list| answers(&list, draft, found)));
    let (all, none) = (all.unwrap_or_default(), none.unwrap_or_default());
    CellTest::Answers { question, any, all, none }
}

/// One value of a number, as a range.
fn one_value(number: i64) -> String {
    format!("\"{number}..{number}\"")
}

/// The finding for what is no cell, with what to write for this question.
fn no_cell(value: &TomlValue<'_>, draft: &QuestionDraft<'_>) -> Diagnostic {
    let help = match (draft.form, value.as_text(), value.as_integer()) {
        // Whoever writes an age may mean from that age on: so it has to be said.
        (AnswerForm::Number { .. }, _, Some(number)) => {
            range::one_number(number, one_value)
        }
        (AnswerForm::Number { .. }, ..) => {
            "write a range in quotes, \"< 18\", or a list, [\"unsure\"]".to_owned()
        }
        (_, Some(text), _) => format!("write a list: [\"{text}\"]"),
        _ => "write a list of answers: [\"yes\", \"unsure\"]".to_owned(),
    };
    Diagnostic::error("cell", "this says nothing of an answer")
        .at(value.span())
        .help(help)
}

/// The answers that a list names. Of a question with many, `none` is one: nothing is ticked.
fn answers(
    value: &TomlValue<'_>,
    draft: &QuestionDraft<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<AnswerRef> {
    let Some(names) = value.texts(found) else { return vec![] };
    if names.is_empty() {
        found.push(empty("this list", value.span()));
    }
    let (listed, many) = (draft.listed.len(), draft.form == AnswerForm::Many);
    let mut ids: Vec<&str> = draft.answer_ids().collect();
    if many {
        // Where its fact stands: after the listed answers, and before those beside them.
        ids.insert(listed, "none");
    }
    let answer = |at: usize| match at {
        at if at < listed => AnswerRef::Listed(at),
        at if many && at == listed => AnswerRef::NoneOfThese,
        at => AnswerRef::Also(at - listed - usize::from(many)),
    };
    let what = format!("answer to `{}`", draft.id);
    let known = |(name, at): &(&str, Span)| {
        index_of(&what, name, at, ids.iter().copied(), found).map(answer)
    };
    names.iter().filter_map(known).collect()
}

/// Cells as sets of facts, now that numbers are cut.
pub(super) fn write(condition: ConditionDraft, cuts: &Cuts) -> When {
    let row = |row: Vec<CellDraft>| {
        row.into_iter().map(|cell| cell_of(cell.test, cuts)).collect()
    };
    condition.into_iter().map(row).collect()
}

/// A cell over the classes of numbers.
fn cell_of(test: CellTest, cuts: &Cuts) -> Cell {
    match test {
        CellTest::Score { score, range: (from, to) } => Cell::Score { score, from, to },
        CellTest::Range { question, range: (from, to) } => {
            // The range was a reason to cut, so each class lies inside it or outside.
            let inside = |class: &(i64, i64)| from <= class.0 && class.1 <= to;
            let classes = cuts.classes(question).into_iter().enumerate();
            let inside = classes.filter(|(_, class)| inside(class));
            let any = inside.fold(0, |any, (at, _)| any | bit(at));
            Cell::Answer { question, any, all: 0, none: 0 }
        }
        CellTest::Answers { question, any, all, none } => {
            let bits = |answers: &[AnswerRef]| bits(answers, question, cuts);
            // No list means that any answer will do, which an empty list would not.
            let any = any.map_or(u64::MAX, |any| bits(&any));
            Cell::Answer { question, any, all: bits(&all), none: bits(&none) }
        }
    }
}

/// Answers as bits: the listed ones, "none of these" where it is one, those beside them.
fn bits(answers: &[AnswerRef], question: usize, cuts: &Cuts) -> u64 {
    let shape = cuts.shape(question);
    let place = |answer: &AnswerRef| match *answer {
        AnswerRef::Listed(at) => at,
        AnswerRef::NoneOfThese => shape.listed,
        AnswerRef::Also(at) => shape.listed + usize::from(shape.none) + at,
    };
    answers.iter().fold(0, |bits, answer| bits | bit(place(answer)))
}

/// The bit of an answer; none beyond the 64 that there are, which is a finding elsewhere.
fn bit(at: usize) -> u64 {
    u32::try_from(at).ok().and_then(|at| 1u64.checked_shl(at)).unwrap_or(0)
}
