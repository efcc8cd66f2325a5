//! Which promises are kept, and whether they can be.
use alloc::vec::Vec;

use super::{Counterexample, Fault, Proofs};
use crate::compile::Model;
use crate::diagram::{FALSE, NodeId, TRUE};
use crate::{Claim, members};

impl Model<'_> {
    /// For each promise how it is broken, and which speak of nobody.
    pub(super) fn promises(&mut self, proofs: &mut Proofs) {
        for promise in 0..self.table.promises.len() {
            let (meant, broken) = self.promise(promise);
            if meant == FALSE {
                proofs.faults.push(Fault::PromiseMeansNobody(promise));
            }
            let broken = self.broken(broken);
            if broken.is_some() {
                proofs.faults.push(Fault::PromiseBroken(promise));
            }
            proofs.promises.push(broken);
        }
    }

    /// Who is meant by a promise, and for whom it is broken. An `only_if` means everyone.
    fn promise(&mut self, promise: usize) -> (NodeId, NodeId) {
        match &self.table.promises[promise].claim {
            Claim::Then { when, outcomes, panels } => {
                let when = self.when(when);
                let lacks = self.lacks(*outcomes, *panels);
                (when, self.manager.and(when, lacks))
            }
            Claim::OnlyIf { outcome, only_if } => {
                let may = self.when(only_if);
                let gets = self.gets(*outcome);
                (TRUE, self.manager.and_not(gets, may))
            }
        }
    }

    /// Who gets none of these outcomes, or is not shown one of these panels.
    fn lacks(&mut self, outcomes: u64, panels: u64) -> NodeId {
        let other = |leaf: u32| u32::from(outcomes >> leaf & 1 == 0);
        let mut lacks = self.manager.map_leaves(self.outcome, &other);
        for panel in members(panels) {
            let hidden = self.manager.and_not(TRUE, self.panels[panel]);
            lacks = self.manager.or(lacks, hidden);
        }
        lacks
    }

    /// The simplest answers that lead to yes, and how many do.
    fn broken(&self, diagram: NodeId) -> Option<Counterexample> {
        let answers = self.order.cheapest(&self.manager, diagram, |leaf| leaf == 1)?;
        Some(Counterexample {
            count: self.order.count(&self.manager, diagram, |leaf| leaf == 1),
            answers,
        })
    }

    /// Pairs of promises that want outcomes of someone which exclude each other, whatever the
    /// rules say; a promise that no outcome keeps is at odds with itself.
    pub(super) fn at_odds(&mut self, faults: &mut Vec<Fault>) {
        let claims: Vec<(NodeId, u64)> =
            (0..self.table.promises.len()).map(|promise| self.claim(promise)).collect();
        for (second, &(meant, kept)) in claims.iter().enumerate() {
            for (first, &(also_meant, also_kept)) in claims[..=second].iter().enumerate()
            {
                // One that nothing keeps is told once, not again with every other.
                let alone = kept == 0 || also_kept == 0;
                if kept & also_kept != 0 || alone && first != second {
                    continue;
                }
                let both = self.manager.and(also_meant, meant);
                let example = self.order.cheapest(&self.manager, both, |leaf| leaf == 1);
                faults.extend(
                    example.map(|answers| Fault::PromisesAtOdds(first, second, answers)),
                );
            }
        }
    }

    /// Whom a promise binds, and the outcomes that keep it.
    fn claim(&mut self, promise: usize) -> (NodeId, u64) {
        let every =
            u64::MAX.checked_shr(64 - self.table.outcomes.len() as u32).unwrap_or(0);
        match &self.table.promises[promise].claim {
            Claim::Then { when, outcomes, .. } => (self.when(when), outcomes & every),
            Claim::OnlyIf { outcome, only_if } => {
                let may = self.when(only_if);
                (self.manager.and_not(TRUE, may), every & !(1 << outcome))
            }
        }
    }

    /// Whether `otherwise` is the least cautious outcome, and some promise guards it.
    pub(super) fn earned(&self, faults: &mut Vec<Fault>) {
        if self.table.otherwise != 0 {
            faults.push(Fault::OtherwiseNotLeast);
        }
        let earns = |claim: &Claim| match claim {
            Claim::OnlyIf { outcome, .. } => *outcome == self.table.otherwise,
            Claim::Then { .. } => false,
        };
        if !self.table.promises.iter().any(|promise| earns(&promise.claim)) {
            faults.push(Fault::OtherwiseNotEarned);
        }
    }
}
