//! Ranges of numbers as they are written: `< 18`, `>= 65`, `18..64`, and one number alone.
use ground::diagnostic::Diagnostic;
use ground::source::Span;

use super::draft::Range;

/// Reads `< 18`, `>= 65`, `18..64`, within the bounds. A range that holds nothing or all is
/// a finding. `exactly` is how one number alone is written here.
pub(super) fn parse(
    text: &str,
    at: &Span,
    bounds: Range,
    exactly: fn(i64) -> String,
    found: &mut Vec<Diagnostic>,
) -> Option<Range> {
    let range = read(text, bounds).ok_or_else(|| unreadable(text, exactly));
    let range = range.and_then(|range| judge(range, bounds));
    within(range.and_then(|range| not_all(range, bounds)), at, found)
}

/// The range of one number alone, within the bounds.
pub(super) fn exactly(
    number: i64,
    at: &Span,
    bounds: Range,
    found: &mut Vec<Diagnostic>,
) -> Option<Range> {
    let range = judge(((number, number), vec![number]), bounds);
    within(range.and_then(|range| not_all(range, bounds)), at, found)
}

/// Like [`parse`], for a range that may hold all, and may be one number alone.
pub(super) fn parse_any(
    text: &str,
    at: &Span,
    bounds: Range,
    found: &mut Vec<Diagnostic>,
) -> Option<Range> {
    let alone = |number: i64| ((number, number), vec![number]);
    let range = text.trim().parse().map(alone).ok().or_else(|| read(text, bounds));
    let range = range.ok_or_else(|| unreadable(text, |number| number.to_string()));
    within(range.and_then(|range| judge(range, bounds)), at, found)
}

/// The range, or what is wrong with it among the findings.
fn within(
    range: Result<Range, Diagnostic>,
    at: &Span,
    found: &mut Vec<Diagnostic>,
) -> Option<Range> {
    range.map_err(|finding| found.push(finding.at(at.clone()))).ok()
}

/// The finding for what is no range.
fn unreadable(text: &str, exactly: fn(i64) -> String) -> Diagnostic {
    let help = match text.trim().parse() {
        Ok(number) => one_number(number, exactly),
        Err(_) => "write it like this: \"< 18\", \">= 65\", or \"18..64\"".to_owned(),
    };
    Diagnostic::error("range", "this is no range of numbers").help(help)
}

/// What to write where one number stands and no sign says what is meant.
pub(super) fn one_number(number: i64, exactly: fn(i64) -> String) -> String {
    let exact = exactly(number);
    format!(
        "write a range, \">= {number}\" or \"< {number}\", or for exactly {number}: {exact}"
    )
}

/// A range that does not hold all: that would say nothing.
fn not_all(range: Range, bounds: Range) -> Result<Range, Diagnostic> {
    if range == bounds {
        let message = "this range holds every number that can be given";
        let finding = Diagnostic::error("range", message);
        return Err(finding.help("remove it, or write a smaller range"));
    }
    Ok(range)
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
