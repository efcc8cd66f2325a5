//! The reference semantics: the slow and obvious meaning of a table, against which all else is
//! tested. It reads the rules row by row, and knows nothing of diagrams.
//!
//! A condition is no, yes or unknown (`None`), as in Kleene's three-valued logic.
use alloc::vec;
use alloc::vec::Vec;

use crate::{Answer, Cell, Claim, Score, Table, Verdict, When};

impl Table {
    /// What these answers come to, where every question that is asked has one. A rule on an
    /// answer that is missing does not fire.
    pub fn decide(&self, answers: &[Answer]) -> Verdict {
        let asked = self.asked(answers);
        let fired: Vec<usize> = (0..self.rules.len())
            .filter(|&rule| {
                self.holds(&self.rules[rule].when, answers, &asked) == Some(true)
            })
            .collect();
        let outcomes = fired.iter().filter_map(|&rule| self.rules[rule].outcome);
        let outcome = outcomes.fold(self.otherwise, usize::max);
        // A stop may be certain before any rule with its outcome fires, so what stands beside it
        // must not hang on which rules have fired.
        let panels = match self.outcomes.get(outcome) {
            Some(shown) if shown.stop => self.stop_panels(outcome),
            _ => fired.iter().fold(0, |panels, &rule| panels | self.rules[rule].panels),
        };
        Verdict { outcome, panels, fired }
    }

    /// For each question whether it is asked; none where a missing answer keeps that open.
    pub fn asked(&self, answers: &[Answer]) -> Vec<Option<bool>> {
        let mut asked = Vec::with_capacity(self.questions.len());
        for question in &self.questions {
            let when = &question.ask_if;
            let always = when.is_empty().then_some(true);
            asked.push(always.or_else(|| self.holds(when, answers, &asked)));
        }
        asked
    }

    /// The panels of a stop outcome: those of all rules that have it, fired or not.
    pub fn stop_panels(&self, outcome: usize) -> u64 {
        let rules = self.rules.iter().filter(|rule| rule.outcome == Some(outcome));
        rules.fold(0, |panels, rule| panels | rule.panels)
    }

    /// The sum of a score; none while an item that is asked, or may be, has no answer.
    pub fn total(&self, score: usize, answers: &[Answer]) -> Option<i64> {
        self.sum(self.scores.get(score)?, answers, &self.asked(answers))
    }

    /// Every cell in it, to change it.
    pub(crate) fn cells(&mut self) -> impl Iterator<Item = &mut Cell> {
        let asks = self.questions.iter_mut().map(|question| &mut question.ask_if);
        let rules = self.rules.iter_mut().map(|rule| &mut rule.when);
        let promises = self.promises.iter_mut();
        let promises = promises.map(|promise| promise.claim.condition_mut());
        asks.chain(rules).chain(promises).flatten().flatten()
    }

    /// The questions that a cell is about.
    pub(crate) fn about(&self, cell: &Cell) -> Vec<usize> {
        match cell {
            Cell::Answer { question, .. } => vec![*question],
            Cell::Score { score, .. } => {
                self.scores[*score].items.iter().map(|item| item.question).collect()
            }
        }
    }

    /// Whether one of these rows holds.
    fn holds(
        &self,
        when: &When,
        answers: &[Answer],
        asked: &[Option<bool>],
    ) -> Option<bool> {
        let rows = when.iter().map(|row| {
            let cells = row.iter().map(|cell| self.cell(cell, answers, asked));
            all(&cells.collect::<Vec<_>>())
        });
        // One holds unless none does.
        let rows = rows.map(|row| row.map(|holds| !holds));
        all(&rows.collect::<Vec<_>>()).map(|none| !none)
    }

    /// Whether a cell holds: never on a question that is not asked.
    fn cell(
        &self,
        cell: &Cell,
        answers: &[Answer],
        asked: &[Option<bool>],
    ) -> Option<bool> {
        match *cell {
            Cell::Score { score, from, to } => {
                let sum = self.sum(&self.scores[score], answers, asked)?;
                Some((from..=to).contains(&sum))
            }
            Cell::Answer { question, any, all, none } => match asked.get(question)? {
                Some(true) => {
                    let facts = self.facts(question, answers)?;
                    Some(facts & any != 0 && facts & all == all && facts & none == 0)
                }
                known => *known,
            },
        }
    }

    /// What the answer to a question makes true; none where it has no answer.
    fn facts(&self, question: usize, answers: &[Answer]) -> Option<u64> {
        let answer = answers.get(question).copied().unwrap_or_default();
        let facts = self.questions[question].facts_of(answer);
        (facts != 0).then_some(facts)
    }

    /// The sum of a score; none while an item that is asked, or may be, has no answer.
    fn sum(
        &self,
        score: &Score,
        answers: &[Answer],
        asked: &[Option<bool>],
    ) -> Option<i64> {
        let mut sum = 0i64;
        for item in &score.items {
            if (*asked.get(item.question)?)? {
                let facts = self.facts(item.question, answers)?;
                let points = item.points.iter().enumerate();
                let counted = points.filter(|(fact, _)| facts >> fact & 1 == 1);
                sum = counted.fold(sum, |sum, (_, points)| sum.saturating_add(*points));
            }
        }
        Some(sum)
    }
}

impl Claim {
    /// Whom it is about.
    fn condition_mut(&mut self) -> &mut When {
        match self {
            Self::Then { when, .. } => when,
            Self::OnlyIf { only_if, .. } => only_if,
        }
    }
}

/// Whether all hold: one that does not settles it, else one that is not known leaves it open.
fn all(parts: &[Option<bool>]) -> Option<bool> {
    if parts.contains(&Some(false)) {
        return Some(false);
    }
    if parts.contains(&None) { None } else { Some(true) }
}
