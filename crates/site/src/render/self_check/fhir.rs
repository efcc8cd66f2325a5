//! The questions as a FHIR R4 `Questionnaire`, for the systems of a clinic.
//!
//! It holds what is asked and when, not what follows from it: FHIR has no place for rules.
use rules::{Cell, Kind};
use serde_json::{Value, json};

use super::form::SelfCheckForm;
use crate::assets::fingerprint;

/// The version of a form: eight digits that change when what the browser runs changes.
pub(super) fn version(form: &SelfCheckForm<'_>) -> String {
    let mut version = fingerprint(form.program);
    version.truncate(8);
    version
}

/// What a choice is called in the rules: the id of its answer, or of a number the band.
pub(super) fn code<'f>(
    form: &'f SelfCheckForm<'_>,
    question: usize,
    choice: usize,
) -> &'f str {
    let (asked, choice) =
        (&form.table.questions[question], &form.questions[question].choices[choice]);
    let listed = asked.listed();
    match &asked.kind {
        Kind::One(ids) | Kind::Many(ids) if choice.fact < listed => &ids[choice.fact],
        Kind::Number(_) if choice.fact < listed => choice.label,
        _ => match choice.fact.checked_sub(asked.first_also()) {
            Some(also) => &asked.also[also],
            None => "none",
        },
    }
}

/// The `Questionnaire`.
pub fn questionnaire(form: &SelfCheckForm<'_>, title: &str) -> Value {
    let mut item: Vec<Value> =
        (0..form.questions.len()).map(|at| question(form, at)).collect();
    let scores = form.table.scores.iter().zip(&form.scores);
    item.extend(scores.map(|(score, view)| {
        json!({
            "linkId": score.id, "text": view.name, "type": "integer", "readOnly": true,
        })
    }));
    item.push(json!({
        "linkId": "result", "text": "Result", "type": "string", "readOnly": true,
    }));
    json!({
        "resourceType": "Questionnaire",
        "url": form.questionnaire,
        "version": version(form),
        "title": title,
        "status": "draft",
        "publisher": form.practice.name,
        "item": item,
    })
}

/// Marks an option that cannot stand beside others: "none of these", "not sure".
const EXCLUSIVE: &str =
    "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";

/// The points of an option.
const POINTS: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

/// The points of an answer where one score counts it: an option has a single value.
fn only_points(form: &SelfCheckForm<'_>, question: usize, fact: usize) -> Option<i64> {
    let items = form.table.scores.iter().flat_map(|score| &score.items);
    let mut items = items.filter(|item| item.question == question);
    let (item, None) = (items.next()?, items.next()) else { return None };
    item.points.get(fact).copied()
}

/// One question, with what can be picked and when it is asked.
fn question(form: &SelfCheckForm<'_>, at: usize) -> Value {
    let (asked, text) = (&form.table.questions[at], &form.questions[at]);
    let many = asked.is_many();
    let options = text.choices.iter().enumerate();
    let options = options.map(|(choice, words)| {
        let code = code(form, at, choice);
        let mut option = json!({
            "valueCoding": { "code": code, "display": words.label },
        });
        let alone = many && words.fact >= asked.listed();
        let alone = alone.then(|| json!({ "url": EXCLUSIVE, "valueBoolean": true }));
        let points = only_points(form, at, words.fact);
        let points =
            points.map(|points| json!({ "url": POINTS, "valueDecimal": points }));
        let extension: Vec<Value> = alone.into_iter().chain(points).collect();
        if !extension.is_empty() {
            option["extension"] = extension.into();
        }
        option
    });
    let mut item = json!({
        "linkId": asked.id,
        "text": text.ask,
        "type": "choice",
        "repeats": many,
        "answerOption": options.collect::<Vec<_>>(),
    });
    if let Some((behavior, when)) = enable_when(form, at) {
        item["enableWhen"] = when.into();
        item["enableBehavior"] = behavior.into();
    }
    item
}

/// When a question is asked, where FHIR can say it: one of some answers, or one answer to
/// each of some questions. Where it can't, the question is always enabled, and the program
/// that fills it in leaves it out.
fn enable_when(
    form: &SelfCheckForm<'_>,
    at: usize,
) -> Option<(&'static str, Vec<Value>)> {
    let when = &form.table.questions[at].ask_if;
    let rows: Option<Vec<Vec<Vec<Value>>>> = when
        .iter()
        .map(|row| row.iter().map(|cell| answers(form, cell)).collect())
        .collect();
    let rows = rows?;
    if rows.is_empty() {
        return None;
    }
    if rows.iter().all(|row| row.len() == 1) {
        return Some(("any", rows.into_iter().flatten().flatten().collect()));
    }
    let single = rows.len() == 1 && rows[0].iter().all(|cell| cell.len() == 1);
    single.then(|| ("all", rows.into_iter().flatten().flatten().collect()))
}

/// A cell as conditions of which one must hold.
fn answers(form: &SelfCheckForm<'_>, cell: &Cell) -> Option<Vec<Value>> {
    let Cell::Answer { question, any, all: 0, none: 0 } = *cell else { return None };
    let choices = form.questions[question].choices.iter().enumerate();
    let wanted = choices.filter(|(_, choice)| any >> choice.fact & 1 == 1);
    let equals = wanted.map(|(choice, _)| {
        let code = code(form, question, choice);
        json!({
            "question": form.table.questions[question].id,
            "operator": "=",
            "answerCoding": { "code": code },
        })
    });
    Some(equals.collect())
}
