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

impl UnaryTest {
    /// The values that a cell names.
    pub(super) fn values(&self) -> &[UnaryValue] {
        match self {
            Self::Any => &[],
            Self::Values { values, .. } => values,
        }
    }
}

/// Reads a cell. None where it is more than a list of values.
pub(super) fn test(text: &str) -> Option<UnaryTest> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return Some(UnaryTest::Any);
    }
    let negated = text.strip_prefix("not").map(str::trim_start);
    let inner = negated.and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
    let values = values(inner.unwrap_or(text))?;
    Some(UnaryTest::Values { values, not: inner.is_some() })
}

/// Reads values with commas between them.
pub(super) fn values(text: &str) -> Option<Vec<UnaryValue>> {
    parts(text).into_iter().map(value).collect()
}

/// What stands between commas that are in no text and no range.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (vec![], 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
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
        return unescaped(inner).map(UnaryValue::Text);
    }
    match text {
        "true" => return Some(UnaryValue::Truth(true)),
        "false" => return Some(UnaryValue::Truth(false)),
        _ => {}
    }
    if let Some(number) = number(text) {
        return Some(UnaryValue::Range(Some(number), Some(number)));
    }
    comparison(text).or_else(|| range(text))
}

/// A text up to the quote that ends it, behind which nothing may stand.
fn unescaped(text: &str) -> Option<String> {
    let (mut inner, mut chars) = (String::new(), text.chars());
    loop {
        inner.push(match chars.next()? {
            '"' => return chars.as_str().is_empty().then_some(inner),
            '\\' => escape(&mut chars)?,
            c => c,
        });
    }
}

/// What a backslash and what follows stand for.
fn escape(chars: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match chars.next()? {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'u' => {
            let digits = chars.as_str().get(..4)?;
            *chars = chars.as_str()[4..].chars();
            return char::from_u32(u32::from_str_radix(digits, 16).ok()?);
        }
        c @ ('"' | '\'' | '\\') => c,
        _ => return None,
    })
}

/// A whole number, which may be written with decimals that come to nothing.
fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    // Rust reads a plus too, FEEL does not.
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = whole.starts_with(|c: char| c.is_ascii_digit())
        && !decimals.is_empty()
        && decimals.bytes().all(|digit| digit == b'0');
    plain.then(|| text[..text.len() - digits.len() + whole.len()].parse().ok()).flatten()
}

/// `< 18`, `>= 65`
fn comparison(text: &str) -> Option<UnaryValue> {
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
    let rest = text.strip_prefix('>')?;
    Some(UnaryValue::Range(Some(number(rest)?.checked_add(1)?), None))
}

/// `[1..5]`; an end that is left out with `(` or `]`, as in `(0..5]`.
fn range(text: &str) -> Option<UnaryValue> {
    let (from, to) = text.split_once("..")?;
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
