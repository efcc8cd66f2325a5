//! The table's slow meaning, its diagram and the browser's program say the same of everybody.
use rayon::prelude::*;
use rules::compile::Model;
use rules::{Answer, Cell, Next, Program, Question, Row, Table};
use support::vector::biased;

use super::read;

const PRACTICE: &str = "../content/self-check/rules.toml";

/// The practice's rules, the whole language, and published scales.
const FILES: [&str; 5] = [
    PRACTICE,
    "checks/whole.toml",
    "checks/phq-9.toml",
    "checks/gad-7-crisis.toml",
    "checks/cha2ds2-vasc.toml",
];

/// How many random people are tried for each table, beside those of the layers.
const PEOPLE: usize = 20_000;

/// Who is tried of all that there are, layer by layer: whoever stands at a rule's boundary,
/// every pair of answers, every edge of the diagram, and random people.
fn layers(model: &mut Model<'_>) -> Vec<Vec<Answer>> {
    let mut people = chosen(model);
    people.extend(biased(model.table, 1).take(PEOPLE));
    people
}

/// All layers but the random one.
fn chosen(model: &mut Model<'_>) -> Vec<Vec<Answer>> {
    let mut people = boundaries(model);
    people.extend(pairs(model));
    people.extend(model.edges());
    people
}

/// For each row of each rule somebody for whom it holds, and whoever gives one other answer
/// than they do; where the row names a sum, for each end of its range and for the sum beyond.
fn boundaries(model: &mut Model<'_>) -> Vec<Vec<Answer>> {
    let mut people = vec![];
    for row in model.table.rules.iter().flat_map(|rule| &rule.when) {
        for row in ends(row) {
            let holds = model.when(&vec![row]);
            let inside = model.order.cheapest(&model.manager, holds, |leaf| leaf == 1);
            let Some(inside) = inside else { continue };
            for (at, question) in model.table.questions.iter().enumerate() {
                people.extend(answers(question).into_iter().map(|answer| {
                    let mut near = inside.clone();
                    near[at] = answer;
                    near
                }));
            }
        }
    }
    people
}

/// The row, and once more for each sum at an end of a range in it.
fn ends(row: &Row) -> Vec<Row> {
    let mut rows = vec![row.clone()];
    for (at, cell) in row.iter().enumerate() {
        let Cell::Score { score, from, to } = *cell else { continue };
        rows.extend([from - 1, from, to, to + 1].map(|sum| {
            let mut row = row.clone();
            row[at] = Cell::Score { score, from: sum, to: sum };
            row
        }));
    }
    rows
}

/// For each two questions each pair of answers, beside ordinary answers and beside random ones.
fn pairs(model: &Model<'_>) -> Vec<Vec<Answer>> {
    let questions = &model.table.questions;
    let ordinary = model.order.ordinary_answers();
    let mut random = biased(model.table, 2);
    let mut people = vec![];
    for second in 0..questions.len() {
        for first in 0..second {
            for one in answers(&questions[first]) {
                for other in answers(&questions[second]) {
                    for rest in [Some(ordinary.clone()), random.next()] {
                        let mut person = rest.expect("it never ends");
                        (person[first], person[second]) = (one, other);
                        people.push(person);
                    }
                }
            }
        }
    }
    people
}

/// The answers to a question; of many ticks none, each by itself, and all.
fn answers(question: &Question) -> Vec<Answer> {
    let picks = if question.is_many() { question.also.len() } else { question.facts() };
    let picks = (0..picks).map(Answer::Pick);
    if !question.is_many() {
        return picks.collect();
    }
    let every = (1u64 << question.listed()) - 1;
    let single = (0..question.listed()).map(|tick| 1 << tick);
    let ticks = [0, every].into_iter().chain(single).map(Answer::Ticks);
    picks.chain(ticks).collect()
}

#[test]
fn the_three_ways_agree_layer_by_layer() {
    for file in FILES {
        let table = read(file).0.table;
        let mut ways = Ways::new(&table);
        let people = layers(&mut ways.model);
        let outcomes: Vec<usize> =
            people.par_iter().map(|answers| ways.agree(answers)).collect();
        for outcome in 0..table.outcomes.len() {
            let met = outcomes.iter().filter(|met| **met == outcome).count();
            assert!(met > PEOPLE / 1000, "{file}: {met} people get outcome {outcome}");
        }
    }
}

/// Every answer that a rule could forget changes what somebody in the layers is told, where it
/// changes anything at all: so a way that forgets it would be found.
#[test]
fn the_layers_meet_every_answer_that_a_rule_could_forget() {
    for file in FILES {
        let table = read(file).0.table;
        let mut model = Model::new(&table).expect("small");
        let people = chosen(&mut model);
        let told: Vec<_> =
            people.par_iter().map(|answers| table.decide(answers)).collect();
        for (what, other) in forgetful(&table) {
            let met = people.par_iter().zip(&told).any(|(answers, told)| {
                let verdict = other.decide(answers);
                (verdict.outcome, verdict.panels) != (told.outcome, told.panels)
            });
            let changed = Model::new(&table).and_then(|model| {
                let root = model.root;
                let shown = model.shown.clone();
                let again = model.again(&other)?;
                Ok(again.root != root || again.shown != shown)
            });
            assert_eq!(met, changed.expect("small"), "{file}: {what}");
        }
    }
}

/// The table once for each answer, or end of a range of sums, that a rule could forget.
fn forgetful(table: &Table) -> Vec<(String, Table)> {
    let mut tables = vec![];
    for (at, rule) in table.rules.iter().enumerate() {
        for (row, cells) in rule.when.iter().enumerate() {
            for (cell, said) in cells.iter().enumerate() {
                for less in narrower(said) {
                    let mut other = table.clone();
                    other.rules[at].when[row][cell] = less.clone();
                    tables.push((format!("{}: {less:?}", rule.id), other));
                }
            }
        }
    }
    tables
}

/// The cell without one of its answers, or without one end of its sums.
fn narrower(cell: &Cell) -> Vec<Cell> {
    match *cell {
        Cell::Score { score, from, to } => {
            let ends = [(from + 1, to), (from, to - 1)];
            ends.map(|(from, to)| Cell::Score { score, from, to }).to_vec()
        }
        Cell::Answer { question, any, all, none } => {
            let named = (0..64u32).filter(|fact| any != u64::MAX && any >> fact & 1 == 1);
            let less =
                |fact: u32| Cell::Answer { question, any: any & !(1 << fact), all, none };
            named.map(less).collect()
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
