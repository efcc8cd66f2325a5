//! From a table to its smallest diagrams, and to the program for the browser.
use alloc::vec;
use alloc::vec::Vec;

use crate::diagram::{BUDGET, FALSE, Manager, NodeId, TRUE};
use crate::variables::VariableOrder;
use crate::{Cell, Table, When, members};

/// A table with the diagrams of all that is said in it, all of one [`Manager`] and one
/// variable order: so any two of them can be compared and combined.
pub struct Model<'t> {
    /// What people wrote.
    pub table: &'t Table,
    /// The order of its variables.
    pub order: VariableOrder,
    /// Holds its diagrams.
    pub manager: Manager,
    /// For each question when it is asked: leaves are yes and no.
    pub asked: Vec<NodeId>,
    /// For each rule when it fires: leaves are yes and no.
    pub rules: Vec<NodeId>,
    /// The outcome: leaves are its index.
    pub outcome: NodeId,
    /// For each panel when it is shown: leaves are yes and no.
    pub panels: Vec<NodeId>,
    /// Outcome and panels together: leaves are indices into `shown`.
    pub root: NodeId,
    /// What may be shown: outcomes with their panels.
    pub shown: Vec<(usize, u64)>,
}

/// The diagrams grew past the budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// The rules whose questions stand furthest apart, the widest first: they are the cause.
    pub widest: Vec<usize>,
}

impl<'t> Model<'t> {
    /// Builds all diagrams of a table.
    pub fn new(table: &'t Table) -> Result<Self, TooLarge> {
        Self::within(table, BUDGET)
    }

    /// Builds all diagrams of a table with at most so many nodes.
    pub fn within(table: &'t Table, budget: usize) -> Result<Self, TooLarge> {
        let order = VariableOrder::new(table);
        let manager = Manager::new(order.sizes.clone(), budget);
        Self::inside(table, order, manager)
    }

    /// Builds the diagrams of another table with the same questions in the same manager, so
    /// that both can be compared: equal meanings get equal ids.
    pub fn again(self, table: &'t Table) -> Result<Self, TooLarge> {
        Self::inside(table, self.order, self.manager)
    }

    /// Builds all diagrams of a table in a manager that may hold others already.
    fn inside(
        table: &'t Table,
        order: VariableOrder,
        manager: Manager,
    ) -> Result<Self, TooLarge> {
        let mut model = Self {
            table,
            order,
            manager,
            asked: vec![],
            rules: vec![],
            outcome: FALSE,
            panels: vec![],
            root: FALSE,
            shown: vec![],
        };
        model.ask_questions();
        model.rules = table.rules.iter().map(|rule| model.when(&rule.when)).collect();
        model.outcome = model.most_cautious();
        model.panels =
            (0..table.panels.len()).map(|panel| model.shown_panel(panel)).collect();
        model.join();
        model.whole()
    }

    /// Builds when each question is asked. In their order, as a condition may name only
    /// questions before it.
    fn ask_questions(&mut self) {
        for question in &self.table.questions {
            let when = &question.ask_if;
            let asked = if when.is_empty() { TRUE } else { self.when(when) };
            self.asked.push(asked);
        }
    }

    /// The model, or why it can't be trusted.
    pub fn whole(self) -> Result<Self, TooLarge> {
        if self.manager.is_exhausted() {
            Err(TooLarge { widest: widest(self.table) })
        } else {
            Ok(self)
        }
    }

    /// When one of these rows holds.
    pub fn when(&mut self, when: &When) -> NodeId {
        let mut one = FALSE;
        for row in when {
            let mut all = TRUE;
            // From the last in the order upwards: each step then puts a few nodes on top of
            // what is there, and does not walk through it.
            for cell in row.iter().rev() {
                let cell = self.cell(cell);
                all = self.manager.and(cell, all);
            }
            one = self.manager.or(one, all);
        }
        one
    }

    /// When a cell holds: on a question that is not asked it never does.
    fn cell(&mut self, cell: &Cell) -> NodeId {
        match *cell {
            Cell::Score { score, from, to } => self.score(score, from, to),
            Cell::Answer { question, any, all, none } => {
                let mut held = self.asked[question];
                if any != u64::MAX {
                    let some = self.one_of(question, any);
                    held = self.manager.and(held, some);
                }
                for fact in members(all) {
                    let so = self.fact(question, fact);
                    held = self.manager.and(held, so);
                }
                let listed = self.one_of(question, none);
                self.manager.and_not(held, listed)
            }
        }
    }

    /// When an answer makes one of these facts true.
    fn one_of(&mut self, question: usize, facts: u64) -> NodeId {
        let mut one = FALSE;
        for fact in members(facts) {
            let so = self.fact(question, fact);
            one = self.manager.or(so, one);
        }
        one
    }

    /// When an answer makes this fact true.
    fn fact(&mut self, question: usize, fact: usize) -> NodeId {
        let first = self.order.first[question];
        let listed = self.table.questions[question].listed();
        if !self.order.many[question] {
            return self.literal(first, fact);
        }
        if fact > listed {
            return self.literal(first, fact - listed);
        }
        let mut ticks = TRUE;
        // One tick, or for "none of these", whose fact is `listed`, all of them unticked.
        for tick in (0..listed).rev().filter(|tick| *tick == fact || fact == listed) {
            let ticked = self.literal(first + 1 + tick, usize::from(tick == fact));
            ticks = self.manager.and(ticked, ticks);
        }
        let header = self.literal(first, 0);
        self.manager.and(header, ticks)
    }

    /// When a variable has this value.
    pub(crate) fn literal(&mut self, variable: usize, value: usize) -> NodeId {
        let children: Vec<NodeId> = (0..self.manager.size(variable))
            .map(|at| NodeId::truth(at == value))
            .collect();
        self.manager.make_node(variable, &children)
    }

    /// When a sum lies in a range.
    fn score(&mut self, score: usize, from: i64, to: i64) -> NodeId {
        let (sum, lowest) = self.sum(score);
        self.manager.map_leaves(sum, &|sum| {
            let sum = lowest + i64::from(sum);
            u32::from(from <= sum && sum <= to)
        })
    }

    /// A sum, with the lowest value that it could have: its leaves are counted from there,
    /// as a leaf can't be below zero and points can.
    fn sum(&mut self, score: usize) -> (NodeId, i64) {
        let mut sum = FALSE;
        let mut lowest = 0i64;
        for item in &self.table.scores[score].items {
            for (fact, &points) in item.points.iter().enumerate() {
                let least = points.min(0);
                lowest += least;
                let so = self.fact(item.question, fact);
                let so = self.manager.and(self.asked[item.question], so);
                let points_if = |so| distance(if so == 1 { points } else { 0 }, least);
                let part = self.manager.map_leaves(so, &points_if);
                sum = self.add(sum, part);
            }
        }
        (sum, lowest)
    }

    /// The sum of two diagrams, leaf by leaf.
    fn add(&mut self, f: NodeId, g: NodeId) -> NodeId {
        self.manager.apply(f, g, &|f, g| {
            Some(NodeId::leaf(f.value()?.saturating_add(g.value()?).min(HIGHEST)))
        })
    }

    /// The outcome: the most cautious of those that rules ask for which fire.
    fn most_cautious(&mut self) -> NodeId {
        let mut result = NodeId::leaf(self.table.otherwise as u32);
        for (rule, said) in self.table.rules.iter().enumerate() {
            let Some(asked) = said.outcome else { continue };
            let asked = NodeId::leaf(asked as u32);
            let terminal = |outcome: NodeId, fires| match fires {
                FALSE => Some(outcome),
                // Leaves are ordered by their values, and those by caution.
                TRUE if outcome.value().is_some() => Some(outcome.max(asked)),
                _ => None,
            };
            result = self.manager.apply(result, self.rules[rule], &terminal);
        }
        result
    }

    /// When a panel is shown: when a rule shows it that fires, but on a stop outcome when one
    /// does that has this outcome, fired or not.
    fn shown_panel(&mut self, panel: usize) -> NodeId {
        let (mut any, mut fixed) = (FALSE, 0u64);
        for (rule, said) in self.table.rules.iter().enumerate() {
            if said.panels >> panel & 1 == 1 {
                any = self.manager.or(any, self.rules[rule]);
                fixed |= said.outcome.map_or(0, |outcome| 1 << outcome);
            }
        }
        let stops = stops(self.table);
        self.manager.apply(self.outcome, any, &|outcome, any| {
            let outcome = outcome.value()?;
            let stop = stops >> outcome & 1 == 1;
            Some(if stop { NodeId::truth(fixed >> outcome & 1 == 1) } else { any })
        })
    }

    /// Joins outcome and panels: the root of it all, and what its leaves stand for.
    fn join(&mut self) {
        self.root = self.outcome;
        self.shown = (0..self.table.outcomes.len()).map(|outcome| (outcome, 0)).collect();
        for panel in 0..self.panels.len() {
            self.root = self.with_panel(self.root, panel, self.panels[panel]);
        }
    }

    /// The root with one more panel: every leaf that shows it becomes a new one.
    fn with_panel(&mut self, root: NodeId, panel: usize, shown: NodeId) -> NodeId {
        let old = self.shown.len() as u32;
        let joined = self.manager.apply(root, shown, &|root, shown| {
            Some(NodeId::leaf(root.value()? + old * shown.value()?))
        });
        let with: Vec<u32> =
            self.manager.leaves(joined).into_iter().filter(|leaf| *leaf >= old).collect();
        for leaf in &with {
            let (outcome, panels) = self.shown[(leaf - old) as usize];
            self.shown.push((outcome, panels | 1 << panel));
        }
        // Numbered anew without gaps: else each panel would double the numbers, and 64 panels
        // would overflow them.
        self.manager.map_leaves(joined, &|leaf| match with.binary_search(&leaf) {
            Ok(at) => old + at as u32,
            Err(_) => leaf,
        })
    }
}

/// The stop outcomes, one bit each.
pub(crate) fn stops(table: &Table) -> u64 {
    let stops = table.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.stop);
    stops.fold(0, |stops, (outcome, _)| stops | 1 << outcome)
}

/// Far above every sum that the reader lets through.
const HIGHEST: u32 = 1 << 30;

/// How far a number lies above another.
fn distance(number: i64, above: i64) -> u32 {
    u32::try_from(number - above).unwrap_or(HIGHEST).min(HIGHEST)
}

/// The three rules whose questions stand furthest apart.
fn widest(table: &Table) -> Vec<usize> {
    let span = |rule: &usize| {
        let cells = table.rules[*rule].when.iter().flatten();
        let questions: Vec<usize> = cells.flat_map(|cell| table.about(cell)).collect();
        let first = questions.iter().min().copied().unwrap_or(0);
        questions.iter().max().map_or(0, |last| last - first)
    };
    let mut rules: Vec<usize> = (0..table.rules.len()).collect();
    rules.sort_by_key(|rule| core::cmp::Reverse(span(rule)));
    rules.truncate(3);
    rules
}
