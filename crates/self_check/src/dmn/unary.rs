//! The tests in the cells of a table that is read: texts, yes and no, ranges of whole numbers.

/// What a cell holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum UnaryTest {
    /// Everything.
    Any,
    /// One of these; with `not` none of them.
    Values { values: Vec<UnaryValue>, not: bool },
}

/// A value in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum UnaryValue {
    Text(String),
    Truth(bool),
    /// From and to, both ends included; open where there is none.
    Range(Option<i64>, Option<i64>),
}

/// Reads a cell. None where it is more than a list of values.
pub(super) fn test(text: &str) -> Option<UnaryTest> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return Some(UnaryTest::Any);
    }
    let inner = text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')'));
    let values = values(inner.unwrap_or(text))?;
    Some(UnaryTest::Values { values, not: inner.is_some() })
}

/// Reads values with commas between them.
pub(super) fn values(text: &str) -> Option<Vec<UnaryValue>> {
    parts(text).into_iter().map(value).collect()
}

/// What stands between commas that are in no text and no range.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (vec![], 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

/// Reads one value.
fn value(text: &str) -> Option<UnaryValue> {
    if let Some(inner) = text.strip_prefix('"') {
        let inner = inner.strip_suffix('"')?;
        return (!inner.contains('"')).then(|| UnaryValue::Text(inner.to_owned()));
    }
    match text {
        "true" => return Some(UnaryValue::Truth(true)),
        "false" => return Some(UnaryValue::Truth(false)),
        _ => {}
    }
    let number = |text: &str| text.trim().parse::<i64>().ok();
    if let Some(number) = number(text) {
        return Some(UnaryValue::Range(Some(number), Some(number)));
    }
    // Before the signs of one character, with which these begin.
    if let Some(rest) = text.strip_prefix("<=") {
        return Some(UnaryValue::Range(None, Some(number(rest)?)));
    }
    if let Some(rest) = text.strip_prefix(">=") {
        return Some(UnaryValue::Range(Some(number(rest)?), None));
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Some(UnaryValue::Range(None, Some(number(rest)?.checked_sub(1)?)));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Some(UnaryValue::Range(Some(number(rest)?.checked_add(1)?), None));
    }
    range(text)
}

/// `[1..5]`; an end that is left out with `(` or `]`, as in `(0..5]`.
fn range(text: &str) -> Option<UnaryValue> {
    let (from, to) = text.split_once("..")?;
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let from = match from.split_at_checked(1)? {
        ("[", from) => number(from)?,
        // FEEL writes an open end in two ways, `(1..5)` and `]1..5[`.
        ("(" | "]", from) => number(from)?.checked_add(1)?,
        _ => return None,
    };
    let to = match to.split_at_checked(to.len().checked_sub(1)?)? {
        (to, "]") => number(to)?,
        (to, ")" | "[") => number(to)?.checked_sub(1)?,
        _ => return None,
    };
    Some(UnaryValue::Range(Some(from), Some(to)))
}
