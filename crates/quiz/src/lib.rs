//! The self-check in the browser: the page's own questions, one at a time.
//!
//! The page holds every word and every input. The program decides what is seen: it reads
//! which inputs are ticked, asks the rules what comes next, and marks elements with
//! `data-now`. What stands behind each mark is written by `site::render::self_check`.
#![cfg_attr(target_arch = "wasm32", no_std)]
extern crate alloc;

mod page;
mod question;
#[cfg(target_arch = "wasm32")]
mod runtime;

use alloc::vec;
use alloc::vec::Vec;

use page::{Node, Text, numbered};
use question::Question;
use rules::{Answer, Next, Program, Verdict};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::throw_str;

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
    questions: Vec<Question>,
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
    let questions = form.all(".question").into_iter().map(Question::new).collect();
    let trail = vec![Place::Start];
    Some(Quiz {
        document,
        form,
        title,
        questions,
        program,
        trail,
        step: 0,
        reviewed: false,
    })
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
            let question = self.questions.iter().position(|question| question.has(link));
            self.visit(Place::Question(question.unwrap_or(0)));
        } else if stands_for("[data-do=again]") {
            // The button clears the form by itself, which must not be prevented.
            page::travel(-i32::try_from(self.step).unwrap_or(0));
            return false;
        } else {
            return self.step > 0 && self.jump(link);
        }
        true
    }

    /// Goes on from a question that is answered, or from the review.
    pub fn proceed(&mut self) {
        match self.place() {
            Place::Question(question) if !self.questions[question].is_answered() => {
                self.problem(question);
            }
            place => self.visit(self.next(place)),
        }
    }

    /// Shows the place that a step of the browser's history stands for.
    pub fn arrive(&mut self, step: usize) {
        self.step = if step < self.trail.len() { step } else { 0 };
        self.show();
    }

    /// Keeps "none of these" and its like apart from ticks.
    pub fn pick(&self, input: &Node) {
        if let Some(question) = self.questions.iter().find(|question| question.has(input))
        {
            question.keep_apart(input);
        }
    }

    /// Forgets the way here: the page is being left.
    pub fn forget(&mut self) {
        self.trail.truncate(1);
        (self.step, self.reviewed) = (0, false);
        self.document.set_title(&self.title);
    }

    fn place(&self) -> Place {
        self.trail[self.step]
    }

    fn answers(&self) -> Vec<Answer> {
        self.questions.iter().map(Question::answer).collect()
    }

    fn next(&self, place: Place) -> Place {
        let answers = self.answers();
        let missing = match self.program.next(&answers) {
            Next::Fault => throw_str("the rules and their diagram differ"),
            Next::Done(verdict) if place == Place::Review || self.stops(&verdict) => {
                return Place::Result;
            }
            Next::Done(_) => None,
            Next::Ask(question) => Some(question),
        };
        let asked = |question: &usize| self.program.asked(&answers, *question);
        let later = match place {
            Place::Question(at) if !self.reviewed => (at + 1..answers.len()).find(asked),
            _ => None,
        };
        later.or(missing).map_or(Place::Review, Place::Question)
    }

    fn stops(&self, verdict: &Verdict) -> bool {
        self.form.first(&numbered("#o", verdict.outcome)).matches("[data-stop]")
    }

    fn visit(&mut self, place: Place) {
        self.step += 1;
        self.trail.truncate(self.step);
        self.trail.push(place);
        self.reviewed |= place == Place::Review;
        page::push_state(self.step, "");
        self.show();
    }

    fn show(&self) {
        let place = self.place();
        self.mark_questions(place);
        self.mark("#problem,#error,.panel,.keep", false);
        self.mark(".beside", place == Place::Question(0));
        let (name, focus) = match place {
            Place::Start => ("", "[data-do=start]".into()),
            Place::Question(question) => {
                ("question", numbered("#q", question) + " legend")
            }
            Place::Review => ("review", "#review".into()),
            Place::Result => ("result", "#result-title".into()),
        };
        self.form.set("data-step", name);
        let heading = match place {
            Place::Start => {
                self.form.toggle("data-step", false);
                self.document.set_title(&self.title);
                return self.form.first(&focus).focus();
            }
            Place::Question(question) => {
                self.progress(question);
                ".progress"
            }
            Place::Review => &focus,
            Place::Result => {
                self.result();
                &focus
            }
        };
        self.entitle(heading);
        self.form.scroll_to();
        self.form.first(&focus).focus();
    }

    /// Puts a heading before the page's own title.
    fn entitle(&self, heading: &str) {
        let heading = self.form.first(heading).text();
        self.document.set_title(&heading.concat(" \u{2013} ", &self.title));
    }

    fn mark(&self, selector: &str, on: bool) {
        self.form.all(selector).iter().for_each(|node| node.toggle("data-now", on));
    }

    fn mark_questions(&self, place: Place) {
        let answers = self.answers();
        for (index, question) in self.questions.iter().enumerate() {
            question.mark(match place {
                Place::Start => false,
                Place::Question(at) => at == index,
                Place::Review | Place::Result => {
                    answers[index] != Answer::Missing
                        && self.program.asked(&answers, index)
                }
            });
        }
    }

    /// "Question 3 of 14": the total only while no answer can change it.
    fn progress(&self, question: usize) {
        let answers = self.answers();
        let asked = |question: &usize| self.program.asked(&answers, *question);
        let count = |end| (0..end).filter(asked).count();
        self.form.first("#number").write_number(count(question + 1));
        self.form.first("#total").write_number(count(answers.len()));
        self.mark("#of", self.program.settled(&answers));
    }

    /// Says that an answer is missing, above the question and beside the answers.
    fn problem(&self, question: usize) {
        self.mark("#problem,#error", true);
        self.questions[question].complain(&self.form.first("#error"));
        self.entitle(".progress");
        let error = self.form.first("#error .hidden").text();
        self.document.set_title(&error.concat(" ", &self.document.title()));
        self.form.first("#problem").focus();
    }

    /// Moves to what a link within the page names, without a trace in the address.
    fn jump(&self, link: &Node) -> bool {
        if link.matches("[data-do=answer]")
            && let Place::Question(question) = self.place()
        {
            self.questions[question].focus();
            return true;
        }
        if !link.matches("[href^='#']") {
            return false;
        }
        // What is folded up could not have the focus.
        let folds = self.document.all("main details");
        for fold in &folds {
            fold.toggle("open", true);
        }
        let target = self.document.target(&link.hash());
        target.set("tabindex", "-1");
        target.focus();
        true
    }

    /// Marks the outcome, what is shown beside it, and the reasons.
    fn result(&self) {
        let Next::Done(verdict) = self.program.next(&self.answers()) else {
            throw_str("there is no result here")
        };
        self.mark(".outcome,.panel,.reason", false);
        self.mark(&numbered("#o", verdict.outcome), true);
        for panel in (0..64).filter(|panel| verdict.panels >> panel & 1 == 1) {
            self.mark(&numbered("#p", panel), true);
        }
        for rule in &verdict.fired {
            self.mark(&numbered(".r", *rule), true);
        }
        self.mark(".by", true);
        self.mark(&numbered(".b", verdict.outcome), false);
        let more = !self.form.all(".by[data-now] [data-now]").is_empty();
        let stops = self.stops(&verdict);
        self.mark(".also", more && !stops);
        self.mark(".keep", !stops);
    }
}
