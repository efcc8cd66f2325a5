//! What is exported for other programs says what the rules say: read back, it comes to the same.
use ground::source::Path;
use rules::{Answer, Kind, Table};
use self_check::dmn;
use self_check::language::SelfCheck;
use support::vector::biased;

use crate::{read, understood};

/// The rules as they come back.
fn again(check: &SelfCheck) -> SelfCheck {
    let exported = dmn::write(check).expect("few rows");
    let mut found = vec![];
    let toml = dmn::read(&Path::from("rules.dmn"), &exported, &mut found);
    let toml = toml.unwrap_or_else(|| panic!("{found:#?}"));
    understood(&toml)
}

/// Answers to the questions as they come back: each tick is a question of its own, and what
/// is not asked is answered as it may be.
fn columns(table: &Table, answers: &[Answer]) -> Vec<Answer> {
    let columns = table.questions.iter().zip(answers).flat_map(|(question, answer)| {
        let Kind::Many(ticks) = &question.kind else { return vec![*answer] };
        let facts = question.facts_of(*answer);
        let none = ticks.len();
        let facts = (0..question.facts())
            .filter(|fact| *fact != none)
            .map(|fact| facts >> fact & 1);
        // The answers to such a column are "true" and "false".
        facts.map(|so| Answer::Pick(usize::from(so == 0))).collect()
    });
    columns.collect()
}

fn same_outcomes(check: &SelfCheck) {
    let back = again(check);
    for answers in biased(&check.table, 7).take(20_000) {
        let outcome = |table: &Table, answers: &[Answer]| {
            let outcome = table.decide(answers).outcome;
            table.outcomes[outcome].id.clone()
        };
        let other = columns(&check.table, &answers);
        assert_eq!(
            outcome(&check.table, &answers),
            outcome(&back.table, &other),
            "{answers:?}"
        );
    }
}

#[test]
fn the_practices_rules_come_back_from_dmn() {
    let (check, ..) = read("../content/self-check/rules.toml");
    same_outcomes(&check);
}

#[test]
fn many_answers_numbers_and_conditions_come_back_from_dmn() {
    let (check, ..) = read("checks/whole.toml");
    let numbers = check
        .table
        .questions
        .iter()
        .any(|question| matches!(question.kind, Kind::Number(_)));
    assert!(
        numbers
            && check.table.questions.iter().any(|question| !question.ask_if.is_empty())
    );
    same_outcomes(&check);
}
