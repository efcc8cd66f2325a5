//! Every question that a clinician would ask of the rules, answered for all combinations.
mod need;
mod promise;
mod step;

use alloc::vec::Vec;

use crate::compile::{Model, TooLarge};
use crate::diagram::{FALSE, NodeId};
use crate::{Answer, Table};

/// What was proved of a table, and what was refuted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    /// How many combinations of answers there are; none past 128 bits.
    pub combinations: Option<u128>,
    /// The exponent of the highest power of ten that is not above that number.
    pub power_of_ten: u32,
    /// Inner nodes of the diagram that the browser gets.
    pub nodes: usize,
    /// How many combinations get the `otherwise` outcome, and the simplest of them.
    pub otherwise: Option<u128>,
    /// The simplest answers that get the `otherwise` outcome.
    pub otherwise_example: Option<Vec<Answer>>,
    /// How many combinations each outcome has.
    pub outcomes: Vec<Option<u128>>,
    /// For each promise how it is broken, if it is.
    pub promises: Vec<Option<Counterexample>>,
    /// How many steps of `risk` orders were compared.
    pub steps: usize,
    /// What was refuted, in the order of the questions asked here.
    pub faults: Vec<Fault>,
}

/// A counterexample to a promise or a step, and how many there are like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// In how many combinations.
    pub count: Option<u128>,
    /// The simplest of them.
    pub answers: Vec<Answer>,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answers lead to this question.
    QuestionNeverAsked(usize),
    /// No outcome or shown panel changes with this question.
    QuestionOfNoUse(usize),
    /// No outcome or shown panel ever tells these facts of a question apart.
    FactsAlike(usize, Vec<usize>),
    /// No answers lead to this outcome.
    OutcomeNeverReached(usize),
    /// No answers show this panel.
    PanelNeverShown(usize),
    /// No answers make this rule fire.
    RuleDead(usize),
    /// Without this rule no outcome or shown panel changes for anyone.
    RuleRedundant(usize),
    /// Wherever this rule fires, the outcome is a more cautious one.
    RuleNeverDecisive(usize),
    /// This promise is broken.
    PromiseBroken(usize),
    /// Nobody is meant by this promise.
    PromiseMeansNobody(usize),
    /// These two promises can't both be kept for someone.
    PromisesAtOdds(usize, usize, Vec<Answer>),
    /// The second fact of a question is riskier than the first, yet its outcome is less
    /// cautious. On a `many` question two answers: facts are told by the answers themselves.
    StepBroken {
        /// The question.
        question: usize,
        /// The safer answer.
        safer: Answer,
        /// The riskier answer.
        riskier: Answer,
        /// How many who give the safer answer it is broken for, and the simplest of them, whose
        /// answer to the question itself does not matter.
        broken: Counterexample,
    },
    /// `otherwise` is not the least cautious outcome.
    OtherwiseNotLeast,
    /// No promise says who alone may get the `otherwise` outcome.
    OtherwiseNotEarned,
}

/// Proves everything of a table.
pub fn prove(table: &Table) -> Result<Proofs, TooLarge> {
    Model::new(table)?.prove()
}

impl Model<'_> {
    /// Proves everything of this model's table.
    pub fn prove(mut self) -> Result<Proofs, TooLarge> {
        let mut proofs = self.figures();
        self.reach(&mut proofs.faults);
        self.use_of_rules(&mut proofs.faults);
        self.use_of_questions(&mut proofs.faults);
        self.promises(&mut proofs);
        self.at_odds(&mut proofs.faults);
        self.earned(&mut proofs.faults);
        self.steps(&mut proofs);
        self.whole().map(|_| proofs)
    }

    /// The figures, before anything is asked.
    fn figures(&self) -> Proofs {
        let otherwise = self.table.otherwise as u32;
        let count = |wanted: usize| {
            self.order.count(&self.manager, self.outcome, |leaf| leaf as usize == wanted)
        };
        Proofs {
            combinations: self.order.combinations(),
            power_of_ten: self.order.power_of_ten(),
            nodes: self.manager.nodes(self.root).len(),
            otherwise: count(self.table.otherwise),
            otherwise_example: self
                .order
                .cheapest(&self.manager, self.outcome, |leaf| leaf == otherwise),
            outcomes: (0..self.table.outcomes.len()).map(count).collect(),
            ..Proofs::default()
        }
    }

    /// What nobody ever reaches: a diagram that is the leaf "no" is so for all answers.
    fn reach(&mut self, faults: &mut Vec<Fault>) {
        let never = |parts: &[NodeId]| -> Vec<usize> {
            (0..parts.len()).filter(|index| parts[*index] == FALSE).collect()
        };
        faults.extend(never(&self.asked).into_iter().map(Fault::QuestionNeverAsked));
        let reached = self.manager.leaves(self.outcome);
        let outcomes = 0..self.table.outcomes.len();
        let lost =
            outcomes.filter(|outcome| reached.binary_search(&(*outcome as u32)).is_err());
        faults.extend(lost.map(Fault::OutcomeNeverReached));
        faults.extend(never(&self.panels).into_iter().map(Fault::PanelNeverShown));
        faults.extend(never(&self.rules).into_iter().map(Fault::RuleDead));
    }
}
