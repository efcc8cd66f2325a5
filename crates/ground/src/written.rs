//! What people write in place of TOML's own spelling, and what they mean by it.
use jiff::civil::Date;

/// The months as people name them, by their first letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The date that a text names: `12/07/2026` as in the United States, `24.11.2026`, `2026-1-5`,
/// `Nov 24, 2026`, `24 November 2026`.
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim().trim_matches(is_quote);
    let parts: Vec<_> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts[..] else { return None };
    let by_name = |name: &str, day, year| Some((year, month(name)?, day));
    let number = |text: &str| text.parse::<i16>().ok();
    let (year, month, day) = if let Some(date) = by_name(first, day(second)?, third) {
        date
    } else if let Some(date) = day(first).and_then(|day| by_name(second, day, third)) {
        date
    } else if first.len() == 4 {
        (first, number(second)?, number(third)?)
    } else {
        let (one, two) = (number(first)?, number(second)?);
        // A dot parts day and month in the order of Europe, as does a month past December.
        let is_day_first = text.contains('.') || one > 12;
        let (month, day) = if is_day_first { (two, one) } else { (one, two) };
        (third, month, day)
    };
    let year = number(year).filter(|year| *year > 999)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The number of a month by its name, of which three letters are enough.
fn month(name: &str) -> Option<i16> {
    let start = name.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| *month == start)?;
    i16::try_from(at + 1).ok()
}

/// A day of a month, `24` or `24th`.
fn day(text: &str) -> Option<i16> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.parse().ok()
}

/// Whether it is a quotation mark, of print or of a keyboard.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '`')
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    match (text.contains(['"', '\\']), text.contains('\'')) {
        (false, _) => format!("\"{text}\""),
        (true, false) => format!("'{text}'"),
        (true, true) => escaped(text),
    }
}

/// A text in double quotes, with a backslash before each in it.
fn escaped(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What a word stands for that people write for true or false.
pub fn yes_or_no(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "yes" | "true" | "on" => Some(true),
        "no" | "false" | "off" => Some(false),
        _ => None,
    }
}

/// A value as TOML writes it, from what another format or a person writes without quotes or
/// with others.
pub fn value(text: &str) -> String {
    let text = text.trim();
    if let Some(date) = date(text) {
        return date.to_string();
    }
    if let Some(meant) = yes_or_no(text) {
        return meant.to_string();
    }
    let inner = text.strip_prefix(is_quote).unwrap_or(text);
    quoted(inner.strip_suffix(is_quote).unwrap_or(inner).trim())
}
