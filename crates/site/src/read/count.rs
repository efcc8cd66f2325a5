//! Counts of people as visitors read them: "64 out of 100", "10 of 12".
use std::fmt;

use crate::read::words::words;

/// Some of all who were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Count {
    /// How many.
    pub some: u32,
    /// Of how many.
    pub all: u32,
}

impl Count {
    /// All whom it leaves out.
    #[must_use]
    pub fn others(self) -> Self {
        Self { some: self.all - self.some, ..self }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} out of {}", self.some, self.all)
    }
}

/// The numbers in a text. A point or comma within one stays, one that ends a sentence goes.
pub fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let numbers = words.map(|word| word.trim_matches(['.', ',']));
    numbers.filter(|word| !word.is_empty())
}

/// The counts in a text, in their order.
pub fn counts(text: &str) -> Vec<Count> {
    let words: Vec<_> = words(text).map(|(word, _)| word).collect();
    let number = |at: usize| words.get(at)?.parse::<u32>().ok();
    let count = |at: usize| {
        // Both ways are written: "64 out of 100" and "10 of 12".
        let of = at + 1 + usize::from(words.get(at + 1)? == "out");
        let count = Count { some: number(at)?, all: number(of + 1)? };
        (words[of] == "of" && count.some <= count.all).then_some(count)
    };
    (0..words.len()).filter_map(count).collect()
}

/// The counts as one text: "64 out of 100, 28 out of 100".
pub fn list(counts: &[Count]) -> String {
    counts.iter().map(Count::to_string).collect::<Vec<_>>().join(", ")
}
