//! The self-check in the browser: the page's own questions, one at a time.
//!
//! The page holds every word and every input. The program decides what is seen: it reads
//! which inputs are ticked, asks the rules what comes next, and marks elements with
//! `data-now`. What stands behind each mark is written by `site::render::self_check`.
#![cfg_attr(target_arch = "wasm32", no_std)]
extern crate alloc;

mod fieldset;
mod page;
#[cfg(target_arch = "wasm32")]
mod runtime;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use fieldset::Fieldset;
use page::{JsText, Node, numbered};
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
    title: JsText,
    questions: Vec<Fieldset>,
    program: Program,
    /// Every place on the way here; the browser's history holds only positions in it, so that
    /// it tells nobody what was answered.
    trail: Vec<Place>,
    /// Where in the trail this is.
    step: usize,
    /// Whether the list of answers was seen: from then on a change leads back to it.
    reviewed: bool,
}

/// Takes the page and the packed rules; nothing when the rules are damaged.
#[wasm_bindgen]
pub fn begin(document: Node, packed: &[u8]) -> Option<Quiz> {
    let program = Program::unpack(packed)?;
    let (form, title) = (document.first("form[data-program]"), document.title());
    let questions = form.all(".question").into_iter().map(Fieldset::new).collect();
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
        } else if stands_for("[data-do=answer]") {
            self.focus_answer();
        } else {
            // Both buttons clear the form by themselves, which must not be prevented.
            if self.step > 0 && stands_for("[type=reset]") {
                self.rewind(0);
            }
            return false;
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

    /// Shows the place that a step of the browser's history stands for, as far as the answers
    /// of now lead to it.
    pub fn arrive(&mut self, step: usize) {
        let back = step < self.step;
        let blank = !self.questions.iter().any(Fieldset::is_answered);
        self.step = step;
        // History outlives the answers, and the program too. Then an entry stands for the first
        // question, and those before it for nothing.
        if blank || step >= self.trail.len() {
            self.trail = vec![Place::Start; step];
            self.trail.push(if step > 0 { Place::Review } else { Place::Start });
            self.reviewed = false;
        }
        self.trail[step] = self.open(self.trail[step]);
        self.show();
        if blank && back && step > 0 {
            // Nothing is left to go back to: this leaves the check.
            self.rewind(1);
        } else if self.place() == Place::Start && step > 0 {
            self.rewind(0);
        }
    }

    /// Keeps "none of these" and its like apart from ticks.
    pub fn pick(&self, input: &Node) {
        self.mend();
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

    /// Where this is.
    fn place(&self) -> Place {
        self.trail[self.step]
    }

    /// What is ticked now. The page is the only state of the answers, so nothing can differ
    /// from what people see.
    fn answers(&self) -> Vec<Answer> {
        self.questions.iter().map(Fieldset::answer).collect()
    }

    /// Where it goes on from a place: to the next question in order, else to one that has no
    /// answer, else to the review and to the result. To the result at once on a stop.
    fn next(&self, place: Place) -> Place {
        let answers = self.answers();
        let missing = match self.program.next(&answers) {
            // `start.js` catches it, and falls back to the page that works without a script.
            Next::Fault => throw_str("the rules and their diagram differ"),
            Next::Done(verdict) if place == Place::Review || self.stops(&verdict) => {
                return Place::Result;
            }
            Next::Done(_) => None,
            Next::Ask(question) => Some(question),
        };
        let asked = |question: &usize| self.program.asked(&answers, *question);
        // Without a list of answers yet, every question that is asked comes again in order, also
        // one that is answered: so "Back" and "Continue" undo each other.
        let later = match place {
            Place::Question(at) if !self.reviewed => (at + 1..answers.len()).find(asked),
            _ => None,
        };
        later.or(missing).map_or(Place::Review, Place::Question)
    }

    /// The place, or where the answers lead instead: a question before it that has none, or the
    /// result, where they stop the check.
    fn open(&self, place: Place) -> Place {
        let mut answers = self.answers();
        if let Place::Question(at) = place {
            answers[at..].fill(Answer::Missing);
        }
        match self.program.next(&answers) {
            _ if place == Place::Start => place,
            Next::Ask(question) => Place::Question(question),
            Next::Done(verdict) if self.stops(&verdict) => Place::Result,
            Next::Done(_) if matches!(place, Place::Question(_)) => Place::Review,
            _ => place,
        }
    }

    /// Goes back to where the check began, and further.
    fn rewind(&self, further: i32) {
        page::travel(-further - i32::try_from(self.step).unwrap_or(0));
    }

    /// Whether the outcome ends the check: the page says so, not the program.
    fn stops(&self, verdict: &Verdict) -> bool {
        self.form.first(&numbered("#o", verdict.outcome)).matches("[data-stop]")
    }

    /// Goes on to a place, and forgets what lay beyond this one, as browsers do.
    fn visit(&mut self, place: Place) {
        self.step += 1;
        self.trail.truncate(self.step);
        self.trail.push(place);
        self.reviewed |= place == Place::Review;
        page::push_state(self.step, "");
        self.show();
    }

    /// Shows the place, and moves the focus to where reading goes on: whoever can't see the
    /// page learns from it that something changed.
    fn show(&self) {
        let place = self.place();
        self.mark_questions(place);
        self.mend();
        self.mark("#problem,#error,.panel", false);
        let (name, focus) = landmark(place);
        self.form.set("data-step", name);
        match place {
            Place::Start => {
                self.form.toggle("data-step", false);
                self.document.set_title(&self.title);
                // It stands in the head of the page, before the form.
                return self.document.first(&focus).focus();
            }
            Place::Question(question) => self.progress(question),
            Place::Review => {}
            Place::Result => self.result(),
        }
        self.entitle(if name == "question" { ".progress" } else { &focus });
        self.form.scroll_to();
        self.form.first(&focus).focus();
        // Urgent help is all that there is to see.
        self.form.all("[data-stop][data-now]").iter().for_each(Node::scroll_to);
    }

    /// Puts a heading before the page's own title.
    fn entitle(&self, heading: &str) {
        let heading = self.form.first(heading).text();
        self.document.set_title(&heading.concat(" \u{2013} ", &self.title));
    }

    /// Takes back that an answer is wrong.
    fn mend(&self) {
        for node in self.form.all("[aria-invalid]") {
            node.toggle("aria-invalid", false);
        }
    }

    /// Marks or unmarks all that match. What a mark means is a matter of the style sheet.
    fn mark(&self, selector: &str, on: bool) {
        self.form.all(selector).iter().for_each(|node| node.toggle("data-now", on));
    }

    /// Marks the question that is asked, or all that were answered.
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

    /// "Question 3 of 14", with a bar: the total only while no answer can change it.
    fn progress(&self, question: usize) {
        let answers = self.answers();
        let asked = |question: &usize| self.program.asked(&answers, *question);
        let count = |end| (0..end).filter(asked).count();
        let (number, total) = (count(question + 1), count(answers.len()));
        self.form.first("#number").write_number(number);
        self.form.first("#total").write_number(total);
        let bar = self.form.first("#done");
        bar.set("value", &numbered("", number - 1));
        bar.set("max", &numbered("", total - 1));
        self.mark("#of,#done", self.program.settled(&answers));
        // In the legend too, which is what a screen reader says when the question has the focus.
        let said = self.form.first("#said");
        said.write(&self.form.first(".progress").text());
        self.questions[question].name(&said);
    }

    /// Says that an answer is missing, above the question and beside the answers.
    fn problem(&self, question: usize) {
        self.mark("#problem,#error", true);
        self.questions[question].complain(&self.form);
        self.entitle(".progress");
        // "Error:" begins the title, which a screen reader says first.
        let error = self.form.first("#error .hidden").text();
        self.document.set_title(&error.concat(" ", &self.document.title()));
        self.form.first("#problem").focus();
    }

    /// Moves to the first answer of the question.
    fn focus_answer(&self) {
        if let Place::Question(question) = self.place() {
            self.questions[question].focus();
        }
    }

    /// Marks the outcome, what is shown beside it, and the reasons.
    fn result(&self) {
        let Next::Done(verdict) = self.program.next(&self.answers()) else {
            throw_str("there is no result here")
        };
        self.mark(".outcome,.panel,.reason", false);
        self.mark(&numbered("#o", verdict.outcome), true);
        // `rules::members` would say the same in 115 bytes more.
        for panel in (0..64).filter(|panel| verdict.panels >> panel & 1 == 1) {
            self.mark(&numbered("#p", panel), true);
        }
        for rule in &verdict.fired {
            self.mark(&numbered(".r", *rule), true);
        }
        // Reasons for other outcomes are grouped by outcome; those of the one that is shown
        // stand beside it already. The heading shows only if some reason of a group is left.
        self.mark(".by", true);
        self.mark(&numbered(".b", verdict.outcome), false);
        let more = !self.form.all(".by[data-now] [data-now]").is_empty();
        self.mark(".also", more && !self.stops(&verdict));
    }
}

/// What a place is called in the style sheet, and what has the focus there.
fn landmark(place: Place) -> (&'static str, String) {
    match place {
        Place::Start => ("", "[data-do=start]".into()),
        Place::Question(question) => ("question", numbered("#q", question) + " legend"),
        Place::Review => ("review", "#review".into()),
        Place::Result => ("result", "#result-title".into()),
    }
}
