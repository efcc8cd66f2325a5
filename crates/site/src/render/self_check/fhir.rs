//! The questions as a FHIR R4 `Questionnaire`, for the systems of a clinic. What a person saves
//! is the response to it, which `start.js` writes with the same texts, codes and ids.
//!
//! It holds what is asked and when, not what follows from it: FHIR has no place for rules. What
//! came of the answers stands at its end, as items that nobody fills in: sums, the outcome, and
//! within that the panels beside it.
use std::borrow::Cow;

use rules::{Cell, Kind};
use serde_json::{Value, json};

use super::form::SelfCheckForm;
use crate::assets::fingerprint;

/// What a choice is called in the rules: the id of its answer, or of a number the band.
pub(super) fn code<'f>(
    form: &'f SelfCheckForm<'_>,
    question: usize,
    choice: usize,
) -> Cow<'f, str> {
    let (asked, choice) =
        (&form.table.questions[question], &form.questions[question].choices[choice]);
    let listed = asked.listed();
    match &asked.kind {
        Kind::One(ids) | Kind::Many(ids) if choice.fact < listed => {
            ids[choice.fact].as_str().into()
        }
        Kind::Number(_) if choice.fact < listed => spaced(choice.label),
        _ => match choice.fact.checked_sub(asked.first_also()) {
            Some(also) => asked.also[also].as_str().into(),
            None => "none".into(),
        },
    }
}

/// A label as a code: FHIR wants single spaces, and none at its ends.
fn spaced(label: &str) -> Cow<'_, str> {
    let words: Vec<_> = label.split_whitespace().collect();
    let spaced = words.join(" ");
    if spaced == label { label.into() } else { spaced.into() }
}

/// The system of the codes of an item. The same id means different words in different items, so
/// each has its own. It begins with the practice's address: no publisher else can mean it.
fn system(form: &SelfCheckForm<'_>, item: &str) -> String {
    let folder = form.questionnaire.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/answers/{item}")
}

/// A code of an item with its words.
fn coding(form: &SelfCheckForm<'_>, item: &str, code: &str, display: &str) -> Value {
    json!({ "system": system(form, item), "code": code, "display": display })
}

/// The items that are no questions and no scores.
const OWN: [&str; 2] = ["result", "panels"];

/// The id of an item for a question or a score: its own, or where that is taken one with hyphens
/// behind.
pub(super) fn link_id<'f>(form: &'f SelfCheckForm<'_>, id: &'f str) -> Cow<'f, str> {
    let questions = form.table.questions.iter().map(|question| question.id.as_str());
    let scores = form.table.scores.iter().map(|score| score.id.as_str());
    let taken: Vec<&str> = questions.chain(scores).collect();
    let mut other = Cow::from(id);
    while OWN.contains(&&*other) || other != id && taken.contains(&&*other) {
        other.to_mut().push('-');
    }
    other
}

/// The `Questionnaire`.
pub fn questionnaire(form: &SelfCheckForm<'_>, title: &str) -> Value {
    let mut item: Vec<Value> =
        (0..form.questions.len()).map(|at| question(form, at)).collect();
    let scores = form.table.scores.iter().zip(&form.scores);
    item.extend(scores.map(|(score, view)| {
        json!({
            "linkId": link_id(form, &score.id), "text": view.name, "type": "integer", "readOnly": true,
        })
    }));
    item.push(result(form));
    let version = version(form, &json!([title, item]));
    let mut questionnaire = json!({
        "resourceType": "Questionnaire",
        "url": form.questionnaire,
        "version": version,
        "title": title,
        "status": if form.signed_on.is_some() { "active" } else { "draft" },
        "subjectType": ["Patient"],
        "publisher": form.practice.name,
        "item": item,
    });
    if let Some(day) = &form.signed_on {
        questionnaire["approvalDate"] = json!(day);
    }
    questionnaire
}

/// The version of a form: eight digits that change when a text of the questions does, or what the
/// browser runs.
fn version(form: &SelfCheckForm<'_>, texts: &Value) -> String {
    let all = [texts.to_string().as_bytes(), form.program].concat();
    let mut version = fingerprint(&all);
    version.truncate(8);
    version
}

/// The outcome, and within it what is shown beside it.
fn result(form: &SelfCheckForm<'_>) -> Value {
    let outcomes = form.table.outcomes.iter().map(|outcome| &*outcome.id);
    let titles = form.outcomes.iter().map(|outcome| outcome.title);
    let mut result = told(form, "result", "Result", outcomes.zip(titles));
    let panels = form.table.panels.iter().map(String::as_str);
    let titles = form.panels.iter().map(|panel| panel.title);
    if !form.panels.is_empty() {
        let mut panels = told(form, "panels", "Shown beside it", panels.zip(titles));
        panels["repeats"] = true.into();
        result["item"] = json!([panels]);
    }
    result
}

/// An item that is told, and not asked: one of some ids with their words.
fn told<'a>(
    form: &SelfCheckForm<'_>,
    id: &str,
    text: &str,
    options: impl Iterator<Item = (&'a str, &'a str)>,
) -> Value {
    let option = |(code, title)| json!({ "valueCoding": coding(form, id, code, title) });
    let options: Vec<Value> = options.map(option).collect();
    json!({
        "linkId": id, "text": text, "type": "choice", "readOnly": true,
        "answerOption": options,
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
    let id = link_id(form, &asked.id);
    let many = asked.is_many();
    let options = text.choices.iter().enumerate();
    let options = options.map(|(choice, words)| {
        let code = code(form, at, choice);
        let coding = coding(form, &id, &code, words.label);
        let mut option = json!({ "valueCoding": coding });
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
        "linkId": id,
        "prefix": format!("{}.", at + 1),
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
    let id = link_id(form, &form.table.questions[question].id);
    let choices = form.questions[question].choices.iter().enumerate();
    let wanted = choices.filter(|(_, choice)| any >> choice.fact & 1 == 1);
    let equals = wanted.map(|(choice, _)| {
        let code = code(form, question, choice);
        json!({
            "question": id,
            "operator": "=",
            "answerCoding": { "system": system(form, &id), "code": code },
        })
    });
    Some(equals.collect())
}
