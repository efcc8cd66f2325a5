//! Counts by somebody else's decision diagrams: two-valued, answers in bits, one diagram for
//! each outcome, written from what a table means and not from how ours is built.
use std::collections::BTreeMap;

use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};
use proptest::prelude::*;
use rules::compile::Model;
use rules::{Cell, Kind, Question, Score, Table, When};
use support::form::form;

use super::random::tables;
use super::read;

#[test]
fn the_practice_and_the_scales_have_the_counts_of_the_oracle() {
    for file in [
        "../content/self-check/rules.toml",
        "checks/whole.toml",
        "checks/phq-9.toml",
        "checks/gad-7.toml",
        "checks/gad-7-crisis.toml",
        "checks/cha2ds2-vasc.toml",
    ] {
        let table = read(file).0.table;
        assert_eq!(counted(&table), Oracle::new(&table).counts(), "{file}");
    }
}

#[test]
fn forms_with_more_combinations_than_can_be_tried_have_the_counts_of_the_oracle() {
    for (questions, rules, far) in [(20, 40, 0), (40, 80, 0), (20, 40, 3)] {
        let table = super::understood(&form(questions, rules, far, 1)).table;
        assert_eq!(counted(&table), Oracle::new(&table).counts());
    }
}

proptest! {
    #[test]
    fn random_tables_have_the_counts_of_the_oracle(table in tables()) {
        prop_assert_eq!(counted(&table), Oracle::new(&table).counts());
    }
}

/// In how many combinations each outcome comes up, and each panel is shown: by our diagrams.
fn counted(table: &Table) -> Vec<u128> {
    let model = Model::new(table).expect("fits into the budget");
    let count = |of, leaf| model.order.count(&model.manager, of, |at| at == leaf);
    let outcomes = (0..).take(table.outcomes.len());
    let outcomes = outcomes.map(|outcome| count(model.outcome, outcome));
    let panels = model.panels.iter().map(|panel| count(*panel, 1));
    outcomes.chain(panels).map(|count| count.expect("fits into 128 bits")).collect()
}

struct Oracle<'t> {
    table: &'t Table,
    bits: BddVariableSet,
    questions: Vec<Bits>,
    /// Which codes stand for answers.
    valid: Bdd,
    asked: Vec<Bdd>,
}

/// The bits that stand for the answer to one question.
struct Bits {
    /// Which of the listed answers; of a `many` question zero, or which of `also`.
    pick: Vec<BddVariable>,
    /// Of a `many` question one for each tick.
    ticks: Vec<BddVariable>,
}

impl<'t> Oracle<'t> {
    fn new(table: &'t Table) -> Self {
        let sizes: Vec<(usize, usize)> = table.questions.iter().map(sizes).collect();
        let all: usize =
            sizes.iter().map(|(picks, ticks)| bits_for(*picks) + ticks).sum();
        let bits = BddVariableSet::new_anonymous(u16::try_from(all).expect("few bits"));
        let mut free = bits.variables().into_iter();
        let mut take = |count| free.by_ref().take(count).collect();
        let questions = sizes.iter().map(|(picks, ticks)| Bits {
            pick: take(bits_for(*picks)),
            ticks: take(*ticks),
        });
        let questions = questions.collect();
        let valid = bits.mk_true();
        let mut oracle = Self { table, bits, questions, valid, asked: vec![] };
        for (at, (picks, _)) in sizes.iter().enumerate() {
            oracle.valid = oracle.valid.and(&oracle.is_answer(at, *picks));
            let when = &table.questions[at].ask_if;
            let always = when.is_empty();
            let asked = if always { oracle.bits.mk_true() } else { oracle.when(when) };
            oracle.asked.push(asked);
        }
        oracle
    }

    /// The counts that [`counted`] gives.
    fn counts(&self) -> Vec<u128> {
        let outcomes: Vec<Bdd> = (0..self.table.outcomes.len())
            .map(|at| self.at_least(at).and_not(&self.at_least(at + 1)))
            .collect();
        let panels =
            (0..self.table.panels.len()).map(|panel| self.panel(panel, &outcomes));
        let all: Vec<Bdd> = outcomes.iter().cloned().chain(panels).collect();
        let count = |of: &Bdd| of.and(&self.valid).exact_cardinality();
        all.iter().map(|of| count(of).try_into().expect("fits")).collect()
    }

    /// When some rule asks for this outcome or a more cautious one.
    fn at_least(&self, outcome: usize) -> Bdd {
        if self.table.otherwise >= outcome {
            return self.bits.mk_true();
        }
        let rules = self.table.rules.iter();
        let ask = rules.filter(|rule| rule.outcome.is_some_and(|asked| asked >= outcome));
        self.any(ask.map(|rule| self.when(&rule.when)))
    }

    /// When a panel is shown: on a stop outcome if a rule that has it shows it, else if a
    /// rule that fires does.
    fn panel(&self, panel: usize, outcomes: &[Bdd]) -> Bdd {
        let showing: Vec<_> = self
            .table
            .rules
            .iter()
            .filter(|rule| rule.panels >> panel & 1 == 1)
            .collect();
        let fired = self.any(showing.iter().map(|rule| self.when(&rule.when)));
        let shown = outcomes.iter().enumerate().map(|(at, reached)| {
            if !self.table.outcomes[at].stop {
                reached.and(&fired)
            } else if showing.iter().any(|rule| rule.outcome == Some(at)) {
                reached.clone()
            } else {
                self.bits.mk_false()
            }
        });
        self.any(shown)
    }

    fn when(&self, when: &When) -> Bdd {
        self.any(when.iter().map(|row| self.all(row.iter().map(|cell| self.cell(cell)))))
    }

    fn cell(&self, cell: &Cell) -> Bdd {
        match *cell {
            Cell::Score { score, from, to } => {
                self.score(&self.table.scores[score], from, to)
            }
            Cell::Answer { question, any, all, none } => {
                let set = |of: u64| {
                    let facts = 0..self.table.questions[question].facts();
                    facts.filter(move |fact| of >> fact & 1 == 1)
                };
                self.asked[question]
                    .and(&self.any(set(any).map(|fact| self.fact(question, fact))))
                    .and(&self.all(set(all).map(|fact| self.fact(question, fact))))
                    .and_not(&self.any(set(none).map(|fact| self.fact(question, fact))))
            }
        }
    }

    /// When a sum lies between two numbers, by the diagrams of all sums there are.
    fn score(&self, score: &Score, from: i64, to: i64) -> Bdd {
        let mut sums = BTreeMap::from([(0, self.bits.mk_true())]);
        for item in &score.items {
            for (fact, points) in item.points.iter().enumerate() {
                let counts =
                    self.asked[item.question].and(&self.fact(item.question, fact));
                let mut next = BTreeMap::new();
                for (sum, before) in &sums {
                    for (sum, now) in [
                        (*sum, before.and_not(&counts)),
                        (sum + points, before.and(&counts)),
                    ] {
                        let held =
                            next.entry(sum).or_insert_with(|| self.bits.mk_false());
                        *held = held.or(&now);
                    }
                }
                sums = next;
            }
        }
        self.any(sums.range(from..=to).map(|(_, holds)| holds.clone()))
    }

    fn fact(&self, question: usize, fact: usize) -> Bdd {
        let Bits { pick, ticks } = &self.questions[question];
        let listed = self.table.questions[question].listed();
        if !matches!(self.table.questions[question].kind, Kind::Many(_)) {
            return self.code(pick, fact);
        }
        if fact > listed {
            return self.code(pick, fact - listed);
        }
        let tick = ticks.get(fact).map(|tick| self.bits.mk_var(*tick));
        let no_also = self.code(pick, 0);
        no_also.and(&tick.unwrap_or_else(|| self.no_tick(question)))
    }

    fn no_tick(&self, question: usize) -> Bdd {
        self.all(
            self.questions[question].ticks.iter().map(|tick| self.bits.mk_not_var(*tick)),
        )
    }

    /// When the bits of a question stand for an answer: no code past the last, and no tick
    /// beside one of `also`.
    fn is_answer(&self, question: usize, picks: usize) -> Bdd {
        let pick = &self.questions[question].pick;
        let some = self.any((0..picks).map(|code| self.code(pick, code)));
        some.and(&self.code(pick, 0).or(&self.no_tick(question)))
    }

    /// When some bits are this number.
    fn code(&self, bits: &[BddVariable], code: usize) -> Bdd {
        let bit = |(place, bit): (usize, &BddVariable)| {
            self.bits.mk_literal(*bit, code >> place & 1 == 1)
        };
        self.all(bits.iter().enumerate().map(bit))
    }

    fn any(&self, parts: impl Iterator<Item = Bdd>) -> Bdd {
        parts.fold(self.bits.mk_false(), |any, part| any.or(&part))
    }

    fn all(&self, parts: impl Iterator<Item = Bdd>) -> Bdd {
        parts.fold(self.bits.mk_true(), |all, part| all.and(&part))
    }
}

/// How many picks a question has, and how many ticks.
fn sizes(question: &Question) -> (usize, usize) {
    match &question.kind {
        Kind::Many(ticks) => (1 + question.also.len(), ticks.len()),
        _ => (question.facts(), 0),
    }
}

/// How many bits tell so many codes apart.
fn bits_for(codes: usize) -> usize {
    codes.next_power_of_two().ilog2() as usize
}
