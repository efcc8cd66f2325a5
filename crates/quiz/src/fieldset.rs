//! One question of the page: its inputs, and what their ticks mean.
use alloc::vec::Vec;

use rules::Answer;

use crate::page::Node;

/// A question with its inputs. The value of an input is the number of its answer in the
/// rules; ticks stand in the order of the rules.
pub(crate) struct Fieldset {
    element: Node,
    /// What can be picked; of a question that takes several answers, what can be ticked.
    inputs: Vec<Node>,
    /// Where several answers can be ticked: "none of these", then what stands for itself,
    /// as "not sure".
    alone: Vec<Node>,
}

impl Fieldset {
    /// Finds the inputs of a fieldset.
    pub(crate) fn new(element: Node) -> Self {
        let inputs = element.all("input:not([data-alone])");
        let alone = element.all("[data-alone]");
        Self { element, inputs, alone }
    }

    /// What is answered. A tick counts more than what stands for itself, and "none of these"
    /// counts least.
    pub(crate) fn answer(&self) -> Answer {
        let picked = self.inputs.iter().position(Node::checked);
        if self.alone.is_empty() {
            return picked
                .map_or(Answer::Missing, |at| Answer::Pick(self.inputs[at].value()));
        }
        if picked.is_some() {
            let ticks =
                self.inputs.iter().enumerate().filter(|(_, input)| input.checked());
            return Answer::Ticks(ticks.fold(0, |bits, (index, _)| bits | 1 << index));
        }
        // Both a tick and "not sure" can be in a form that the browser restored: the order here
        // is that of the style sheet and of the rules.
        let mut also = self.alone.iter().skip(1);
        match also.position(Node::checked) {
            Some(also) => Answer::Pick(also),
            None if self.alone[0].checked() => Answer::Ticks(0),
            None => Answer::Missing,
        }
    }

    /// Whether it has an answer.
    pub(crate) fn is_answered(&self) -> bool {
        self.answer() != Answer::Missing
    }

    /// Whether an element stands in this question.
    pub(crate) fn has(&self, element: &Node) -> bool {
        self.element.contains(element)
    }

    /// Shows or hides the question.
    pub(crate) fn mark(&self, on: bool) {
        self.element.toggle("data-now", on);
    }

    /// Puts the words about a missing answer before the answers, where they are part of how the
    /// question is described, and its name into the box above.
    pub(crate) fn complain(&self, form: &Node) {
        self.element.first(".hint").append(&form.first("#error"));
        form.first("#which").write(&self.element.first(".brief").text_content());
        for node in self.element.all("input").iter().chain([&self.element]) {
            node.set("aria-invalid", "true");
        }
    }

    /// Puts words before the question in its legend.
    pub(crate) fn name(&self, words: &Node) {
        self.element.first("h2").before(words);
    }

    /// Moves to the first answer.
    pub(crate) fn focus(&self) {
        self.element.first("input").focus();
    }

    /// Takes back what can't stand beside the input that was just ticked.
    pub(crate) fn keep_apart(&self, input: &Node) {
        // What stands alone takes back all else; a tick takes back only what stands alone.
        let alone = input.matches("[data-alone]");
        for other in self.alone.iter().chain(self.inputs.iter().filter(|_| alone)) {
            if !self.alone.is_empty() && !other.is(input) {
                other.set_checked(false);
            }
        }
    }
}
