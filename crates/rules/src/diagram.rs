//! Decision diagrams: ordered, reduced, many-valued, with any number of leaves.
//!
//! They are algebraic decision diagrams (Bahar et al. 1993) over variables with more than two
//! values. For a fixed variable order a function has exactly one reduced diagram (Bryant 1986),
//! and the unique table holds each node once, so two functions are equal if and only if their
//! [`NodeId`]s are: that makes every proof exact.
use alloc::vec;
use alloc::vec::Vec;

use crate::computed_table::ComputedTable;

/// A diagram in a [`Manager`]: a leaf with its value, or a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

/// The bit that tells a leaf from a node.
const LEAF: u32 = 1 << 31;

/// The leaf "no".
pub const FALSE: NodeId = NodeId(LEAF);
/// The leaf "yes".
pub const TRUE: NodeId = NodeId(LEAF | 1);

/// How many nodes a manager holds before it gives up, where nothing else is asked for.
pub const BUDGET: usize = 1_000_000;

impl NodeId {
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

    /// A number that no other diagram of the same manager has.
    pub(crate) fn key(self) -> u64 {
        u64::from(self.0)
    }

    /// A number that no other pair of diagrams of the same manager has.
    fn pair_key(self, other: Self) -> u64 {
        self.key() << 32 | other.key()
    }
}

/// Holds all diagrams over one variable order, and shares their nodes.
pub struct Manager {
    /// How many values each variable has.
    sizes: Vec<usize>,
    nodes: Vec<Node>,
    /// The children of all nodes, one node's after another's: one allocation for all.
    children: Vec<NodeId>,
    /// The unique table: slots of node number plus one, by the hash of what the node holds.
    unique: Vec<u32>,
    budget: usize,
    is_exhausted: bool,
}

/// An inner node: it asks a variable, and has a child for each of its values.
#[derive(Clone, Copy)]
struct Node {
    variable: u32,
    /// Where its children start.
    first: u32,
}

impl Manager {
    /// An empty manager for variables with so many values each, and for so many nodes.
    pub fn new(sizes: Vec<usize>, budget: usize) -> Self {
        Self {
            sizes,
            nodes: vec![],
            children: vec![],
            unique: vec![0; 1 << 10],
            budget,
            is_exhausted: false,
        }
    }

    /// Whether the budget was used up: then nothing in here means anything.
    pub fn is_exhausted(&self) -> bool {
        self.is_exhausted
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
    pub fn variable(&self, of: NodeId) -> usize {
        match of.value() {
            // So a leaf stands below every node in the order, without a case of its own.
            Some(_) => self.sizes.len(),
            None => self.nodes[of.0 as usize].variable as usize,
        }
    }

    /// The first variable in the order that one of two diagrams asks.
    fn top_variable(&self, f: NodeId, g: NodeId) -> usize {
        self.variable(f).min(self.variable(g))
    }

    /// The children of a node, one for each value of its variable; none of a leaf.
    pub fn children(&self, of: NodeId) -> &[NodeId] {
        if of.value().is_some() {
            return &[];
        }
        let Node { variable, first } = self.nodes[of.0 as usize];
        &self.children[first as usize..][..self.sizes[variable as usize]]
    }

    /// The one reduced diagram that asks this variable and goes on with these children.
    pub fn make_node(&mut self, variable: usize, children: &[NodeId]) -> NodeId {
        // Reduced: a node whose children are all the same would ask for nothing.
        if children.iter().all(|child| *child == children[0]) {
            return children[0];
        }
        if self.nodes.len() >= self.budget {
            // No error here: every operation would have to pass it on. Whoever uses the
            // results asks `is_exhausted` once, at the end.
            self.is_exhausted = true;
            return FALSE;
        }
        let slot = self.unique_slot(variable, children);
        match self.unique[slot].checked_sub(1) {
            Some(found) => NodeId(found),
            None => self.push_node(slot, variable, children),
        }
    }

    /// Adds a node that is not there yet, whose slot in the unique table is this.
    fn push_node(&mut self, slot: usize, variable: usize, children: &[NodeId]) -> NodeId {
        let id = self.nodes.len() as u32;
        self.unique[slot] = id + 1;
        self.nodes
            .push(Node { variable: variable as u32, first: self.children.len() as u32 });
        self.children.extend(children);
        // At most half full, so that a probe stays short.
        if self.nodes.len() * 2 > self.unique.len() {
            self.grow_unique_table();
        }
        NodeId(id)
    }

    /// The slot that holds this node, or the free one where it belongs (linear probing).
    fn unique_slot(&self, variable: usize, children: &[NodeId]) -> usize {
        let start = variable as u64;
        let mix = |hash: u64, child: &NodeId| {
            (hash ^ child.key()).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
        };
        let mask = self.unique.len() - 1;
        let mut slot = children.iter().fold(start, mix) as usize & mask;
        while let Some(id) = self.unique[slot].checked_sub(1) {
            let id = NodeId(id);
            if self.variable(id) == variable && self.children(id) == children {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Doubles the unique table, and files every node in it again.
    fn grow_unique_table(&mut self) {
        self.unique = vec![0; self.unique.len() * 2];
        for id in 0..self.nodes.len() as u32 {
            let node = NodeId(id);
            let slot = self.unique_slot(self.variable(node), self.children(node));
            self.unique[slot] = id + 1;
        }
    }

    /// Combines two diagrams leaf by leaf (Bryant's *apply*). `terminal` gives the result as
    /// soon as it is certain, at the latest for two leaves.
    pub fn apply(
        &mut self,
        f: NodeId,
        g: NodeId,
        terminal: &impl Fn(NodeId, NodeId) -> Option<NodeId>,
    ) -> NodeId {
        // The computed table lives for one call: it would have to be kept by `terminal`.
        self.apply_with(&mut ComputedTable::default(), f, g, terminal)
    }

    /// [`Manager::apply`] with its computed table: each pair of nodes is combined once.
    fn apply_with(
        &mut self,
        computed: &mut ComputedTable,
        f: NodeId,
        g: NodeId,
        terminal: &impl Fn(NodeId, NodeId) -> Option<NodeId>,
    ) -> NodeId {
        if let Some(result) = terminal(f, g) {
            return result;
        }
        let key = f.pair_key(g);
        if let Some(known) = computed.get(key) {
            return NodeId(known);
        }
        // Past the budget nothing is kept, so without this the walk would be exponential.
        if self.is_exhausted {
            return FALSE;
        }
        let variable = self.top_variable(f, g);
        let mut children = Vec::with_capacity(self.sizes[variable]);
        for value in 0..self.sizes[variable] {
            let [f, g] = [f, g].map(|of| self.cofactor(of, variable, value));
            children.push(self.apply_with(computed, f, g, terminal));
        }
        let result = self.make_node(variable, &children);
        computed.insert(key, result.0);
        result
    }

    /// A diagram that begins at this variable or later, where the variable has this value.
    fn cofactor(&self, f: NodeId, variable: usize, value: usize) -> NodeId {
        // A diagram that skips a variable does not depend on it.
        if self.variable(f) == variable { self.children(f)[value] } else { f }
    }

    /// Both.
    pub fn and(&mut self, f: NodeId, g: NodeId) -> NodeId {
        self.apply(f, g, &|f, g| match (f, g) {
            (FALSE, _) | (_, FALSE) => Some(FALSE),
            (TRUE, other) | (other, TRUE) => Some(other),
            _ => (f == g).then_some(f),
        })
    }

    /// One or both.
    pub fn or(&mut self, f: NodeId, g: NodeId) -> NodeId {
        self.apply(f, g, &|f, g| match (f, g) {
            (TRUE, _) | (_, TRUE) => Some(TRUE),
            (FALSE, other) | (other, FALSE) => Some(other),
            _ => (f == g).then_some(f),
        })
    }

    /// The first and not the second.
    pub fn and_not(&mut self, f: NodeId, g: NodeId) -> NodeId {
        let not = self.map_leaves(g, &|value| value ^ 1);
        self.and(f, not)
    }

    /// Whether no leaf of the first is ever above that of the second. `computed` keeps what
    /// was worked out before for these diagrams.
    pub fn is_at_most(&self, computed: &mut ComputedTable, f: NodeId, g: NodeId) -> bool {
        if let (Some(f), Some(g)) = (f.value(), g.value()) {
            return f <= g;
        }
        let key = f.pair_key(g);
        if f == g {
            return true;
        }
        if let Some(known) = computed.get(key) {
            return known == 1;
        }
        let variable = self.top_variable(f, g);
        let holds = (0..self.sizes[variable]).all(|value| {
            let [f, g] = [f, g].map(|of| self.cofactor(of, variable, value));
            self.is_at_most(computed, f, g)
        });
        computed.insert(key, u32::from(holds));
        holds
    }

    /// Whether two diagrams of yes and no are ever both yes: no node is made to find out.
    pub fn intersects(&self, f: NodeId, g: NodeId) -> bool {
        self.intersects_with(&mut ComputedTable::default(), f, g)
    }

    /// [`Manager::intersects`] with the pairs that were looked at already.
    fn intersects_with(&self, seen: &mut ComputedTable, f: NodeId, g: NodeId) -> bool {
        if f == FALSE || g == FALSE {
            return false;
        }
        if f == g {
            return true;
        }
        let key = f.pair_key(g);
        // What was seen before does not intersect: else the search would have ended there.
        if seen.get(key).is_some() {
            return false;
        }
        seen.insert(key, 0);
        let variable = self.top_variable(f, g);
        (0..self.sizes[variable]).any(|value| {
            let [f, g] = [f, g].map(|of| self.cofactor(of, variable, value));
            self.intersects_with(seen, f, g)
        })
    }

    /// Changes each leaf.
    pub fn map_leaves(&mut self, f: NodeId, change: &impl Fn(u32) -> u32) -> NodeId {
        self.apply(f, FALSE, &|f, _| f.value().map(|value| NodeId::leaf(change(value))))
    }

    /// The diagram where a variable has this value, whatever stands before it in the order.
    pub fn restrict(&mut self, f: NodeId, variable: usize, value: usize) -> NodeId {
        self.restrict_with(&mut ComputedTable::default(), f, variable, value)
    }

    /// [`Manager::restrict`] with its computed table.
    fn restrict_with(
        &mut self,
        computed: &mut ComputedTable,
        f: NodeId,
        variable: usize,
        value: usize,
    ) -> NodeId {
        if self.variable(f) >= variable {
            return self.cofactor(f, variable, value);
        }
        if let Some(known) = computed.get(f.key()) {
            return NodeId(known);
        }
        let at = self.variable(f);
        // A copy, since nodes that are made meanwhile may move the children.
        let mut children = self.children(f).to_vec();
        for child in &mut children {
            *child = self.restrict_with(computed, *child, variable, value);
        }
        let result = self.make_node(at, &children);
        computed.insert(f.key(), result.0);
        result
    }

    /// The nodes that a diagram is made of, each before those that lead to it.
    pub fn nodes(&self, of: NodeId) -> Vec<NodeId> {
        let mut found = vec![];
        let mut seen = ComputedTable::default();
        let mut left = vec![of];
        while let Some(node) = left.pop() {
            if node.value().is_none() && seen.get(node.key()).is_none() {
                seen.insert(node.key(), 0);
                found.push(node);
                left.extend(self.children(node));
            }
        }
        // A node is only ever made after its children, so their ids are a topological order.
        found.sort_unstable();
        found
    }

    /// The support of a diagram: for each variable, whether it asks that variable anywhere.
    pub fn support(&self, of: NodeId) -> Vec<bool> {
        let mut support = vec![false; self.variables()];
        for node in self.nodes(of) {
            support[self.variable(node)] = true;
        }
        support
    }

    /// The values of all leaves that a diagram leads to, each once, in order.
    pub fn leaves(&self, of: NodeId) -> Vec<u32> {
        let nodes = self.nodes(of).into_iter();
        let ends = nodes.flat_map(|node| self.children(node)).chain([&of]);
        let mut leaves: Vec<u32> = ends.filter_map(|end| end.value()).collect();
        leaves.sort_unstable();
        leaves.dedup();
        leaves
    }

    /// The leaf that a diagram leads to, where `value` gives each variable's.
    pub fn evaluate(&self, mut at: NodeId, value: impl Fn(usize) -> usize) -> u32 {
        loop {
            if let Some(leaf) = at.value() {
                return leaf;
            }
            at = self.children(at)[value(self.variable(at))];
        }
    }
}
