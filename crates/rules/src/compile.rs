//! From a table to its smallest diagrams, and to the program for the browser.
use alloc::vec;
use alloc::vec::Vec;

use crate::diagram::{BUDGET, FALSE, Ref, Store, TRUE};
use crate::layout::Layout;
use crate::{Cell, Kind, Table, When};

/// A table with the diagrams of all that is said in it.
pub struct Model<'t> {
    /// What people wrote.
    pub table: &'t Table,
    /// Its variables.
    pub layout: Layout,
    /// Where its diagrams are.
    pub store: Store,
    /// For each question when it is asked: leaves are yes and no.
    pub asked: Vec<Ref>,
    /// For each rule when it fires: leaves are yes and no.
    pub rules: Vec<Ref>,
    /// The outcome: leaves are its index.
    pub outcome: Ref,
    /// For each panel when it is shown: leaves are yes and no.
    pub panels: Vec<Ref>,
    /// Outcome and panels together: leaves are indices into `shown`.
    pub root: Ref,
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
        let layout = Layout::new(table);
        let store = Store::new(layout.sizes.clone(), budget);
        Self::inside(table, layout, store)
    }

    /// Builds the diagrams of another table with the same questions in the same store, so
    /// that both can be compared.
    pub fn again(self, table: &'t Table) -> Result<Self, TooLarge> {
        Self::inside(table, self.layout, self.store)
    }

    fn inside(table: &'t Table, layout: Layout, store: Store) -> Result<Self, TooLarge> {
        let mut model = Self {
            table,
            layout,
            store,
            asked: vec![],
            rules: vec![],
            outcome: FALSE,
            panels: vec![],
            root: FALSE,
            shown: vec![],
        };
        for question in &table.questions {
            let when = &question.ask_if;
            let asked = if when.is_empty() { TRUE } else { model.when(when) };
            model.asked.push(asked);
        }
        model.rules = table.rules.iter().map(|rule| model.when(&rule.when)).collect();
        model.join();
        model.whole()
    }

    /// The model, or why it can't be trusted.
    pub fn whole(self) -> Result<Self, TooLarge> {
        if self.store.full() {
            Err(TooLarge { widest: widest(self.table) })
        } else {
            Ok(self)
        }
    }

    /// When one of these rows holds.
    pub fn when(&mut self, when: &When) -> Ref {
        let mut one = FALSE;
        for row in when {
            let mut all = TRUE;
            for cell in row.iter().rev() {
                let cell = self.cell(cell);
                all = self.store.and(cell, all);
            }
            one = self.store.or(one, all);
        }
        one
    }

    fn cell(&mut self, cell: &Cell) -> Ref {
        match *cell {
            Cell::Score { score, from, to } => self.score(score, from, to),
            Cell::Answer { question, any, all, none } => {
                let mut held = self.asked[question];
                if any != u64::MAX {
                    let some = self.one_of(question, any);
                    held = self.store.and(held, some);
                }
                for fact in (0..64).filter(|fact| all >> fact & 1 == 1) {
                    let so = self.fact(question, fact);
                    held = self.store.and(held, so);
                }
                let listed = self.one_of(question, none);
                self.store.and_not(held, listed)
            }
        }
    }

    /// When an answer makes one of these facts true.
    fn one_of(&mut self, question: usize, facts: u64) -> Ref {
        let mut one = FALSE;
        for fact in (0..64).filter(|fact| facts >> fact & 1 == 1) {
            let so = self.fact(question, fact);
            one = self.store.or(so, one);
        }
        one
    }

    /// When an answer makes this fact true.
    fn fact(&mut self, question: usize, fact: usize) -> Ref {
        let first = self.layout.first[question];
        let listed = self.table.questions[question].listed();
        if !matches!(self.table.questions[question].kind, Kind::Many(_)) {
            return self.value(first, fact);
        }
        if fact > listed {
            return self.value(first, fact - listed);
        }
        let mut ticks = TRUE;
        for tick in (0..listed).rev().filter(|tick| *tick == fact || fact == listed) {
            let ticked = self.value(first + 1 + tick, usize::from(tick == fact));
            ticks = self.store.and(ticked, ticks);
        }
        let header = self.value(first, 0);
        self.store.and(header, ticks)
    }

    /// When a variable has this value.
    pub(crate) fn value(&mut self, variable: usize, value: usize) -> Ref {
        let children: Vec<Ref> =
            (0..self.store.size(variable)).map(|at| Ref::truth(at == value)).collect();
        self.store.node(variable, &children)
    }

    /// When a sum lies in a range. The leaves of the sum are counted from its lowest value.
    fn score(&mut self, score: usize, from: i64, to: i64) -> Ref {
        let mut sum = FALSE;
        let mut lowest = 0i64;
        for item in &self.table.scores[score].items {
            for (fact, &points) in item.points.iter().enumerate() {
                let least = points.min(0);
                lowest += least;
                let so = self.fact(item.question, fact);
                let so = self.store.and(self.asked[item.question], so);
                let part = self
                    .store
                    .map(so, &|so| distance(if so == 1 { points } else { 0 }, least));
                sum = self.add(sum, part);
            }
        }
        self.store.map(sum, &|sum| {
            let sum = lowest + i64::from(sum);
            u32::from(from <= sum && sum <= to)
        })
    }

    /// Joins the rules: what is shown, and the root of it all.
    fn join(&mut self) {
        self.outcome = Ref::leaf(self.table.otherwise as u32);
        for (rule, said) in self.table.rules.iter().enumerate() {
            let Some(asked) = said.outcome else { continue };
            let asked = Ref::leaf(asked as u32);
            self.outcome =
                self.store.apply(self.outcome, self.rules[rule], &|outcome, fires| {
                    match fires {
                        FALSE => Some(outcome),
                        TRUE if outcome.value().is_some() => Some(outcome.max(asked)),
                        _ => None,
                    }
                });
        }
        self.panels =
            (0..self.table.panels.len()).map(|panel| self.shown_panel(panel)).collect();
        self.root = self.outcome;
        self.shown = (0..self.table.outcomes.len()).map(|outcome| (outcome, 0)).collect();
        for (panel, shown) in self.panels.clone().into_iter().enumerate() {
            self.root = self.with_panel(self.root, panel, shown);
        }
    }

    /// When a panel is shown: when a rule shows it that fires, but on a stop outcome when one
    /// does that has this outcome, fired or not.
    fn shown_panel(&mut self, panel: usize) -> Ref {
        let (mut any, mut fixed) = (FALSE, 0u64);
        for (rule, said) in self.table.rules.iter().enumerate() {
            if said.panels >> panel & 1 == 1 {
                any = self.store.or(any, self.rules[rule]);
                fixed |= said.outcome.map_or(0, |outcome| 1 << outcome);
            }
        }
        let stops = stops(self.table);
        self.store.apply(self.outcome, any, &|outcome, any| {
            let outcome = outcome.value()?;
            let stop = stops >> outcome & 1 == 1;
            Some(if stop { Ref::truth(fixed >> outcome & 1 == 1) } else { any })
        })
    }

    /// The root with one more panel: every leaf that shows it becomes a new one.
    fn with_panel(&mut self, root: Ref, panel: usize, shown: Ref) -> Ref {
        let old = self.shown.len() as u32;
        let joined = self.store.apply(root, shown, &|root, shown| {
            Some(Ref::leaf(root.value()? + old * shown.value()?))
        });
        let with: Vec<u32> =
            self.store.leaves(joined).into_iter().filter(|leaf| *leaf >= old).collect();
        for leaf in &with {
            let (outcome, panels) = self.shown[(leaf - old) as usize];
            self.shown.push((outcome, panels | 1 << panel));
        }
        self.store.map(joined, &|leaf| match with.binary_search(&leaf) {
            Ok(at) => old + at as u32,
            Err(_) => leaf,
        })
    }

    fn add(&mut self, f: Ref, g: Ref) -> Ref {
        self.store.apply(f, g, &|f, g| {
            Some(Ref::leaf(f.value()?.saturating_add(g.value()?).min(HIGHEST)))
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
