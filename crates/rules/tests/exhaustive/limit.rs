//! Tables as large as they may be, budgets too small, and answers that are none.
use proptest::prelude::*;
use rules::compile::{Model, TooLarge};
use rules::prove::{Fault, prove};
use rules::variables::VariableOrder;
use rules::{
    Answer, Cell, Claim, Item, Kind, Next, Outcome, Program, Promise, Question, Risk,
    Rule, Score, Table,
};

use crate::random::{ids, tables};
use crate::{answers, combinations, crc32, proved};

proptest! {
    #[test]
    fn a_budget_too_small_is_told_and_never_gives_something_else(
        table in tables(),
        budget in 0usize..120,
    ) {
        match Model::within(&table, budget).and_then(Model::prove) {
            Ok(proofs) => prop_assert_eq!(proofs, proved(&table)),
            Err(TooLarge { widest }) => {
                prop_assert!(widest.iter().all(|rule| *rule < table.rules.len()));
                prop_assert_eq!(widest.len(), table.rules.len().min(3));
            }
        }
    }

    #[test]
    fn what_is_asked_is_settled_when_no_later_answer_can_change_it(table in tables()) {
        let program = Program::compile(&table).expect("small");
        let all = combinations(&table);
        for chosen in all.iter().step_by(1 + all.len() / 20) {
            for given in 0..=table.questions.len() {
                let mut known = chosen.clone();
                known[given..].fill(Answer::Missing);
                let asked = table.asked(&known);
                prop_assert_eq!(program.settled(&known), asked.iter().all(Option::is_some));
                for (at, asked) in asked.into_iter().enumerate() {
                    prop_assert_eq!(program.asked(&known, at), asked == Some(true));
                }
            }
        }
        prop_assert!(!program.asked(&[], table.questions.len()));
    }

    #[test]
    fn an_answer_that_a_question_does_not_take_is_a_fault(table in tables()) {
        let program = Program::compile(&table).expect("small");
        let model = Model::new(&table).expect("small");
        let ordinary = model.order.ordinary_answers();
        for (at, question) in table.questions.iter().enumerate() {
            let also = question.also.len();
            let wrong = match question.kind {
                Kind::Many(_) => vec![Answer::Pick(also), Answer::Pick(usize::MAX)],
                _ => vec![Answer::Pick(question.facts()), Answer::Ticks(1), Answer::Pick(64)],
            };
            for wrong in wrong {
                prop_assert_eq!(question.facts_of(wrong), 0);
                let mut given = ordinary.clone();
                given[at] = wrong;
                prop_assert_eq!(program.next(&given), Next::Fault);
                given[at] = Answer::Missing;
                prop_assert_eq!(&table.decide(&given).fired, &{
                    given[at] = wrong;
                    table.decide(&given).fired
                });
            }
            for answer in answers(question) {
                prop_assert!(question.facts_of(answer) != 0);
            }
        }
    }
}

fn one(id: usize, answers: usize) -> Question {
    Question {
        id: format!("q{id}"),
        kind: Kind::One(ids("a", answers)),
        also: vec![],
        ask_if: vec![],
        risk: Risk::Unordered,
    }
}

fn is(question: usize, any: u64) -> Cell {
    Cell::Answer { question, any, all: 0, none: 0 }
}

fn table(questions: Vec<Question>, outcomes: usize, rules: Vec<Rule>) -> Table {
    let outcome = |id| Outcome { id, stop: false };
    let outcomes = ids("o", outcomes).into_iter().map(outcome).collect();
    Table { questions, outcomes, rules, ..Table::default() }
}

fn rule(id: usize, cells: Vec<Cell>) -> Rule {
    Rule { id: format!("r{id}"), when: vec![cells], outcome: Some(1), panels: 0 }
}

#[test]
fn sixty_four_outcomes_panels_and_answers_keep_apart() {
    let said = |at: usize| Rule {
        id: format!("r{at}"),
        when: vec![vec![is(0, 1 << at)]],
        outcome: Some(at),
        panels: 1 << at,
    };
    let mut table = table(vec![one(0, 64)], 64, (0..64).map(said).collect());
    table.panels = ids("p", 64);
    table.outcomes[63].stop = true;
    let claims = [
        Claim::OnlyIf { outcome: 63, only_if: vec![vec![is(0, 1 << 63)]] },
        Claim::Then {
            when: vec![vec![is(0, 1 << 63)]],
            outcomes: 1 << 63,
            panels: 1 << 63,
        },
        Claim::Then { when: vec![vec![is(0, 1 << 63)]], outcomes: !0 >> 1, panels: 0 },
    ];
    let promise = |claim| Promise { id: "s".into(), claim };
    table.promises = claims.into_iter().map(promise).collect();
    let program = Program::compile(&table).expect("small");
    for at in 0..64 {
        let Next::Done(verdict) = program.next(&[Answer::Pick(at)]) else { panic!() };
        assert_eq!(
            (verdict.outcome, verdict.panels, verdict.fired),
            (at, 1 << at, vec![at])
        );
    }
    let proofs = proved(&table);
    assert_eq!(proofs.outcomes, vec![Some(1); 64]);
    assert_eq!(
        proofs.promises.iter().map(Option::is_some).collect::<Vec<_>>(),
        [false, false, true]
    );
    assert_eq!(
        proofs.faults,
        [
            Fault::PromiseBroken(2),
            Fault::PromisesAtOdds(1, 2, vec![Answer::Pick(63)]),
            Fault::OtherwiseNotEarned,
        ]
    );
}

#[test]
fn sixty_ticks_are_counted_and_told() {
    let mut many = one(0, 1);
    many.kind = Kind::Many(ids("t", 60));
    many.also = ids("u", 2);
    let cells = [is(0, 1 << 59), is(0, 1 << 60), is(0, 1 << 62)];
    let rules: Vec<Rule> =
        cells.into_iter().enumerate().map(|(at, cell)| rule(at, vec![cell])).collect();
    let table = table(vec![many, one(1, 3)], 2, rules);
    let program = Program::compile(&table).expect("small");
    let fired = |answer| match program.next(&[answer, Answer::Pick(0)]) {
        Next::Done(verdict) => verdict.fired,
        other => panic!("{other:?}"),
    };
    assert_eq!(fired(Answer::Ticks(1 << 59)), [0]);
    assert_eq!(fired(Answer::Ticks(1 << 60)), [1], "past the last tick is none");
    assert_eq!(fired(Answer::Ticks(0)), [1]);
    assert_eq!(fired(Answer::Pick(1)), [2]);
    assert_eq!(fired(Answer::Ticks((1 << 59) - 1)), [0; 0]);
    let proofs = proved(&table);
    let all = (1u128 << 60) + 2;
    let worse = (1u128 << 59) + 2;
    assert_eq!(proofs.combinations, Some(3 * all));
    assert_eq!(proofs.power_of_ten, 18);
    assert_eq!(proofs.outcomes, [Some(3 * (all - worse)), Some(3 * worse)]);
}

#[test]
fn counts_are_exact_up_to_128_bits_and_none_past_that() {
    for count in 1..=90 {
        let questions: Vec<_> = (0..count).map(|id| one(id, 5)).collect();
        let table = table(questions, 2, vec![rule(0, vec![is(count / 2, 1)])]);
        let all = 5u128.checked_pow(u32::try_from(count).expect("small"));
        let order = VariableOrder::new(&table);
        assert_eq!(order.combinations(), all);
        let proofs = proved(&table);
        let fifth = all.map(|all| all / 5);
        assert_eq!(proofs.nodes, 1);
        // Four fifths of 5^56 fit no more than all of it do.
        assert_eq!(proofs.outcomes[0], fifth.map(|fifth| fifth * 4));
        if let Some(all) = all {
            assert_eq!(order.power_of_ten(), all.ilog10());
        }
    }
    let questions = (0..90).map(|id| one(id, 5)).collect();
    // 5^90 is 8.07e62.
    assert_eq!(VariableOrder::new(&table(questions, 2, vec![])).power_of_ten(), 62);
    assert_eq!(VariableOrder::new(&Table::default()).power_of_ten(), 0);
}

#[test]
fn a_refusal_names_the_rules_that_reach_furthest() {
    let mut questions: Vec<_> = (0..12).map(|id| one(id, 2)).collect();
    questions[11].ask_if = vec![vec![is(0, 1)]];
    let cells = [
        vec![is(3, 1)],
        vec![is(2, 1), is(4, 1)],
        vec![is(11, 1), is(5, 1)],
        vec![is(1, 1), is(10, 1), is(4, 1)],
        vec![Cell::Score { score: 0, from: 1, to: 9 }, is(3, 1)],
    ];
    let rules =
        cells.into_iter().enumerate().map(|(at, cells)| rule(at, cells)).collect();
    let mut table = table(questions, 2, rules);
    let item = |question| Item { question, points: vec![0, 1] };
    table.scores = vec![Score { id: "s".into(), items: vec![item(0), item(8)] }];
    let refused = Model::within(&table, 20).err().expect("too small");
    assert_eq!(refused, TooLarge { widest: vec![3, 4, 2] });
    assert!(prove(&table).is_ok());
}

#[test]
fn rules_in_pairs_that_stand_apart_are_refused_at_the_budget() {
    let pairs = 11;
    let questions = (0..2 * pairs).map(|id| one(id, 2)).collect();
    let pair = |at| rule(at, vec![is(at, 1), is(at + pairs, 1)]);
    let table = table(questions, 2, (0..pairs).map(pair).collect());
    assert!(Model::within(&table, 2000).is_err());
    // As large as theory says: each of the first questions doubles what is to be known.
    let model = Model::new(&table).expect("fits");
    let root = model.root;
    assert_eq!(model.manager.nodes(root).len(), (1 << (pairs + 1)) - 2);
    // However many nodes there are, what means the same is the same.
    assert_eq!(model.again(&table).map(|again| again.root), Ok(root));
}

#[test]
fn a_sum_is_not_known_before_it_is_settled_who_is_asked() {
    let mut questions: Vec<_> = (0..4).map(|id| one(id, 2)).collect();
    // Nobody knows yet whether the third is asked, so neither whether the fourth is.
    questions[2].ask_if = vec![vec![is(1, 2)]];
    questions[3].ask_if = vec![vec![is(2, 2)]];
    let sum = Cell::Score { score: 0, from: 0, to: 0 };
    let mut table =
        table(questions, 2, vec![rule(0, vec![is(0, 2)]), rule(1, vec![sum])]);
    table.scores = vec![Score {
        id: "s".into(),
        items: vec![Item { question: 3, points: vec![1, 2] }],
    }];
    table.outcomes[1].stop = true;
    let program = Program::compile(&table).expect("small");
    let Next::Done(verdict) = program.next(&[Answer::Pick(1)]) else { panic!() };
    assert_eq!(verdict.fired, [0]);
    assert_eq!(verdict.fired, table.decide(&[Answer::Pick(1)]).fired);
}

#[test]
fn a_diagram_that_turns_back_is_a_fault() {
    let cells = vec![is(0, 2), is(1, 2), is(2, 2)];
    let table = table((0..3).map(|id| one(id, 2)).collect(), 2, vec![rule(0, cells)]);
    let model = Model::new(&table).expect("small");
    let mut body = model.program().pack().split_off(4);
    let diagram = model.diagram();
    let third = diagram.windows(2).position(|node| node == [3, 1]).expect("a third");
    let third = body.len() - diagram.len() + third;
    let next = |body: &[u8]| {
        let whole = [&crc32(body).to_le_bytes(), body].concat();
        let program = Program::unpack(&whole).expect("the checksum is right");
        program.next(&[Answer::Pick(1), Answer::Pick(1)])
    };
    assert_eq!(next(&body), Next::Ask(2));
    body[third] = 1;
    assert_eq!(next(&body), Next::Fault);
}

#[test]
fn numbers_take_no_more_bytes_than_they_need() {
    let length = |panels| {
        let shows = Rule { panels, ..rule(0, vec![is(0, 1)]) };
        let table =
            Table { panels: ids("p", 8), ..table(vec![one(0, 2)], 2, vec![shows]) };
        Program::compile(&table).expect("small").pack().len()
    };
    assert_eq!(length(127), length(1));
    // Once in the rule, once in the diagram.
    assert_eq!(length(128), length(1) + 2);
}

#[test]
fn a_number_that_never_ends_is_a_fault() {
    for body in [vec![0x80; 12], vec![0xFF; 9], vec![]] {
        let mut bytes = crc32(&body).to_le_bytes().to_vec();
        bytes.extend(&body);
        let program = Program::unpack(&bytes).expect("the checksum is right");
        assert_eq!(program.next(&[]), Next::Fault);
    }
}
