//! Which rules and questions anything depends on.
use alloc::vec;
use alloc::vec::Vec;

use super::Fault;
use crate::compile::{Model, stops};
use crate::diagram::{FALSE, Ref};
use crate::{Kind, Risk, Rule};

impl Model<'_> {
    pub(super) fn use_of_rules(&mut self, faults: &mut Vec<Fault>) {
        let gets: Vec<Ref> =
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
            if said.outcome.is_some_and(|outcome| !self.store.meet(gets[outcome], fires))
            {
                faults.push(Fault::RuleNeverDecisive(rule));
            }
        }
    }

    /// Who gets an outcome.
    fn gets(&mut self, outcome: usize) -> Ref {
        self.store.map(self.outcome, &|leaf| u32::from(leaf as usize == outcome))
    }

    /// Without which rules an outcome or a shown panel changes for someone: there one alone
    /// asks for what is shown.
    fn needed(&mut self, gets: &[Ref]) -> Vec<bool> {
        let mut needed = vec![false; self.table.rules.len()];
        for (outcome, gets) in gets.iter().enumerate().skip(self.table.otherwise + 1) {
            let rules = self.rules_with(|rule| rule.outcome == Some(outcome));
            self.alone(*gets, &rules, &mut needed);
        }
        let stops = stops(self.table);
        let goes_on = |leaf| u32::from(stops >> leaf & 1 == 0);
        let goes_on = self.store.map(self.outcome, &goes_on);
        for panel in 0..self.table.panels.len() {
            let shows = |rule: &Rule| rule.panels >> panel & 1 == 1;
            let rules = self.rules_with(shows);
            self.alone(goes_on, &rules, &mut needed);
            for (outcome, gets) in gets.iter().enumerate() {
                let fixed =
                    self.rules_with(|rule| shows(rule) && rule.outcome == Some(outcome));
                if let [only] = fixed[..]
                    && stops >> outcome & 1 == 1
                    && *gets != FALSE
                {
                    needed[only] = true;
                }
            }
        }
        needed
    }

    fn rules_with(&self, which: impl Fn(&Rule) -> bool) -> Vec<usize> {
        let rules = self.table.rules.iter().enumerate();
        rules.filter(|(_, rule)| which(rule)).map(|(index, _)| index).collect()
    }

    /// Marks each of these rules that fires for someone of `among` for whom no other of them
    /// does.
    fn alone(&mut self, among: Ref, rules: &[usize], needed: &mut [bool]) {
        let (mut one, mut two) = (FALSE, FALSE);
        for &rule in rules {
            let both = self.store.and(one, self.rules[rule]);
            two = self.store.or(two, both);
            one = self.store.or(one, self.rules[rule]);
        }
        let by_one = self.store.and_not(among, two);
        for &rule in rules {
            needed[rule] |= self.store.meet(by_one, self.rules[rule]);
        }
    }

    pub(super) fn use_of_questions(&self, faults: &mut Vec<Fault>) {
        let nodes = self.store.nodes(self.root);
        let mut used = vec![false; self.table.questions.len()];
        for node in &nodes {
            used[self.layout.question[self.store.variable(*node)]] = true;
        }
        for (question, used) in used.into_iter().enumerate() {
            let said = &self.table.questions[question];
            let ordered = matches!(said.risk, Risk::Levels(_));
            if self.asked[question] == FALSE {
                continue;
            }
            if !used {
                faults.push(Fault::QuestionOfNoUse(question));
            } else if ordered && !matches!(said.kind, Kind::Many(_)) {
                let alike = self.alike(&nodes, question);
                faults.extend(
                    alike.into_iter().map(|facts| Fault::FactsAlike(question, facts)),
                );
            }
        }
    }

    /// Groups of answers to a question that nothing ever tells apart: wherever the root asks
    /// it, they lead to the same.
    fn alike(&self, nodes: &[Ref], question: usize) -> Vec<Vec<usize>> {
        let variable = self.layout.first[question];
        let asks = |node: &&Ref| self.store.variable(**node) == variable;
        let children: Vec<&[Ref]> =
            nodes.iter().filter(asks).map(|node| self.store.children(*node)).collect();
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
