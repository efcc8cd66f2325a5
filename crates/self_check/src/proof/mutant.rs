//! The mutants of the rules: each small slip that somebody could make in a rule, and the table
//! that it makes.
use rules::refine::refine;
use rules::{Cell, Kind, Question, Rule, Table, members};

/// The rules with one slip in them.
pub(super) struct Mutant {
    /// The rule.
    pub rule: usize,
    /// What the slip does: "drops the answer `unsure` to `bp`".
    pub what: String,
    /// The rules with the slip.
    pub table: Table,
    /// The rules without it, where a number had to be cut finer to tell them apart.
    pub finer: Option<Table>,
}

/// Every mutant of every rule.
pub(super) fn mutants(table: &Table) -> Vec<Mutant> {
    let mut mutants = vec![];
    for rule in 0..table.rules.len() {
        of_rule(table, rule, &mut mutants);
    }
    mutants
}

/// Every mutant of one rule.
fn of_rule(table: &Table, rule: usize, mutants: &mut Vec<Mutant>) {
    lose_rule(table, rule, mutants);
    weaken(table, rule, mutants);
    for place in places(&table.rules[rule]) {
        change_cell(table, rule, place, mutants);
        move_edges(table, rule, place, mutants);
    }
}

/// The table with another rule in place of one.
fn with(table: &Table, at: usize, what: String, rule: Rule) -> Mutant {
    let mut table = table.clone();
    table.rules[at] = rule;
    Mutant { rule: at, what, table, finer: None }
}

/// The rule is lost.
fn lose_rule(table: &Table, rule: usize, mutants: &mut Vec<Mutant>) {
    let mut table = table.clone();
    table.rules.remove(rule);
    mutants.push(Mutant { rule, what: "is lost".to_owned(), table, finer: None });
}

/// The rule asks for a less cautious outcome, or does not show a panel.
fn weaken(table: &Table, at: usize, mutants: &mut Vec<Mutant>) {
    let rule = &table.rules[at];
    if let Some(lower) = rule.outcome.and_then(|outcome| outcome.checked_sub(1)) {
        let what = format!("asks for `{}` only", table.outcomes[lower].id);
        mutants.push(with(
            table,
            at,
            what,
            Rule { outcome: Some(lower), ..rule.clone() },
        ));
    }
    for panel in members(rule.panels) {
        let what = format!("does not show the panel `{}`", table.panels[panel]);
        let fewer = Rule { panels: rule.panels & !(1 << panel), ..rule.clone() };
        mutants.push(with(table, at, what, fewer));
    }
}

/// A cell of the rule says something else.
fn change_cell(
    table: &Table,
    at: usize,
    (row, cell): (usize, usize),
    mutants: &mut Vec<Mutant>,
) {
    for (what, changed) in changed_cells(table, &table.rules[at].when[row][cell]) {
        let mut rule = table.rules[at].clone();
        rule.when[row][cell] = changed;
        mutants.push(with(table, at, what, rule));
    }
}

/// The place of each cell of a rule: its row, and its place in that.
fn places(rule: &Rule) -> Vec<(usize, usize)> {
    let rows = rule.when.iter().enumerate();
    rows.flat_map(|(row, cells)| (0..cells.len()).map(move |cell| (row, cell))).collect()
}

/// What else a cell could say by a slip, each with what it does.
fn changed_cells(table: &Table, cell: &Cell) -> Vec<(String, Cell)> {
    match *cell {
        Cell::Score { score, from, to } => changed_scores(table, score, from, to),
        Cell::Answer { question, any, all, none } => {
            changed_answers(&table.questions[question], question, [any, all, none])
        }
    }
}

/// Each end of a range of sums, one off in each direction.
fn changed_scores(
    table: &Table,
    score: usize,
    from: i64,
    to: i64,
) -> Vec<(String, Cell)> {
    let id = &table.scores[score].id;
    let ends = [from - 1, from + 1].map(|from| (from, to));
    let ends = ends.into_iter().chain([to - 1, to + 1].map(|to| (from, to)));
    let ends = ends.filter(|(from, to)| from <= to);
    ends.map(|(from, to)| {
        (format!("reads {from} to {to} of `{id}`"), Cell::Score { score, from, to })
    })
    .collect()
}

/// Each answer that is named, dropped; and `any` in place of `none` or the other way round.
fn changed_answers(
    asked: &Question,
    question: usize,
    [any, all, none]: [u64; 3],
) -> Vec<(String, Cell)> {
    let with = |any, all, none| Cell::Answer { question, any, all, none };
    let mut changed = vec![];
    for fact in 0..asked.facts() {
        let bit = 1u64 << fact;
        let what = || format!("drops {} from `{}`", fact_name(asked, fact), asked.id);
        // An empty `any` would hold for nobody: that is the lost rule once more.
        if any != u64::MAX && any & bit != 0 && any != bit {
            changed.push((what(), with(any & !bit, all, none)));
        }
        if all & bit != 0 {
            changed.push((what(), with(any, all & !bit, none)));
        }
        if none & bit != 0 {
            changed.push((what(), with(any, all, none & !bit)));
        }
    }
    changed.extend(
        swapped(asked, [any, all, none]).map(|(what, any, none)| {
            (what, Cell::Answer { question, any, all: 0, none })
        }),
    );
    changed
}

/// `any` in place of `none`, or the other way round, where a cell has just one of them.
fn swapped(asked: &Question, [any, all, none]: [u64; 3]) -> Option<(String, u64, u64)> {
    if all != 0 {
        return None;
    }
    if any == u64::MAX {
        return Some((format!("says any instead of none of `{}`", asked.id), none, 0));
    }
    let what = || format!("says none instead of any of `{}`", asked.id);
    (none == 0).then(|| (what(), u64::MAX, any))
}

/// Each end of a range of numbers, one off in each direction: the number is cut finer there.
fn move_edges(
    table: &Table,
    rule: usize,
    (row, cell): (usize, usize),
    mutants: &mut Vec<Mutant>,
) {
    let Cell::Answer { question, any, .. } = table.rules[rule].when[row][cell] else {
        return;
    };
    let Kind::Number(classes) = &table.questions[question].kind else { return };
    for (at, pair) in classes.windows(2).enumerate() {
        // An edge of the range lies where one of two neighbouring classes is in it.
        if any == u64::MAX || (any >> at & 3).count_ones() != 1 {
            continue;
        }
        // The last value below the edge, and the first above it, each by itself.
        for value in [pair[0].1, pair[1].0] {
            let cut = alone(classes, value);
            let mut finer = table.clone();
            refine(&mut finer, question, &cut);
            mutants.extend(flipped(finer, rule, (row, cell), &cut, value));
        }
    }
}

/// The rules where one value, which has a class of its own, is in a cell if it was not, and
/// the other way round.
fn flipped(
    finer: Table,
    rule: usize,
    (row, cell): (usize, usize),
    cut: &[(i64, i64)],
    value: i64,
) -> Option<Mutant> {
    let class = cut.iter().position(|class| *class == (value, value))?;
    let mut table = finer.clone();
    let Cell::Answer { question, any, .. } = &mut table.rules[rule].when[row][cell]
    else {
        return None;
    };
    *any ^= 1 << class;
    let does = if *any >> class & 1 == 1 { "takes in" } else { "leaves out" };
    let what = format!("{does} {value} of `{}`", finer.questions[*question].id);
    Some(Mutant { rule, what, table, finer: Some(finer) })
}

/// The classes, with one value in a class of its own.
fn alone(classes: &[(i64, i64)], value: i64) -> Vec<(i64, i64)> {
    classes.iter().flat_map(|class| split(*class, value)).collect()
}

/// A class without one of its values, and that by itself.
fn split((from, to): (i64, i64), value: i64) -> Vec<(i64, i64)> {
    if !(from..=to).contains(&value) {
        return vec![(from, to)];
    }
    let parts = [(from, value - 1), (value, value), (value + 1, to)];
    parts.into_iter().filter(|(from, to)| from <= to).collect()
}

/// A fact as it stands in the file.
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
