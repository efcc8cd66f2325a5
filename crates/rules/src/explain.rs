//! Why the rules say what they say: the answers that decide it, and people who show it all.
use alloc::vec;
use alloc::vec::Vec;

use crate::Answer;
use crate::compile::Model;
use crate::computed_table::ComputedTable;
use crate::diagram::NodeId;

impl Model<'_> {
    /// Answers out of these that alone lead to the same outcome and panels, whatever the others
    /// are, of which none can be left out. In the literature a *sufficient reason*, or prime
    /// implicant (Darwiche and Hirth 2020). Of several it is the one that does with the earliest
    /// questions; another may be shorter.
    pub fn deciding(&self, answers: &[Answer]) -> Vec<usize> {
        let shown = self.manager.evaluate(self.root, |at| self.order.value(answers, at));
        let given =
            |question| answers.get(question).is_some_and(|a| *a != Answer::Missing);
        let mut kept: Vec<bool> = (0..self.table.questions.len()).map(given).collect();
        // Frees one question after another, the last first. One pass is enough: what could
        // not be left out with more kept can't be with less.
        for question in (0..kept.len()).rev().filter(|question| given(*question)) {
            kept[question] = false;
            let seen = &mut ComputedTable::default();
            kept[question] = !self.is_certain(seen, self.root, shown, answers, &kept);
        }
        (0..kept.len()).filter(|question| kept[*question]).collect()
    }

    /// Whether these answers, with any at all to questions that are not kept, lead to one leaf.
    fn is_certain(
        &self,
        seen: &mut ComputedTable,
        at: NodeId,
        leaf: u32,
        answers: &[Answer],
        kept: &[bool],
    ) -> bool {
        if let Some(found) = at.value() {
            return found == leaf;
        }
        // What was seen before leads to that leaf: else the walk would have ended there.
        if seen.get(at.key()).is_some() {
            return true;
        }
        seen.insert(at.key(), 1);
        let variable = self.manager.variable(at);
        let children = self.manager.children(at);
        let next = if kept[self.order.question[variable]] {
            let value = self.order.value(answers, variable);
            &children[value..=value]
        } else {
            children
        };
        next.iter().all(|child| self.is_certain(seen, *child, leaf, answers, kept))
    }

    /// People who between them walk every edge of the diagram, each as near to the ordinary
    /// answers as that edge allows.
    pub fn edges(&self) -> Vec<Vec<Answer>> {
        let nodes = self.manager.nodes(self.root);
        let mut people = vec![];
        for (node, values) in self.order.ways_to(&self.manager, &nodes) {
            let variable = self.manager.variable(node);
            for value in 0..self.manager.size(variable) {
                // Ordinary answers go on to some leaf from anywhere.
                let mut values = values.clone();
                values[variable] = value;
                people.push(self.order.answers(&values));
            }
        }
        people.sort_unstable();
        people.dedup();
        people
    }
}
