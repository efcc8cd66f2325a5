//! What staff and clinicians ask of the rules, against trying every answer.
use proptest::prelude::*;
use proptest::sample::Index;
use rules::align::{Aligned, align};
use rules::compile::Model;
use rules::diff::diff;
use rules::meaning::meaning;
use rules::{Answer, Cell, Claim, Kind, Question, Risk, Table};

use crate::random::tables;
use crate::{combinations, shown};

proptest! {
    #[test]
    fn the_deciding_answers_are_enough_and_none_can_be_left_out(
        table in tables(),
        pick in any::<Index>(),
    ) {
        let all = combinations(&table);
        let answers = pick.get(&all);
        let model = Model::new(&table).expect("small");
        let deciding = model.deciding(answers);
        let certain = |kept: &[usize]| all.iter().all(|other| {
            kept.iter().any(|at| other[*at] != answers[*at])
                || shown(&table, other) == shown(&table, answers)
        });
        prop_assert!(certain(&deciding));
        for left_out in &deciding {
            let fewer: Vec<usize> =
                deciding.iter().copied().filter(|at| at != left_out).collect();
            prop_assert!(!certain(&fewer));
        }
    }

    #[test]
    fn people_walk_every_edge(table in tables()) {
        let model = Model::new(&table).expect("small");
        let mut walked = vec![];
        for answers in model.edges() {
            let mut at = model.root;
            while at.value().is_none() {
                let value = model.order.value(&answers, model.manager.variable(at));
                walked.push((at, value));
                at = model.manager.children(at)[value];
            }
        }
        for node in model.manager.nodes(model.root) {
            for value in 0..model.manager.size(model.manager.variable(node)) {
                prop_assert!(walked.contains(&(node, value)));
            }
        }
    }

    #[test]
    fn an_edit_changes_what_trying_everything_finds(table in tables(), other in tables()) {
        let mut edited = table.clone();
        edited.rules.retain(|rule| rule.id != "r0");
        if let Some(rule) = edited.rules.last_mut() {
            rule.outcome = Some(other.rules.len() % table.outcomes.len());
        }
        let Aligned { old, new, .. } = align(&table, &edited).expect("the same questions");
        let changes = diff(&old, &new).expect("small");
        let all = combinations(&table);
        let differs = |answers: &&Vec<Answer>| shown(&old, answers) != shown(&new, answers);
        let sum: u128 = changes.iter().filter_map(|change| change.count).sum();
        prop_assert_eq!(sum, all.iter().filter(differs).count() as u128);
        for change in &changes {
            prop_assert!(differs(&&change.answers));
            prop_assert_eq!(shown(&old, &change.answers).0, change.from);
            prop_assert_eq!(shown(&new, &change.answers).0, change.to);
        }
    }

    #[test]
    fn whatever_was_asked_tables_are_compared_by_what_they_mean(
        old in tables(),
        new in tables(),
        pick in any::<Index>(),
    ) {
        let Some(both) = align(&old, &new) else { return Ok(()) };
        let all = combinations(&both.old);
        let answers = pick.get(&all);
        for (table, was, place) in [
            (&both.old, &old, both.questions.iter().map(|from| from.old).collect::<Vec<_>>()),
            (&both.new, &new, both.questions.iter().map(|from| from.new).collect::<Vec<_>>()),
        ] {
            let mut own = vec![Answer::Missing; was.questions.len()];
            for (at, place) in place.into_iter().enumerate() {
                if let Some(place) = place {
                    own[place] = same(&table.questions[at], answers[at], &was.questions[place]);
                }
            }
            prop_assert_eq!(shown(table, answers), shown(was, &own));
        }
    }

    #[test]
    fn the_signed_meaning_ignores_order_and_spelling(table in tables(), turn in any::<Index>()) {
        let mut other = table.clone();
        other.rules.rotate_left(turn.index(table.rules.len()));
        for rule in &mut other.rules {
            rule.when.reverse();
            rule.when.extend(rule.when.clone());
        }
        other.questions.iter_mut().for_each(|question| question.ask_if.reverse());
        turn_answers(&mut other);
        prop_assert_eq!(meaning(&table), meaning(&other));
    }

    #[test]
    fn the_signed_meaning_changes_with_every_change_of_what_is_shown(
        table in tables(),
        at in any::<Index>(),
        outcome in any::<Index>(),
    ) {
        let mut other = table.clone();
        let rule = at.get_mut(&mut other.rules);
        rule.outcome = Some(outcome.index(table.outcomes.len()));
        prop_assert_eq!(meaning(&table) == meaning(&other), table == other);
    }
}

/// An answer to a question as one to another that takes it too, by its name or number.
fn same(question: &Question, answer: Answer, wide: &Question) -> Answer {
    let place = |id: &String, ids: &[String]| {
        ids.iter().position(|other| other == id).expect("it is taken there too")
    };
    let listed = question.listed();
    match (&question.kind, &wide.kind, answer) {
        (Kind::Many(ids), Kind::Many(wide), Answer::Ticks(bits)) => {
            let ticked = ids.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            Answer::Ticks(ticked.fold(0, |all, (_, id)| all | 1 << place(id, wide)))
        }
        (Kind::Many(_), _, Answer::Pick(also)) => {
            Answer::Pick(place(&question.also[also], &wide.also))
        }
        (_, _, Answer::Pick(pick)) if pick >= listed => {
            Answer::Pick(wide.listed() + place(&question.also[pick - listed], &wide.also))
        }
        (Kind::One(ids), Kind::One(wide), Answer::Pick(pick)) => {
            Answer::Pick(place(&ids[pick], wide))
        }
        (Kind::Number(classes), Kind::Number(wide), Answer::Pick(pick)) => {
            let value = classes[pick].0;
            let holds = |class: &(i64, i64)| (class.0..=class.1).contains(&value);
            Answer::Pick(wide.iter().position(holds).expect("it is taken there too"))
        }
        _ => answer,
    }
}

/// Swaps the first two listed answers of every question that has an order in the file.
fn turn_answers(table: &mut Table) {
    let swap = |bits: u64| bits & !3 | (bits & 1) << 1 | bits >> 1 & 1;
    let turned: Vec<bool> = table
        .questions
        .iter_mut()
        .map(|question| match &mut question.kind {
            Kind::One(ids) | Kind::Many(ids) if ids.len() > 1 => {
                ids.swap(0, 1);
                true
            }
            _ => false,
        })
        .collect();
    for (question, turned) in table.questions.iter_mut().zip(&turned) {
        if let (Risk::Levels(levels), true) = (&mut question.risk, turned) {
            for fact in levels.iter_mut().flatten().filter(|fact| **fact < 2) {
                *fact = 1 - *fact;
            }
        }
    }
    for item in table.scores.iter_mut().flat_map(|score| &mut score.items) {
        if turned[item.question] {
            item.points.swap(0, 1);
        }
    }
    let asks = table.questions.iter_mut().map(|question| &mut question.ask_if);
    let rules = table.rules.iter_mut().map(|rule| &mut rule.when);
    let promises = table.promises.iter_mut().map(|promise| match &mut promise.claim {
        Claim::Then { when, .. } => when,
        Claim::OnlyIf { only_if, .. } => only_if,
    });
    for cell in asks.chain(rules).chain(promises).flatten().flatten() {
        if let Cell::Answer { question, any, all, none } = cell
            && turned[*question]
        {
            (*any, *all, *none) = (swap(*any), swap(*all), swap(*none));
        }
    }
}
