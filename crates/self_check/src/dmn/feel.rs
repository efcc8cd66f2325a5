//! What of FEEL, the expressions in DMN, a self-check needs: names, tests, sums.
use rules::{Cell, Kind, Question, Score, Table, When};

/// A name that FEEL reads as one word.
pub(super) fn name(id: &str) -> String {
    id.replace('-', "_")
}

/// The type of a question's answer.
pub(super) fn kind(question: &Question) -> &'static str {
    match &question.kind {
        Kind::Number(_) if question.also.is_empty() => "number",
        Kind::One(_) => "string",
        _ => "Any",
    }
}

/// The test in a cell: one of these facts is so.
pub(super) fn test(question: &Question, allowed: u64) -> String {
    let facts = (0..question.facts()).filter(|fact| allowed >> fact & 1 == 1);
    let facts: Vec<String> = facts.map(|fact| value(question, fact)).collect();
    facts.join(",")
}

/// All values of a question with one answer: its texts, or its numbers and what can be said
/// beside them.
pub(super) fn values(question: &Question) -> Option<String> {
    match &question.kind {
        Kind::Number(classes) => {
            let (first, last) = (classes.first()?, classes.last()?);
            let also = question.also.iter().map(|also| format!(",\"{also}\""));
            Some(format!("[{}..{}]{}", first.0, last.1, also.collect::<String>()))
        }
        Kind::One(_) => Some(test(question, u64::MAX)),
        Kind::Many(_) => None,
    }
}

/// A fact of a question with one answer: a text, or a range of numbers.
fn value(question: &Question, fact: usize) -> String {
    match &question.kind {
        Kind::Number(classes) if fact < classes.len() => {
            format!("[{}..{}]", classes[fact].0, classes[fact].1)
        }
        Kind::One(ids) if fact < ids.len() => format!("\"{}\"", ids[fact]),
        _ => format!("\"{}\"", question.also[fact - question.first_also()]),
    }
}

/// A sum over answers. A question that is not asked adds nothing.
pub(super) fn sum(table: &Table, score: &Score) -> String {
    let mut parts = vec![];
    for item in &score.items {
        let asked = asked(table, item.question);
        let points = item.points.iter().enumerate().filter(|(_, points)| **points != 0);
        for (fact, points) in points {
            let so = is(&table.questions[item.question], fact);
            parts.push(format!("(if {asked}{so} then {points} else 0)"));
        }
    }
    if parts.is_empty() { "0".to_owned() } else { parts.join(" + ") }
}

/// That a question is asked, before what is said of it; nothing where it always is.
fn asked(table: &Table, question: usize) -> String {
    let when = &table.questions[question].ask_if;
    if when.is_empty() {
        String::new()
    } else {
        format!("({}) and ", condition(table, when))
    }
}

/// Rows of which one must hold, as an expression.
fn condition(table: &Table, when: &When) -> String {
    let rows = when.iter().map(|row| {
        let cells: Vec<String> = row.iter().map(|each| cell(table, each)).collect();
        cells.join(" and ")
    });
    rows.map(|row| format!("({row})")).collect::<Vec<_>>().join(" or ")
}

/// What a cell asks, as an expression.
fn cell(table: &Table, cell: &Cell) -> String {
    match *cell {
        Cell::Score { score, from, to } => {
            let sum = sum(table, &table.scores[score]);
            format!("({sum}) >= {from} and ({sum}) <= {to}")
        }
        Cell::Answer { question, any, all, none } => {
            let said = &table.questions[question];
            let facts =
                |set: u64| (0..said.facts()).filter(move |fact| set >> fact & 1 == 1);
            let mut parts = vec![];
            if any != u64::MAX {
                let one: Vec<String> = facts(any).map(|fact| is(said, fact)).collect();
                parts.push(format!("({})", one.join(" or ")));
            }
            parts.extend(facts(all).map(|fact| is(said, fact)));
            parts.extend(facts(none).map(|fact| format!("not({})", is(said, fact))));
            format!("{}{}", asked(table, question), parts.join(" and "))
        }
    }
}

/// Whether a fact of a question is so.
fn is(question: &Question, fact: usize) -> String {
    let name = name(&question.id);
    match &question.kind {
        Kind::Many(ids) if fact == ids.len() => format!("count({name}) = 0"),
        Kind::Many(ids) => {
            let also = || &question.also[fact - question.first_also()];
            format!("list contains({name}, \"{}\")", ids.get(fact).unwrap_or_else(also))
        }
        Kind::Number(classes) if fact < classes.len() => {
            format!("({name} >= {} and {name} <= {})", classes[fact].0, classes[fact].1)
        }
        _ => format!("{name} = {}", value(question, fact)),
    }
}
