//! The meaning of a table as bytes, in a canonical encoding: the same bytes if and only if the
//! same meaning.
//!
//! Ids belong to the meaning, and so does every order that a result can depend on. The order
//! of answers, panels, rules and promises, and every way to write the same condition, do not:
//! answers and the like are sorted by id, conditions stand as their diagrams.
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::bytes::{index, number, signed};
use crate::compile::{Model, TooLarge};
use crate::diagram::NodeId;
use crate::{Cell, Claim, Kind, Question, Risk, Table};

/// The meaning of a table as bytes, for a hash that a clinician signs.
pub fn meaning(table: &Table) -> Result<Vec<u8>, TooLarge> {
    let table = sorted(table);
    let mut model = Model::new(&table)?;
    let mut to = vec![];
    index(&mut to, table.questions.len());
    for (at, question) in table.questions.iter().enumerate() {
        write_question(&mut to, question);
        truth(&mut to, &model, model.asked[at]);
    }
    write_outcomes(&mut to, &table);
    for (at, rule) in table.rules.iter().enumerate() {
        text(&mut to, &rule.id);
        index(&mut to, rule.outcome.map_or(0, |outcome| outcome + 1));
        number(&mut to, rule.panels);
        truth(&mut to, &model, model.rules[at]);
    }
    for promise in &table.promises {
        text(&mut to, &promise.id);
        write_claim(&mut to, &mut model, &promise.claim);
    }
    // Asked once more, as the claims' conditions may have used up the budget.
    model.whole().map(|_| to)
}

/// What may be shown: outcomes, panels, and the outcome when no rule asks for another.
fn write_outcomes(to: &mut Vec<u8>, table: &Table) {
    for outcome in &table.outcomes {
        text(to, &outcome.id);
        to.push(u8::from(outcome.stop));
    }
    texts(to, &table.panels);
    index(to, table.otherwise);
}

/// A question with its answers and its order of risk. A byte in front tells the kinds apart.
fn write_question(to: &mut Vec<u8>, question: &Question) {
    text(to, &question.id);
    match &question.kind {
        Kind::One(ids) => {
            to.push(1);
            texts(to, ids);
        }
        Kind::Many(ids) => {
            to.push(2);
            texts(to, ids);
        }
        Kind::Number(classes) => write_classes(to, classes),
    }
    texts(to, &question.also);
    write_risk(to, &question.risk);
}

/// The classes of a number, each by both of its ends.
fn write_classes(to: &mut Vec<u8>, classes: &[(i64, i64)]) {
    to.push(3);
    index(to, classes.len());
    for (from, until) in classes {
        signed(to, *from);
        signed(to, *until);
    }
}

/// An order of risk: a level is a set of facts, since their order within it means nothing.
fn write_risk(to: &mut Vec<u8>, risk: &Risk) {
    match risk {
        Risk::Unordered => to.push(0),
        Risk::MoreTicks => to.push(1),
        Risk::Levels(levels) => {
            to.push(2);
            index(to, levels.len());
            for level in levels {
                number(to, level.iter().fold(0, |bits, fact| bits | 1 << fact));
            }
        }
    }
}

/// What a promise says, its condition as a diagram.
fn write_claim(to: &mut Vec<u8>, model: &mut Model<'_>, claim: &Claim) {
    let condition = match claim {
        Claim::Then { when, outcomes, panels } => {
            let last = model.table.outcomes.len() as u32;
            to.push(1);
            number(to, outcomes & u64::MAX.checked_shr(64 - last).unwrap_or(0));
            number(to, *panels);
            when
        }
        Claim::OnlyIf { outcome, only_if } => {
            to.push(2);
            index(to, *outcome);
            only_if
        }
    };
    let condition = model.when(condition);
    truth(to, model, condition);
}

/// A condition as its diagram: however it was written, its bytes are the same.
fn truth(to: &mut Vec<u8>, model: &Model<'_>, of: NodeId) {
    let bytes = model.bytes_of(of, |to, leaf| number(to, u64::from(leaf)));
    index(to, bytes.len());
    to.extend(bytes);
}

/// A text with its length in front, so that none can run into the next.
fn text(to: &mut Vec<u8>, text: &str) {
    index(to, text.len());
    to.extend(text.as_bytes());
}

/// A list of texts with its length in front.
fn texts(to: &mut Vec<u8>, list: &[String]) {
    index(to, list.len());
    for id in list {
        text(to, id);
    }
}

/// The same table with everything sorted by id whose order means nothing.
fn sorted(table: &Table) -> Table {
    let mut sorted = table.clone();
    let facts: Vec<Vec<usize>> = sorted.questions.iter_mut().map(sort_answers).collect();
    let panels = sort(&mut sorted.panels);
    for cell in sorted.cells() {
        move_facts(cell, &facts);
    }
    for (question, places) in sorted.questions.iter_mut().zip(&facts) {
        move_levels(&mut question.risk, places);
    }
    for item in sorted.scores.iter_mut().flat_map(|score| &mut score.items) {
        move_points(&mut item.points, &facts[item.question]);
    }
    for rule in &mut sorted.rules {
        rule.panels = moved(rule.panels, &panels);
    }
    for promise in &mut sorted.promises {
        if let Claim::Then { panels: shown, .. } = &mut promise.claim {
            *shown = moved(*shown, &panels);
        }
    }
    sorted.rules.sort_by(|a, b| a.id.cmp(&b.id));
    sorted.promises.sort_by(|a, b| a.id.cmp(&b.id));
    sorted
}

/// A set of bits, where `places` gives each old bit its new place.
fn moved(set: u64, places: &[usize]) -> u64 {
    let set = places.iter().enumerate().filter(|(old, _)| set >> old & 1 == 1);
    set.fold(0u64, |bits, (_, new)| bits | 1 << new)
}

/// Moves the facts that an order of risk names to their new places.
fn move_levels(risk: &mut Risk, places: &[usize]) {
    if let Risk::Levels(levels) = risk {
        levels.iter_mut().flatten().for_each(|fact| *fact = places[*fact]);
    }
}

/// Moves the points of each fact to its new place.
fn move_points(points: &mut Vec<i64>, places: &[usize]) {
    let old = core::mem::replace(points, vec![0; places.len()]);
    for (old, new) in old.into_iter().zip(places) {
        points[*new] = old;
    }
}

/// Moves the facts that a cell names to their new places.
fn move_facts(cell: &mut Cell, facts: &[Vec<usize>]) {
    if let Cell::Answer { question, any, all, none } = cell {
        let places = &facts[*question];
        // All ones say that nothing is asked for, and stay all ones.
        if *any != u64::MAX {
            *any = moved(*any, places);
        }
        (*all, *none) = (moved(*all, places), moved(*none, places));
    }
}

/// Sorts a question's answers; gives each old fact its new place.
fn sort_answers(question: &mut Question) -> Vec<usize> {
    let mut places = match &mut question.kind {
        Kind::One(ids) => sort(ids),
        Kind::Many(ids) => {
            let mut places = sort(ids);
            places.push(places.len());
            places
        }
        Kind::Number(classes) => (0..classes.len()).collect(),
    };
    let first = places.len();
    places.extend(sort(&mut question.also).into_iter().map(|place| first + place));
    places
}

/// Sorts ids; gives each old place its new one.
fn sort(ids: &mut [String]) -> Vec<usize> {
    let old = ids.to_vec();
    ids.sort_unstable();
    old.iter().map(|id| ids.binary_search(id).unwrap_or(0)).collect()
}
