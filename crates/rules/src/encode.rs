//! Encodes a model as the program that the browser runs: see [`crate::program`] for the form.
use alloc::vec;
use alloc::vec::Vec;

use crate::bytes::{index, number, signed};
use crate::compile::{Model, TooLarge};
use crate::computed_table::ComputedTable;
use crate::diagram::NodeId;
use crate::{Cell, Program, Question, Table, When};

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
        root: NodeId,
        leaf: impl Fn(&mut Vec<u8>, u32),
    ) -> Vec<u8> {
        // Written from the end, so that every child's place is known. `starts` counts bytes
        // from there.
        let mut back = vec![];
        let mut starts = ComputedTable::default();
        for (_, node) in self.topological(root).into_iter().rev() {
            let mut part = vec![];
            match node.value() {
                Some(value) => {
                    part.push(0);
                    leaf(&mut part, value);
                }
                None => self.write_node(node, &starts, &mut back, &mut part),
            }
            back.extend(part.iter().rev());
            starts.insert(node.key(), back.len() as u32);
        }
        back.reverse();
        back
    }

    /// Writes the runs of a node to `back`, each backwards, and its variable to `part`.
    fn write_node(
        &self,
        node: NodeId,
        starts: &ComputedTable,
        back: &mut Vec<u8>,
        part: &mut Vec<u8>,
    ) {
        for (run, child) in self.runs(node).into_iter().rev() {
            let start = starts.get(child.key()).unwrap_or(0) as usize;
            index(part, run);
            index(part, back.len() - start);
            back.extend(part.drain(..).rev());
        }
        index(part, self.manager.variable(node) + 1);
    }

    /// What a root leads to, in topological order: by variable, then by the first path to it;
    /// leaves come last. Ids play no part, as they depend on what was made before.
    fn topological(&self, root: NodeId) -> Vec<(usize, NodeId)> {
        let mut seen = ComputedTable::default();
        let mut order = vec![];
        let mut left = vec![root];
        while let Some(node) = left.pop() {
            if seen.get(node.key()).is_none() {
                seen.insert(node.key(), 0);
                order.push((self.manager.variable(node), node));
                left.extend(self.manager.children(node).iter().rev());
            }
        }
        order.sort_by_key(|(variable, _)| *variable);
        order
    }

    /// The children of a node, those alike in a row taken together (run-length encoding).
    fn runs(&self, node: NodeId) -> Vec<(usize, NodeId)> {
        let runs = self.manager.children(node).chunk_by(|a, b| a == b);
        runs.map(|run| (run.len(), run[0])).collect()
    }
}

/// All that the program holds before its diagram.
fn table(to: &mut Vec<u8>, table: &Table) {
    scores(to, table);
    index(to, table.questions.len());
    for question in &table.questions {
        let many = question.is_many();
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

/// The scores, each with its length in front: a reader skips those that it does not need.
fn scores(to: &mut Vec<u8>, table: &Table) {
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
}

/// A condition: its rows with their cells.
fn when(to: &mut Vec<u8>, table: &Table, when: &When) {
    index(to, when.len());
    for row in when {
        index(to, row.len());
        for said in row {
            cell(to, table, said);
        }
    }
}

/// A cell. Only a `many` question needs three sets; elsewhere one says the same.
fn cell(to: &mut Vec<u8>, table: &Table, cell: &Cell) {
    match *cell {
        Cell::Answer { question, any, all, none } => {
            index(to, question);
            let asked = &table.questions[question];
            if asked.is_many() {
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
