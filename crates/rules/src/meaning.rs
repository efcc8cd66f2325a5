//! The meaning of a table as bytes: the same bytes if and only if the same meaning.
//!
//! Ids belong to the meaning, and so does every order that a result can depend on. The order
//! of answers, panels, rules and promises, and every way to write the same condition, do not:
//! answers and the like are sorted by id, conditions stand as their diagrams.
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::bytes::{index, number, signed};
use crate::compile::{Model, TooLarge};
use crate::diagram::Ref;
use crate::{Cell, Claim, Kind, Question, Risk, Table, When};

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
    for outcome in &table.outcomes {
        text(&mut to, &outcome.id);
        to.push(u8::from(outcome.stop));
    }
    texts(&mut to, &table.panels);
    index(&mut to, table.otherwise);
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
    model.whole().map(|_| to)
}

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
        Kind::Number(classes) => {
            to.push(3);
            index(to, classes.len());
            for (from, until) in classes {
                signed(to, *from);
                signed(to, *until);
            }
        }
    }
    texts(to, &question.also);
    match &question.risk {
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

fn truth(to: &mut Vec<u8>, model: &Model<'_>, of: Ref) {
    let bytes = model.bytes_of(of, |to, leaf| number(to, u64::from(leaf)));
    index(to, bytes.len());
    to.extend(bytes);
}

fn text(to: &mut Vec<u8>, text: &str) {
    index(to, text.len());
    to.extend(text.as_bytes());
}

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
    let bits = |set: u64, places: &[usize]| {
        let set = places.iter().enumerate().filter(|(old, _)| set >> old & 1 == 1);
        set.fold(0u64, |bits, (_, new)| bits | 1 << new)
    };
    let cells = |when: &mut When| {
        for cell in when.iter_mut().flatten() {
            if let Cell::Answer { question, any, all, none } = cell {
                let places = &facts[*question];
                if *any != u64::MAX {
                    *any = bits(*any, places);
                }
                (*all, *none) = (bits(*all, places), bits(*none, places));
            }
        }
    };
    for (question, places) in sorted.questions.iter_mut().zip(&facts) {
        cells(&mut question.ask_if);
        if let Risk::Levels(levels) = &mut question.risk {
            for fact in levels.iter_mut().flatten() {
                *fact = places[*fact];
            }
        }
    }
    for item in sorted.scores.iter_mut().flat_map(|score| &mut score.items) {
        let old = item.points.clone();
        for (old, new) in old.into_iter().zip(&facts[item.question]) {
            item.points[*new] = old;
        }
    }
    for rule in &mut sorted.rules {
        cells(&mut rule.when);
        rule.panels = bits(rule.panels, &panels);
    }
    for promise in &mut sorted.promises {
        match &mut promise.claim {
            Claim::Then { when, panels: shown, .. } => {
                cells(when);
                *shown = bits(*shown, &panels);
            }
            Claim::OnlyIf { only_if, .. } => cells(only_if),
        }
    }
    sorted.rules.sort_by(|a, b| a.id.cmp(&b.id));
    sorted.promises.sort_by(|a, b| a.id.cmp(&b.id));
    sorted
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
