//! Answers as a sentence about someone, in the questions' own words.
use rules::variables::VariableOrder;
use rules::{Answer, Kind, Question};

use crate::language::{QuestionText, SelfCheck};

/// Someone who gives these answers. The ordinary ones are left to the end of the sentence.
pub fn person(check: &SelfCheck, answers: &[Answer]) -> String {
    let (mut said, rest) = said_and_ordinary(check, answers);
    let rest = rest_of(&rest, said.is_empty());
    match said.pop() {
        None => format!("someone who {rest}"),
        Some(last) if said.is_empty() => format!("someone who answers {last}{rest}"),
        Some(last) => format!("someone who answers {} and {last}{rest}", said.join(", ")),
    }
}

/// The answers that tell this person from others, and the ordinary ones.
fn said_and_ordinary(
    check: &SelfCheck,
    answers: &[Answer],
) -> (Vec<String>, Vec<String>) {
    let ordinary = VariableOrder::new(&check.table).ordinary_answers();
    let asked = check.table.asked(answers);
    let (mut said, mut rest) = (vec![], vec![]);
    for (at, question) in check.table.questions.iter().enumerate() {
        if asked[at] != Some(true) {
            continue;
        }
        // Numbers are always told: nobody thinks of an age as ordinary.
        let is_number = matches!(question.kind, Kind::Number(_));
        if answers[at] == ordinary[at] && !is_number {
            rest.push(words(question, &check.texts.questions[at], answers[at]));
        } else {
            said.push(answer(check, at, answers[at]));
        }
    }
    (said, rest)
}

/// One answer in words, with what it is about.
pub fn answer(check: &SelfCheck, question: usize, answer: Answer) -> String {
    let text = &check.texts.questions[question];
    format!("{} {}", words(&check.table.questions[question], text, answer), topic(text))
}

/// What a question is about: "about blood pressure", or to the question itself.
fn topic(text: &QuestionText) -> String {
    match &text.short {
        Some(short) => format!("about {short}"),
        None => format!("to “{}”", text.ask),
    }
}

/// An answer in words.
pub(super) fn words(question: &Question, text: &QuestionText, answer: Answer) -> String {
    let listed = question.listed();
    match (&question.kind, answer) {
        (_, Answer::Missing) => "nothing".to_owned(),
        (Kind::Many(_), Answer::Pick(also)) => also_words(text, also),
        (_, Answer::Ticks(0)) => "*none of these*".to_owned(),
        (_, Answer::Ticks(bits)) => {
            let ticked = (0..listed).filter(|tick| bits >> tick & 1 == 1);
            let labels: Vec<_> =
                ticked.map(|tick| format!("“{}”", text.answers[tick])).collect();
            labels.join(" and ")
        }
        (_, Answer::Pick(pick)) if pick >= listed => also_words(text, pick - listed),
        (Kind::Number(classes), Answer::Pick(pick)) => number_words(text, classes, pick),
        (Kind::One(_), Answer::Pick(pick)) => format!("“{}”", text.answers[pick]),
    }
}

/// "Not sure" and its like: in italics, as nobody chose it for what it says.
fn also_words(text: &QuestionText, also: usize) -> String {
    let label = &text.also[also];
    if label.starts_with("I ") {
        format!("*{label}*")
    } else {
        format!("*{}*", label.to_lowercase())
    }
}

/// A class of numbers by the label of its band, where it has just one.
fn number_words(text: &QuestionText, classes: &[(i64, i64)], pick: usize) -> String {
    let mut bands = text.bands.iter().filter(|band| band.pick == pick);
    if let (Some(band), None) = (bands.next(), bands.next()) {
        return format!("“{}”", band.label);
    }
    let (from, to) = classes[pick];
    format!("“{from} to {to}”")
}

/// The ordinary answers that are left, told as one where they are one.
fn rest_of(rest: &[String], only: bool) -> String {
    // "No" and "No, never" are the same answer to whoever reads the sentence.
    let start =
        |words: &str| words.split([',', '”']).next().unwrap_or_default().to_owned();
    let same = rest
        .first()
        .filter(|first| rest.iter().all(|words| start(words) == start(first)));
    let (verb, what) = match same {
        None if rest.is_empty() => return String::new(),
        None => ("gives ", "the ordinary answer".to_owned()),
        Some(first) => ("answers ", start(first).replace('“', "")),
    };
    match (only, same) {
        (true, _) => format!("{verb}{what} to every question"),
        (false, Some(_)) => format!(", and {what} to the rest"),
        (false, None) => format!(", and {verb}{what} to the rest"),
    }
}
