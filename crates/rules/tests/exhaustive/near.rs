//! Examples are the people nearest to the ordinary answers, steps and hints all there are.
use std::collections::BTreeSet;

use proptest::prelude::*;
use rules::compile::Model;
use rules::computed_table::ComputedTable;
use rules::diagram::FALSE;
use rules::prove::Fault;
use rules::variables::VariableOrder;
use rules::{Answer, Cell, Kind, Question, Risk, Table};

use crate::random::tables;
use crate::{answers, combinations, proved, riskier, shown};

proptest! {
    #[test]
    fn the_example_of_an_outcome_is_the_nearest_there_is(table in tables()) {
        let all = combinations(&table);
        let otherwise = |answers: &&Vec<Answer>| {
            table.decide(answers).outcome == table.otherwise
        };
        let nearest = all.iter().filter(otherwise).map(|answers| far(&table, answers)).min();
        let example = proved(&table).otherwise_example;
        prop_assert!(example.as_ref().is_none_or(|example| otherwise(&example)));
        prop_assert_eq!(example.map(|example| far(&table, &example)), nearest);
        let ordinary = Model::new(&table).expect("small").order.ordinary_answers();
        prop_assert_eq!(far(&table, &ordinary), 0);
    }

    #[test]
    fn each_edge_is_walked_by_the_nearest_to_its_node(table in tables()) {
        let model = Model::new(&table).expect("small");
        let (order, manager) = (&model.order, &model.manager);
        let nodes = manager.nodes(model.root);
        for (node, values) in order.ways_to(manager, &nodes) {
            let passes = |answers: &[Answer]| {
                let mut at = model.root;
                while at != node && at.value().is_none() {
                    at = manager.children(at)[order.value(answers, manager.variable(at))];
                }
                at == node
            };
            let way = order.answers(&values);
            prop_assert!(passes(&way));
            let all = combinations(&table);
            let nearest = all.iter().filter(|all| passes(all)).map(|all| far(&table, all));
            prop_assert_eq!(Some(far(&table, &way)), nearest.min());
        }
    }

    #[test]
    fn variables_stand_for_answers(table in tables()) {
        let order = VariableOrder::new(&table);
        let values = |answers: &[Answer]| -> Vec<usize> {
            (0..order.sizes.len()).map(|at| order.value(answers, at)).collect()
        };
        for answers in combinations(&table) {
            let values = values(&answers);
            prop_assert_eq!(&order.answers(&values), &answers);
            for (variable, value) in values.iter().enumerate() {
                let question = order.question[variable];
                let tick = variable > order.first[question];
                if tick && matches!(answers[question], Answer::Pick(_)) {
                    prop_assert_eq!(*value, 0);
                }
            }
        }
        let past = values(&vec![Answer::Pick(99); table.questions.len()]);
        for (question, first) in order.first.iter().enumerate() {
            prop_assert_eq!(past[*first], order.sizes[*first] - 1, "{}", question);
        }
    }

    #[test]
    fn conditions_meet_and_lie_below_each_other_where_their_diagrams_do(table in tables()) {
        let mut model = Model::new(&table).expect("small");
        let conditions = [&model.rules[..], &model.panels, &model.asked].concat();
        let mut below = ComputedTable::default();
        for &f in &conditions {
            for &g in &conditions {
                prop_assert_eq!(model.manager.intersects(f, g), model.manager.and(f, g) != FALSE);
                let is_below = model.manager.is_at_most(&mut below, f, g);
                prop_assert_eq!(is_below, model.manager.or(f, g) == g);
            }
        }
    }

    #[test]
    fn every_declared_step_is_compared_and_counted(table in tables()) {
        let proofs = proved(&table);
        let steps = table.questions.iter().map(|question| match &question.risk {
            Risk::Unordered => 0,
            Risk::MoreTicks => question.listed() + question.also.len(),
            Risk::Levels(_) => {
                let steps = |from| riskier(question, from).into_iter().map(move |to| (from, to));
                answers(question).into_iter().flat_map(steps).collect::<BTreeSet<_>>().len()
            }
        });
        prop_assert_eq!(proofs.steps, steps.sum::<usize>());
        let all = combinations(&table);
        for fault in &proofs.faults {
            let Fault::StepBroken { question: at, safer, riskier: risky, broken } = fault
            else {
                continue;
            };
            let question = &table.questions[*at];
            prop_assert!(riskier(question, *safer).contains(risky));
            // The same step from every answer that it can be taken from.
            let step = |from: Answer| match (from, *safer, *risky) {
                (Answer::Ticks(from), Answer::Ticks(safer), Answer::Ticks(risky)) => {
                    let tick = safer ^ risky;
                    (from & tick == 0).then_some(Answer::Ticks(from | tick))
                }
                (from, safer, risky) => (from == safer).then_some(risky),
            };
            let worse = all.iter().filter(|given| {
                step(given[*at]).is_some_and(|to| {
                    let mut other = (*given).clone();
                    other[*at] = to;
                    table.decide(&other).outcome < table.decide(given).outcome
                })
            });
            prop_assert_eq!(broken.count, Some(worse.count() as u128));
        }
    }

    #[test]
    fn answers_that_nothing_tells_apart_are_told_of(table in tables()) {
        let proofs = proved(&table);
        let all = combinations(&table);
        for (at, question) in table.questions.iter().enumerate() {
            let alike = |a: usize, b: usize| all.iter().all(|given| {
                let with = |fact| {
                    let mut given = given.clone();
                    given[at] = Answer::Pick(fact);
                    shown(&table, &given)
                };
                with(a) == with(b)
            });
            let told: Vec<&Vec<usize>> = proofs.faults.iter().filter_map(|fault| match fault {
                Fault::FactsAlike(question, facts) if *question == at => Some(facts),
                _ => None,
            }).collect();
            let asked = !proofs.faults.contains(&Fault::QuestionNeverAsked(at));
            let used = asked && !proofs.faults.contains(&Fault::QuestionOfNoUse(at));
            if !matches!(question.risk, Risk::Levels(_)) || !used {
                prop_assert!(told.is_empty());
                continue;
            }
            prop_assert!(told.iter().all(|facts| facts.len() > 1));
            for a in 0..question.facts() {
                for b in 0..a {
                    let together = told.iter().any(|all| all.contains(&a) && all.contains(&b));
                    prop_assert_eq!(together, alike(a, b));
                }
            }
        }
    }
}

/// How far from the ordinary answers someone is.
fn far(table: &Table, answers: &[Answer]) -> u32 {
    let each = table.questions.iter().enumerate().zip(answers);
    each.map(|((at, question), answer)| departs(table, at, question, *answer)).sum()
}

/// Nothing for the ordinary answer, more for those further down, one for each tick, three for
/// "not sure" and "rather not say".
fn departs(table: &Table, at: usize, question: &Question, answer: Answer) -> u32 {
    let listed = question.listed();
    let place = |order: Vec<usize>, pick: usize| {
        let mut listed = order.iter().filter(|fact| **fact < question.listed());
        let place = listed.position(|fact| *fact == pick);
        place.and_then(|place| u32::try_from(place).ok()).unwrap_or(3)
    };
    match (&question.kind, &question.risk, answer) {
        (Kind::Many(_), _, Answer::Ticks(bits)) => bits.count_ones(),
        (Kind::Many(_), ..) => 3,
        (_, Risk::Levels(levels), Answer::Pick(pick)) => place(levels.concat(), pick),
        (Kind::Number(_), _, Answer::Pick(pick)) => {
            let mut order: Vec<usize> = (0..listed).collect();
            order.sort_by_key(|class| named(table, at, *class));
            place(order, pick)
        }
        (_, _, Answer::Pick(pick)) => place((0..listed).collect(), pick),
        (_, _, other) => panic!("{other:?} is no answer to {question:?}"),
    }
}

/// How many cells of rules name a class of a number.
fn named(table: &Table, at: usize, class: usize) -> usize {
    let cells = table.rules.iter().flat_map(|rule| rule.when.iter().flatten());
    let names = |cell: &&Cell| {
        matches!(cell, Cell::Answer { question, any, .. }
            if *question == at && any >> class & 1 == 1)
    };
    cells.filter(names).count()
}
