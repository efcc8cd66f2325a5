//! A JSON file with answer sets: [{"heart": "yes", "age": 34}].
use std::path::Path as DiskPath;

use ::rules::Answer;
use ground::diagnostic::{Diagnostic, nearest};
use ground::source::{Path, Sources, Span};
use self_check::language::{GivenAnswer, SelfCheck};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::file::read_as;

/// An answer set as it stands in the file, which may still be none.
pub(super) struct AnswerSet(String);

/// Reads the sets of a file, which goes among the sources, to show its lines.
pub(super) fn read(
    file: &DiskPath,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<AnswerSet>> {
    let read = |path: &Path, text: &str, found: &mut Vec<Diagnostic>| {
        let sets: Result<Vec<&RawValue>, _> = serde_json::from_str(text);
        let sets =
            sets.map_err(|error| found.push(malformed(path, text, &error))).ok()?;
        Some(sets.into_iter().map(|set| AnswerSet(set.get().to_owned())).collect())
    };
    read_as(file, read, sources, found)
}

/// The finding for a file that is no list of sets, at the place where `serde_json` stopped.
fn malformed(path: &Path, text: &str, error: &serde_json::Error) -> Diagnostic {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let mut at = (start + error.column().saturating_sub(1)).min(text.len());
    // Its columns count bytes, and may end within a character.
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let why = error.to_string();
    // Its place is told by the span.
    let why = why.split(" at line ").next().unwrap_or_default();
    Diagnostic::error("answers", format!("this is no list of answer sets: {why}"))
        .at(Span::new(path, at, (at + 1).min(text.len())))
        .help("write it like this: [{\"heart\": \"yes\", \"age\": 34}]")
}

impl AnswerSet {
    /// The answers to each question, or what is wrong with the set.
    pub(super) fn answers(&self, check: &SelfCheck) -> Result<Vec<Answer>, String> {
        let Ok(Pairs(pairs)) = serde_json::from_str(&self.0) else {
            return Err("a set of answers is an object: {\"heart\": \"yes\"}".to_owned());
        };
        let questions = &check.table.questions;
        let mut answers = vec![Answer::Missing; questions.len()];
        for (at, (id, value)) in pairs.iter().enumerate() {
            let question = questions.iter().position(|question| question.id == *id);
            let question = question.ok_or_else(|| {
                let ids = questions.iter().map(|question| question.id.as_str());
                match nearest(id, ids) {
                    Some(near) => format!("there is no question `{id}`; write `{near}`"),
                    None => format!("there is no question `{id}`"),
                }
            })?;
            if pairs[..at].iter().any(|(other, _)| other == id) {
                return Err(format!("`{id}` is answered twice"));
            }
            answers[question] = given(id, value)?.answer(&questions[question])?;
        }
        Ok(answers)
    }
}

/// The entries of an object, those with the same key too: `serde_json`'s own map keeps the last of
/// them, and an answer that is given twice would be taken unseen.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Pairs;

            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = vec![];
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Entries)
    }
}

/// An answer as it is given, in the form that a question can take.
fn given<'a>(id: &str, value: &'a Value) -> Result<GivenAnswer<'a>, String> {
    let wrong =
        || format!("the answer to `{id}` is neither an id, a list of ids, nor a number");
    match value {
        Value::String(text) => Ok(GivenAnswer::Text(text)),
        Value::Number(number) => number
            .as_i64()
            .map(GivenAnswer::Number)
            .ok_or_else(|| format!("the answer to `{id}` is no whole number: {number}")),
        Value::Array(list) => {
            let names: Option<Vec<_>> = list.iter().map(Value::as_str).collect();
            names.map(GivenAnswer::List).ok_or_else(wrong)
        }
        Value::Null => {
            Err(format!("the answer to `{id}` is null: leave `{id}` out instead"))
        }
        _ => Err(wrong()),
    }
}
