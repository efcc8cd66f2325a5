//! Every question that a clinician would ask of the rules, answered for all combinations.
use alloc::vec;
use alloc::vec::Vec;

use crate::compile::{Model, TooLarge, stops};
use crate::diagram::{FALSE, Ref, TRUE};
use crate::memo::Memo;
use crate::{Answer, Claim, Kind, Risk, Rule, Table};

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
    pub promises: Vec<Option<Broken>>,
    /// How many steps of `risk` orders were compared.
    pub steps: usize,
    /// What was refuted, in the order of the questions asked here.
    pub faults: Vec<Fault>,
}

/// How a promise or a step is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
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
        broken: Broken,
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

    fn figures(&self) -> Proofs {
        let otherwise = self.table.otherwise as u32;
        let count = |wanted: usize| {
            self.layout.count(&self.store, self.outcome, |leaf| leaf as usize == wanted)
        };
        Proofs {
            combinations: self.layout.combinations(),
            power_of_ten: self.layout.power_of_ten(),
            nodes: self.store.nodes(self.root).len(),
            otherwise: count(self.table.otherwise),
            otherwise_example: self
                .layout
                .cheapest(&self.store, self.outcome, |leaf| leaf == otherwise),
            outcomes: (0..self.table.outcomes.len()).map(count).collect(),
            ..Proofs::default()
        }
    }

    fn reach(&mut self, faults: &mut Vec<Fault>) {
        let never = |parts: &[Ref]| -> Vec<usize> {
            (0..parts.len()).filter(|index| parts[*index] == FALSE).collect()
        };
        faults.extend(never(&self.asked).into_iter().map(Fault::QuestionNeverAsked));
        let reached = self.store.leaves(self.outcome);
        let outcomes = 0..self.table.outcomes.len();
        let lost =
            outcomes.filter(|outcome| reached.binary_search(&(*outcome as u32)).is_err());
        faults.extend(lost.map(Fault::OutcomeNeverReached));
        faults.extend(never(&self.panels).into_iter().map(Fault::PanelNeverShown));
        faults.extend(never(&self.rules).into_iter().map(Fault::RuleDead));
    }

    fn use_of_rules(&mut self, faults: &mut Vec<Fault>) {
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

    fn use_of_questions(&self, faults: &mut Vec<Fault>) {
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

    fn promises(&mut self, proofs: &mut Proofs) {
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
    fn at_odds(&mut self, faults: &mut Vec<Fault>) {
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

    fn earned(&self, faults: &mut Vec<Fault>) {
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

    fn steps(&mut self, proofs: &mut Proofs) {
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
