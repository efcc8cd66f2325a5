//! Random decision tables of other programs: what is imported says what a plain evaluator says
//! on all inputs, and what is refused is refused for a reason that is so.
use std::collections::BTreeMap;

use ground::diagnostic::Level;
use ground::source::Path;
use rules::{Answer, Kind};
use self_check::dmn;
use self_check::language::SelfCheck;
use support::vector::Random;

use crate::decision::{Cell, Column, DecisionTable, Given, Row, Said, Test};
use crate::understood;

const TEXTS: [&str; 6] = ["yes", "no", "c d", "e's \"x\"", "Unsure", "f, g"];
/// A word that no column has, as it stands in the file.
const STRANGE: &str = "&quot;strange&quot;";
const UNIQUE: &str = "UNIQUE lets no two rows match the same answers";
const ANY: &str = "ANY lets rows that match the same answers say only the same";
const PRIORITY: &str = "PRIORITY needs a list of output values that holds every output";
const ORDER: &str =
    "the order of these rows decides, and no order of outcomes says the same";
const OTHERWISE: &str = "the output when no row matches is the least cautious one of a self-check, \
    and here it comes before another";
const UNSEEN: &str = "no row of this table looks at an input, so it asks nothing";

const OUTPUTS: [&str; 4] = ["Low", "Mid", "High", "Top one"];

/// A table of a seed.
fn table(seed: u64) -> DecisionTable {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let columns: Vec<Column> =
        (0..=random.below(3)).map(|_| column(&mut random)).collect();
    let outputs = OUTPUTS[..2 + random.below(3)].to_vec();
    let default = (random.below(3) == 0).then(|| random.below(outputs.len()));
    let policy = ["UNIQUE", "ANY", "FIRST", "PRIORITY", "FIRST", "PRIORITY"];
    let policy = policy[random.below(6)];
    let most = if policy == "UNIQUE" { 3 } else { 5 };
    let rows = (0..=random.below(most)).map(|_| Row {
        cells: columns.iter().map(|column| cell(column, &mut random)).collect(),
        output: random.below(outputs.len()),
    });
    let rows = rows.collect();
    let listed = policy == "PRIORITY" && random.below(8) > 0 || random.below(3) == 0;
    DecisionTable { policy, columns, outputs, listed, default, rows }
}

fn column(random: &mut Random) -> Column {
    let said = [Said::Listed, Said::Listed, Said::Typed, Said::Variable];
    let said = if random.below(12) == 0 { Said::Open } else { said[random.below(4)] };
    match random.below(4) {
        0 => Column {
            domain: vec![Given::Truth(true), Given::Truth(false)],
            said: Said::Boolean,
        },
        1 => {
            let from = i64::try_from(random.below(6)).expect("small") - 3;
            let to = from + 1 + i64::try_from(random.below(12)).expect("small");
            Column { domain: (from..=to).map(Given::Number).collect(), said }
        }
        _ => {
            let (first, count) = (random.below(3), 1 + random.below(4));
            let texts = TEXTS.iter().skip(first).take(count);
            Column { domain: texts.map(|text| Given::Text(text)).collect(), said }
        }
    }
}

fn cell(column: &Column, random: &mut Random) -> Cell {
    if random.below(3) == 0 {
        return Cell::Any;
    }
    let tests = (0..=random.below(2)).map(|_| test(column, random)).collect();
    Cell::Tests { tests, not: random.below(4) == 0 }
}

fn test(column: &Column, random: &mut Random) -> Test {
    let some = column.domain[random.below(column.domain.len())].clone();
    let Given::Number(number) = some else {
        // Now and then a word that the column does not have.
        let strange = random.below(40) == 0 && matches!(some, Given::Text(_));
        return Test::Equals(if strange { Given::Text("strange") } else { some });
    };
    let further = number + i64::try_from(random.below(6)).expect("small") - 1;
    match random.below(4) {
        0 => Test::From(further),
        1 => Test::Below(further),
        2 => Test::Between(number, further),
        _ => Test::Equals(Given::Number(number)),
    }
}

impl DecisionTable {
    /// Whether the most cautious of some rows is what the table says, in an order of outcomes
    /// from the least cautious.
    fn is_said_by(&self, order: &[usize], rows: &[usize]) -> bool {
        let rank = |output: &usize| order.iter().position(|other| other == output);
        self.inputs().iter().all(|input| {
            let matching = self.matching(input).into_iter();
            let outputs = matching.filter(|row| rows.contains(row));
            let outputs = outputs.map(|row| self.rows[row].output).chain(self.default);
            outputs.max_by_key(rank) == self.says(input)
        })
    }

    /// Whether a row counts for an input.
    fn counts(&self, row: usize, input: &[Given]) -> bool {
        let matching = self.matching(input);
        matching.contains(&row)
            && match self.policy {
                "FIRST" => matching[0] == row,
                _ => self.says(input) == Some(self.rows[row].output),
            }
    }

    /// Whether some order of outcomes says the same, with all rows or those that count.
    fn has_order(&self) -> bool {
        let inputs = self.inputs();
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let counts = |row: &usize| inputs.iter().any(|input| self.counts(*row, input));
        let counting: Vec<usize> = all.iter().copied().filter(counts).collect();
        let is_total = inputs.iter().all(|input| !self.matching(input).is_empty());
        let default = self.default.filter(|_| !is_total);
        let table = Self { default, ..self.clone() };
        orders(self.outputs.len()).iter().any(|order| {
            // Where no row matches the least cautious outcome is what is said.
            default.is_none_or(|least| least == order[0])
                && [&all, &counting].iter().any(|rows| table.is_said_by(order, rows))
        })
    }

    /// Whether some row looks at a column.
    fn looks_at(&self, column: usize) -> bool {
        self.rows.iter().any(|row| matches!(row.cells[column], Cell::Tests { .. }))
    }

    /// Whether a column that some row looks at says nowhere what can be given.
    fn is_open(&self, numbers: bool) -> bool {
        let mut columns = self.columns.iter().enumerate();
        columns.any(|(at, column)| {
            column.said == Said::Open
                && numbers == matches!(column.domain[0], Given::Number(_))
                && self.looks_at(at)
        })
    }

    /// Whether some input matches several rows.
    fn overlaps(&self) -> bool {
        self.inputs().iter().any(|input| self.matching(input).len() > 1)
    }

    /// Whether some input matches rows that say different things.
    fn disagrees(&self) -> bool {
        self.inputs().iter().any(|input| {
            let rows = self.matching(input);
            rows.iter().any(|row| self.rows[*row].output != self.rows[rows[0]].output)
        })
    }

    /// Whether a reason to refuse the table is so.
    fn is_so(&self, message: &str) -> bool {
        match message {
            UNIQUE => self.policy == "UNIQUE" && self.overlaps(),
            ANY => self.policy == "ANY" && self.disagrees(),
            PRIORITY => self.policy == "PRIORITY" && !self.listed,
            ORDER => self.policy == "FIRST" && !self.has_order(),
            OTHERWISE => self.default.is_some() && !self.has_order(),
            UNSEEN => (0..self.columns.len()).all(|column| !self.looks_at(column)),
            _ if message.ends_with("does not say which texts can be given") => {
                self.is_open(false)
            }
            _ if message.ends_with("does not say which numbers can be given") => {
                self.is_open(true)
            }
            _ => {
                message.starts_with("\"strange\" is none of the values")
                    && self.xml().contains(STRANGE)
            }
        }
    }

    /// Whether nothing stands in the way of reading it.
    fn can_be_read(&self) -> bool {
        let kept = match self.policy {
            "UNIQUE" => !self.overlaps(),
            "ANY" => !self.disagrees(),
            "PRIORITY" => self.listed && self.has_order(),
            _ => self.has_order(),
        };
        kept && !self.is_open(false)
            && !self.is_open(true)
            && (0..self.columns.len()).any(|column| self.looks_at(column))
            && !self.xml().contains(STRANGE)
    }
}

/// Every order of some things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    (0..count).fold(vec![vec![]], |orders, next| {
        let with = |order: &Vec<usize>| {
            let one = |at| [&order[..at], &[next], &order[at..]].concat();
            (0..=order.len()).map(one).collect::<Vec<_>>()
        };
        orders.iter().flat_map(with).collect()
    })
}

/// An input as answers to the questions that it became. What no row looks at is not asked.
fn answers(check: &SelfCheck, input: &[Given]) -> Vec<Answer> {
    let questions = check.table.questions.iter().zip(&check.texts.questions);
    let answer =
        |(question, text): (&rules::Question, &self_check::language::QuestionText)| {
            let at: usize =
                text.ask.strip_prefix("in").expect("its name").parse().expect("it");
            let place = match (&input[at], &question.kind) {
                (Given::Number(number), Kind::Number(classes)) => {
                    classes.iter().position(|(from, to)| (from..=to).contains(&number))
                }
                (Given::Truth(truth), _) => {
                    text.answers.iter().position(|answer| *answer == truth.to_string())
                }
                (Given::Text(wanted), _) => {
                    text.answers.iter().position(|it| it == wanted)
                }
                (Given::Number(_), _) => None,
            };
            Answer::Pick(place.unwrap_or_else(|| panic!("{:?} can be given", input[at])))
        };
    questions.map(answer).collect()
}

fn assert_equal(table: &DecisionTable, toml: &str) {
    let check = understood(toml);
    for input in table.inputs() {
        let outcome = check.table.decide(&answers(&check, &input)).outcome;
        let said = table.says(&input).map(|output| table.outputs[output]);
        let told = check.texts.outcomes[outcome].as_str();
        let none = said.unwrap_or("No row of the table matches");
        assert_eq!(told, none, "{input:?}\n{}\n{toml}", table.xml());
    }
}

#[test]
fn tables_of_other_programs_say_the_same_or_are_refused_for_what_is_so() {
    let (mut read, mut reasons) = (0, BTreeMap::new());
    for seed in 0..4_000 {
        let table = table(seed);
        let (xml, mut found) = (table.xml(), vec![]);
        if let Some(toml) = dmn::read(&Path::from("t.dmn"), &xml, &mut found) {
            assert_equal(&table, &toml);
            read += 1;
            continue;
        }
        let errors: Vec<_> =
            found.iter().filter(|finding| finding.level == Level::Error).collect();
        assert!(!errors.is_empty() && !table.can_be_read(), "{found:#?}\n{xml}");
        for finding in errors {
            assert!(table.is_so(&finding.message), "{}\n{xml}", finding.message);
            let reason: String = finding.message.split('`').step_by(2).collect();
            *reasons.entry(reason).or_insert(0) += 1;
        }
    }
    assert!(read > 1_500, "{read} {reasons:#?}");
    assert_eq!(reasons.len(), 9, "{reasons:#?}");
}
