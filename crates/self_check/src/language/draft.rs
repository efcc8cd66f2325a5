//! What stands in the file, before numbers are cut into classes: the values that the modules
//! beside this one read first and write as rules afterwards.
use ground::source::Span;
use ground::table::TomlValue;

use super::types::QuestionText;

/// The answers that may stand beside those of any question.
pub(crate) const ALSO: [&str; 2] = ["unsure", "decline"];

/// From and to; both ends belong to it.
pub(super) type Range = (i64, i64);

/// A question as it stands in the file.
pub(super) struct QuestionDraft<'a> {
    /// Its id.
    pub id: String,
    /// Where the id stands.
    pub at: Span,
    /// How it is answered.
    pub form: AnswerForm,
    /// The listed answers; none of a number.
    pub listed: Vec<AnswerDraft>,
    /// The ids of the answers beside them, `unsure` and `decline`.
    pub also: Vec<(String, Span)>,
    /// Whether it asks about harm to oneself.
    pub crisis: bool,
    /// Its order of risk, to be read once its answers are known by number.
    pub risk: Option<TomlValue<'a>>,
    /// When it is asked, to be read once all questions are known.
    pub ask_if: Option<TomlValue<'a>>,
    /// A number's bands, where the file lists them.
    pub bands: Vec<BandDraft>,
    /// The facts on which that rests.
    pub source: Vec<(String, Span)>,
    /// What it says. Its answers and bands are filled in when it is written.
    pub text: QuestionText,
}

/// An answer that is listed.
#[derive(Clone)]
pub(super) struct AnswerDraft {
    pub id: String,
    pub text: String,
    pub at: Span,
}

/// A band of a number, before it is known in which class it lies.
pub(super) struct BandDraft {
    pub values: Range,
    pub label: String,
    pub at: Span,
}

/// How a question is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AnswerForm {
    /// One of the listed answers.
    One,
    /// Any of the listed answers, or none of them.
    Many,
    /// A whole number within these bounds.
    Number { min: i64, max: i64 },
}

impl AnswerForm {
    /// A number whose bounds are not known, so that nothing else is said of what lies in
    /// them.
    pub(super) const ANY_NUMBER: Self = Self::Number { min: i64::MIN, max: i64::MAX };
}

impl QuestionDraft<'_> {
    /// Whether it is asked only of some.
    pub(super) fn is_conditional(&self) -> bool {
        self.ask_if.is_some()
    }

    /// The ids of its answers: the listed ones, then those beside them.
    pub(super) fn answer_ids(&self) -> impl Iterator<Item = &str> + Clone {
        let listed = self.listed.iter().map(|answer| answer.id.as_str());
        listed.chain(self.also.iter().map(|(id, _)| id.as_str()))
    }
}

/// A sum over answers.
pub(super) struct ScoreDraft {
    /// Its id.
    pub id: String,
    /// What visitors read for it.
    pub title: Option<String>,
    /// What each answer of each question adds.
    pub items: Vec<ItemDraft>,
    /// The lowest and the highest sum.
    pub bounds: Range,
}

/// What one question adds to a sum.
pub(super) struct ItemDraft {
    pub question: usize,
    /// The points of its listed answers, or of a number's ranges.
    pub listed: PointsDraft,
    /// The points of the answers beside them.
    pub also: Vec<i64>,
}

/// The points of what is listed.
pub(super) enum PointsDraft {
    /// One answer after the other.
    Answers(Vec<i64>),
    /// A number's ranges, each with its points.
    Ranges(Vec<(Range, i64)>),
}

/// Rows of which one must hold; in a row all cells must.
pub(super) type ConditionDraft = Vec<Vec<CellDraft>>;

/// What a condition asks of one question or score.
pub(super) struct CellDraft {
    pub test: CellTest,
    /// Where the question or score is named.
    pub at: Span,
}

/// The test in a cell.
pub(super) enum CellTest {
    /// A number lies in a range.
    Range { question: usize, range: Range },
    /// A score lies in a range.
    Score { score: usize, range: Range },
    /// One of `any` is answered, all of `all`, and none of `none`.
    Answers {
        question: usize,
        any: Option<Vec<AnswerRef>>,
        all: Vec<AnswerRef>,
        none: Vec<AnswerRef>,
    },
}

/// An answer by its number, before those of numbers are known.
#[derive(Clone, Copy)]
pub(super) enum AnswerRef {
    /// One of the listed answers.
    Listed(usize),
    /// That nothing is ticked.
    NoneOfThese,
    /// One of the answers beside the listed ones.
    Also(usize),
}

/// What a condition may name.
pub(super) struct Vocabulary<'w, 'a> {
    pub questions: &'w [QuestionDraft<'a>],
    pub scores: &'w [ScoreDraft],
}

impl Vocabulary<'_, '_> {
    /// The last question that a cell looks at.
    pub(super) fn last_question(&self, cell: &CellDraft) -> Option<usize> {
        match &cell.test {
            CellTest::Range { question, .. } | CellTest::Answers { question, .. } => {
                Some(*question)
            }
            CellTest::Score { score, .. } => {
                self.scores.get(*score)?.items.iter().map(|item| item.question).max()
            }
        }
    }
}
