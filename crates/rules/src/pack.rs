//! From a model to the program that the browser runs.
use alloc::vec;
use alloc::vec::Vec;

use crate::bytes::{index, number, signed};
use crate::compile::{Model, TooLarge};
use crate::diagram::Ref;
use crate::memo::Memo;
use crate::{Cell, Kind, Program, Question, Table, When};

impl Program {
    /// Compiles a table into what the browser runs.
    pub fn compile(table: &Table) -> Result<Self, TooLarge> {
        Model::new(table).map(|model| model.program())
    }
}

impl Model<'_> {
    /// The program of this model.
    pub fn program(&self) -> Program {
        let mut bytes = vec![];
        table(&mut bytes, self.table);
        bytes.extend(self.diagram());
        Program { bytes }
    }

    /// The root diagram in bytes: the same for the same meaning, however it was made.
    pub fn diagram(&self) -> Vec<u8> {
        self.bytes_of(self.root, |to, leaf| {
            let (outcome, panels) = self.shown[leaf as usize];
            index(to, outcome);
            number(to, panels);
        })
    }

    /// A diagram in bytes, where `leaf` writes the leaves.
    pub(crate) fn bytes_of(
        &self,
        root: Ref,
        leaf: impl Fn(&mut Vec<u8>, u32),
    ) -> Vec<u8> {
        // Written from the end, so that every child's place is known. `starts` counts bytes
        // from there.
        let mut back = vec![];
        let mut starts = Memo::default();
        for (_, node) in self.order(root).into_iter().rev() {
            let mut part = vec![];
            if let Some(value) = node.value() {
                part.push(0);
                leaf(&mut part, value);
            } else {
                for (run, child) in self.runs(node).into_iter().rev() {
                    let start = starts.get(child.key()).unwrap_or(0) as usize;
                    index(&mut part, run);
                    index(&mut part, back.len() - start);
                    back.extend(part.drain(..).rev());
                }
                index(&mut part, self.store.variable(node) + 1);
            }
            back.extend(part.iter().rev());
            starts.insert(node.key(), back.len() as u32);
        }
        back.reverse();
        back
    }

    /// What a root leads to, by variable, then by the first path to it; leaves come last.
    fn order(&self, root: Ref) -> Vec<(usize, Ref)> {
        let mut seen = Memo::default();
        let mut order = vec![];
        let mut left = vec![root];
        while let Some(node) = left.pop() {
            if seen.get(node.key()).is_none() {
                seen.insert(node.key(), 0);
                order.push((self.store.variable(node), node));
                left.extend(self.store.children(node).iter().rev());
            }
        }
        order.sort_by_key(|(variable, _)| *variable);
        order
    }

    /// The children of a node, those alike in a row taken together.
    fn runs(&self, node: Ref) -> Vec<(usize, Ref)> {
        let mut runs: Vec<(usize, Ref)> = vec![];
        for &child in self.store.children(node) {
            match runs.last_mut() {
                Some((run, same)) if *same == child => *run += 1,
                _ => runs.push((1, child)),
            }
        }
        runs
    }
}

fn table(to: &mut Vec<u8>, table: &Table) {
    index(to, table.scores.len());
    for score in &table.scores {
        let mut items = vec![];
        index(&mut items, score.items.len());
        for item in &score.items {
            index(&mut items, item.question);
            item.points.iter().for_each(|points| signed(&mut items, *points));
        }
        index(to, items.len());
        to.extend(items);
    }
    index(to, table.questions.len());
    for question in &table.questions {
        let many = matches!(question.kind, Kind::Many(_));
        index(to, if many { question.listed() + 1 } else { 0 });
        index(to, question.facts());
        when(to, table, &question.ask_if);
    }
    index(to, table.otherwise);
    let stop = table.outcomes.iter().position(|outcome| outcome.stop);
    index(to, stop.unwrap_or(table.outcomes.len()));
    index(to, table.rules.len());
    for rule in &table.rules {
        index(to, rule.outcome.map_or(0, |outcome| outcome + 1));
        number(to, rule.panels);
        when(to, table, &rule.when);
    }
}

fn when(to: &mut Vec<u8>, table: &Table, when: &When) {
    index(to, when.len());
    for row in when {
        index(to, row.len());
        for said in row {
            cell(to, table, said);
        }
    }
}

fn cell(to: &mut Vec<u8>, table: &Table, cell: &Cell) {
    match *cell {
        Cell::Answer { question, any, all, none } => {
            index(to, question);
            let asked = &table.questions[question];
            if matches!(asked.kind, Kind::Many(_)) {
                number(to, any & every(asked));
                number(to, all);
                number(to, none);
            } else {
                number(to, single(any, all, none) & every(asked));
            }
        }
        Cell::Score { score, from, to: highest } => {
            index(to, table.questions.len() + score);
            signed(to, from);
            signed(to, highest);
        }
    }
}

/// The facts of which one must be so, where an answer makes just one so.
pub fn single(any: u64, all: u64, none: u64) -> u64 {
    let every = match all.count_ones() {
        0 => u64::MAX,
        1 => all,
        _ => 0,
    };
    any & every & !none
}

/// All facts of a question.
fn every(question: &Question) -> u64 {
    u64::MAX.checked_shr(64 - question.facts() as u32).unwrap_or(0)
}
