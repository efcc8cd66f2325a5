//! What a self-check's file comes to: the rules, their texts, and the place of each.
use ground::source::Span;
use jiff::civil::Date;
use rules::{Answer, Table as Rules};

/// A self-check, read.
#[derive(Clone, Debug, Default)]
pub struct SelfCheck {
    /// What the rules mean.
    pub table: Rules,
    /// What visitors and clinicians read.
    pub texts: Texts,
    /// Where everything stands.
    pub spans: Spans,
    /// Stories of made-up people, and what the check must tell each of them.
    pub examples: Vec<Example>,
    /// The questions about harm to oneself, by the places of their ids: `crisis = true`. A site
    /// that asks one says whom to call.
    pub crisis: Vec<Span>,
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
    /// The facts on which that rests, if any, each with its place.
    pub sources: Vec<Vec<(String, Span)>>,
    /// What each score is called.
    pub scores: Vec<ScoreText>,
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

/// What a score is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ScoreText {
    /// Its title, where the file gives one.
    pub title: Option<String>,
    /// The lowest and the highest sum.
    pub range: (i64, i64),
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
