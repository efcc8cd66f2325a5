//! Decision diagrams: ordered, many-valued, with any number of leaves, each node stored once.
//!
//! For a fixed order of variables a function has exactly one diagram (Bryant 1986), so two
//! functions are equal if and only if their references are: that makes every proof exact.
use alloc::vec;
use alloc::vec::Vec;

use crate::memo::Memo;

/// A diagram in a [`Store`]: a leaf with its value, or a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ref(u32);

/// The bit that tells a leaf from a node.
const LEAF: u32 = 1 << 31;

/// The leaf "no".
pub const FALSE: Ref = Ref(LEAF);
/// The leaf "yes".
pub const TRUE: Ref = Ref(LEAF | 1);

/// How many nodes a store holds before it gives up, where nothing else is asked for.
pub const BUDGET: usize = 1_000_000;

impl Ref {
    /// The leaf with a value below 2^31.
    pub fn leaf(value: u32) -> Self {
        Self(value | LEAF)
    }

    /// The value of a leaf; none of a node.
    pub fn value(self) -> Option<u32> {
        (self.0 & LEAF != 0).then_some(self.0 & !LEAF)
    }

    /// Yes or no as a leaf.
    pub fn truth(holds: bool) -> Self {
        if holds { TRUE } else { FALSE }
    }

    /// A number that no other diagram of the same store has.
    pub(crate) fn key(self) -> u64 {
        u64::from(self.0)
    }
}

/// All diagrams of one table.
pub struct Store {
    /// How many values each variable has.
    sizes: Vec<usize>,
    nodes: Vec<Node>,
    children: Vec<Ref>,
    /// Slots of node number plus one, by the hash of what the node holds.
    unique: Vec<u32>,
    budget: usize,
    full: bool,
}

#[derive(Clone, Copy)]
struct Node {
    variable: u32,
    /// Where its children start.
    first: u32,
}

impl Store {
    /// An empty store for variables with so many values each, and for so many nodes.
    pub fn new(sizes: Vec<usize>, budget: usize) -> Self {
        Self {
            sizes,
            nodes: vec![],
            children: vec![],
            unique: vec![0; 1 << 10],
            budget,
            full: false,
        }
    }

    /// Whether the budget was used up: then nothing in here means anything.
    pub fn full(&self) -> bool {
        self.full
    }

    /// How many values a variable has.
    pub fn size(&self, variable: usize) -> usize {
        self.sizes[variable]
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.sizes.len()
    }

    /// The variable that a diagram asks first; past the last one where it is a leaf.
    pub fn variable(&self, of: Ref) -> usize {
        match of.value() {
            Some(_) => self.sizes.len(),
            None => self.nodes[of.0 as usize].variable as usize,
        }
    }

    /// The children of a node, one for each value of its variable; none of a leaf.
    pub fn children(&self, of: Ref) -> &[Ref] {
        if of.value().is_some() {
            return &[];
        }
        let Node { variable, first } = self.nodes[of.0 as usize];
        &self.children[first as usize..][..self.sizes[variable as usize]]
    }

    /// The one diagram that asks this variable and goes on with these children.
    pub fn node(&mut self, variable: usize, children: &[Ref]) -> Ref {
        if children.iter().all(|child| *child == children[0]) {
            return children[0];
        }
        if self.nodes.len() >= self.budget {
            self.full = true;
            return FALSE;
        }
        let slot = self.slot(variable, children);
        if let Some(found) = self.unique[slot].checked_sub(1) {
            return Ref(found);
        }
        let id = self.nodes.len() as u32;
        self.unique[slot] = id + 1;
        self.nodes
            .push(Node { variable: variable as u32, first: self.children.len() as u32 });
        self.children.extend(children);
        if self.nodes.len() * 2 > self.unique.len() {
            self.grow();
        }
        Ref(id)
    }

    /// The slot that holds this node, or the free one where it belongs.
    fn slot(&self, variable: usize, children: &[Ref]) -> usize {
        let start = variable as u64;
        let mix = |hash: u64, child: &Ref| {
            (hash ^ child.key()).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
        };
        let mask = self.unique.len() - 1;
        let mut slot = children.iter().fold(start, mix) as usize & mask;
        while let Some(id) = self.unique[slot].checked_sub(1) {
            if self.variable(Ref(id)) == variable && self.children(Ref(id)) == children {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.unique = vec![0; self.unique.len() * 2];
        for id in 0..self.nodes.len() as u32 {
            let slot = self.slot(self.variable(Ref(id)), self.children(Ref(id)));
            self.unique[slot] = id + 1;
        }
    }

    /// Combines two diagrams leaf by leaf. `settle` gives the result as soon as it is certain,
    /// at the latest for two leaves.
    pub fn apply(
        &mut self,
        f: Ref,
        g: Ref,
        settle: &impl Fn(Ref, Ref) -> Option<Ref>,
    ) -> Ref {
        self.apply_with(&mut Memo::default(), f, g, settle)
    }

    /// [`Store::apply`] that goes on with what was worked out before with the same `settle`.
    pub fn apply_with(
        &mut self,
        memo: &mut Memo,
        f: Ref,
        g: Ref,
        settle: &impl Fn(Ref, Ref) -> Option<Ref>,
    ) -> Ref {
        if let Some(result) = settle(f, g) {
            return result;
        }
        let key = f.key() << 32 | g.key();
        if let Some(known) = memo.get(key) {
            return Ref(known);
        }
        if self.full {
            return FALSE;
        }
        let variable = self.variable(f).min(self.variable(g));
        let mut children = Vec::with_capacity(self.sizes[variable]);
        for value in 0..self.sizes[variable] {
            let (f, g) =
                (self.cofactor(f, variable, value), self.cofactor(g, variable, value));
            children.push(self.apply_with(memo, f, g, settle));
        }
        let result = self.node(variable, &children);
        memo.insert(key, result.0);
        result
    }

    /// The part of a diagram that begins at this variable or later, for one value of it.
    fn cofactor(&self, f: Ref, variable: usize, value: usize) -> Ref {
        if self.variable(f) == variable { self.children(f)[value] } else { f }
    }

    /// Both.
    pub fn and(&mut self, f: Ref, g: Ref) -> Ref {
        self.apply(f, g, &|f, g| match (f, g) {
            (FALSE, _) | (_, FALSE) => Some(FALSE),
            (TRUE, other) | (other, TRUE) => Some(other),
            _ => (f == g).then_some(f),
        })
    }

    /// One or both.
    pub fn or(&mut self, f: Ref, g: Ref) -> Ref {
        self.apply(f, g, &|f, g| match (f, g) {
            (TRUE, _) | (_, TRUE) => Some(TRUE),
            (FALSE, other) | (other, FALSE) => Some(other),
            _ => (f == g).then_some(f),
        })
    }

    /// The first and not the second.
    pub fn and_not(&mut self, f: Ref, g: Ref) -> Ref {
        let not = self.map(g, &|value| value ^ 1);
        self.and(f, not)
    }

    /// Whether no leaf of the first is ever above that of the second. `memo` keeps what was
    /// worked out before for these diagrams.
    pub fn is_below(&self, memo: &mut Memo, f: Ref, g: Ref) -> bool {
        if let (Some(f), Some(g)) = (f.value(), g.value()) {
            return f <= g;
        }
        let key = f.key() << 32 | g.key();
        if f == g {
            return true;
        }
        if let Some(known) = memo.get(key) {
            return known == 1;
        }
        let variable = self.variable(f).min(self.variable(g));
        let below = (0..self.sizes[variable]).all(|value| {
            let (f, g) =
                (self.cofactor(f, variable, value), self.cofactor(g, variable, value));
            self.is_below(memo, f, g)
        });
        memo.insert(key, u32::from(below));
        below
    }

    /// Whether two diagrams of yes and no are ever both yes.
    pub fn meet(&self, f: Ref, g: Ref) -> bool {
        self.meet_with(&mut Memo::default(), f, g)
    }

    fn meet_with(&self, seen: &mut Memo, f: Ref, g: Ref) -> bool {
        if f == FALSE || g == FALSE {
            return false;
        }
        if f == g {
            return true;
        }
        let key = f.key() << 32 | g.key();
        // What was seen before did not meet: else nobody would go on looking.
        if seen.get(key).is_some() {
            return false;
        }
        seen.insert(key, 0);
        let variable = self.variable(f).min(self.variable(g));
        (0..self.sizes[variable]).any(|value| {
            let (f, g) =
                (self.cofactor(f, variable, value), self.cofactor(g, variable, value));
            self.meet_with(seen, f, g)
        })
    }

    /// Changes each leaf.
    pub fn map(&mut self, f: Ref, change: &impl Fn(u32) -> u32) -> Ref {
        self.apply(f, FALSE, &|f, _| f.value().map(|value| Ref::leaf(change(value))))
    }

    /// The diagram where a variable has this value.
    pub fn restrict(&mut self, f: Ref, variable: usize, value: usize) -> Ref {
        self.restrict_with(&mut Memo::default(), f, variable, value)
    }

    fn restrict_with(
        &mut self,
        memo: &mut Memo,
        f: Ref,
        variable: usize,
        value: usize,
    ) -> Ref {
        if self.variable(f) >= variable {
            return self.cofactor(f, variable, value);
        }
        if let Some(known) = memo.get(f.key()) {
            return Ref(known);
        }
        let at = self.variable(f);
        let mut children = self.children(f).to_vec();
        for child in &mut children {
            *child = self.restrict_with(memo, *child, variable, value);
        }
        let result = self.node(at, &children);
        memo.insert(f.key(), result.0);
        result
    }

    /// The nodes that a diagram is made of, each before those that lead to it.
    pub fn nodes(&self, of: Ref) -> Vec<Ref> {
        let mut found = vec![];
        let mut seen = Memo::default();
        let mut left = vec![of];
        while let Some(node) = left.pop() {
            if node.value().is_none() && seen.get(node.key()).is_none() {
                seen.insert(node.key(), 0);
                found.push(node);
                left.extend(self.children(node));
            }
        }
        // A node is only ever made after its children.
        found.sort_unstable();
        found
    }

    /// The values of all leaves that a diagram leads to, each once, in order.
    pub fn leaves(&self, of: Ref) -> Vec<u32> {
        let nodes = self.nodes(of);
        let children = nodes.iter().flat_map(|node| self.children(*node));
        let mut leaves: Vec<u32> =
            children.copied().chain([of]).filter_map(Ref::value).collect();
        leaves.sort_unstable();
        leaves.dedup();
        leaves
    }

    /// The leaf that a diagram leads to, where `value` gives each variable's.
    pub fn walk(&self, mut at: Ref, value: impl Fn(usize) -> usize) -> u32 {
        loop {
            if let Some(leaf) = at.value() {
                return leaf;
            }
            at = self.children(at)[value(self.variable(at))];
        }
    }
}
