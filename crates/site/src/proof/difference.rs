//! What an edit of the rules changes: for how many combinations of answers, and for whom.
use rules::align::{Aligned, Origin, align};
use rules::compile::TooLarge;
use rules::diff::{VerdictChange, diff};
use rules::variables::VariableOrder;
use rules::{Kind, Question};

use super::grouped;
use super::person::person;
use crate::read::self_check::{QuestionText, SelfCheck, Texts};

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
        let of =
            self.compared.map_or_else(String::new, |all| format!(" of {}", grouped(all)));
        let mut sentences = self.apart.clone();
        sentences.extend(self.changes.iter().map(|change| {
            let count =
                change.count.map_or_else(|| "more than 10^38".to_owned(), grouped);
            let noun = if of.is_empty() && count == "1" {
                "combination"
            } else {
                "combinations"
            };
            format!("{count}{of} {noun} {}: for example {}.", change.what, change.example)
        }));
        if self.changes.is_empty() {
            let all = if self.apart.is_empty() { "Nobody" } else { "Else nobody" };
            sentences.push(format!("{all} is shown another outcome or other panels."));
        }
        sentences
    }
}

/// What an edit changes.
pub fn difference(old: &SelfCheck, new: &SelfCheck) -> Result<Difference, TooLarge> {
    let Some(both) = align(&old.table, &new.table) else {
        let apart = "The questions were put into another order, on which some of them \
                     depend, so no combination can be compared.";
        return Ok(Difference { apart: vec![apart.to_owned()], ..Difference::default() });
    };
    let Aligned { old: before, new: after, questions } = &both;
    let texts = questions.iter().zip(&after.questions);
    let texts = texts.map(|(origin, question)| text([old, new], *origin, question));
    let texts = Texts { questions: texts.collect(), ..new.texts.clone() };
    let told = SelfCheck { table: after.clone(), texts, ..new.clone() };
    let change = |change: VerdictChange| DescribedChange {
        count: change.count,
        what: what(&before.outcomes[change.from].id, &after.outcomes[change.to].id),
        example: person(&told, &change.answers),
    };
    Ok(Difference {
        apart: apart([old, new], questions),
        compared: VariableOrder::new(after).combinations(),
        changes: diff(before, after)?.into_iter().map(change).collect(),
    })
}

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
                let [old, new] = [
                    answers(&sides[0].table.questions[old]),
                    answers(&sides[1].table.questions[new]),
                ];
                let here = |answers: &[String], others: &[String], what: &str| {
                    let only = answers.iter().filter(|answer| !others.contains(answer));
                    let only: Vec<_> = only.map(|answer| format!("`{answer}`")).collect();
                    (!only.is_empty()).then(|| {
                        let only = only.join(", ");
                        format!("{what} of the question `{id}`: {only}. Nothing is compared with it.")
                    })
                };
                apart.extend(here(&new, &old, "New answer"));
                apart.extend(here(&old, &new, "Lost answer"));
            }
            (None, _) => apart.push(format!("The question `{id}` is new.")),
            (_, None) => apart.push(format!("The question `{id}` is gone.")),
        }
    }
    apart
}

/// The answers to a question that can be new or lost.
fn answers(question: &Question) -> Vec<String> {
    let listed = match &question.kind {
        Kind::One(ids) | Kind::Many(ids) => ids.clone(),
        Kind::Number(classes) => {
            let bounds = classes.first().zip(classes.last());
            bounds
                .map(|(first, last)| format!("{} to {}", first.0, last.1))
                .into_iter()
                .collect()
        }
    };
    listed.into_iter().chain(question.also.iter().cloned()).collect()
}
