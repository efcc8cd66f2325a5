//! The self-check in the browser: the page's own questions, one at a time.
//!
//! The page holds every word and every input. The program decides what is seen: it reads
//! which inputs are ticked, asks the rules what comes next, and marks elements with
//! `data-now`. What stands behind each mark is written by `site::render::self_check`.
#![no_std]
extern crate alloc;

mod page;

use alloc::vec;
use alloc::vec::Vec;

use page::{Node, Text, numbered};
use rules::{Answer, Next, Program, Verdict};
use wasm_bindgen::prelude::wasm_bindgen;

/// Where someone is in the self-check.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The page as it loads.
    Start,
    /// A question, counted from 0 over all that the check has.
    Question(usize),
    /// The list of answers.
    Review,
    /// The result.
    Result,
}

/// One visit to the self-check.
#[wasm_bindgen]
pub struct Quiz {
    document: Node,
    form: Node,
    title: Text,
    questions: Vec<Node>,
    program: Program,
    /// Every place on the way here; the browser's history holds only positions in it.
    trail: Vec<Place>,
    step: usize,
    reviewed: bool,
}

/// Takes the page and the packed rules; nothing when the rules are damaged.
#[wasm_bindgen]
pub fn begin(document: Node, packed: &[u8]) -> Option<Quiz> {
    let program = Program::unpack(packed)?;
    let (form, title) = (document.first("form[data-program]"), document.title());
    let questions = form.all(".question");
    let trail = vec![Place::Start];
    Some(Quiz { document, form, title, questions, program, trail, step: 0, reviewed: false })
}

#[wasm_bindgen]
impl Quiz {
    /// Does what a link or button stands for; false when it is none of the check's own.
    pub fn press(&mut self, link: &Node) -> bool {
        let stands_for = |action| link.matches(action);
        if stands_for("[data-do=start]") {
            self.visit(Place::Question(0));
        } else if stands_for("[data-do=back]") {
            page::travel(-1);
        } else if stands_for("[data-do=continue]") {
            self.proceed();
        } else if stands_for("[data-do=review]") {
            self.visit(Place::Review);
        } else if stands_for("[data-do=change]") {
            let question = self.questions.iter().position(|question| question.contains(link));
            self.visit(Place::Question(question.unwrap_or(0)));
        } else if stands_for("[data-do=again]") {
            page::travel(-(self.step as i32));
            return false;
        } else {
            return self.step > 0 && self.jump(link);
        }
        true
    }

    /// Goes on from a question or from the review, if it is answered.
    pub fn proceed(&mut self) {
        let place = self.trail[self.step];
        if let Place::Question(question) = place
            && self.answer(question) == Answer::Missing
        {
            return self.problem(question);
        }
        let next = self.next(place);
        self.visit(next);
    }

    /// Shows the place that a step of the browser's history stands for.
    pub fn arrive(&mut self, step: usize) {
        self.step = if step < self.trail.len() { step } else { 0 };
        self.show();
    }

    /// Forgets the way here: the page is being left.
    pub fn forget(&mut self) {
        self.trail.truncate(1);
        (self.step, self.reviewed) = (0, false);
    }
}
