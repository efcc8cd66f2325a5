//! Which promises are kept, and whether they can be.
use alloc::vec::Vec;

use super::{Broken, Fault, Proofs};
use crate::Claim;
use crate::compile::Model;
use crate::diagram::{FALSE, Ref, TRUE};

impl Model<'_> {
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
    fn promise(&mut self, promise: usize) -> (Ref, Ref) {
        match &self.table.promises[promise].claim {
            Claim::Then { when, outcomes, panels } => {
                let (outcomes, panels) = (*outcomes, *panels);
                let when = self.when(when);
                let bad = |leaf: u32| u32::from(outcomes >> leaf & 1 == 0);
                let mut broken = self.store.map(self.outcome, &bad);
                for panel in
                    (0..self.panels.len()).filter(|panel| panels >> panel & 1 == 1)
                {
                    let hidden = self.store.and_not(TRUE, self.panels[panel]);
                    broken = self.store.or(broken, hidden);
                }
                (when, self.store.and(when, broken))
            }
            Claim::OnlyIf { outcome, only_if } => {
                let may = self.when(only_if);
                let gets = |leaf: u32| u32::from(leaf as usize == *outcome);
                let gets = self.store.map(self.outcome, &gets);
                (TRUE, self.store.and_not(gets, may))
            }
        }
    }

    /// The simplest answers that lead to yes, and how many do.
    fn broken(&self, diagram: Ref) -> Option<Broken> {
        let answers = self.layout.cheapest(&self.store, diagram, |leaf| leaf == 1)?;
        Some(Broken {
            count: self.layout.count(&self.store, diagram, |leaf| leaf == 1),
            answers,
        })
    }

    /// Pairs of promises that want outcomes of someone which exclude each other, whatever the
    /// rules say; a promise that no outcome keeps is at odds with itself.
    pub(super) fn at_odds(&mut self, faults: &mut Vec<Fault>) {
        let claims: Vec<(Ref, u64)> =
            (0..self.table.promises.len()).map(|promise| self.claim(promise)).collect();
        for (second, &(meant, kept)) in claims.iter().enumerate() {
            for (first, &(also_meant, also_kept)) in claims[..=second].iter().enumerate()
            {
                // One that nothing keeps is told once, not again with every other.
                let alone = kept == 0 || also_kept == 0;
                if kept & also_kept != 0 || alone && first != second {
                    continue;
                }
                let both = self.store.and(also_meant, meant);
                if let Some(answers) =
                    self.layout.cheapest(&self.store, both, |leaf| leaf == 1)
                {
                    faults.push(Fault::PromisesAtOdds(first, second, answers));
                }
            }
        }
    }

    /// Whom a promise binds, and the outcomes that keep it.
    fn claim(&mut self, promise: usize) -> (Ref, u64) {
        let every =
            u64::MAX.checked_shr(64 - self.table.outcomes.len() as u32).unwrap_or(0);
        match &self.table.promises[promise].claim {
            Claim::Then { when, outcomes, .. } => (self.when(when), outcomes & every),
            Claim::OnlyIf { outcome, only_if } => {
                let may = self.when(only_if);
                (self.store.and_not(TRUE, may), every & !(1 << outcome))
            }
        }
    }

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
