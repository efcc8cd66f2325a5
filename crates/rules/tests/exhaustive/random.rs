//! Random tables, small enough that every combination of their answers can be tried.
use proptest::prelude::*;
use rules::{
    Cell, Claim, Item, Kind, Outcome, Promise, Question, Risk, Row, Rule, Score, Table,
    When,
};

/// Any small table.
pub(crate) fn tables() -> impl Strategy<Value = Table> {
    prop::collection::vec(any::<u16>(), 0..160)
        .prop_map(|numbers| table(&mut Dice(numbers)))
}

/// Numbers that choices are made from; zeros when they run out, so that fewer numbers make
/// simpler tables.
struct Dice(Vec<u16>);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0.pop().map_or(0, usize::from) % sides
    }

    /// From -1 to 3.
    fn points(&mut self) -> i64 {
        [0, -1, 1, 2, 3][self.below(5)]
    }

    fn list<T>(
        &mut self,
        least: usize,
        most: usize,
        mut one: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let length = least + self.below(most - least + 1);
        (0..length).map(|_| one(self)).collect()
    }
}

/// Ids that differ in their number.
pub(crate) fn ids(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|index| format!("{prefix}{index}")).collect()
}

fn table(dice: &mut Dice) -> Table {
    let mut table = Table::default();
    let outcomes = 2 + dice.below(3);
    let first_stop = outcomes - dice.below(2 + outcomes / 2).min(outcomes);
    let outcome = |(at, id)| Outcome { id, stop: at >= first_stop };
    table.outcomes = ids("o", outcomes).into_iter().enumerate().map(outcome).collect();
    table.panels = ids("p", dice.below(4));
    for index in 0..=dice.below(4) {
        let question = question(dice, index, &table);
        table.questions.push(question);
        if index > 0 && dice.below(2) == 1 {
            let score = score(dice, &table);
            table.scores.push(score);
        }
    }
    let count = 1 + dice.below(6);
    table.rules = ids("r", count).into_iter().map(|id| rule(dice, id, &table)).collect();
    let count = dice.below(4);
    table.promises =
        ids("s", count).into_iter().map(|id| promise(dice, id, &table)).collect();
    table
}

fn question(dice: &mut Dice, index: usize, before: &Table) -> Question {
    let kind = match dice.below(4) {
        0 | 1 => Kind::One(ids("a", 2 + dice.below(2))),
        2 => Kind::Many(ids("t", 1 + dice.below(2))),
        _ => Kind::Number(
            (0..2 + dice.points().clamp(0, 1)).map(|at| (at * 10, at * 10 + 9)).collect(),
        ),
    };
    let also = ids("u", dice.below(3));
    let ask_if =
        if index > 0 && dice.below(3) == 0 { when(dice, before) } else { vec![] };
    let mut question =
        Question { id: format!("q{index}"), kind, also, ask_if, risk: Risk::Unordered };
    question.risk = match &question.kind {
        Kind::Many(_) if dice.below(2) == 1 => Risk::MoreTicks,
        Kind::One(_) if dice.below(2) == 1 => levels(dice, question.facts()),
        _ => Risk::Unordered,
    };
    question
}

/// An order of risk: each answer on the level before or on one of its own.
fn levels(dice: &mut Dice, facts: usize) -> Risk {
    let mut levels: Vec<Vec<usize>> = vec![vec![0]];
    for fact in 1..facts {
        match dice.below(3) {
            0 => levels.last_mut().expect("one level is there").push(fact),
            1 => levels.insert(0, vec![fact]),
            _ => levels.push(vec![fact]),
        }
    }
    Risk::Levels(levels)
}

fn score(dice: &mut Dice, before: &Table) -> Score {
    let item = |(index, question): (usize, &Question)| Item {
        question: index,
        points: (0..question.facts()).map(|_| dice.points()).collect(),
    };
    Score {
        id: format!("score{}", before.scores.len()),
        items: before.questions.iter().enumerate().map(item).collect(),
    }
}

fn when(dice: &mut Dice, table: &Table) -> When {
    dice.list(1, 2, |dice| row(dice, table))
}

fn row(dice: &mut Dice, table: &Table) -> Row {
    dice.list(1, 2, |dice| cell(dice, table))
}

fn cell(dice: &mut Dice, table: &Table) -> Cell {
    if !table.scores.is_empty() && dice.below(4) == 0 {
        let from = dice.points();
        let score = dice.below(table.scores.len());
        return Cell::Score { score, from, to: from + dice.points().abs() };
    }
    let question = dice.below(table.questions.len());
    let facts = table.questions[question].facts();
    let set = |dice: &mut Dice| 1 + dice.below((1 << facts) - 1) as u64;
    let (mut any, mut all, mut none) = (set(dice), 0, 0);
    match dice.below(8) {
        0 => (any, all) = (u64::MAX, set(dice)),
        1 | 2 => (any, none) = (u64::MAX, set(dice)),
        3 => (all, none) = (set(dice), set(dice)),
        4 => none = set(dice),
        _ => {}
    }
    Cell::Answer { question, any, all, none }
}

fn rule(dice: &mut Dice, id: String, table: &Table) -> Rule {
    let outcome = dice.below(table.outcomes.len() + 1).checked_sub(1);
    let panels = dice.below(1 << table.panels.len()) as u64;
    Rule { id, when: when(dice, table), outcome, panels }
}

fn promise(dice: &mut Dice, id: String, table: &Table) -> Promise {
    let claim = if dice.below(3) == 0 {
        Claim::OnlyIf {
            outcome: dice.below(table.outcomes.len()),
            only_if: when(dice, table),
        }
    } else {
        let outcomes = dice.below(1 << table.outcomes.len()) as u64;
        let panels = dice.below(1 << table.panels.len()) as u64;
        Claim::Then { when: when(dice, table), outcomes, panels }
    };
    Promise { id, claim }
}
