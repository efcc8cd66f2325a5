//! The table's slow meaning, its diagram and the browser's program say the same of everybody.
use rayon::prelude::*;
use rules::compile::Model;
use rules::{Answer, Next, Program, Table};
use support::vector::biased;

use super::read;

const PRACTICE: &str = "../content/self-check/rules.toml";

/// How many random people are tried for each table.
const PEOPLE: usize = 100_000;

#[test]
fn the_three_ways_agree_on_every_edge_and_on_100_000_people() {
    for file in [PRACTICE, "checks/whole.toml", "checks/phq-9.toml"] {
        let table = read(file).0.table;
        let ways = Ways::new(&table);
        ways.model.edges().iter().for_each(|answers| {
            ways.agree(answers);
        });
        let people: Vec<_> = biased(&table, 1).take(PEOPLE).collect();
        let outcomes: Vec<usize> =
            people.par_iter().map(|answers| ways.agree(answers)).collect();
        for outcome in 0..table.outcomes.len() {
            let met = outcomes.iter().filter(|met| **met == outcome).count();
            assert!(met > PEOPLE / 1000, "{file}: {met} people get outcome {outcome}");
        }
    }
}

/// `cargo test --release -p candor-tests --test meaning -- --ignored --nocapture`
#[test]
#[ignore = "an hour: every combination of answers, 322,486,272 of them"]
fn the_three_ways_agree_on_everybody() {
    let (check, proof, _) = read(PRACTICE);
    let table = check.table;
    let figures = proof.figures.expect("small");
    let ways = Ways::new(&table);
    let all = figures.combinations.expect("fewer than 2^64");
    let all = u64::try_from(all).expect("fewer than 2^64");
    let none = || vec![0u128; table.outcomes.len()];
    let counts = (0..all)
        .into_par_iter()
        .fold(none, |mut counts, number| {
            counts[ways.agree(&numbered(&table, number))] += 1;
            counts
        })
        .reduce(none, |a, b| a.iter().zip(&b).map(|(a, b)| a + b).collect());
    let counts: Vec<_> = counts.into_iter().map(Some).collect();
    assert_eq!(counts, figures.outcomes);
}

/// One of all combinations of answers, where no question takes several.
fn numbered(table: &Table, number: u64) -> Vec<Answer> {
    let mut left = usize::try_from(number).expect("64 bits");
    let pick = |question: &rules::Question| {
        let pick = left % question.facts();
        left /= question.facts();
        Answer::Pick(pick)
    };
    table.questions.iter().map(pick).collect()
}

struct Ways<'t> {
    table: &'t Table,
    model: Model<'t>,
    program: Program,
}

impl<'t> Ways<'t> {
    fn new(table: &'t Table) -> Self {
        let model = Model::new(table).expect("small");
        let program = Program::unpack(&model.program().pack()).expect("its own bytes");
        Self { table, model, program }
    }

    /// The outcome that all three find.
    fn agree(&self, answers: &[Answer]) -> usize {
        let Model { order, manager, root, shown, .. } = &self.model;
        let verdict = self.table.decide(answers);
        let leaf = manager.evaluate(*root, |variable| order.value(answers, variable));
        assert_eq!(
            shown[leaf as usize],
            (verdict.outcome, verdict.panels),
            "{answers:?}"
        );
        let outcome = verdict.outcome;
        assert_eq!(self.program.next(answers), Next::Done(verdict), "{answers:?}");
        outcome
    }
}
