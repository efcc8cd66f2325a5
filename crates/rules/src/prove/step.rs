//! A riskier answer never has a less cautious outcome: the outcome is monotone in each order of
//! risk.
use alloc::vec;
use alloc::vec::Vec;

use super::{Counterexample, Fault, Proofs};
use crate::compile::Model;
use crate::computed_table::ComputedTable;
use crate::diagram::{FALSE, NodeId, TRUE};
use crate::{Answer, Question, Risk, Table};

impl Model<'_> {
    /// Compares the outcome on both sides of every step.
    pub(super) fn steps(&mut self, proofs: &mut Proofs) {
        let nodes = self.manager.nodes(self.outcome);
        let mut computed = ComputedTable::default();
        // One computed table for all steps: they compare parts of the same diagram.
        for question in 0..self.table.questions.len() {
            for (safer, riskier) in steps(self.table, question) {
                proofs.steps += 1;
                if !self.is_step_kept(&mut computed, &nodes, question, &safer, &riskier) {
                    proofs.faults.extend(self.step_broken(question, &safer, &riskier));
                }
            }
        }
    }

    /// Whether a step never lowers the outcome. It is enough to look where the diagram asks
    /// for it: each such place is reached by some answers, and elsewhere it changes nothing.
    fn is_step_kept(
        &self,
        computed: &mut ComputedTable,
        nodes: &[NodeId],
        question: usize,
        safer: &Side,
        riskier: &Side,
    ) -> bool {
        let first = self.order.first[question];
        let asked = first + riskier.last().map_or(0, |(part, _)| *part);
        let asks = |node: &&NodeId| self.manager.variable(**node) == asked;
        let follow = |node: NodeId, side: &Side| {
            side.iter().fold(node, |at, (part, value)| match self.manager.variable(at) {
                variable if variable == first + part => self.manager.children(at)[*value],
                _ => at,
            })
        };
        nodes.iter().filter(asks).all(|node| {
            self.manager.is_at_most(
                computed,
                follow(*node, safer),
                follow(*node, riskier),
            )
        })
    }

    /// A step that lowers the outcome, with an example.
    fn step_broken(
        &mut self,
        question: usize,
        safer: &Side,
        riskier: &Side,
    ) -> Option<Fault> {
        let low = self.restricted(question, safer);
        let high = self.restricted(question, riskier);
        let worse = self.manager.apply(low, high, &|low, high| {
            if low == high {
                return Some(FALSE);
            }
            Some(NodeId::truth(low.value()? > high.value()?))
        });
        let answers = self.order.cheapest(&self.manager, worse, |leaf| leaf == 1)?;
        // `worse` does not depend on the question itself: counted beside the safer answer only,
        // each combination counts once.
        let from = self.side(question, safer);
        let from = self.manager.and(worse, from);
        let count = self.order.count(&self.manager, from, |leaf| leaf == 1);
        let broken = Counterexample { count, answers };
        let [safer, riskier] =
            [safer, riskier].map(|side| self.told(question, side, &broken.answers));
        Some(Fault::StepBroken { question, safer, riskier, broken })
    }

    /// When some variables of a question have these values.
    fn side(&mut self, question: usize, side: &[(usize, usize)]) -> NodeId {
        let first = self.order.first[question];
        side.iter().fold(TRUE, |all, (part, value)| {
            let so = self.literal(first + part, *value);
            self.manager.and(all, so)
        })
    }

    /// The outcome where some variables of a question have these values.
    fn restricted(&mut self, question: usize, side: &[(usize, usize)]) -> NodeId {
        let first = self.order.first[question];
        side.iter().fold(self.outcome, |outcome, (part, value)| {
            self.manager.restrict(outcome, first + part, *value)
        })
    }

    /// The answer to a question with these values, and otherwise as in an example.
    fn told(
        &self,
        question: usize,
        side: &[(usize, usize)],
        example: &[Answer],
    ) -> Answer {
        let mut values: Vec<usize> = (0..self.manager.variables())
            .map(|variable| self.order.value(example, variable))
            .collect();
        for (part, value) in side {
            values[self.order.first[question] + part] = *value;
        }
        self.order.answers(&values)[question]
    }
}

/// Values of some of a question's variables: which of them, and its value.
type Side = Vec<(usize, usize)>;

/// The steps from a safer to a riskier answer that a question declares, or that hold for
/// "not sure" and "rather not say" wherever there is an order.
fn steps(table: &Table, index: usize) -> Vec<(Side, Side)> {
    let question = &table.questions[index];
    match &question.risk {
        Risk::Unordered => vec![],
        Risk::Levels(levels) => level_steps(question, levels),
        Risk::MoreTicks => tick_steps(question),
    }
}

/// From each level to the next, and from the first level to every answer beside the order.
fn level_steps(question: &Question, levels: &[Vec<usize>]) -> Vec<(Side, Side)> {
    let also = question.first_also()..question.facts();
    let mut pairs: Vec<(usize, usize)> = vec![];
    for (low, high) in levels.iter().zip(levels.iter().skip(1)) {
        pairs.extend(low.iter().flat_map(|a| high.iter().map(|b| (*a, *b))));
    }
    for first in levels.first().into_iter().flatten() {
        // Two of the first level are alike, even if one of them is "not sure".
        let beside = also.clone().filter(|fact| {
            fact != first && !(also.contains(first) && levels[0].contains(fact))
        });
        pairs.extend(beside.map(|fact| (*first, fact)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().map(|(a, b)| (vec![(0, a)], vec![(0, b)])).collect()
}

/// From each tick's absence to its presence, and from no tick at all to "not sure".
fn tick_steps(question: &Question) -> Vec<(Side, Side)> {
    let ticks = 1..=question.listed();
    let none: Side = [(0, 0)].into_iter().chain(ticks.clone().map(|t| (t, 0))).collect();
    let more = ticks.map(|tick| (vec![(0, 0), (tick, 0)], vec![(0, 0), (tick, 1)]));
    let also = (1..=question.also.len()).map(|which| (none.clone(), vec![(0, which)]));
    more.chain(also).collect()
}
