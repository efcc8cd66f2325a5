//! The classes that all ranges of a file cut a number into.
//!
//! Two numbers that no range tells apart are the same answer to the rules. So a number from 0
//! to 120 is a handful of classes, and proofs try those.
use std::collections::BTreeSet;

use super::draft::{
    AnswerForm, CellTest, ConditionDraft, PointsDraft, QuestionDraft, Range, ScoreDraft,
};

/// For each question where it is cut.
pub(super) struct Cuts {
    questions: Vec<QuestionCuts>,
}

/// Where the answers to a question are cut.
struct QuestionCuts {
    form: AnswerForm,
    /// The first value of each class after the first.
    at: BTreeSet<i64>,
    shape: Shape,
}

/// How many answers are listed, and whether "none of these" is one.
#[derive(Clone, Copy, Default)]
pub(super) struct Shape {
    pub listed: usize,
    pub none: bool,
}

impl Cuts {
    /// Of every range in the `scores` and in the `conditions`: those of all questions, rules
    /// and promises.
    pub(super) fn new<'c>(
        questions: &[QuestionDraft<'_>],
        scores: &[ScoreDraft],
        conditions: impl Iterator<Item = &'c ConditionDraft>,
    ) -> Self {
        let mut cuts = Self { questions: questions.iter().map(uncut).collect() };
        for cell in conditions.flatten().flatten() {
            if let CellTest::Range { question, range } = cell.test {
                cuts.add(question, range);
            }
        }
        for item in scores.iter().flat_map(|score| &score.items) {
            if let PointsDraft::Ranges(ranges) = &item.listed {
                for (range, _) in ranges {
                    cuts.add(item.question, *range);
                }
            }
        }
        // Only when every range is in is it known how many classes a number has.
        for question in &mut cuts.questions {
            if let AnswerForm::Number { .. } = question.form {
                question.shape.listed = question.at.len() + 1;
            }
        }
        cuts
    }

    /// Cuts a question where a range begins and ends.
    fn add(&mut self, question: usize, (from, to): Range) {
        let Some(QuestionCuts { form: AnswerForm::Number { min, max }, at, .. }) =
            self.questions.get_mut(question)
        else {
            return;
        };
        // Nothing is cut off at the bounds themselves: no number lies beyond them.
        at.extend((from > *min).then_some(from));
        at.extend((to < *max).then(|| to.saturating_add(1)));
    }

    /// The classes of a number; none of another question.
    pub(super) fn classes(&self, question: usize) -> Vec<Range> {
        match self.questions.get(question) {
            Some(QuestionCuts { form: AnswerForm::Number { min, max }, at, .. }) => {
                rules::classes((*min, *max), at.iter().copied())
            }
            _ => vec![],
        }
    }

    /// How the answers to a question are numbered.
    pub(super) fn shape(&self, question: usize) -> Shape {
        self.questions.get(question).map_or_else(Shape::default, |cuts| cuts.shape)
    }
}

/// A question before any range is known.
fn uncut(draft: &QuestionDraft<'_>) -> QuestionCuts {
    let shape =
        Shape { listed: draft.listed.len(), none: draft.form == AnswerForm::Many };
    QuestionCuts { form: draft.form, at: BTreeSet::new(), shape }
}
