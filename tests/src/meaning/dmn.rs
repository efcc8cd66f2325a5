//! What is exported for other programs says what the rules say: read back, it comes to the same.
use ground::source::Path;
use proptest::prelude::*;
use rules::{Answer, Kind, Table};
use self_check::dmn;
use self_check::language::{RuleText, ScoreText, SelfCheck, Texts};
use support::vector::biased;

use crate::feel::Context;
use crate::random::tables;
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
    let mut columns: Vec<Answer> = vec![];
    for (question, answer) in table.questions.iter().zip(answers) {
        let facts = question.facts_of(*answer);
        match &question.kind {
            Kind::Many(ticks) => {
                let facts = (0..question.facts()).filter(|fact| *fact != ticks.len());
                // The answers to such a column are "true" and "false".
                columns.extend(facts.map(|fact| {
                    Answer::Pick(usize::from(facts_lack(answer, question, fact)))
                }));
            }
            Kind::Number(classes) => {
                let fact = facts.trailing_zeros() as usize;
                let back = &back.questions[columns.len()];
                columns.push(match classes.get(fact) {
                    Some(class) => number(class.0, back),
                    None => Answer::Pick(back.first_also() + fact - classes.len()),
                });
            }
            Kind::One(_) => columns.push(*answer),
        }
    }
    for score in 0..table.scores.len() {
        let sum = table.total(score, answers).expect("all is answered");
        columns.push(number(sum, &back.questions[columns.len()]));
    }
    columns
}

/// Whether an answer does not make a fact so.
fn facts_lack(answer: &Answer, question: &rules::Question, fact: usize) -> bool {
    question.facts_of(*answer) >> fact & 1 == 0
}

/// A number as an answer: rules that are read back may cut fewer classes.
fn number(number: i64, question: &rules::Question) -> Answer {
    let Kind::Number(classes) = &question.kind else {
        panic!("it comes back as a number")
    };
    let class = classes.iter().position(|(from, to)| (from..=to).contains(&&number));
    Answer::Pick(class.expect("within its range"))
}

fn same_outcomes(check: &SelfCheck) {
    same_outcomes_of(check, 20_000);
}

fn same_outcomes_of(check: &SelfCheck, people: usize) {
    let back = again(check);
    for answers in biased(&check.table, 7).take(people) {
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
    for file in [
        "checks/gad-7.toml",
        "checks/gad-7-crisis.toml",
        "checks/phq-9.toml",
        "checks/cha2ds2-vasc.toml",
    ] {
        same_outcomes(&read(file).0);
    }
}

/// A table with what its export needs of texts. Beside the listed answers stands what the
/// language knows there.
fn with_texts(mut table: Table) -> SelfCheck {
    for question in &mut table.questions {
        let also = ["unsure", "decline"].map(str::to_owned);
        question.also = also[..question.also.len()].to_vec();
    }
    let range = |score: &rules::Score| {
        let ends = score.items.iter().map(|item| {
            let question = &table.questions[item.question];
            let many = matches!(question.kind, Kind::Many(_));
            let least: i64 = item.points.iter().map(|points| *points.min(&0)).sum();
            let most: i64 = item.points.iter().map(|points| *points.max(&0)).sum();
            let one = (item.points.iter().min(), item.points.iter().max());
            let one = (*one.0.expect("some"), *one.1.expect("some"));
            if many { (least, most) } else { (one.0.min(0), one.1.max(0)) }
        });
        ends.fold((0, 0), |(from, to), (least, most)| (from + least, to + most))
    };
    let score = |score: &rules::Score| ScoreText { title: None, range: range(score) };
    let place = ground::source::Span::new(&Path::from("x"), 0, 0);
    let rule = RuleText {
        because: "Because.".to_owned(),
        source: vec![("F1".to_owned(), place)],
        ..RuleText::default()
    };
    let texts = Texts {
        id: "x".to_owned(),
        title: "X".to_owned(),
        scores: table.scores.iter().map(score).collect(),
        rules: vec![rule; table.rules.len()],
        ..Texts::default()
    };
    SelfCheck { table, texts, ..SelfCheck::default() }
}

proptest! {
    /// Scores, conditions, numbers with answers beside them: whatever is exported.
    #[test]
    fn random_rules_come_back_from_dmn(table in tables()) {
        let check = with_texts(table);
        // With no rule for an outcome there is nothing to read back.
        let asks = |rule: &rules::Rule| rule.outcome.is_some_and(|outcome| outcome > 0);
        prop_assume!(check.table.rules.iter().any(asks));
        // Scores that say the same are one column.
        let sums = sums(&dmn::write(&check).expect("few rows"), &check.table);
        let same = |(at, sum): (usize, &String)| sums[..at].contains(sum);
        prop_assume!(!sums.iter().enumerate().any(same));
        same_outcomes_of(&check, 300);
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
