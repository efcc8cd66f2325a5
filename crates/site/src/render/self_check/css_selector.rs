//! Conditions on picked answers, written as CSS selectors.
//!
//! A condition becomes a compound of pseudo-classes on one element, the form: `and` is to
//! write one behind the other, `or` is `:is()`, `not` is `:not()`. So every formula has its
//! selector, and `:has()` never stands inside `:has()`, which would be invalid.
//!
//! What a score comes to no selector sees. A condition that names one is written as its
//! [`Condition::cases`]: what must be picked, for each class of sums that makes a difference.
use std::collections::BTreeSet;
use std::fmt::Write;

/// A formula over inputs of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// One of these inputs, named by their ids, is ticked. None of none is ever ticked.
    Picked(Vec<String>),
    /// The sum of a score lies in one of these classes of sums, and all its items are answered.
    Sum(usize, BTreeSet<usize>),
    /// All hold. All of none always hold.
    All(Vec<Condition>),
    /// One holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// What always holds.
    pub(super) const ALWAYS: Self = Self::All(Vec::new());
    /// What never holds.
    pub(super) const NEVER: Self = Self::Picked(Vec::new());

    /// One of these inputs is ticked.
    pub(super) fn picked(ids: impl IntoIterator<Item = String>) -> Self {
        Self::Picked(ids.into_iter().collect())
    }

    /// All hold; simplified.
    pub(super) fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = vec![];
        for condition in conditions {
            match condition {
                Self::All(inner) => parts.extend(inner),
                never if never == Self::NEVER => return never,
                other => parts.push(other),
            }
        }
        parts.dedup();
        if parts.len() == 1 { parts.remove(0) } else { Self::All(parts) }
    }

    /// One holds; simplified: conditions that name inputs only become one.
    pub(super) fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        let (mut ids, mut parts) = (vec![], vec![]);
        for condition in conditions {
            match condition {
                Self::Picked(more) => ids.extend(more),
                Self::Any(inner) => parts.extend(inner),
                always if always == Self::ALWAYS => return always,
                other => parts.push(other),
            }
        }
        ids.dedup();
        if !ids.is_empty() || parts.is_empty() {
            parts.insert(0, Self::Picked(ids));
        }
        if parts.len() == 1 { parts.remove(0) } else { Self::Any(parts) }
    }

    /// It does not hold; simplified.
    pub(super) fn not(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            always if always == Self::ALWAYS => Self::NEVER,
            never if never == Self::NEVER => Self::ALWAYS,
            other => Self::Not(Box::new(other)),
        }
    }

    /// What must be picked for it to hold, for each class of sums that makes a difference.
    /// `classes` are those of each score. The cases exclude each other, and one that never
    /// holds is left out. None where there are more than `most`.
    pub(super) fn cases(
        &self,
        classes: &[BTreeSet<usize>],
        most: usize,
    ) -> Option<Vec<Case>> {
        if *self == Self::NEVER {
            return Some(vec![]);
        }
        let Some(score) = self.score() else {
            return Some(vec![Case { sums: vec![], picked: self.clone() }]);
        };
        let mut parts: Vec<(BTreeSet<usize>, Self)> = vec![];
        for class in &classes[score] {
            let left = self.in_class(score, *class);
            match parts.iter_mut().find(|(_, other)| *other == left) {
                Some((alike, _)) => _ = alike.insert(*class),
                None => parts.push((BTreeSet::from([*class]), left)),
            }
        }
        let mut cases = vec![];
        for (alike, left) in parts {
            for mut case in left.cases(classes, most)? {
                if alike.len() < classes[score].len() {
                    case.sums.push((score, alike.clone()));
                }
                cases.push(case);
            }
        }
        (cases.len() <= most).then_some(cases)
    }

    /// Whether a sum has a say in it.
    pub(super) fn names_a_sum(&self) -> bool {
        self.score().is_some()
    }

    /// The first score that it names.
    fn score(&self) -> Option<usize> {
        match self {
            Self::Sum(score, _) => Some(*score),
            Self::Picked(_) => None,
            Self::All(parts) | Self::Any(parts) => parts.iter().find_map(Self::score),
            Self::Not(inner) => inner.score(),
        }
    }

    /// What is left of it where the sum of a score lies in a class.
    fn in_class(&self, score: usize, class: usize) -> Self {
        let inside = |part: &Self| part.in_class(score, class);
        match self {
            Self::Sum(other, wanted) if *other == score => {
                if wanted.contains(&class) {
                    Self::ALWAYS
                } else {
                    Self::NEVER
                }
            }
            Self::Sum(..) | Self::Picked(_) => self.clone(),
            Self::All(parts) => Self::all(parts.iter().map(inside)),
            Self::Any(parts) => Self::any(parts.iter().map(inside)),
            Self::Not(inner) => inside(inner).not(),
        }
    }

    /// The pseudo-classes to write behind the selector of the form.
    pub(super) fn selector(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        match self {
            // No selector sees a sum: `cases` are what is written.
            Self::Sum(..) => out.push_str(":not(*)"),
            Self::Picked(ids) if ids.is_empty() => out.push_str(":not(*)"),
            Self::Picked(ids) if ids.len() == 1 => {
                _ = write!(out, ":has(#{}:checked)", ids[0]);
            }
            Self::Picked(ids) => {
                _ = write!(out, ":has(:is(#{}):checked)", ids.join(",#"));
            }
            Self::All(parts) => parts.iter().for_each(|part| part.write(out)),
            Self::Any(parts) => list(out, ":is(", parts),
            Self::Not(inner) => match &**inner {
                Self::Any(parts) => list(out, ":not(", parts),
                other => list(out, ":not(", std::slice::from_ref(other)),
            },
        }
    }
}

/// What must be picked where some sums lie in some of their classes.
pub(super) struct Case {
    /// Scores, each with the classes of which its sum must lie in one.
    pub sums: Vec<(usize, BTreeSet<usize>)>,
    /// What must be picked.
    pub picked: Condition,
}

fn list(out: &mut String, open: &str, parts: &[Condition]) {
    for (index, part) in parts.iter().enumerate() {
        out.push_str(if index == 0 { open } else { "," });
        part.write(out);
    }
    out.push(')');
}
