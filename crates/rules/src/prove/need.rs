//! Which rules and questions anything depends on.
use alloc::vec;
use alloc::vec::Vec;

use super::Fault;
use crate::compile::{Model, stops};
use crate::diagram::{FALSE, NodeId};
use crate::{Risk, Rule};

impl Model<'_> {
    /// Rules without which nothing changes, and rules that never decide the outcome.
    pub(super) fn use_of_rules(&mut self, faults: &mut Vec<Fault>) {
        let gets: Vec<NodeId> =
            (0..self.table.outcomes.len()).map(|outcome| self.gets(outcome)).collect();
        let needed = self.needed(&gets);
        for (rule, said) in self.table.rules.iter().enumerate() {
            let fires = self.rules[rule];
            if fires == FALSE {
                continue;
            }
            if !needed[rule] {
                faults.push(Fault::RuleRedundant(rule));
            }
            if said
                .outcome
                .is_some_and(|outcome| !self.manager.intersects(gets[outcome], fires))
            {
                faults.push(Fault::RuleNeverDecisive(rule));
            }
        }
    }

    /// Who gets an outcome.
    pub(super) fn gets(&mut self, outcome: usize) -> NodeId {
        self.manager.map_leaves(self.outcome, &|leaf| u32::from(leaf as usize == outcome))
    }

    /// Without which rules an outcome or a shown panel changes for someone: there one alone
    /// asks for what is shown. So no model has to be built without each rule in turn.
    fn needed(&mut self, gets: &[NodeId]) -> Vec<bool> {
        let mut needed = vec![false; self.table.rules.len()];
        for (outcome, gets) in gets.iter().enumerate().skip(self.table.otherwise + 1) {
            let rules = self.rules_with(|rule| rule.outcome == Some(outcome));
            self.alone(*gets, &rules, &mut needed);
        }
        let stops = stops(self.table);
        let goes_on = |leaf| u32::from(stops >> leaf & 1 == 0);
        let goes_on = self.manager.map_leaves(self.outcome, &goes_on);
        for panel in 0..self.table.panels.len() {
            let rules = self.rules_with(|rule| rule.panels >> panel & 1 == 1);
            self.alone(goes_on, &rules, &mut needed);
            self.needed_by_stops(gets, &rules, &mut needed);
        }
        needed
    }

    /// Marks each of the rules that show a panel which is the only one with its stop outcome:
    /// the panels of a stop are those of all rules that have it, fired or not.
    fn needed_by_stops(&self, gets: &[NodeId], rules: &[usize], needed: &mut [bool]) {
        let stops = stops(self.table);
        for (outcome, gets) in gets.iter().enumerate() {
            let with = |rule: &&usize| self.table.rules[**rule].outcome == Some(outcome);
            let fixed: Vec<usize> = rules.iter().filter(with).copied().collect();
            if let [only] = fixed[..]
                && stops >> outcome & 1 == 1
                && *gets != FALSE
            {
                needed[only] = true;
            }
        }
    }

    /// The rules for which something holds.
    fn rules_with(&self, which: impl Fn(&Rule) -> bool) -> Vec<usize> {
        let rules = self.table.rules.iter().enumerate();
        rules.filter(|(_, rule)| which(rule)).map(|(index, _)| index).collect()
    }

    /// Marks each of these rules that fires for someone of `among` for whom no other of them
    /// does: two diagrams for all rules, of whom at least one fires for, and at least two.
    fn alone(&mut self, among: NodeId, rules: &[usize], needed: &mut [bool]) {
        let (mut one, mut two) = (FALSE, FALSE);
        for &rule in rules {
            let both = self.manager.and(one, self.rules[rule]);
            two = self.manager.or(two, both);
            one = self.manager.or(one, self.rules[rule]);
        }
        let by_one = self.manager.and_not(among, two);
        for &rule in rules {
            needed[rule] |= self.manager.intersects(by_one, self.rules[rule]);
        }
    }

    /// Questions outside the support of the root, and answers that it never tells apart.
    pub(super) fn use_of_questions(&self, faults: &mut Vec<Fault>) {
        let support = self.manager.support(self.root);
        let nodes = self.manager.nodes(self.root);
        for (question, said) in self.table.questions.iter().enumerate() {
            let mut asked = support.iter().zip(&self.order.question);
            let ordered = matches!(said.risk, Risk::Levels(_));
            if self.asked[question] == FALSE {
                continue;
            }
            if !asked.any(|(used, of)| *used && *of == question) {
                faults.push(Fault::QuestionOfNoUse(question));
            } else if ordered && !said.is_many() {
                let alike = self.alike(&nodes, question).into_iter();
                faults.extend(alike.map(|facts| Fault::FactsAlike(question, facts)));
            }
        }
    }

    /// Groups of answers to a question that nothing ever tells apart: wherever the root asks
    /// it, they lead to the same.
    fn alike(&self, nodes: &[NodeId], question: usize) -> Vec<Vec<usize>> {
        let variable = self.order.first[question];
        let asks = |node: &&NodeId| self.manager.variable(**node) == variable;
        let children: Vec<&[NodeId]> =
            nodes.iter().filter(asks).map(|node| self.manager.children(*node)).collect();
        let mut groups: Vec<Vec<usize>> = vec![];
        for fact in 0..self.table.questions[question].facts() {
            let same = |facts: &&mut Vec<usize>| {
                children.iter().all(|children| children[facts[0]] == children[fact])
            };
            match groups.iter_mut().find(same) {
                Some(facts) => facts.push(fact),
                None => groups.push(vec![fact]),
            }
        }
        groups.retain(|facts| facts.len() > 1);
        groups
    }
}
