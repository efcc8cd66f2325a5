//! A self-check's file as a table of rules, its texts, and the place of each.
//!
//! All that is wrong with the file is found in one reading. The words of the file become
//! small numbers here; `rules` knows nothing else.
#![doc = include_str!("language.md")]
mod answer;
mod condition;
mod example;
mod outcome;
mod promise;
mod prose;
mod question;
mod range;
mod rule;
mod score;

use jiff::civil::Date;
use rules::{Answer, Table as Rules};

use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::read::table::{TomlDocument, TomlTable, TomlValue};
use crate::source::{Path, Span};

pub use answer::GivenAnswer;
pub use prose::prose;

/// A self-check, read.
#[derive(Clone, Debug)]
pub struct SelfCheck {
    /// What the rules mean.
    pub table: Rules,
    /// What visitors and clinicians read.
    pub texts: Texts,
    /// Where everything stands.
    pub spans: Spans,
    /// Stories of made-up people, and what the check must tell each of them.
    pub examples: Vec<Example>,
    /// Who signed the rules, if anybody did.
    pub review: Option<Signature>,
}

/// All texts of a self-check, in the order of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Texts {
    /// The self-check's own id.
    pub id: String,
    /// The self-check's title.
    pub title: String,
    /// What each question says.
    pub questions: Vec<QuestionText>,
    /// The outcomes' titles.
    pub outcomes: Vec<String>,
    /// The panels' titles.
    pub panels: Vec<String>,
    /// What each rule says when it holds.
    pub rules: Vec<RuleText>,
    /// What each promise says.
    pub promises: Vec<String>,
}

/// What a question says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuestionText {
    /// The question itself.
    pub ask: String,
    /// Why it is asked.
    pub why: Option<String>,
    /// What helps to answer it.
    pub help: Option<String>,
    /// A few words that name it within a sentence.
    pub short: Option<String>,
    /// The listed answers, in the order of the page. Empty for a number.
    pub answers: Vec<String>,
    /// The answers beside them: "Not sure".
    pub also: Vec<String>,
    /// A number's answers as bands of values.
    pub bands: Vec<Band>,
}

/// A band of a number that visitors can pick.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Band {
    /// What visitors read.
    pub label: String,
    /// The class of values that it lies in: an [`Answer::Pick`].
    pub pick: usize,
    /// The lowest and the highest value.
    pub values: (i64, i64),
}

/// What a rule says when it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RuleText {
    /// The reason, in words for the visitor.
    pub because: String,
    /// The facts that it rests on.
    pub source: Vec<(String, Span)>,
    /// Why it may stand without a promise that guards it, if it does.
    pub unguarded: Option<String>,
}

/// A made-up person.
#[derive(Clone, Debug)]
pub struct Example {
    /// Who it is.
    pub says: String,
    /// What they answer; nothing where it says nothing.
    pub answers: Vec<Answer>,
    /// The outcome that they must get.
    pub outcome: usize,
    /// The panels that they must see, one bit each, where it says so.
    pub panels: Option<u64>,
    /// Where it stands.
    pub at: Span,
}

/// A signature under the rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Who signed.
    pub by: String,
    /// Their credential.
    pub role: String,
    /// When.
    pub on: Date,
    /// The hash of the meaning that was signed.
    pub logic: String,
    /// The hash of the wording that was signed.
    pub wording: String,
    /// Where it stands.
    pub at: Span,
}

/// The place of everything, in the order of the table.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    /// Of `otherwise`.
    pub otherwise: Option<Span>,
    /// Of the outcomes' ids.
    pub outcomes: Vec<Span>,
    /// Of the panels' ids.
    pub panels: Vec<Span>,
    /// Of the questions' ids.
    pub questions: Vec<Span>,
    /// Of each fact of each question (see [`rules::Question::facts`]); that of the question
    /// where it has no word of its own.
    pub facts: Vec<Vec<Span>>,
    /// Of each question's `risk`.
    pub risk: Vec<Option<Span>>,
    /// Of the scores' ids.
    pub scores: Vec<Span>,
    /// Of the rules' ids.
    pub rules: Vec<Span>,
    /// Of the rules' `when`.
    pub whens: Vec<Span>,
    /// Of the promises' ids.
    pub promises: Vec<Span>,
}

/// Reads a self-check. None when something in it cannot be understood; a finding says what.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Option<SelfCheck> {
    let before = errors(found);
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let mut names = outcome::Names::default();
    let (mut rules, mut texts, mut spans) = <(Rules, Texts, Spans)>::default();
    outcome::read(&mut table, &mut rules, &mut texts, &mut spans, found);
    let questions = question::read(&mut table, &mut spans, found);
    let scores = score::read(&mut table, &questions, &mut spans, found);
    names.outcomes = rules.outcomes.iter().map(|outcome| outcome.id.clone()).collect();
    names.panels.clone_from(&rules.panels);
    let words = condition::Words { questions: &questions, scores: &scores };
    let asks = question::ask_ifs(&words, found);
    let rows = rule::read(&mut table, &words, &names, &mut spans, found);
    let promises = promise::read(&mut table, &words, &names, &mut spans, found);
    let cuts = range::Cuts::new(&questions, &asks, &rows, &promises);
    question::write(&questions, asks, &cuts, &mut rules, &mut texts, &mut spans, found);
    score::write(&scores, &mut rules);
    rule::write(rows, &cuts, &mut rules, &mut texts);
    promise::write(promises, &cuts, &mut rules, &mut texts);
    let examples = example::read(&mut table, &rules, found);
    let review = table.take("review").and_then(|value| review(&value, found));
    table.finish(found);
    (errors(found) == before).then_some(SelfCheck {
        table: rules,
        texts,
        spans,
        examples,
        review,
    })
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|finding| finding.level == Level::Error).count()
}

fn review(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<Signature> {
    let mut table = value.table(found)?;
    let mut text = |key| table.text(key, found).map(str::to_owned);
    let (by, role, logic, wording) =
        (text("by"), text("role"), text("logic"), text("wording"));
    let on = table.need("on", found).and_then(|value| value.date(found));
    table.finish(found);
    Some(Signature {
        by: by?,
        role: role?,
        on: on?,
        logic: logic?,
        wording: wording?,
        at: value.span(),
    })
}

/// An id is made of small letters, digits, `_` and `-`.
fn check_id(id: &str, at: &Span, found: &mut Vec<Diagnostic>) {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    if id.is_empty() || !id.chars().all(fits) {
        let finding =
            Diagnostic::error("id", format!("`{id}` cannot be an id")).at(at.clone());
        found
            .push(finding.help("use small letters, digits, _ and -: \"blood-pressure\""));
    }
}

/// Finds ids that stand twice among the same things.
fn check_twice(what: &str, ids: &[(String, Span)], found: &mut Vec<Diagnostic>) {
    for (at, (id, span)) in ids.iter().enumerate() {
        if let Some((_, first)) = ids[..at].iter().find(|(other, _)| other == id) {
            found.push(
                Diagnostic::error(
                    "name-twice",
                    format!("the {what} `{id}` stands twice"),
                )
                .at(span.clone())
                .label(first.clone(), "it stands here too")
                .help("give one of them another id"),
            );
        }
    }
}

/// The place of a name in a list of names, or a finding that names the nearest.
fn index_of<'n>(
    what: &str,
    name: &str,
    at: &Span,
    names: impl Iterator<Item = &'n str> + Clone,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let index = names.clone().position(|known| known == name);
    if index.is_none() {
        let help = match nearest(name, names.clone()) {
            Some(near) => format!("write \"{near}\""),
            None => one_of(&names.collect::<Vec<_>>()),
        };
        let message = format!("there is no {what} `{name}`");
        found.push(Diagnostic::error("name-unknown", message).at(at.clone()).help(help));
    }
    index
}

/// What can be written where a name is like none of the known ones.
fn one_of(names: &[&str]) -> String {
    match names {
        [] => "remove it, or write what it names first".to_owned(),
        names => format!("use one of: {}", names.join(", ")),
    }
}

/// A text that people read, under a key that must be there.
fn need_words(
    table: &mut TomlTable<'_>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    words(&table.need(key, found)?, found)
}

/// A text that people read: not blank.
fn words(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<String> {
    let text = value.text(found)?;
    if text.trim().is_empty() {
        let finding = Diagnostic::error("empty", "visitors would read nothing here");
        found.push(finding.at(value.span()).help("write the text between the quotes"));
    }
    Some(text.to_owned())
}

/// An optional text.
fn optional(
    table: &mut TomlTable<'_>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    words(&table.take(key)?, found)
}

/// Something that must hold more than nothing.
fn empty(what: &str, at: Span) -> Diagnostic {
    Diagnostic::error("empty", format!("{what} is empty"))
        .at(at)
        .help("write what it is about, or remove it")
}
