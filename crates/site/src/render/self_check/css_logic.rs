//! The rules as conditions on what is ticked in the page.
//!
//! Where several answers can be ticked, a tick counts more than "not sure" beside it, and
//! "none of these" counts least: so says `crates/quiz` too.
use rules::{Cell, Row, Table, When};

use super::css_selector::Condition;
use super::form::{SelfCheckForm, input_id};
use super::sums::Sums;

/// How a cell on a score is read. A form without scores is read alike in each way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It never holds: what holds all the same is certain, whatever the points come to.
    Certain,
    /// It always holds: what does not hold all the same is impossible.
    Possible,
    /// It holds when the sum lies in its range.
    Exact,
}

/// The conditions of one form.
pub(super) struct Logic<'a> {
    form: &'a SelfCheckForm<'a>,
    sums: &'a Sums,
    reading: Reading,
    /// For each question so far, whether it is asked.
    asked: Vec<Condition>,
    /// For each question so far, whether it is certain that it will not be asked.
    never_asked: Vec<Condition>,
}

impl<'a> Logic<'a> {
    /// Reads who is asked what.
    pub(super) fn new(
        form: &'a SelfCheckForm<'a>,
        sums: &'a Sums,
        reading: Reading,
    ) -> Self {
        let (asked, never_asked) = (vec![], vec![]);
        let mut logic = Self { form, sums, reading, asked, never_asked };
        for question in &form.table.questions {
            let (asked, never) = match &question.ask_if {
                when if when.is_empty() => (Condition::ALWAYS, Condition::NEVER),
                when => (logic.when(when), logic.cannot_hold(when)),
            };
            logic.asked.push(asked);
            logic.never_asked.push(never);
        }
        logic
    }

    /// How cells on scores are read.
    pub(super) fn reading(&self) -> Reading {
        self.reading
    }

    /// The rules of the form.
    pub(super) fn table(&self) -> &'a Table {
        self.form.table
    }

    /// A question is asked.
    pub(super) fn asked(&self, question: usize) -> Condition {
        self.asked[question].clone()
    }

    /// A question has some answer.
    pub(super) fn answered(&self, question: usize) -> Condition {
        self.ticked(question, |_| true)
    }

    /// One of the rows holds.
    pub(super) fn when(&self, when: &When) -> Condition {
        Condition::any(when.iter().map(|row| self.row(row)))
    }

    /// All cells of a row hold.
    pub(super) fn row(&self, row: &Row) -> Condition {
        Condition::all(row.iter().map(|cell| self.cell(cell)))
    }

    /// A rule that meets `wanted` fires.
    pub(super) fn fires(&self, wanted: impl Fn(&rules::Rule) -> bool) -> Condition {
        let rules = self.table().rules.iter().filter(|rule| wanted(rule));
        Condition::any(rules.map(|rule| self.when(&rule.when)))
    }

    /// Every question that is asked has an answer.
    pub(super) fn complete(&self) -> Condition {
        let all = 0..self.table().questions.len();
        Condition::all(
            all.map(|at| Condition::any([self.asked(at).not(), self.answered(at)])),
        )
    }

    /// All items of a score are answered, or will not be asked.
    pub(super) fn known(&self, score: usize) -> Condition {
        let items = self.table().scores[score].items.iter().map(|item| item.question);
        Condition::all(items.map(|at| {
            let given = Condition::all([self.asked(at), self.answered(at)]);
            Condition::any([self.never_asked[at].clone(), given])
        }))
    }

    /// For each row that leads to a stop, when that stop is certain whatever else is
    /// answered: the row holds, and no row that leads to a more cautious outcome still can.
    pub(super) fn stops(&self) -> Vec<Stop> {
        let table = self.table();
        let mut stops = vec![];
        for rule in &table.rules {
            let Some(outcome) = rule.outcome.filter(|at| table.outcomes[*at].stop) else {
                continue;
            };
            let worse: Vec<&Row> = table
                .rules
                .iter()
                .filter(|other| other.outcome > Some(outcome))
                .flat_map(|other| &other.when)
                .collect();
            // Sufficient and not necessary: a stop that several rules share out between them is
            // certain to the diagram before it is to this. Then the page asks on.
            for row in &rule.when {
                let cannot = worse.iter().map(|row| self.row_cannot_hold(row));
                let certain =
                    Condition::all(std::iter::once(self.row(row)).chain(cannot));
                let cells = worse.iter().copied().flatten().chain(row);
                let last = cells.filter_map(|cell| self.last_question(cell)).max();
                stops.push(Stop { certain, last: last.unwrap_or(0) });
            }
        }
        stops
    }

    /// No row can hold any more, whatever else is answered.
    fn cannot_hold(&self, when: &When) -> Condition {
        Condition::all(when.iter().map(|row| self.row_cannot_hold(row)))
    }

    /// One cell of the row cannot hold any more.
    fn row_cannot_hold(&self, row: &Row) -> Condition {
        Condition::any(row.iter().map(|cell| self.cannot(cell)))
    }

    /// The answer to a cell's question is there and not one that the cell asks for, or will
    /// not be asked for; or the sum is there and lies elsewhere.
    fn cannot(&self, cell: &Cell) -> Condition {
        match *cell {
            Cell::Answer { question: at, .. } => {
                let other = self.cell(cell).not();
                let given = Condition::all([self.asked(at), self.answered(at), other]);
                Condition::any([self.never_asked[at].clone(), given])
            }
            Cell::Score { score, from, to } => {
                self.sum(score, |sum| !(from..=to).contains(&sum))
            }
        }
    }

    /// The sum is known, and lies where `wanted` says.
    fn sum(&self, score: usize, wanted: impl Fn(i64) -> bool) -> Condition {
        match self.reading {
            Reading::Exact => {
                Condition::Sum(score, self.sums.classes_where(score, wanted))
            }
            // Nothing is known of it.
            Reading::Certain | Reading::Possible => Condition::NEVER,
        }
    }

    /// The last question that a cell hangs on.
    fn last_question(&self, cell: &Cell) -> Option<usize> {
        match cell {
            Cell::Answer { question, .. } => Some(*question),
            Cell::Score { score, .. } => {
                self.table().scores[*score].items.iter().map(|item| item.question).max()
            }
        }
    }

    /// A cell holds: its question is asked, and each of its sets is met.
    fn cell(&self, cell: &Cell) -> Condition {
        let (question, any, all, none) = match *cell {
            Cell::Answer { question, any, all, none } => (question, any, all, none),
            Cell::Score { .. } if self.reading == Reading::Possible => {
                return Condition::ALWAYS;
            }
            Cell::Score { score, from, to } => {
                return self.sum(score, |sum| (from..=to).contains(&sum));
            }
        };
        let facts = 0..self.table().questions[question].facts();
        let of = |set: u64| facts.clone().filter(move |fact| set >> fact & 1 == 1);
        let one = |fact| self.fact(question, fact);
        // One selector in place of one for each answer: style sheets grow fast with these.
        let everything = of(any).count() == facts.len();
        let any = if everything {
            self.answered(question)
        } else {
            Condition::any(of(any).map(one))
        };
        let none = Condition::any(of(none).map(one)).not();
        let parts = [self.asked(question), any, Condition::all(of(all).map(one)), none];
        Condition::all(parts)
    }

    /// A fact about the answer to a question.
    pub(super) fn fact(&self, question: usize, fact: usize) -> Condition {
        let picked = self.ticked(question, |other| other == fact);
        let asked = &self.table().questions[question];
        if fact < asked.listed() || !asked.is_many() {
            return picked;
        }
        // `listed` is "none of these", which counts least; the others count in their order.
        let none = asked.listed();
        let stronger = self.ticked(question, |other| {
            other < none || fact == none && other > none || none < other && other < fact
        });
        Condition::all([picked, stronger.not()])
    }

    /// An input of the question is ticked whose fact meets `wanted`.
    fn ticked(&self, question: usize, wanted: impl Fn(usize) -> bool) -> Condition {
        let choices = self.form.questions[question].choices.iter().enumerate();
        let choices = choices.filter(|(_, choice)| wanted(choice.fact));
        Condition::picked(choices.map(|(at, _)| input_id(question, at)))
    }
}

/// A way to a stop.
pub(super) struct Stop {
    /// When the stop is certain.
    pub certain: Condition,
    /// The last question that it hangs on: those behind it need no answer.
    pub last: usize,
}
