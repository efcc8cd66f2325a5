//! Questions: their answers, their order of risk, when they are asked.
use rules::{Kind, Question, Risk, Table as Rules};

use super::condition::{self, Raw, Words};
use super::range::{self, Cuts};
use super::{
    Band, QuestionText, Spans, Texts, check_id, check_twice, empty, index_of, need_words,
    optional, words,
};
use crate::diagnostic::Diagnostic;
use crate::read::table::{TomlTable, TomlValue};
use crate::source::Span;

/// A question as it stands in the file, before numbers are cut into classes.
pub(super) struct Draft<'a> {
    pub id: String,
    pub at: Span,
    pub form: Form,
    /// The listed answers: id, text, place.
    pub listed: Vec<(String, String, Span)>,
    pub also: Vec<(String, Span)>,
    risk: Option<TomlValue<'a>>,
    ask_if: Option<TomlValue<'a>>,
    bands: Vec<(range::Range, String, Span)>,
    text: QuestionText,
}

impl Draft<'_> {
    /// Whether it is asked only of some.
    pub(super) fn is_conditional(&self) -> bool {
        self.ask_if.is_some()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    One,
    Many,
    Number { min: i64, max: i64 },
}

/// A number whose bounds are not known, so that nothing else is said of what lies in them.
const ANY_NUMBER: Form = Form::Number { min: i64::MIN, max: i64::MAX };

/// The most answers of a question: one bit each, with room for `also` and "none of these".
const MOST: usize = 60;

pub(super) fn read<'a>(
    file: &mut TomlTable<'a>,
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) -> Vec<Draft<'a>> {
    let Some(value) = file.take("question") else {
        let finding = Diagnostic::error("key-missing", "this self-check asks nothing");
        let help = "write a line with [[question]], and below it id, ask and answers";
        found.push(finding.at(file.span.clone()).help(help));
        return vec![];
    };
    let list = value.list(found).unwrap_or_default();
    if list.is_empty() {
        found.push(empty("the list of questions", value.span()));
    }
    let drafts: Vec<_> = list.iter().filter_map(|value| draft(value, found)).collect();
    check_size(&drafts, found);
    let ids: Vec<_> =
        drafts.iter().map(|draft| (draft.id.clone(), draft.at.clone())).collect();
    check_twice("question", &ids, found);
    spans.questions = ids.into_iter().map(|(_, at)| at).collect();
    drafts
}

/// The most questions, each tick counted as one: proofs go as deep as there are of these.
const MOST_QUESTIONS: usize = 1_000;

fn check_size(drafts: &[Draft<'_>], found: &mut Vec<Diagnostic>) {
    let size = |draft: &Draft<'_>| match draft.form {
        Form::Many => 1 + draft.listed.len(),
        Form::One | Form::Number { .. } => 1,
    };
    if drafts.iter().map(size).sum::<usize>() > MOST_QUESTIONS {
        let message = format!("there are more than {MOST_QUESTIONS} questions and ticks");
        let finding = Diagnostic::error("too-many", message);
        let at = drafts.first().map(|draft| draft.at.clone());
        found.push(Diagnostic { at, ..finding.help("split the self-check in two") });
    }
}

fn draft<'a>(value: &TomlValue<'a>, found: &mut Vec<Diagnostic>) -> Option<Draft<'a>> {
    let mut table = value.table(found)?;
    let id = table.need("id", found);
    let ask = need_words(&mut table, "ask", found).unwrap_or_default();
    let [why, help, short] =
        ["why", "help", "short"].map(|key| optional(&mut table, key, found));
    let mut bands = table.take("bands");
    let (form, listed) = form(&mut table, &mut bands, value, found);
    let also = table.take("also").and_then(|also| also.texts(found)).unwrap_or_default();
    let also = also_answers(also, &listed, found);
    let (risk, ask_if) = (table.take("risk"), table.take("ask_if"));
    table.finish(found);
    let bands = bands.map_or(vec![], |value| read_bands(&value, form, found));
    let id = id?;
    let (name, at) = (id.text(found)?.to_owned(), id.span());
    check_id(&name, &at, found);
    let text = QuestionText {
        ask,
        why,
        help,
        short,
        answers: listed.iter().map(|(_, text, _)| text.clone()).collect(),
        also: also.iter().map(|(id, _)| also_text(id).to_owned()).collect(),
        bands: vec![],
    };
    Some(Draft { id: name, at, form, listed, also, risk, ask_if, bands, text })
}

/// What visitors read for an answer beside the listed ones.
fn also_text(id: &str) -> &'static str {
    if id == "unsure" { "Not sure" } else { "I would rather not say" }
}

fn also_answers(
    also: Vec<(&str, Span)>,
    listed: &Listed,
    found: &mut Vec<Diagnostic>,
) -> Vec<(String, Span)> {
    let known = ["unsure", "decline"];
    let ids: Vec<_> = also
        .into_iter()
        .filter(|(id, at)| index_of("answer", id, at, known.into_iter(), found).is_some())
        .map(|(id, at)| (id.to_owned(), at))
        .collect();
    let all = listed.iter().map(|(id, _, at)| (id.clone(), at.clone()));
    check_twice("answer", &all.chain(ids.clone()).collect::<Vec<_>>(), found);
    ids
}

type Listed = Vec<(String, String, Span)>;

fn form<'a>(
    table: &mut TomlTable<'a>,
    bands: &mut Option<TomlValue<'a>>,
    question: &TomlValue<'a>,
    found: &mut Vec<Diagnostic>,
) -> (Form, Listed) {
    let [one, many, number] = ["answers", "many", "number"].map(|key| table.take(key));
    match (one, many, number) {
        (Some(value), None, None) => (Form::One, listed(&value, false, found)),
        (None, Some(value), None) => (Form::Many, listed(&value, true, found)),
        (None, None, Some(value)) => (number_form(&value, bands, found), vec![]),
        _ => {
            let message = "a question takes one kind of answer";
            let finding = Diagnostic::error("answers", message).at(question.span());
            found.push(finding.help(
                "write exactly one of: answers = { … }, many = { … }, number = { … }",
            ));
            (Form::One, vec![])
        }
    }
}

fn listed(value: &TomlValue<'_>, many: bool, found: &mut Vec<Diagnostic>) -> Listed {
    let Some(mut table) = value.table(found) else { return vec![] };
    let mut listed = vec![];
    for (id, at, text) in table.rest() {
        check_id(id, &at, found);
        if many && id == "none" {
            let message = "the id `none` has a meaning of its own";
            let finding = Diagnostic::error("id", message).at(at.clone());
            found.push(finding.help("remove it: \"None of these\" is always there"));
        }
        if ["unsure", "decline"].contains(&id) {
            let message = format!("nothing checks that `{id}` is treated with care here");
            let help =
                format!("remove it, and write also = [\"{id}\"] for this question");
            found.push(Diagnostic::warning("also", message).at(at.clone()).help(help));
        }
        let text = words(&text, found).unwrap_or_default();
        listed.push((id.to_owned(), text, at));
    }
    if listed.is_empty() {
        found.push(empty("the list of answers", value.span()));
    }
    if listed.len() > MOST {
        let finding =
            Diagnostic::error("too-many", format!("there are more than {MOST} answers"));
        found.push(finding.at(value.span()).help("split the question in two"));
        listed.truncate(MOST);
    }
    listed
}

fn number_form<'a>(
    value: &TomlValue<'a>,
    bands: &mut Option<TomlValue<'a>>,
    found: &mut Vec<Diagnostic>,
) -> Form {
    let Some(mut table) = value.table(found) else {
        return ANY_NUMBER;
    };
    let mut bound = |key| table.need(key, found).and_then(|value| value.integer(found));
    let (min, max) = (bound("min"), bound("max"));
    if let Some(inside) = table.take("bands") {
        *bands = Some(inside);
    }
    table.finish(found);
    let (Some(min), Some(max)) = (min, max) else { return ANY_NUMBER };
    if min > max {
        let finding =
            Diagnostic::error("range", format!("nothing lies from {min} to {max}"));
        found.push(finding.at(value.span()).help("write the smaller number as min"));
    }
    Form::Number { min: min.min(max), max: max.max(min) }
}

fn read_bands(
    value: &TomlValue<'_>,
    form: Form,
    found: &mut Vec<Diagnostic>,
) -> Vec<(range::Range, String, Span)> {
    let Form::Number { min, max } = form else {
        let finding =
            Diagnostic::error("bands", "only a number has bands").at(value.span());
        found.push(finding.help("remove the bands"));
        return vec![];
    };
    let mut bands = vec![];
    for band in value.list(found).unwrap_or_default() {
        let Some(mut table) = band.table(found) else { continue };
        let range = table.need("range", found);
        let label = need_words(&mut table, "label", found).unwrap_or_default();
        table.finish(found);
        let Some(range) = range else { continue };
        let Some(text) = range.text(found) else { continue };
        // Unlike in a cell, a single band may hold everything.
        if let Some(values) = range::parse_any(text, &range.span(), (min, max), found) {
            bands.push((values, label, range.span()));
        }
    }
    bands
}

/// The conditions under which questions are asked; each speaks of earlier ones only.
pub(super) fn ask_ifs(words: &Words<'_, '_>, found: &mut Vec<Diagnostic>) -> Vec<Raw> {
    let mut asks = vec![];
    for (at, draft) in words.questions.iter().enumerate() {
        let raw = draft.ask_if.as_ref().map(|value| condition::read(value, words, found));
        let raw = raw.unwrap_or_default();
        for cell in raw.iter().flatten() {
            if words.last_question(cell).is_some_and(|question| question >= at) {
                let message = "this looks at an answer that is not given yet";
                found.push(
                    Diagnostic::error("ask-order", message)
                        .at(cell.at.clone())
                        .help("move the question that it names further up"),
                );
            }
        }
        asks.push(raw);
    }
    asks
}

pub(super) fn write(
    drafts: &[Draft<'_>],
    asks: Vec<Raw>,
    cuts: &Cuts,
    rules: &mut Rules,
    texts: &mut Texts,
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) {
    for (at, (draft, ask)) in drafts.iter().zip(asks).enumerate() {
        let ids = || draft.listed.iter().map(|(id, ..)| id.clone()).collect();
        let kind = match draft.form {
            Form::One => Kind::One(ids()),
            Form::Many => Kind::Many(ids()),
            Form::Number { .. } => Kind::Number(cuts.classes(at)),
        };
        let mut text = draft.text.clone();
        text.bands = bands(draft, &cuts.classes(at), found);
        let mut question = Question {
            id: draft.id.clone(),
            kind,
            also: draft.also.iter().map(|(id, _)| id.clone()).collect(),
            ask_if: condition::write(ask, cuts),
            risk: Risk::Unordered,
        };
        if question.facts() > 64 {
            let message = "the rules cut this number into too many classes";
            let finding = Diagnostic::error("too-many", message).at(draft.at.clone());
            found.push(finding.help("use fewer different ranges in the rules"));
        }
        if let Some(value) = &draft.risk {
            question.risk = risk(value, &question, found);
        }
        spans.facts.push(fact_spans(draft, &question));
        spans.risk.push(draft.risk.as_ref().map(TomlValue::span));
        rules.questions.push(question);
        texts.questions.push(text);
    }
}

fn fact_spans(draft: &Draft<'_>, question: &Question) -> Vec<Span> {
    let mut spans: Vec<_> = draft.listed.iter().map(|(.., at)| at.clone()).collect();
    spans.resize(question.first_also(), draft.at.clone());
    spans.extend(draft.also.iter().map(|(_, at)| at.clone()));
    spans
}

/// A number's bands: what the file says, or one for each class.
fn bands(
    draft: &Draft<'_>,
    classes: &[(i64, i64)],
    found: &mut Vec<Diagnostic>,
) -> Vec<Band> {
    if draft.bands.is_empty() {
        let band = |(pick, values): (usize, &(i64, i64))| Band {
            label: range::label(*values),
            pick,
            values: *values,
        };
        return classes.iter().enumerate().map(band).collect();
    }
    let mut covered = 0i128;
    let mut bands = vec![];
    for ((from, to), label, at) in &draft.bands {
        covered += i128::from(*to) - i128::from(*from) + 1;
        let lies = |class: &(i64, i64)| class.0 <= *from && *to <= class.1;
        match classes.iter().position(lies) {
            Some(pick) => {
                bands.push(Band { label: label.clone(), pick, values: (*from, *to) });
            }
            None => found.push(
                Diagnostic::error("bands", "the rules tell values of this band apart")
                    .at(at.clone())
                    .help(format!(
                        "split it where the rules do: {}",
                        class_list(classes)
                    )),
            ),
        }
    }
    let apart = draft.bands.iter().enumerate().all(|(at, (a, ..))| {
        draft.bands[..at].iter().all(|(b, ..)| a.1 < b.0 || b.1 < a.0)
    });
    let all =
        classes.iter().map(|(from, to)| i128::from(*to) - i128::from(*from) + 1).sum();
    let known = draft.form != ANY_NUMBER;
    if !apart || known && covered != all {
        let finding =
            Diagnostic::error("bands", "the bands leave values out, or overlap");
        let at = draft.bands.last().map_or(&draft.at, |(.., at)| at).clone();
        found.push(finding.at(at).help("write bands that hold each value exactly once"));
    }
    bands
}

fn class_list(classes: &[(i64, i64)]) -> String {
    classes
        .iter()
        .map(|(from, to)| format!("{from}..{to}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The order of risk: levels from least to most risky, each an answer or a list of them.
fn risk(value: &TomlValue<'_>, question: &Question, found: &mut Vec<Diagnostic>) -> Risk {
    if let Some(word) = value.as_text() {
        if word == "more-ticks" && matches!(question.kind, Kind::Many(_)) {
            return Risk::MoreTicks;
        }
        let finding =
            Diagnostic::error("risk", "this is no order of risk").at(value.span());
        found.push(finding.help(
            "list the answers from least to most risky; \"more-ticks\" is for many",
        ));
        return Risk::Unordered;
    }
    let Kind::One(ids) = &question.kind else {
        let finding =
            Diagnostic::error("risk", "only a question with answers has levels of risk");
        found.push(
            finding.at(value.span()).help("remove it, or write \"more-ticks\" for many"),
        );
        return Risk::Unordered;
    };
    let ids: Vec<&str> = ids.iter().chain(&question.also).map(String::as_str).collect();
    let mut levels: Vec<Vec<usize>> = vec![];
    let mut seen: Vec<(String, Span)> = vec![];
    for level in value.list(found).unwrap_or_default() {
        let names = match level.as_text() {
            Some(name) => vec![(name, level.span())],
            None => level.texts(found).unwrap_or_default(),
        };
        if names.is_empty() {
            found.push(empty("this level", level.span()));
        }
        let fact = |(name, at): &(&str, Span)| {
            index_of("answer", name, at, ids.iter().copied(), found)
        };
        levels.push(names.iter().filter_map(fact).collect());
        seen.extend(names.into_iter().map(|(name, at)| (name.to_owned(), at)));
    }
    check_twice("answer", &seen, found);
    let missing: Vec<&str> = ids[..question.listed()]
        .iter()
        .copied()
        .filter(|id| !seen.iter().any(|(name, _)| name == id))
        .collect();
    if !missing.is_empty() {
        let message = format!("the order of risk leaves out {}", missing.join(", "));
        let finding = Diagnostic::error("risk", message).at(value.span());
        found.push(finding.help("list each answer once, from least to most risky"));
    }
    Risk::Levels(levels)
}
