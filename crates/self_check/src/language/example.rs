//! Stories of made-up people.
use ground::diagnostic::Diagnostic;
use ground::table::{TomlTable, TomlValue};
use rules::{Answer, Kind, Question, Table as Rules};

use super::answer::GivenAnswer;
use super::field::index_of;
use super::outcome::Names;
use super::types::Example;

/// Reads the examples. What they answer is already the rules' own numbers.
pub(super) fn read(
    file: &mut TomlTable<'_>,
    rules: &Rules,
    found: &mut Vec<Diagnostic>,
) -> Vec<Example> {
    let Some(list) = file.take("example").and_then(|value| value.list(found)) else {
        return vec![];
    };
    list.iter().filter_map(|value| example(value, rules, found)).collect()
}

/// Reads one example.
fn example(
    value: &TomlValue<'_>,
    rules: &Rules,
    found: &mut Vec<Diagnostic>,
) -> Option<Example> {
    let names = Names(rules);
    let mut table = value.table(found)?;
    let says = table.need("says", found);
    let answers = table.need("answers", found).and_then(|value| value.table(found));
    let outcome = table.need("outcome", found);
    let panels = table.take("panels").map(|value| names.panels(&value, found));
    table.finish(found);
    let answers = self::answers(answers?, rules, found);
    let outcome = outcome?;
    let outcome = names.outcome(outcome.text(found)?, &outcome.span(), found)?;
    let (says, at) = says.map(|says| (says, says.span()))?;
    Some(Example { says: says.text(found)?.to_owned(), answers, outcome, panels, at })
}

/// The answers by question. What the example leaves out is missing.
fn answers(
    mut table: TomlTable<'_>,
    rules: &Rules,
    found: &mut Vec<Diagnostic>,
) -> Vec<Answer> {
    let mut given = vec![Answer::Missing; rules.questions.len()];
    for (id, at, value) in table.rest() {
        let ids = rules.questions.iter().map(|question| question.id.as_str());
        let Some(question) = index_of("question", id, &at, ids, found) else { continue };
        given[question] = answer(rules, question, &value, found).unwrap_or_default();
    }
    given
}

/// One answer, as a person would give it.
fn answer(
    rules: &Rules,
    question: usize,
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Answer> {
    let given = if let Some(text) = value.as_text() {
        GivenAnswer::Text(text)
    } else if value.as_list().is_some() {
        GivenAnswer::List(value.texts(found)?.into_iter().map(|(name, _)| name).collect())
    } else {
        GivenAnswer::Number(value.integer(found)?)
    };
    match given.answer(&rules.questions[question]) {
        Ok(answer) => Some(answer),
        Err(message) => {
            let finding = Diagnostic::error("example", message).at(value.span());
            found.push(finding.help(help(&rules.questions[question])));
            None
        }
    }
}

/// What can be answered.
fn help(question: &Question) -> String {
    let with =
        |ids: &[String]| ids.iter().chain(&question.also).cloned().collect::<Vec<_>>();
    match &question.kind {
        Kind::One(ids) => format!("write one of: {}", with(ids).join(", ")),
        Kind::Many(ids) => format!("write a list of some of: {}", with(ids).join(", ")),
        Kind::Number(classes) => {
            let (min, max) = (classes.first(), classes.last());
            let numbers =
                min.zip(max).map(|(min, max)| format!("{} to {}", min.0, max.1));
            let also = with(&[]).into_iter();
            let all: Vec<_> = numbers.into_iter().chain(also).collect();
            format!("write a whole number, or what else there is: {}", all.join(", "))
        }
    }
}
