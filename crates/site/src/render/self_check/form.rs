//! What the page of a self-check shows, as values that the HTML, the style sheet and the
//! questionnaire are all written from.
use rules::Table;

use crate::read::practice::Practice;

/// What every outcome but help in a crisis says.
pub const STANDING: &str =
    "This is not a diagnosis. A clinician, here or elsewhere, can help you decide.";

/// All that the page of a self-check shows.
pub struct SelfCheckForm<'a> {
    /// What the answers mean.
    pub table: &'a Table,
    /// The rules for the browser, as [`rules::Program::pack`] gives them.
    pub program: &'a [u8],
    /// The questions of the table, in words.
    pub questions: Vec<QuestionView<'a>>,
    /// The scores of the table.
    pub scores: Vec<ScoreView<'a>>,
    /// The outcomes of the table.
    pub outcomes: Vec<TitledHtml<'a>>,
    /// The panels of the table.
    pub panels: Vec<TitledHtml<'a>>,
    /// Why each rule of the table fires.
    pub reasons: Vec<Reason<'a>>,
    /// Whom to call.
    pub practice: &'a Practice,
    /// The address of the questions as a FHIR R4 `Questionnaire`.
    pub questionnaire: String,
    /// The day on which a clinician signed what the rules mean and say now, if one did.
    pub signed_on: Option<String>,
    /// Help in a crisis, as safe HTML: it stands after the first question in every mode. Nothing
    /// where the practice says none.
    pub crisis: String,
}

/// A question in words.
pub struct QuestionView<'a> {
    /// The question.
    pub ask: &'a str,
    /// A few words that name it, for the list of answers that someone prints.
    pub short: &'a str,
    /// How to answer it.
    pub help: Option<&'a str>,
    /// Why it is asked.
    pub why: Option<&'a str>,
    /// The marks of the sources of that, as safe HTML.
    pub sources: String,
    /// What can be picked, in the order on the page: answers, ticks or bands; of a question
    /// that takes several ticks then "none of these"; then "not sure" and its like.
    pub choices: Vec<Choice<'a>>,
}

/// What can be picked or ticked.
pub struct Choice<'a> {
    /// The words.
    pub label: &'a str,
    /// Which fact it makes true (see [`rules::Question::facts`]). Several bands of a number
    /// may stand for one.
    pub fact: usize,
}

/// A score as visitors see it.
pub struct ScoreView<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The lowest and the highest sum.
    pub range: (i64, i64),
}

/// A title and a text.
pub struct TitledHtml<'a> {
    /// The title.
    pub title: &'a str,
    /// The text as safe HTML.
    pub html: String,
}

/// Why a rule fires.
pub struct Reason<'a> {
    /// A sentence for visitors.
    pub because: &'a str,
    /// The mark of its sources, as safe HTML.
    pub sources: String,
}

/// The id of a choice's input.
pub(super) fn input_id(question: usize, choice: usize) -> String {
    format!("q{}-{}", question + 1, choice + 1)
}

/// Whether a panel is called for by the first question alone: help that stands beside it,
/// and shows at once.
pub(super) fn is_urgent(table: &Table, panel: usize) -> bool {
    table.rules.iter().any(|rule| rule.panels >> panel & 1 == 1 && reads_first_only(rule))
}

/// Whether a rule looks at the first question and at no other.
pub(super) fn reads_first_only(rule: &rules::Rule) -> bool {
    let first =
        |cell: &rules::Cell| matches!(cell, rules::Cell::Answer { question: 0, .. });
    rule.when.iter().flatten().all(first)
}
