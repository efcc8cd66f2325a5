//! Ranges of numbers as they are written: `< 18`, `>= 65`, `18..64`.
use ground::diagnostic::Diagnostic;
use ground::source::Span;

use super::draft::Range;

/// Reads `< 18`, `>= 65`, `18..64`, within the bounds. A range that holds nothing or all is
/// a finding.
pub(super) fn parse(
    text: &str,
    at: &Span,
    bounds: Range,
    found: &mut Vec<Diagnostic>,
) -> Option<Range> {
    let range = parse_any(text, at, bounds, found)?;
    if range == bounds {
        let message = "this range holds every number that can be given";
        let finding = Diagnostic::error("range", message).at(at.clone());
        found.push(finding.help("remove it, or write a smaller range"));
        return None;
    }
    Some(range)
}

/// Like [`parse`], for a range that may hold all.
pub(super) fn parse_any(
    text: &str,
    at: &Span,
    bounds: Range,
    found: &mut Vec<Diagnostic>,
) -> Option<Range> {
    match read(text, bounds).ok_or_else(unreadable).and_then(|read| judge(read, bounds)) {
        Ok(range) => Some(range),
        Err(finding) => {
            found.push(finding.at(at.clone()));
            None
        }
    }
}

/// The finding for what is no range.
fn unreadable() -> Diagnostic {
    Diagnostic::error("range", "this is no range of numbers")
        .help("write it like this: \"< 18\", \">= 65\", or \"18..64\"")
}

/// The range, if it lies within the bounds and holds something.
fn judge(
    (range, named): (Range, Vec<i64>),
    (min, max): Range,
) -> Result<Range, Diagnostic> {
    if named.iter().any(|number| !(min..=max).contains(number)) {
        let message = format!("only {min} to {max} can be given here");
        let help = format!("write numbers from {min} to {max}");
        return Err(Diagnostic::error("range", message).help(help));
    }
    if range.0 > range.1 {
        return Err(Diagnostic::error("range", "this range holds nothing")
            .help("write a range that some answer lies in"));
    }
    Ok(range)
}

/// The range, and the numbers that it names. None where a number is too large for any range.
fn read(text: &str, (min, max): Range) -> Option<(Range, Vec<i64>)> {
    let text = text.trim();
    let number = |text: &str| text.trim().parse::<i64>().ok();
    if let Some((from, to)) = text.split_once("..") {
        let range = (number(from)?, number(to)?);
        return Some((range, vec![range.0, range.1]));
    }
    // Before the signs of one character, with which these begin.
    let (range, named) = if let Some(rest) = text.strip_prefix("<=") {
        ((min, number(rest)?), number(rest)?)
    } else if let Some(rest) = text.strip_prefix(">=") {
        ((number(rest)?, max), number(rest)?)
    } else if let Some(rest) = text.strip_prefix('<') {
        ((min, number(rest)?.checked_sub(1)?), number(rest)?)
    } else if let Some(rest) = text.strip_prefix('>') {
        ((number(rest)?.checked_add(1)?, max), number(rest)?)
    } else {
        return None;
    };
    Some((range, vec![named]))
}

/// What visitors read for a class that has no label of its own.
pub(super) fn label((from, to): Range) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}
