//! Why the rules say what they say: the answers that decide it, and people who show it all.
use alloc::vec;
use alloc::vec::Vec;

use crate::Answer;
use crate::compile::Model;
use crate::diagram::Ref;
use crate::memo::Memo;

impl Model<'_> {
    /// The fewest of these answers that alone lead to the same outcome and panels, whatever
    /// the others are: none of them can be left out. Starts from all answers that count, and
    /// frees one question after another, the last first.
    pub fn deciding(&self, answers: &[Answer]) -> Vec<usize> {
        let shown = self.store.walk(self.root, |at| self.layout.value(answers, at));
        let given =
            |question| answers.get(question).is_some_and(|a| *a != Answer::Missing);
        let mut kept: Vec<bool> = (0..self.table.questions.len()).map(given).collect();
        for question in (0..kept.len()).rev() {
            let was = kept[question];
            kept[question] = false;
            kept[question] = was
                && !self.is_certain(
                    &mut Memo::default(),
                    self.root,
                    shown,
                    answers,
                    &kept,
                );
        }
        (0..kept.len()).filter(|question| kept[*question]).collect()
    }

    /// Whether these answers, with any at all to questions that are not kept, lead to one leaf.
    fn is_certain(
        &self,
        seen: &mut Memo,
        at: Ref,
        leaf: u32,
        answers: &[Answer],
        kept: &[bool],
    ) -> bool {
        if let Some(found) = at.value() {
            return found == leaf;
        }
        if seen.get(at.key()).is_some() {
            return true;
        }
        seen.insert(at.key(), 1);
        let variable = self.store.variable(at);
        let children = self.store.children(at);
        let next = if kept[self.layout.question[variable]] {
            let value = self.layout.value(answers, variable);
            &children[value..=value]
        } else {
            children
        };
        next.iter().all(|child| self.is_certain(seen, *child, leaf, answers, kept))
    }

    /// People who between them walk every edge of the diagram, each as near to the ordinary
    /// answers as that edge allows.
    pub fn edges(&self) -> Vec<Vec<Answer>> {
        let nodes = self.store.nodes(self.root);
        let mut people = vec![];
        for (node, values) in self.layout.ways_to(&self.store, &nodes) {
            let variable = self.store.variable(node);
            for value in 0..self.store.size(variable) {
                // Ordinary answers go on to some leaf from anywhere.
                let mut values = values.clone();
                values[variable] = value;
                people.push(self.layout.answers(&values));
            }
        }
        people.sort_unstable();
        people.dedup();
        people
    }
}
