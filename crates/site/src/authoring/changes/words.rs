//! Two texts beside each other, with the words marked in which they differ.
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Some words of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// They stand in both texts.
    Both(String),
    /// They stand in the text of before alone.
    Before(String),
    /// They stand in the text of now alone.
    Now(String),
}

/// Lines that follow each other, in which something differs.
pub type Passage = Vec<Run>;

/// What differs between two texts, of which each line is given.
pub(super) fn passages(before: &[String], now: &[String]) -> Vec<Passage> {
    let differs = capture_diff_slices(Algorithm::Patience, before, now);
    let passages = differs.into_iter().filter_map(|op| {
        let (before, now) = (&before[op.old_range()], &now[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => None,
            DiffOp::Delete { .. } => Some(vec![Run::Before(before.join("\n"))]),
            DiffOp::Insert { .. } => Some(vec![Run::Now(now.join("\n"))]),
            DiffOp::Replace { .. } => Some(passage(before, now)),
        }
    });
    passages.collect()
}

/// Lines that took the place of others, word by word where most of the words stayed.
fn passage(before: &[String], now: &[String]) -> Passage {
    let (old, new) = (words(before), words(now));
    let differs = capture_diff_slices(Algorithm::Patience, &old, &new);
    let stay: usize = differs.iter().map(kept).sum();
    // Below half of the words, what is left of them between the marks tells nobody anything.
    if stay * 2 < old.len().max(new.len()) {
        return vec![Run::Before(before.join("\n")), Run::Now(now.join("\n"))];
    }
    let last = differs.len() - 1;
    let mut runs = vec![];
    for (at, op) in differs.iter().enumerate() {
        let (before, now) = (&old[op.old_range()], &new[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            runs.push(shortened(before, at == 0, at == last));
        } else {
            let both = [Run::Before(joined(before)), Run::Now(joined(now))];
            runs.extend(both.into_iter().filter(|run| !run.text().is_empty()));
        }
    }
    runs
}

fn kept(op: &DiffOp) -> usize {
    match op {
        DiffOp::Equal { len, .. } => *len,
        _ => 0,
    }
}

/// The words of some lines, with a line end between them.
fn words(lines: &[String]) -> Vec<&str> {
    let mut words: Vec<_> =
        lines.iter().flat_map(|line| line.split(' ').chain(["\n"])).collect();
    words.pop();
    words
}

/// So many words stand around what differs.
const AROUND: usize = 8;

/// Words that did not change: those that stand next to a change.
fn shortened(words: &[&str], is_first: bool, is_last: bool) -> Run {
    let before = if is_last { 0 } else { AROUND };
    let after = if is_first { 0 } else { AROUND };
    if words.len() <= before + after + 1 {
        return Run::Both(joined(words));
    }
    let (head, tail) = (&words[..after], &words[words.len() - before..]);
    let parts = [joined(head), "…".to_owned(), joined(tail)];
    Run::Both(parts.join(" ").trim().to_owned())
}

fn joined(words: &[&str]) -> String {
    words.join(" ").replace(" \n ", "\n")
}

impl Run {
    /// Its words.
    pub fn text(&self) -> &str {
        let (Self::Both(text) | Self::Before(text) | Self::Now(text)) = self;
        text
    }
}
