//! What an edit of the rules changes: for how many combinations of answers, and for whom.
use rules::align::{Aligned, Origin, align};
use rules::compile::TooLarge;
use rules::diff::{VerdictChange, diff};
use rules::variables::VariableOrder;
use rules::{Kind, Question};

use super::grouped;
use super::person::person;
use crate::language::{QuestionText, SelfCheck, Texts};

/// What an edit changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What only one of the two has, each as a sentence: nothing can be compared with it.
    pub apart: Vec<String>,
    /// How many combinations could be compared; none past 128 bits.
    pub compared: Option<u128>,
    /// Those that come out otherwise, by outcomes: what became less cautious first.
    pub changes: Vec<DescribedChange>,
}

/// Combinations that come out otherwise in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedChange {
    /// How many; none past 128 bits.
    pub count: Option<u128>,
    /// What became of them: "had the outcome `a`, now `b`".
    pub what: String,
    /// The simplest of them, in words.
    pub example: String,
}

impl Difference {
    /// Each change as a sentence, what cannot be compared first.
    pub fn sentences(&self) -> Vec<String> {
        let changes = self.changes.iter().map(|change| change.sentence(self.compared));
        let nobody = self.changes.is_empty().then(|| {
            let all = if self.apart.is_empty() { "Nobody" } else { "Else nobody" };
            format!("{all} is shown another outcome or other panels.")
        });
        self.apart.iter().cloned().chain(changes).chain(nobody).collect()
    }
}

impl DescribedChange {
    /// The change as a sentence, out of so many combinations.
    fn sentence(&self, compared: Option<u128>) -> String {
        let of = compared.map_or_else(String::new, |all| format!(" of {}", grouped(all)));
        let count = self.count.map_or_else(|| "more than 10^38".to_owned(), grouped);
        let one = of.is_empty() && count == "1";
        let noun = if one { "combination" } else { "combinations" };
        format!("{count}{of} {noun} {}: for example {}.", self.what, self.example)
    }
}

/// What an edit changes.
pub fn difference(old: &SelfCheck, new: &SelfCheck) -> Result<Difference, TooLarge> {
    let Some(both) = align(&old.table, &new.table) else {
        let apart = "The questions were put into another order, on which some of them \
                     depend, so no combination can be compared.";
        return Ok(Difference { apart: vec![apart.to_owned()], ..Difference::default() });
    };
    let changes = diff(&both.old, &both.new)?;
    let compared = VariableOrder::new(&both.new).combinations();
    let apart = apart([old, new], &both.questions);
    Ok(Difference { apart, compared, changes: described([old, new], both, changes) })
}

/// Changes in words: those of the questions that are compared, the newer ones where they can.
fn described(
    sides: [&SelfCheck; 2],
    both: Aligned,
    changes: Vec<VerdictChange>,
) -> Vec<DescribedChange> {
    let Aligned { old, new, questions } = both;
    let texts = questions.iter().zip(&new.questions);
    let texts = texts.map(|(origin, question)| text(sides, *origin, question));
    let texts = Texts { questions: texts.collect(), ..sides[1].texts.clone() };
    let told = SelfCheck { table: new, texts, ..sides[1].clone() };
    let changes = changes.into_iter().map(|change| DescribedChange {
        count: change.count,
        what: what(&old.outcomes[change.from].id, &told.table.outcomes[change.to].id),
        example: person(&told, &change.answers),
    });
    changes.collect()
}

/// What became of people, from one outcome to the other.
fn what(from: &str, to: &str) -> String {
    if from == to {
        format!("keep the outcome `{to}` and see other panels")
    } else {
        format!("had the outcome `{from}`, now `{to}`")
    }
}

/// The question of one of the two that an origin names, the new one first, with its text.
fn source(sides: [&SelfCheck; 2], origin: Origin) -> (&Question, &QuestionText) {
    let (check, at) = match (origin.new, origin.old) {
        (Some(at), _) => (sides[1], at),
        (None, at) => (sides[0], at.unwrap_or_default()),
    };
    (&check.table.questions[at], &check.texts.questions[at])
}

/// The text of a common question: that of the newer one, with the answers that are left.
fn text(sides: [&SelfCheck; 2], origin: Origin, question: &Question) -> QuestionText {
    let (own, text) = source(sides, origin);
    let labels = |ids: &[String], own: &[String], labels: &[String]| -> Vec<String> {
        let places = ids.iter().filter_map(|id| own.iter().position(|other| other == id));
        places.filter_map(|at| labels.get(at).cloned()).collect()
    };
    let answers = match (&question.kind, &own.kind) {
        (Kind::One(ids) | Kind::Many(ids), Kind::One(own) | Kind::Many(own)) => {
            labels(ids, own, &text.answers)
        }
        _ => vec![],
    };
    let also = labels(&question.also, &own.also, &text.also);
    // Bands name classes, and those may be cut finer here.
    QuestionText { answers, also, bands: vec![], ..text.clone() }
}

/// What only one of the two has.
fn apart(sides: [&SelfCheck; 2], questions: &[Origin]) -> Vec<String> {
    let mut apart = vec![];
    for origin in questions {
        let id = &source(sides, *origin).0.id;
        match (origin.old, origin.new) {
            (Some(old), Some(new)) => {
                let old = answers(&sides[0].table.questions[old]);
                let new = answers(&sides[1].table.questions[new]);
                apart.extend(only(id, "New answer", &new, &old));
                apart.extend(only(id, "Lost answer", &old, &new));
            }
            (None, _) => apart.push(format!("The question `{id}` is new.")),
            (_, None) => apart.push(format!("The question `{id}` is gone.")),
        }
    }
    apart
}

/// The answers that are not among the others, if there are any.
fn only(id: &str, what: &str, answers: &[String], others: &[String]) -> Option<String> {
    let only = answers.iter().filter(|answer| !others.contains(answer));
    let only: Vec<_> = only.map(|answer| format!("`{answer}`")).collect();
    (!only.is_empty()).then(|| {
        let only = only.join(", ");
        format!("{what} of the question `{id}`: {only}. Nothing is compared with it.")
    })
}

/// The answers to a question that can be new or lost. Of a number the whole range: where it is
/// cut is no matter of answers, as both sides are cut alike before they are compared.
fn answers(question: &Question) -> Vec<String> {
    let listed = match &question.kind {
        Kind::One(ids) | Kind::Many(ids) => ids.clone(),
        Kind::Number(classes) => {
            let bounds = classes.first().zip(classes.last()).into_iter();
            bounds.map(|(first, last)| format!("{} to {}", first.0, last.1)).collect()
        }
    };
    listed.into_iter().chain(question.also.iter().cloned()).collect()
}
