//! A decision grid as a value.
use ground::prose::Prose;
use ground::source::Span;

/// What a cell says where nothing is known: it needs no fact.
pub(super) const NOT_KNOWN: &str = "Not known";

/// The options of a decision, what is known of each, and what may matter to a person.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What can be chosen.
    pub options: Vec<GridOption>,
    /// What is asked of each option.
    pub questions: Vec<GridQuestion>,
    /// What may matter to a person.
    pub values: Vec<PersonalValue>,
    /// What to ask a clinician.
    pub asks: Vec<Ask>,
    /// Its words.
    pub prose: Prose,
    /// Its file.
    pub at: Span,
}

/// What can be chosen.
#[derive(Clone, Debug)]
pub struct GridOption {
    /// Its name in the file.
    pub id: String,
    /// What visitors read.
    pub name: String,
}

/// What is asked of each option.
#[derive(Clone, Debug)]
pub struct GridQuestion {
    /// Its name in the file.
    pub id: String,
    /// What visitors read.
    pub ask: String,
    /// The answer for each option, in the order of the options; none where it is missing.
    pub cells: Vec<Option<GridCell>>,
    /// Where it stands.
    pub at: Span,
}

/// What is known of one option.
#[derive(Clone, Debug)]
pub struct GridCell {
    /// What visitors read.
    pub says: String,
    /// The facts that say it, with their places.
    pub facts: Vec<(String, Span)>,
    /// Where its words stand.
    pub at: Span,
}

/// What may matter to a person, who says how much.
#[derive(Clone, Debug)]
pub struct PersonalValue {
    /// What visitors read.
    pub name: String,
    /// The options that speak to it, by their places in the grid.
    pub speaks: Vec<usize>,
    /// The question under which it is told what is known, by its place in the grid; none where
    /// there is no such question, which is told.
    pub question: Option<usize>,
}

/// What to ask a clinician.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What visitors read.
    pub says: String,
    /// The value for which it is asked, by its place in the grid.
    pub value: Option<usize>,
}

/// A part of a grid that a page shows, by the directive that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GridBlock {
    /// The options beside each other.
    Compare,
    /// What matters to the person.
    Weigh,
    /// What to ask a clinician, to be ticked and printed.
    TakeAlong,
    /// The same as a list that shows on paper alone.
    Asks,
}

impl GridBlock {
    /// The block that a directive stands for.
    pub fn of(directive: &str) -> Option<Self> {
        match directive {
            "compare" => Some(Self::Compare),
            "weigh" => Some(Self::Weigh),
            "take-along" => Some(Self::TakeAlong),
            "asks" => Some(Self::Asks),
            _ => None,
        }
    }
}

impl Grid {
    /// A question by its name.
    pub fn question(&self, id: &str) -> Option<&GridQuestion> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The facts that it cites, with their places.
    pub fn cited(&self) -> impl Iterator<Item = &(String, Span)> {
        self.cells().flat_map(|cell| &cell.facts)
    }

    /// The answers that are there.
    pub fn cells(&self) -> impl Iterator<Item = &GridCell> {
        self.questions.iter().flat_map(|question| &question.cells).flatten()
    }
}
