//! Questions: their answers, and when they are asked.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};
use rules::{Kind, Question, Risk};

use super::answer_set::AnswerSets;
use super::cuts::Cuts;
use super::draft::{
    ALSO, AnswerDraft, AnswerForm, ConditionDraft, QuestionDraft, Range, Vocabulary,
};
use super::field::{check_id, check_twice, empty, index_of, need_text, optional_text};
use super::rule::sources;
use super::types::{QuestionText, SelfCheck, Spans};
use super::{bands, condition, risk};

/// The most questions, each tick counted as one: proofs go as deep as there are of these.
const MOST_QUESTIONS: usize = 1_000;

/// Reads all questions, in the order in which they are asked.
pub(super) fn read<'a>(
    file: &mut TomlTable<'a>,
    sets: &mut AnswerSets,
    spans: &mut Spans,
    found: &mut Vec<Diagnostic>,
) -> Vec<QuestionDraft<'a>> {
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
    let drafts: Vec<_> =
        list.iter().filter_map(|value| draft(value, sets, found)).collect();
    check_size(&drafts, found);
    let ids = drafts.iter().map(|draft| (draft.id.as_str(), &draft.at));
    check_twice("question", ids, found);
    spans.questions = drafts.iter().map(|draft| draft.at.clone()).collect();
    drafts
}

/// Finds more questions than a proof can go through.
fn check_size(drafts: &[QuestionDraft<'_>], found: &mut Vec<Diagnostic>) {
    let size = |draft: &QuestionDraft<'_>| match draft.form {
        AnswerForm::Many => 1 + draft.listed.len(),
        AnswerForm::One | AnswerForm::Number { .. } => 1,
    };
    if drafts.iter().map(size).sum::<usize>() > MOST_QUESTIONS {
        let message = format!("there are more than {MOST_QUESTIONS} questions and ticks");
        let finding = Diagnostic::error("too-many", message);
        let at = drafts.first().map(|draft| draft.at.clone());
        found.push(Diagnostic { at, ..finding.help("split the self-check in two") });
    }
}

/// Reads one question.
fn draft<'a>(
    value: &TomlValue<'a>,
    sets: &mut AnswerSets,
    found: &mut Vec<Diagnostic>,
) -> Option<QuestionDraft<'a>> {
    let mut table = value.table(found)?;
    let id = table.need("id", found);
    let ask = need_text(&mut table, "ask", found).unwrap_or_default();
    let [why, help, short] =
        ["why", "help", "short"].map(|key| optional_text(&mut table, key, found));
    let mut bands = table.take("bands");
    let (form, listed) = form(&mut table, &mut bands, value, sets, found);
    let also = table.take("also").and_then(|also| also.texts(found)).unwrap_or_default();
    let also = also_answers(also, &listed, found);
    let crisis = table.take("crisis").and_then(|value| value.flag(found));
    let (risk, ask_if) = (table.take("risk"), table.take("ask_if"));
    let source = table.take("source").map_or(vec![], |value| sources(&value, found));
    table.finish(found);
    let bands = bands.map_or(vec![], |value| bands::read(&value, form, found));
    let id = id?;
    let (name, at) = (id.text(found)?.to_owned(), id.span());
    check_id(&name, &at, found);
    let text = QuestionText { ask, why, help, short, ..QuestionText::default() };
    Some(QuestionDraft {
        id: name,
        at,
        form,
        listed,
        also,
        crisis: crisis.unwrap_or(false),
        risk,
        ask_if,
        bands,
        source,
        text,
    })
}

/// What visitors read for an answer beside the listed ones.
fn also_text(id: &str) -> &'static str {
    if id == "unsure" { "Not sure" } else { "I would rather not say" }
}

/// The answers beside the listed ones that are known.
fn also_answers(
    also: Vec<(&str, Span)>,
    listed: &[AnswerDraft],
    found: &mut Vec<Diagnostic>,
) -> Vec<(String, Span)> {
    let ids: Vec<_> = also
        .into_iter()
        .filter(|(id, at)| index_of("answer", id, at, ALSO.into_iter(), found).is_some())
        .map(|(id, at)| (id.to_owned(), at))
        .collect();
    let all = listed.iter().map(|answer| (answer.id.as_str(), &answer.at));
    check_twice("answer", all.chain(ids.iter().map(|(id, at)| (&**id, at))), found);
    ids
}

/// How a question is answered, and its listed answers.
fn form<'a>(
    table: &mut TomlTable<'a>,
    bands: &mut Option<TomlValue<'a>>,
    question: &TomlValue<'a>,
    sets: &mut AnswerSets,
    found: &mut Vec<Diagnostic>,
) -> (AnswerForm, Vec<AnswerDraft>) {
    let [one, many, number] = ["answers", "many", "number"].map(|key| table.take(key));
    match (one, many, number) {
        (Some(value), None, None) => (AnswerForm::One, sets.answers(&value, found)),
        (None, Some(value), None) => {
            let ticks = sets.answers(&value, found);
            check_none(&ticks, found);
            (AnswerForm::Many, ticks)
        }
        (None, None, Some(value)) => (number_form(&value, bands, found), vec![]),
        _ => {
            let message = "a question takes one kind of answer";
            let finding = Diagnostic::error("answers", message).at(question.span());
            found.push(finding.help(
                "write exactly one of: answers = { … }, many = { … }, number = { … }",
            ));
            (AnswerForm::One, vec![])
        }
    }
}

/// Finds a tick with the id of what stands below all ticks.
fn check_none(ticks: &[AnswerDraft], found: &mut Vec<Diagnostic>) {
    for tick in ticks.iter().filter(|tick| tick.id == "none") {
        let message = "the id `none` has a meaning of its own";
        let finding = Diagnostic::error("id", message).at(tick.at.clone());
        found.push(finding.help("remove it: \"None of these\" is always there"));
    }
}

/// A number with its bounds. Its bands may stand in the same table.
fn number_form<'a>(
    value: &TomlValue<'a>,
    bands: &mut Option<TomlValue<'a>>,
    found: &mut Vec<Diagnostic>,
) -> AnswerForm {
    let Some(mut table) = value.table_like("{ min = 0, max = 120 }", found) else {
        return AnswerForm::ANY_NUMBER;
    };
    let mut bound = |key| table.need(key, found).and_then(|value| value.integer(found));
    let (min, max) = (bound("min"), bound("max"));
    if let Some(inside) = table.take("bands") {
        *bands = Some(inside);
    }
    table.finish(found);
    let (Some(min), Some(max)) = (min, max) else { return AnswerForm::ANY_NUMBER };
    if min > max {
        let finding =
            Diagnostic::error("range", format!("nothing lies from {min} to {max}"));
        found.push(finding.at(value.span()).help("write the smaller number as min"));
    }
    // Put right, so that nothing that follows has to ask again.
    AnswerForm::Number { min: min.min(max), max: max.max(min) }
}

/// The conditions under which questions are asked; each speaks of earlier ones only.
pub(super) fn ask_ifs(
    words: &Vocabulary<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<ConditionDraft> {
    let mut asks = vec![];
    for (at, draft) in words.questions.iter().enumerate() {
        let ask = draft.ask_if.as_ref().map(|value| condition::read(value, words, found));
        let ask = ask.unwrap_or_default();
        for cell in ask.iter().flatten() {
            if words.last_question(cell).is_some_and(|question| question >= at) {
                let message = "this looks at an answer that is not given yet";
                found.push(
                    Diagnostic::error("ask-order", message)
                        .at(cell.at.clone())
                        .help("move the question that it names further up"),
                );
            }
        }
        asks.push(ask);
    }
    asks
}

/// Writes the questions as what the rules know of them, now that numbers are cut.
pub(super) fn write(
    drafts: Vec<QuestionDraft<'_>>,
    asks: Vec<ConditionDraft>,
    cuts: &Cuts,
    check: &mut SelfCheck,
    found: &mut Vec<Diagnostic>,
) {
    for (at, (draft, ask)) in drafts.into_iter().zip(asks).enumerate() {
        write_one(draft, condition::write(ask, cuts), cuts.classes(at), check, found);
    }
}

/// Writes one question, with its texts and places.
fn write_one(
    draft: QuestionDraft<'_>,
    ask_if: rules::When,
    classes: Vec<Range>,
    check: &mut SelfCheck,
    found: &mut Vec<Diagnostic>,
) {
    let QuestionDraft {
        id,
        at,
        form,
        listed,
        also,
        crisis,
        risk,
        bands,
        source,
        mut text,
        ..
    } = draft;
    check.crisis.extend(crisis.then(|| at.clone()));
    text.bands = bands::resolve(bands, form, &at, &classes, found);
    text.also = also.iter().map(|(id, _)| also_text(id).to_owned()).collect();
    let (also, also_places): (_, Vec<Span>) = also.into_iter().unzip();
    let mut ids = vec![];
    let mut places = vec![];
    for answer in listed {
        ids.push(answer.id);
        text.answers.push(answer.text);
        places.push(answer.at);
    }
    let kind = match form {
        AnswerForm::One => Kind::One(ids),
        AnswerForm::Many => Kind::Many(ids),
        AnswerForm::Number { .. } => Kind::Number(classes),
    };
    let mut question = Question { id, kind, also, ask_if, risk: Risk::Unordered };
    check_facts(&question, &at, found);
    if let Some(value) = &risk {
        question.risk = risk::read(value, &question, found);
    }
    // A class and "none of these" have no word of their own: they stand where the question
    // does.
    places.resize(question.first_also(), at);
    places.extend(also_places);
    check.spans.facts.push(places);
    check.spans.risk.push(risk.as_ref().map(TomlValue::span));
    check.table.questions.push(question);
    check.texts.questions.push(text);
    check.texts.sources.push(source);
}

/// Finds a question with more facts than a word has bits.
fn check_facts(question: &Question, at: &Span, found: &mut Vec<Diagnostic>) {
    if question.facts() > 64 {
        let message = "the rules cut this number into too many classes";
        let finding = Diagnostic::error("too-many", message).at(at.clone());
        found.push(finding.help("use fewer different ranges in the rules"));
    }
}
