//! The variable order: which variables stand for which question, and what may be counted and
//! told through them.
//!
//! One variable for a question with one answer. For a `many` question one that says which of
//! ticks and `also` it is, then one for each tick; those mean nothing where it is not ticks, so
//! counts and walks leave them out there.
//!
//! The order is that of the questions, and is never changed by sifting: authors put together
//! what belongs together, and the program asks in this order as well.
use alloc::vec;
use alloc::vec::Vec;

use crate::diagram::{Manager, NodeId};
use crate::{Answer, Cell, Kind, Question, Risk, Table};

/// The order of the variables: the order of the questions.
pub struct VariableOrder {
    /// The first variable of each question.
    pub first: Vec<usize>,
    /// The question of each variable.
    pub question: Vec<usize>,
    /// How many values each variable has.
    pub sizes: Vec<usize>,
    /// How much each value departs from the ordinary answer.
    costs: Vec<Vec<u32>>,
    /// How many combinations of answers each question has.
    ways: Vec<Option<u128>>,
    /// Whether each question takes several ticks.
    pub(crate) many: Vec<bool>,
}

impl VariableOrder {
    /// The variables for the questions of a table.
    pub fn new(table: &Table) -> Self {
        let mut order = Self {
            first: vec![],
            question: vec![],
            sizes: vec![],
            costs: vec![],
            ways: vec![],
            many: vec![],
        };
        for index in 0..table.questions.len() {
            order.push(table, index);
        }
        order
    }

    /// Adds the variables of one question.
    fn push(&mut self, table: &Table, index: usize) {
        let question = &table.questions[index];
        self.first.push(self.sizes.len());
        let sizes = match &question.kind {
            Kind::Many(ticks) => {
                let which = [1 + question.also.len()];
                which.into_iter().chain(ticks.iter().map(|_| 2)).collect()
            }
            _ => vec![question.facts()],
        };
        self.question.extend(sizes.iter().map(|_| index));
        self.costs.extend(costs(table, index));
        self.ways.push(ways(question));
        self.many.push(question.is_many());
        self.sizes.extend(sizes);
    }

    /// Past the last variable of a question.
    fn end(&self, question: usize) -> usize {
        self.first.get(question + 1).copied().unwrap_or(self.sizes.len())
    }

    /// How many combinations of answers there are; none past 128 bits.
    pub fn combinations(&self) -> Option<u128> {
        self.ways.iter().try_fold(1u128, |product, ways| product.checked_mul((*ways)?))
    }

    /// The exponent of the highest power of ten that is not above the number of combinations:
    /// its digits less one. Exact for any number, in limbs of nine digits.
    pub fn power_of_ten(&self) -> u32 {
        let mut limbs = vec![1u128];
        for ways in self.ways.iter().map(|ways| ways.unwrap_or(0)) {
            multiply(&mut limbs, ways);
        }
        let last = limbs.last().and_then(|limb| limb.checked_ilog10()).unwrap_or(0);
        last + 9 * (limbs.len() as u32 - 1)
    }

    /// In how many combinations of answers a diagram leads to such a leaf; none past 128 bits.
    /// Each node is counted once, from the leaves up.
    pub fn count(
        &self,
        manager: &Manager,
        of: NodeId,
        wanted: impl Fn(u32) -> bool,
    ) -> Option<u128> {
        let nodes = manager.nodes(of);
        let mut counts: Vec<Option<u128>> = Vec::with_capacity(nodes.len());
        let known = |child: NodeId, counts: &[Option<u128>]| match child.value() {
            Some(leaf) => Some(u128::from(wanted(leaf))),
            None => counts[nodes.binary_search(&child).ok()?],
        };
        for &node in &nodes {
            let variable = manager.variable(node);
            let mut children = manager.children(node).iter().enumerate();
            let sum = children.try_fold(0u128, |sum, (value, child)| {
                // A reduced diagram skips variables whose values make no difference there:
                // each of their combinations counts.
                let after = self.after(variable, value);
                let skipped = self.gap(after, manager.variable(*child));
                sum.checked_add(times(known(*child, &counts), skipped)?)
            });
            counts.push(sum);
        }
        times(known(of, &counts), self.gap(0, manager.variable(of)))
    }

    /// The first variable that counts after this one has this value.
    fn after(&self, variable: usize, value: usize) -> usize {
        let question = self.question[variable];
        if self.many[question] && variable == self.first[question] && value > 0 {
            self.end(question)
        } else {
            variable + 1
        }
    }

    /// How many ways there are through the variables from one up to another. A question that
    /// is skipped whole has its own number of ways: its ticks count only beside one value.
    fn gap(&self, from: usize, to: usize) -> Option<u128> {
        let mut ways = Some(1u128);
        let mut at = from;
        while at < to {
            let question = self.question[at];
            let end = self.end(question);
            if at == self.first[question] && end <= to {
                ways = times(ways, self.ways[question]);
                at = end;
            } else {
                ways = times(ways, Some(self.sizes[at] as u128));
                at += 1;
            }
        }
        ways
    }

    /// The answers nearest to the ordinary ones that lead to such a leaf, if any do: the
    /// shortest path, where each edge costs what its value departs from the ordinary answer.
    pub fn cheapest(
        &self,
        manager: &Manager,
        of: NodeId,
        wanted: impl Fn(u32) -> bool,
    ) -> Option<Vec<Answer>> {
        let nodes = manager.nodes(of);
        let best = self.shortest_paths(manager, &nodes, &wanted);
        if of.value().is_some_and(|leaf| !wanted(leaf)) {
            return None;
        }
        let mut values = self.ordinary();
        let mut at = of;
        while let Ok(index) = nodes.binary_search(&at) {
            let (_, value) = best[index]?;
            values[manager.variable(at)] = value;
            at = manager.children(at)[value];
        }
        Some(self.answers(&values))
    }

    /// For each node the cost of the shortest path to such a leaf, and the value that it
    /// begins with: dynamic programming, as every node comes after its children.
    fn shortest_paths(
        &self,
        manager: &Manager,
        nodes: &[NodeId],
        wanted: &impl Fn(u32) -> bool,
    ) -> Vec<Option<(u32, usize)>> {
        let mut best: Vec<Option<(u32, usize)>> = Vec::with_capacity(nodes.len());
        let known = |child: NodeId, best: &[Option<(u32, usize)>]| match child.value() {
            Some(leaf) => wanted(leaf).then_some(0),
            None => best[nodes.binary_search(&child).ok()?].map(|(cost, _)| cost),
        };
        for &node in nodes {
            let costs = &self.costs[manager.variable(node)];
            let children = manager.children(node).iter().enumerate();
            let ways = children.filter_map(|(value, child)| {
                Some((known(*child, &best)? + costs[value], value))
            });
            // Of two that cost the same the one with the lower value: always the same answers.
            best.push(ways.min());
        }
        best
    }

    /// For each of a diagram's nodes the values nearest to the ordinary ones that lead to it.
    /// The nodes come as [`Manager::nodes`] gives them: the root last.
    pub fn ways_to(
        &self,
        manager: &Manager,
        nodes: &[NodeId],
    ) -> Vec<(NodeId, Vec<usize>)> {
        let mut best: Vec<Option<(u32, Vec<usize>)>> = vec![None; nodes.len()];
        if let Some(root) = best.last_mut() {
            *root = Some((0, self.ordinary()));
        }
        let mut ways = vec![];
        // From the root down: once a node's turn has come, all its parents had theirs.
        for at in (0..nodes.len()).rev() {
            let Some((cost, values)) = best[at].take() else { continue };
            let costs = &self.costs[manager.variable(nodes[at])];
            for (value, child) in manager.children(nodes[at]).iter().enumerate() {
                let Ok(child) = nodes.binary_search(child) else { continue };
                let cost = cost + costs[value];
                if best[child].as_ref().is_none_or(|(other, _)| cost < *other) {
                    let mut values = values.clone();
                    values[manager.variable(nodes[at])] = value;
                    best[child] = Some((cost, values));
                }
            }
            ways.push((nodes[at], values));
        }
        ways.reverse();
        ways
    }

    /// Each variable's ordinary value.
    fn ordinary(&self) -> Vec<usize> {
        let cheapest =
            |costs: &Vec<u32>| costs.iter().position(|cost| *cost == 0).unwrap_or(0);
        self.costs.iter().map(cheapest).collect()
    }

    /// The ordinary answer to each question.
    pub fn ordinary_answers(&self) -> Vec<Answer> {
        self.answers(&self.ordinary())
    }

    /// The answers that these values of the variables stand for.
    pub fn answers(&self, values: &[usize]) -> Vec<Answer> {
        let answer = |question: usize| {
            let first = self.first[question];
            if !self.many[question] {
                return Answer::Pick(values[first]);
            }
            if let Some(also) = values[first].checked_sub(1) {
                return Answer::Pick(also);
            }
            let ticks = values[first + 1..self.end(question)].iter().rev();
            Answer::Ticks(ticks.fold(0, |bits, tick| bits << 1 | *tick as u64))
        };
        (0..self.first.len()).map(answer).collect()
    }

    /// The value that an answer gives a variable; the first where there is no answer.
    pub fn value(&self, answers: &[Answer], variable: usize) -> usize {
        let question = self.question[variable];
        let part = variable - self.first[question];
        let value = match answers.get(question) {
            Some(Answer::Pick(also)) if self.many[question] && part == 0 => also + 1,
            Some(Answer::Pick(pick)) if !self.many[question] => *pick,
            Some(Answer::Ticks(bits)) if part > 0 => (bits >> (part - 1) & 1) as usize,
            _ => 0,
        };
        value.min(self.sizes[variable] - 1)
    }
}

/// Multiplies a number in limbs, the lowest first, by another.
fn multiply(limbs: &mut Vec<u128>, by: u128) {
    /// Nine digits: with a factor up to 2^64 a product stays far below 128 bits.
    const LIMB: u128 = 1_000_000_000;
    let mut carry = 0;
    for limb in limbs.iter_mut() {
        let product = *limb * by + carry;
        *limb = product % LIMB;
        carry = product / LIMB;
    }
    while carry > 0 {
        limbs.push(carry % LIMB);
        carry /= LIMB;
    }
}

/// The product, where both are known and it fits.
fn times(a: Option<u128>, b: Option<u128>) -> Option<u128> {
    a?.checked_mul(b?)
}

/// How many answers a question has: sets of ticks with "none of these", and `also`.
fn ways(question: &Question) -> Option<u128> {
    let Kind::Many(ticks) = &question.kind else {
        return Some(question.facts() as u128);
    };
    let sets = 1u128.checked_shl(u32::try_from(ticks.len()).ok()?)?;
    sets.checked_add(question.also.len() as u128)
}

/// What each value of a question's variables costs: nothing for the ordinary answer, more for
/// what is further down its list, three for "not sure" and "rather not say".
fn costs(table: &Table, index: usize) -> Vec<Vec<u32>> {
    let question = &table.questions[index];
    let also = question.also.iter().map(|_| 3);
    if let Kind::Many(ticks) = &question.kind {
        let which = [0].into_iter().chain(also).collect();
        return [which].into_iter().chain(ticks.iter().map(|_| vec![0, 1])).collect();
    }
    let order: Vec<usize> = match (&question.risk, &question.kind) {
        (Risk::Levels(levels), _) => levels.concat(),
        (_, Kind::Number(classes)) => quietest(table, index, classes.len()),
        _ => (0..question.listed()).collect(),
    };
    let listed = order.iter().filter(|fact| **fact < question.listed());
    let mut costs = vec![0; question.listed()];
    for (cost, fact) in (0..).zip(listed) {
        costs[*fact] = cost;
    }
    vec![costs.into_iter().chain(also).collect()]
}

/// The classes of a number, those that the fewest rules name first.
fn quietest(table: &Table, index: usize, classes: usize) -> Vec<usize> {
    let names = |cell: &&Cell, class: usize| match cell {
        Cell::Answer { question, any, .. } => *question == index && any >> class & 1 == 1,
        Cell::Score { .. } => false,
    };
    let cells = || table.rules.iter().flat_map(|rule| rule.when.iter().flatten());
    let mut order: Vec<usize> = (0..classes).collect();
    order.sort_by_key(|class| cells().filter(|cell| names(cell, *class)).count());
    order
}
