//! Conditions on picked answers, written as CSS selectors.
//!
//! A condition becomes a compound of pseudo-classes on one element, the form: `and` is to
//! write one behind the other, `or` is `:is()`, `not` is `:not()`. So every formula has its
//! selector, and `:has()` never stands inside `:has()`, which would be invalid.
use std::fmt::Write;

/// A formula over inputs of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// One of these inputs, named by their ids, is ticked. None of none is ever ticked.
    Picked(Vec<String>),
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

    /// The pseudo-classes to write behind the selector of the form.
    pub(super) fn selector(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        match self {
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

fn list(out: &mut String, open: &str, parts: &[Condition]) {
    for (index, part) in parts.iter().enumerate() {
        out.push_str(if index == 0 { open } else { "," });
        part.write(out);
    }
    out.push(')');
}
