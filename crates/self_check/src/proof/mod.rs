//! What is proved of a self-check, as figures for programs and findings for people.
//!
//! `rules` proves by indices; here they become ids, places in the file and the questions' own
//! words. Nothing is decided here that `rules` has not decided.
pub mod chart;
pub mod difference;
mod fault;
mod mutant;
pub mod mutation;
mod person;
pub mod sign;
pub mod summary;
pub mod table;

use ground::diagnostic::Diagnostic;
use rules::compile::{Model, TooLarge};
use rules::prove::Proofs;
use rules::variables::VariableOrder;
use rules::{Answer, Next, Program, Verdict};

use crate::language::{Example, SelfCheck};

pub use person::{answer, person};

/// All that was proved, or refuted, of a self-check.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// What the browser runs; none when the diagram grew past its budget.
    pub program: Option<Program>,
    /// How many combinations of answers there are; none past 128 bits.
    pub combinations: Option<u128>,
    /// The exponent of the highest power of ten that is not above that number.
    pub power_of_ten: Option<u32>,
    /// The figures; none when the diagram grew past its budget.
    pub figures: Option<Proofs>,
    /// Each promise, in the order of the file; empty when there are no figures.
    pub promises: Vec<Kept>,
    /// How many example stories come out as they say.
    pub examples: usize,
    /// What does not hold.
    pub findings: Vec<Diagnostic>,
}

/// Whether a promise is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The promise's id.
    pub name: String,
    /// Whether it holds for every combination of answers.
    pub proved: bool,
    /// Somebody for whom it does not, in the questions' own words.
    pub example: Option<String>,
}

/// Proves all that is owed, for every combination of answers.
pub fn prove(check: &SelfCheck) -> Proof {
    match Model::new(&check.table).and_then(|model| Ok((model.program(), model.prove()?)))
    {
        Ok((program, figures)) => proved(check, program, figures),
        Err(large) => too_large(check, &large),
    }
}

/// The proof by its figures, with the stories tried beside them.
fn proved(check: &SelfCheck, program: Program, figures: Proofs) -> Proof {
    let faults = figures.faults.iter();
    let faults = faults.filter(|fault| !fault::is_told(fault, &figures.faults));
    let mut findings: Vec<_> =
        faults.map(|fault| fault::finding(check, &figures, fault)).collect();
    let told = findings.len();
    let stories = check.examples.iter();
    findings.extend(stories.filter_map(|story| differs(check, &program, story)));
    Proof {
        combinations: figures.combinations,
        power_of_ten: Some(figures.power_of_ten),
        promises: promises(check, &figures),
        // Every story that comes out otherwise has one finding.
        examples: check.examples.len() - (findings.len() - told),
        program: Some(program),
        figures: Some(figures),
        findings,
    }
}

/// Each promise, and somebody for whom it is broken.
fn promises(check: &SelfCheck, figures: &Proofs) -> Vec<Kept> {
    let promises = check.table.promises.iter().zip(&figures.promises);
    let promises = promises.map(|(promise, broken)| Kept {
        name: promise.id.clone(),
        proved: broken.is_none(),
        example: broken.as_ref().map(|broken| person(check, &broken.answers)),
    });
    promises.collect()
}

/// What is known of rules whose diagram grew past its budget.
fn too_large(check: &SelfCheck, large: &TooLarge) -> Proof {
    let order = VariableOrder::new(&check.table);
    Proof {
        combinations: order.combinations(),
        power_of_ten: Some(order.power_of_ten()),
        findings: vec![fault::too_large(check, large)],
        ..Proof::default()
    }
}

/// A number with its thousands apart: 324,000,000.
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Why answers come to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// This question is asked and has no answer.
    Missing(usize),
    /// The rules and their diagram differ, which must never be.
    Fault,
}

impl Undecided {
    /// The same in words.
    pub fn message(self, check: &SelfCheck) -> String {
        let Self::Missing(question) = self else {
            return "the rules and their diagram differ: please report it".to_owned();
        };
        let id = &check.table.questions[question].id;
        format!("`{id}` is asked and has no answer")
    }
}

/// What these answers come to.
pub fn decide(program: &Program, answers: &[Answer]) -> Result<Verdict, Undecided> {
    match program.next(answers) {
        Next::Done(verdict) => Ok(verdict),
        Next::Ask(question) => Err(Undecided::Missing(question)),
        Next::Fault => Err(Undecided::Fault),
    }
}

/// A story that does not come out as it says.
fn differs(check: &SelfCheck, program: &Program, story: &Example) -> Option<Diagnostic> {
    let verdict = match decide(program, &story.answers) {
        Ok(verdict) => verdict,
        Err(open) => {
            let message = format!("this story comes to nothing: {}", open.message(check));
            let finding = Diagnostic::error("example-differs", message);
            let finding = finding.at(story.at.clone());
            return Some(finding.help("add the answer to its answers"));
        }
    };
    if is_as_told(&verdict, story) {
        return None;
    }
    let finding = Diagnostic::error("example-differs", otherwise(check, &verdict, story))
        .at(story.at.clone())
        .help("change the rules, or what the story expects");
    Some(fault::with_rules(check, finding, &verdict.fired))
}

/// Whether a story comes out as it says; it need not say which panels.
fn is_as_told(verdict: &Verdict, story: &Example) -> bool {
    let panels = story.panels.unwrap_or(verdict.panels);
    (verdict.outcome, verdict.panels) == (story.outcome, panels)
}

/// How a story comes out, and how it says.
fn otherwise(check: &SelfCheck, verdict: &Verdict, story: &Example) -> String {
    let outcome = |outcome: usize| check.table.outcomes[outcome].id.as_str();
    let shown = |panels: u64| match fault::panels(check, panels).join("`, `") {
        ids if ids.is_empty() => "no panel".to_owned(),
        ids => format!("`{ids}`"),
    };
    let panels = story.panels.unwrap_or(verdict.panels);
    if verdict.outcome == story.outcome {
        return format!(
            "this person is shown {}, not {}",
            shown(verdict.panels),
            shown(panels)
        );
    }
    format!(
        "this person gets the outcome `{}`, not `{}`",
        outcome(verdict.outcome),
        outcome(story.outcome)
    )
}
