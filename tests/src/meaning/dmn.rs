//! What is exported for other programs says what the rules say: read back, it comes to the same.
use ground::source::Path;
use rules::{Answer, Kind, Table};
use self_check::dmn;
use self_check::language::SelfCheck;
use support::vector::biased;

use crate::feel::Context;
use crate::{read, understood};

/// The rules as they come back.
fn again(check: &SelfCheck) -> SelfCheck {
    let exported = dmn::write(check).expect("few rows");
    let mut found = vec![];
    let toml = dmn::read(&Path::from("rules.dmn"), &exported, &mut found);
    let toml = toml.unwrap_or_else(|| panic!("{found:#?}"));
    understood(&toml)
}

/// Answers to the questions as they come back: each tick is a question of its own, each sum is
/// a number, and what is not asked is answered as it may be.
fn columns(table: &Table, answers: &[Answer], back: &Table) -> Vec<Answer> {
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
    let mut columns: Vec<Answer> = columns.collect();
    for score in 0..table.scores.len() {
        let sum = table.total(score, answers).expect("all is answered");
        let Kind::Number(classes) = &back.questions[columns.len()].kind else {
            panic!("a sum comes back as a number")
        };
        let class = classes.iter().position(|(from, to)| (from..=to).contains(&&sum));
        columns.push(Answer::Pick(class.expect("within its range")));
    }
    columns
}

fn same_outcomes(check: &SelfCheck) {
    let back = again(check);
    for answers in biased(&check.table, 7).take(20_000) {
        let outcome = |table: &Table, answers: &[Answer]| {
            let outcome = table.decide(answers).outcome;
            table.outcomes[outcome].id.clone()
        };
        let other = columns(&check.table, &answers, &back.table);
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

#[test]
fn scales_come_back_from_dmn() {
    for file in
        ["checks/gad-7.toml", "checks/gad-7-crisis.toml", "checks/cha2ds2-vasc.toml"]
    {
        same_outcomes(&read(file).0);
    }
}

/// The expressions of sums, one for each score.
fn sums(exported: &str, table: &Table) -> Vec<String> {
    let sum = |score: &rules::Score| {
        let head = format!("<input label=\"{}\">", score.id);
        let (_, column) = exported.split_once(&head).expect("it has a column");
        let (_, text) = column.split_once("<text>").expect("it has an expression");
        let (text, _) = text.split_once("</text>").expect("it ends");
        let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        marks.iter().fold(text.to_owned(), |text, (mark, c)| text.replace(mark, c))
    };
    table.scores.iter().map(sum).collect()
}

/// What another program makes of the expression of a sum is the sum.
#[test]
fn the_expressions_of_sums_say_what_the_points_say() {
    // One item that not everybody is asked, and ticks that take points away.
    let whole = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/checks/whole.toml"
    ));
    let score = "[scores.s]\nsum = { tried = { two = 2, one = 1, none = 0, unsure = 3, decline = 0 }, \
        substances = { alcohol = -2, sedatives = 5, ketamine = 1, unsure = 7, decline = 0 }, age = \
        { \"< 18\" = 4, \">= 18\" = 0 } }\n[rules]";
    let whole = whole.expect("there").replace("[rules]", score);
    let mut checks: Vec<_> = ["checks/gad-7-crisis.toml", "checks/cha2ds2-vasc.toml"]
        .map(|file| read(file).0)
        .into();
    checks.push(understood(&whole));
    for check in checks {
        let table = &check.table;
        let sums = sums(&dmn::write(&check).expect("few rows"), table);
        for answers in biased(table, 5).take(2_000) {
            let context = Context::new(table, &answers);
            for (score, sum) in sums.iter().enumerate() {
                let total = table.total(score, &answers);
                assert_eq!(Some(context.sum(sum)), total, "{answers:?}");
            }
        }
    }
}
