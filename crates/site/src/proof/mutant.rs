//! Each small slip that somebody could make in a rule, and the table that it makes.
use rules::diff::refine;
use rules::{Cell, Kind, Question, Rule, Table};

/// A slip in one rule.
pub(super) struct Slip {
    /// The rule.
    pub rule: usize,
    /// What the slip does: "drops the answer `unsure` to `bp`".
    pub what: String,
    /// The rules with the slip.
    pub table: Table,
    /// The rules without it, where a number had to be cut finer to tell them apart.
    pub finer: Option<Table>,
}

/// Each slip in each rule.
pub(super) fn slips(table: &Table) -> Vec<Slip> {
    (0..table.rules.len()).flat_map(|rule| slips_in(table, rule)).collect()
}

fn slips_in(table: &Table, at: usize) -> Vec<Slip> {
    let rule = &table.rules[at];
    let with = |what: String, rule: Rule| {
        let mut table = table.clone();
        table.rules[at] = rule;
        Slip { rule: at, what, table, finer: None }
    };
    let mut lost = with("is lost".to_owned(), rule.clone());
    lost.table.rules.remove(at);
    let mut slips = vec![lost];
    if let Some(lower) = rule.outcome.and_then(|outcome| outcome.checked_sub(1)) {
        let what = format!("asks for `{}` only", table.outcomes[lower].id);
        slips.push(with(what, Rule { outcome: Some(lower), ..rule.clone() }));
    }
    for (panel, id) in table.panels.iter().enumerate() {
        if rule.panels >> panel & 1 == 1 {
            let fewer = Rule { panels: rule.panels & !(1 << panel), ..rule.clone() };
            slips.push(with(format!("does not show the panel `{id}`"), fewer));
        }
    }
    for place in places(rule) {
        let cell = &rule.when[place.0][place.1];
        for (what, changed) in cell_slips(table, cell) {
            let mut rule = rule.clone();
            rule.when[place.0][place.1] = changed;
            slips.push(with(what, rule));
        }
        slips.extend(edge_slips(table, at, place));
    }
    slips
}

fn places(rule: &Rule) -> Vec<(usize, usize)> {
    let rows = rule.when.iter().enumerate();
    rows.flat_map(|(row, cells)| (0..cells.len()).map(move |cell| (row, cell))).collect()
}

fn cell_slips(table: &Table, cell: &Cell) -> Vec<(String, Cell)> {
    match *cell {
        Cell::Score { score, from, to } => score_slips(table, score, from, to),
        Cell::Answer { question, any, all, none } => {
            answer_slips(&table.questions[question], question, any, all, none)
        }
    }
}

/// Each end of a range of sums, one off in each direction.
fn score_slips(table: &Table, score: usize, from: i64, to: i64) -> Vec<(String, Cell)> {
    let id = &table.scores[score].id;
    let ends = [from - 1, from + 1].map(|from| (from, to));
    let ends = ends.into_iter().chain([to - 1, to + 1].map(|to| (from, to)));
    let ends = ends.filter(|(from, to)| from <= to);
    ends.map(|(from, to)| {
        (format!("reads {from} to {to} of `{id}`"), Cell::Score { score, from, to })
    })
    .collect()
}

fn answer_slips(
    asked: &Question,
    question: usize,
    any: u64,
    all: u64,
    none: u64,
) -> Vec<(String, Cell)> {
    let mut slips = vec![];
    let with = |any, all, none| Cell::Answer { question, any, all, none };
    for fact in 0..asked.facts() {
        let bit = 1u64 << fact;
        let what = || format!("drops {} from `{}`", fact_name(asked, fact), asked.id);
        if any != u64::MAX && any & bit != 0 && any != bit {
            slips.push((what(), with(any & !bit, all, none)));
        }
        if all & bit != 0 {
            slips.push((what(), with(any, all & !bit, none)));
        }
        if none & bit != 0 {
            slips.push((what(), with(any, all, none & !bit)));
        }
    }
    if any == u64::MAX && all == 0 {
        slips.push((
            format!("says any instead of none of `{}`", asked.id),
            with(none, 0, 0),
        ));
    } else if all == 0 && none == 0 {
        let what = format!("says none instead of any of `{}`", asked.id);
        slips.push((what, with(u64::MAX, 0, any)));
    }
    slips
}

/// Each end of a range of numbers, one off in each direction: the number is cut finer there.
fn edge_slips(table: &Table, rule: usize, (row, cell): (usize, usize)) -> Vec<Slip> {
    let Cell::Answer { question, any, .. } = table.rules[rule].when[row][cell] else {
        return vec![];
    };
    let Kind::Number(classes) = &table.questions[question].kind else { return vec![] };
    let mut slips = vec![];
    for (at, pair) in classes.windows(2).enumerate() {
        let held = any >> at & 3;
        if any == u64::MAX || held == 0 || held == 3 {
            continue;
        }
        // The last value below the edge, and the first above it, each by itself.
        for value in [pair[0].1, pair[1].0] {
            let mut finer = table.clone();
            let cut = alone(classes, value);
            refine(&mut finer, question, &cut);
            let class = cut.iter().position(|class| *class == (value, value));
            let mut slipped = finer.clone();
            if let (Some(class), Cell::Answer { any, .. }) =
                (class, &mut slipped.rules[rule].when[row][cell])
            {
                *any ^= 1 << class;
                let does = if *any >> class & 1 == 1 { "takes in" } else { "leaves out" };
                let what =
                    format!("{does} {value} of `{}`", table.questions[question].id);
                slips.push(Slip { rule, what, table: slipped, finer: Some(finer) });
            }
        }
    }
    slips
}

/// The classes, with one value in a class of its own.
fn alone(classes: &[(i64, i64)], value: i64) -> Vec<(i64, i64)> {
    let part = |&(from, to): &(i64, i64)| {
        if !(from..=to).contains(&value) {
            return vec![(from, to)];
        }
        let parts = [(from, value - 1), (value, value), (value + 1, to)];
        parts.into_iter().filter(|(from, to)| from <= to).collect()
    };
    classes.iter().flat_map(part).collect()
}

fn fact_name(question: &Question, fact: usize) -> String {
    let listed = question.listed();
    match &question.kind {
        Kind::Number(classes) if fact < listed => {
            format!("{} to {}", classes[fact].0, classes[fact].1)
        }
        Kind::One(ids) | Kind::Many(ids) if fact < listed => format!("`{}`", ids[fact]),
        Kind::Many(_) if fact == listed => "\"none of these\"".to_owned(),
        _ => format!("`{}`", question.also[fact - question.first_also()]),
    }
}
