//! What an edit changes, in what is signed and in what is told of it.
use proptest::prelude::*;
use proptest::sample::Index;
use rules::align::{Aligned, align};
use rules::compile::Model;
use rules::diff::diff;
use rules::meaning::meaning;
use rules::refine::refine;
use rules::{
    Cell, Claim, Item, Kind, Outcome, Promise, Question, Risk, Rule, Score, Table,
};

use crate::random::{ids, tables};
use crate::{combinations, shown};

proptest! {
    #[test]
    fn shuffled_rules_have_the_same_root_and_the_same_signature(
        (table, rules) in tables().prop_flat_map(|table| {
            let rules = Just(table.rules.clone()).prop_shuffle();
            (Just(table), rules)
        }),
    ) {
        let shuffled = Table { rules, ..table.clone() };
        prop_assert_eq!(meaning(&table), meaning(&shuffled));
        let before = Model::new(&table).expect("small");
        let (root, bytes) = (before.root, before.diagram());
        let after = before.again(&shuffled).expect("small");
        prop_assert_eq!(root, after.root);
        prop_assert_eq!(bytes, after.diagram());
    }

    #[test]
    fn one_more_rule_never_makes_an_outcome_less_cautious(table in tables()) {
        let mut fewer = table.clone();
        fewer.rules.pop();
        for answers in combinations(&table) {
            prop_assert!(fewer.decide(&answers).outcome <= table.decide(&answers).outcome);
        }
        let before = Model::new(&fewer).expect("small");
        let outcome = before.outcome;
        let after = before.again(&table).expect("small");
        let below = |f, g| after.manager.is_at_most(&mut rules::computed_table::ComputedTable::default(), f, g);
        prop_assert!(below(outcome, after.outcome));
        prop_assert_eq!(below(after.outcome, outcome), outcome == after.outcome);
    }

    #[test]
    fn a_number_cut_finer_means_the_same(table in tables()) {
        let mut finer = table.clone();
        for (at, question) in finer.questions.iter_mut().enumerate() {
            if let Kind::Number(classes) = &mut question.kind {
                let halves = |(from, to): &(i64, i64)| {
                    let middle = i64::midpoint(*from, *to);
                    [(*from, middle), (middle + 1, *to)]
                };
                let cut = classes.len();
                *classes = classes.iter().flat_map(halves).collect();
                let items = finer.scores.iter_mut().flat_map(|score| &mut score.items);
                for item in items.filter(|item| item.question == at) {
                    for class in (0..cut).rev() {
                        item.points.insert(class, item.points[class]);
                    }
                }
            }
        }
        // The cells of `finer` name other numbers now; what `common` makes of `table` does not.
        let Aligned { old: coarse, .. } = align(&table, &finer).expect("the same");
        for (at, question) in coarse.questions.iter().enumerate() {
            prop_assert_eq!(&question.kind, &finer.questions[at].kind);
        }
        let mut refined = table.clone();
        for (at, question) in finer.questions.iter().enumerate() {
            if let Kind::Number(classes) = &question.kind {
                refine(&mut refined, at, classes);
            }
        }
        let narrow = combinations(&table);
        for wide in combinations(&coarse).into_iter().step_by(7) {
            let same: Vec<_> = wide.iter().enumerate().map(|(at, answer)| {
                match (&table.questions[at].kind, answer) {
                    (Kind::Number(classes), rules::Answer::Pick(pick)) => {
                        let listed = classes.len() * 2;
                        rules::Answer::Pick(match pick.checked_sub(listed) {
                            Some(also) => classes.len() + also,
                            None => pick / 2,
                        })
                    }
                    _ => *answer,
                }
            }).collect();
            prop_assert!(narrow.contains(&same));
            prop_assert_eq!(shown(&coarse, &wide), shown(&table, &same));
            prop_assert_eq!(shown(&refined, &wide), shown(&table, &same));
        }
        let proofs = |table: &Table| {
            let proofs = rules::prove::prove(table).expect("small");
            proofs.promises.iter().map(Option::is_some).collect::<Vec<_>>()
        };
        prop_assert_eq!(proofs(&coarse), proofs(&table));
    }

    #[test]
    fn panels_in_another_order_are_no_change(table in tables(), turn in any::<Index>()) {
        let count = table.panels.len();
        let mut turned = table.clone();
        if count > 0 {
            let by = turn.index(count);
            turned.panels.rotate_left(by);
            let bits = |bits: u64| (bits >> by | bits << (count - by)) & ((1 << count) - 1);
            turned.rules.iter_mut().for_each(|rule| rule.panels = bits(rule.panels));
            for promise in &mut turned.promises {
                if let Claim::Then { panels, .. } = &mut promise.claim {
                    *panels = bits(*panels);
                }
            }
        }
        prop_assert_eq!(meaning(&table), meaning(&turned));
        prop_assert_eq!(diff(&table, &turned), Ok(vec![]));
    }
}

fn is(question: usize, any: u64, all: u64, none: u64) -> Cell {
    Cell::Answer { question, any, all, none }
}

/// A table with something of everything.
fn everything() -> Table {
    let question = |id: &str, kind, risk| Question {
        id: id.into(),
        kind,
        also: ids("u", 2),
        ask_if: vec![],
        risk,
    };
    let levels = Risk::Levels(vec![vec![0], vec![1, 3], vec![2]]);
    let mut questions = vec![
        question("one", Kind::One(ids("a", 3)), levels),
        question("many", Kind::Many(ids("t", 3)), Risk::MoreTicks),
        question("number", Kind::Number(vec![(-5, 0), (1, 200)]), Risk::Unordered),
    ];
    questions[2].ask_if = vec![vec![is(1, 1, 0, 0)]];
    let outcome = |(at, id)| Outcome { id, stop: at > 1 };
    let rule = |id: &str, outcome, panels, cell| Rule {
        id: id.into(),
        when: vec![vec![cell]],
        outcome,
        panels,
    };
    let then =
        Claim::Then { when: vec![vec![is(1, u64::MAX, 2, 4)]], outcomes: 6, panels: 1 };
    let only = Claim::OnlyIf { outcome: 0, only_if: vec![vec![is(0, 1, 0, 0)]] };
    Table {
        questions,
        scores: vec![Score {
            id: "score".into(),
            items: vec![Item { question: 0, points: vec![0, 1, 200, -3, 0] }],
        }],
        outcomes: ids("o", 3).into_iter().enumerate().map(outcome).collect(),
        panels: ids("p", 2),
        otherwise: 0,
        rules: vec![
            rule("r0", Some(1), 1, is(0, 14, 0, 0)),
            rule("r1", Some(2), 2, is(2, 2, 0, 0)),
            rule("r2", None, 3, Cell::Score { score: 0, from: 100, to: 300 }),
        ],
        promises: vec![
            Promise { id: "s0".into(), claim: then },
            Promise { id: "s1".into(), claim: only },
        ],
    }
}

#[test]
fn every_small_change_of_meaning_changes_what_is_signed() {
    type Edit = fn(&mut Table);
    let edits: &[Edit] = &[
        |t| t.questions[0].id = "uno".into(),
        |t| t.questions[0].kind = Kind::One(vec!["a0".into(), "a1".into(), "b2".into()]),
        |t| t.questions[0].also = vec!["u0".into(), "x".into()],
        |t| t.questions[0].risk = Risk::Unordered,
        |t| t.questions[0].risk = Risk::Levels(vec![vec![0], vec![1, 2], vec![3]]),
        |t| t.questions[0].risk = Risk::Levels(vec![vec![0], vec![1, 2, 3]]),
        |t| t.questions[1].kind = Kind::Many(vec!["t0".into(), "t1".into(), "x".into()]),
        |t| t.questions[1].kind = Kind::One(ids("t", 4)),
        |t| t.questions[1].risk = Risk::Unordered,
        |t| t.questions[2].kind = Kind::Number(vec![(-5, 0), (1, 201)]),
        |t| t.questions[2].kind = Kind::Number(vec![(-4, 0), (1, 200)]),
        |t| t.questions[2].ask_if.clear(),
        |t| t.questions.swap(0, 1),
        |t| t.outcomes[1].id = "other".into(),
        |t| t.outcomes[1].stop = true,
        |t| t.panels[1] = "other".into(),
        |t| t.otherwise = 1,
        |t| t.rules[0].id = "other".into(),
        |t| t.rules[0].outcome = None,
        |t| t.rules[0].outcome = Some(0),
        |t| t.rules[0].panels = 3,
        |t| t.rules[0].when.clear(),
        |t| t.rules[0].when[0][0] = is(0, 26, 0, 0),
        |t| t.rules.truncate(2),
        |t| t.scores[0].items[0].points[0] = 150,
        |t| t.promises[0].id = "other".into(),
        |t| t.promises[1].claim = t.promises[0].claim.clone(),
        |t| t.promises.truncate(1),
        |t| then(t, |when, _, _| when.clear()),
        |t| then(t, |_, outcomes, _| *outcomes = 4),
        |t| then(t, |_, _, panels| *panels = 2),
        |t| only(t, |outcome, _| *outcome = 1),
        |t| only(t, |_, only_if| only_if.clear()),
    ];
    let signed = meaning(&everything()).expect("small");
    for (at, edit) in edits.iter().enumerate() {
        let mut edited = everything();
        edit(&mut edited);
        assert_ne!(meaning(&edited).expect("small"), signed, "edit {at}");
    }
    let mut turned = everything();
    turned.questions[0].also.reverse();
    turned.questions[0].risk = Risk::Levels(vec![vec![0], vec![1, 4], vec![2]]);
    turned.rules[0].when = vec![vec![is(0, 22, 0, 0)]];
    turned.scores[0].items[0].points.swap(3, 4);
    assert_eq!(meaning(&turned).expect("small"), signed, "the order of `also`");
    let mut same = everything();
    then(&mut same, |_, outcomes, _| *outcomes |= 1 << 3 | 1 << 63);
    assert_eq!(meaning(&same).expect("small"), signed, "there is no such outcome");
}

fn then(table: &mut Table, edit: fn(&mut rules::When, &mut u64, &mut u64)) {
    if let Claim::Then { when, outcomes, panels } = &mut table.promises[0].claim {
        edit(when, outcomes, panels);
    }
}

fn only(table: &mut Table, edit: fn(&mut usize, &mut rules::When)) {
    if let Claim::OnlyIf { outcome, only_if } = &mut table.promises[1].claim {
        edit(outcome, only_if);
    }
}

#[test]
fn questions_are_compared_by_their_ids_where_they_share_answers() {
    type Edit = fn(&mut Table);
    type Origins<'o> = &'o [(Option<usize>, Option<usize>)];
    const BOTH: [(Option<usize>, Option<usize>); 3] =
        [(Some(0), Some(0)), (Some(1), Some(1)), (Some(2), Some(2))];
    const OTHER_FIRST: [(Option<usize>, Option<usize>); 4] =
        [(Some(0), None), (None, Some(0)), BOTH[1], BOTH[2]];
    const OTHER_LAST: [(Option<usize>, Option<usize>); 4] =
        [BOTH[0], BOTH[1], (Some(2), None), (None, Some(2))];
    let edits: &[(Edit, Origins<'_>)] = &[
        (|_| (), &BOTH),
        (|t| t.questions[0].also.truncate(1), &BOTH),
        (|t| t.questions[0].kind = Kind::One(vec!["a1".into(), "new".into()]), &BOTH),
        (|t| t.questions[2].kind = Kind::Number(vec![(0, 300)]), &BOTH),
        (|t| t.questions[2].kind = Kind::Number(vec![(200, 300)]), &BOTH),
        (|t| t.questions[2].kind = Kind::Number(vec![(-9, -5)]), &BOTH),
        (|t| t.questions[2].kind = single_numbers(61), &BOTH),
        (|t| t.questions[2].kind = single_numbers(62), &OTHER_LAST),
        (|t| t.questions[2].kind = Kind::Number(vec![(201, 300)]), &OTHER_LAST),
        (|t| t.questions[0].id = "uno".into(), &OTHER_FIRST),
        (|t| t.questions[0].kind = Kind::One(vec!["new".into()]), &OTHER_FIRST),
        (|t| t.questions[0].kind = Kind::Many(ids("a", 3)), &OTHER_FIRST),
        (|t| t.questions.truncate(2), &[BOTH[0], BOTH[1], (Some(2), None)]),
        (|t| t.questions.swap(0, 1), &[(Some(1), Some(0)), (Some(0), Some(1)), BOTH[2]]),
    ];
    for (edit, expected) in edits {
        // Nothing but the questions: what is said of one would move with it.
        let (old, mut new) = (everything(), everything());
        new.questions[2].ask_if.clear();
        edit(&mut new);
        new = Table { questions: new.questions, ..Table::default() };
        let questions = align(&old, &new).expect("nothing depends").questions;
        let origins: Vec<_> = questions.iter().map(|o| (o.old, o.new)).collect();
        assert_eq!(origins, *expected);
    }
}

#[test]
fn an_order_of_risk_goes_on_without_what_is_not_taken() {
    let old = everything();
    let mut new = everything();
    new.questions[0].kind = Kind::One(ids("a", 1));
    new.rules.clear();
    let common = align(&old, &new).expect("nothing depends");
    let without = Risk::Levels(vec![vec![0], vec![1]]);
    assert_eq!(common.old.questions[0].risk, without);
}

/// Classes from -5 to 200 of which all but one are one number.
fn single_numbers(count: i64) -> Kind {
    let single = (0..count).map(|number| (number - 5, number - 5));
    Kind::Number(single.chain([(count - 5, 200)]).collect())
}

#[test]
fn no_question_is_asked_before_one_that_it_depends_on() {
    let old = everything();
    let mut new = everything();
    new.questions[2].ask_if.clear();
    new.questions.swap(1, 2);
    new.rules.clear();
    new.promises.clear();
    assert_eq!(align(&old, &new), None);
    assert!(align(&new, &old).is_some());
}

#[test]
fn changes_that_loosen_come_first() {
    let old = everything();
    let mut new = old.clone();
    new.rules[0].outcome = Some(0);
    new.rules[2].outcome = Some(2);
    let changes = diff(&old, &new).expect("small");
    let order: Vec<_> =
        changes.iter().map(|change| change.to.cmp(&change.from)).collect();
    assert!(order.is_sorted() && order.first() < order.last(), "{changes:?}");
}
