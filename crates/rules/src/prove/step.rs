//! A riskier answer never has a less cautious outcome.
use alloc::vec;
use alloc::vec::Vec;

use super::{Broken, Fault, Proofs};
use crate::compile::Model;
use crate::diagram::{FALSE, Ref, TRUE};
use crate::memo::Memo;
use crate::{Answer, Risk, Table};

impl Model<'_> {
    pub(super) fn steps(&mut self, proofs: &mut Proofs) {
        let nodes = self.store.nodes(self.outcome);
        let mut memo = Memo::default();
        for question in 0..self.table.questions.len() {
            for (safer, riskier) in steps(self.table, question) {
                proofs.steps += 1;
                if !self.is_step_kept(&mut memo, &nodes, question, &safer, &riskier) {
                    proofs.faults.extend(self.step_broken(question, &safer, &riskier));
                }
            }
        }
    }

    /// Whether a step never lowers the outcome. It is enough to look where the diagram asks
    /// for it: each such place is reached by some answers, and elsewhere it changes nothing.
    fn is_step_kept(
        &self,
        memo: &mut Memo,
        nodes: &[Ref],
        question: usize,
        safer: &Side,
        riskier: &Side,
    ) -> bool {
        let first = self.layout.first[question];
        let asked = first + riskier.last().map_or(0, |(part, _)| *part);
        let asks = |node: &&Ref| self.store.variable(**node) == asked;
        let follow = |node: Ref, side: &Side| {
            side.iter().fold(node, |at, (part, value)| match self.store.variable(at) {
                variable if variable == first + part => self.store.children(at)[*value],
                _ => at,
            })
        };
        nodes.iter().filter(asks).all(|node| {
            self.store.is_below(memo, follow(*node, safer), follow(*node, riskier))
        })
    }

    /// A step that lowers the outcome, with an example.
    fn step_broken(
        &mut self,
        question: usize,
        safer: &Side,
        riskier: &Side,
    ) -> Option<Fault> {
        let low = self.cofactor(question, safer);
        let high = self.cofactor(question, riskier);
        let worse = self.store.apply(low, high, &|low, high| {
            if low == high {
                return Some(FALSE);
            }
            Some(Ref::truth(low.value()? > high.value()?))
        });
        let answers = self.layout.cheapest(&self.store, worse, |leaf| leaf == 1)?;
        let from = self.side(question, safer);
        let from = self.store.and(worse, from);
        let count = self.layout.count(&self.store, from, |leaf| leaf == 1);
        let broken = Broken { count, answers };
        let [safer, riskier] =
            [safer, riskier].map(|side| self.told(question, side, &broken.answers));
        Some(Fault::StepBroken { question, safer, riskier, broken })
    }

    /// When some variables of a question have these values.
    fn side(&mut self, question: usize, side: &[(usize, usize)]) -> Ref {
        let first = self.layout.first[question];
        side.iter().fold(TRUE, |all, (part, value)| {
            let so = self.value(first + part, *value);
            self.store.and(all, so)
        })
    }

    /// The outcome where some variables of a question have these values.
    fn cofactor(&mut self, question: usize, side: &[(usize, usize)]) -> Ref {
        let first = self.layout.first[question];
        side.iter().fold(self.outcome, |outcome, (part, value)| {
            self.store.restrict(outcome, first + part, *value)
        })
    }

    /// The answer to a question with these values, and otherwise as in an example.
    fn told(
        &self,
        question: usize,
        side: &[(usize, usize)],
        example: &[Answer],
    ) -> Answer {
        let mut values: Vec<usize> = (0..self.store.variables())
            .map(|variable| self.layout.value(example, variable))
            .collect();
        for (part, value) in side {
            values[self.layout.first[question] + part] = *value;
        }
        self.layout.answers(&values)[question]
    }
}

/// Values of some of a question's variables: which of them, and its value.
type Side = Vec<(usize, usize)>;

/// The steps from a safer to a riskier answer that a question declares, or that hold for
/// "not sure" and "rather not say" wherever there is an order.
fn steps(table: &Table, index: usize) -> Vec<(Side, Side)> {
    let question = &table.questions[index];
    let also = question.first_also()..question.facts();
    match &question.risk {
        Risk::Unordered => vec![],
        Risk::Levels(levels) => {
            let mut pairs: Vec<(usize, usize)> = vec![];
            for (low, high) in levels.iter().zip(levels.iter().skip(1)) {
                pairs.extend(low.iter().flat_map(|a| high.iter().map(|b| (*a, *b))));
            }
            for first in levels.first().into_iter().flatten() {
                let beside = also.clone().filter(|fact| fact != first);
                let beside = beside
                    .filter(|fact| !also.contains(first) || !levels[0].contains(fact));
                pairs.extend(beside.map(|fact| (*first, fact)));
            }
            pairs.sort_unstable();
            pairs.dedup();
            pairs.into_iter().map(|(a, b)| (vec![(0, a)], vec![(0, b)])).collect()
        }
        Risk::MoreTicks => {
            let ticks = 1..=question.listed();
            let none: Side =
                [(0, 0)].into_iter().chain(ticks.clone().map(|t| (t, 0))).collect();
            let more =
                ticks.map(|tick| (vec![(0, 0), (tick, 0)], vec![(0, 0), (tick, 1)]));
            let also =
                (1..=question.also.len()).map(|which| (none.clone(), vec![(0, which)]));
            more.chain(also).collect()
        }
    }
}
