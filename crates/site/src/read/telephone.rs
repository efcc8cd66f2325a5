//! Telephone numbers: as people write them, as a `tel:` address has them, and in a text.
//!
//! Sources: E.164 (at most fifteen digits), the North American Numbering Plan, RFC 3966 (`tel:`).
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::table::TomlValue;

use super::host::unsaid;
use super::scan;

/// What may stand between the digits of a number.
const BETWEEN: [char; 9] =
    [' ', '-', '.', '(', ')', '/', '\u{a0}', '\u{2011}', '\u{2013}'];

/// How an extension begins, the longest first.
const EXTENSION: [&str; 5] = [";ext=", "extension", "ext", "x", "#"];

/// A number as a `tel:` address has it: `+13105550142;ext=4` for `310-555-0142 ext. 4`, `112` for
/// `112`. Ten digits are taken for a number of North America. Nothing, when nobody could call it.
pub fn dial(written: &str) -> Option<String> {
    let written = written.trim().to_ascii_lowercase();
    let split = written.find(|c: char| c.is_ascii_alphabetic() || ";#".contains(c));
    let (number, extension) = written.split_at(split.unwrap_or(written.len()));
    let number = number.trim();
    let is_global = number.starts_with('+');
    let local = number.trim_start_matches('+');
    if !local.chars().all(|c| c.is_ascii_digit() || BETWEEN.contains(&c)) {
        return None;
    }
    let digits: String = local.chars().filter(char::is_ascii_digit).collect();
    let number = match digits.len() {
        8..=15 if is_global => format!("+{digits}"),
        _ if is_global => return None,
        3..=6 => digits,
        10 => format!("+1{digits}"),
        11 if digits.starts_with('1') => format!("+{digits}"),
        _ => return None,
    };
    if extension.is_empty() {
        return Some(number);
    }
    let digits = EXTENSION.iter().find_map(|begins| extension.strip_prefix(begins))?;
    let digits = digits.trim_start_matches(['.', ':', ' ']);
    let is_whole = (1..=7).contains(&digits.len());
    let is_number = is_whole && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{number};ext={digits}"))
}

/// A number without its extension: who answers is the same.
pub fn line(dialled: &str) -> &str {
    dialled.split(';').next().unwrap_or(dialled)
}

/// Whether a number is a stand-in that belongs to no one: zeros alone, and more of them than the
/// emergency number of a country has.
pub fn is_stand_in(number: &str) -> bool {
    let mut digits = number.chars().filter(char::is_ascii_digit);
    digits.clone().count() > 3 && digits.all(|digit| digit == '0')
}

/// Reads a number that can be called, as people write it.
pub fn number(
    key: &str,
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let text = value.text(found)?.trim();
    if dial(text).is_some() {
        if is_stand_in(text) {
            let finding = unsaid(key, text).at(value.span());
            let help = format!("write the real number as {key} = \"…\"");
            found.push(finding.help(help));
        }
        return Some(text.to_owned());
    }
    let problem = if text.is_empty() { "is empty" } else { "is no number to call" };
    let message = format!("`{key}` {problem}");
    let example = match key {
        "lifeline" | "emergency" => "…",
        _ => "424-555-0100",
    };
    let help = format!("write {key} = \"{example}\"");
    found.push(Diagnostic::error("practice", message).at(value.span()).help(help));
    None
}

/// The telephone numbers in a text: where each stands.
pub fn numbers(text: &str) -> Vec<Range<usize>> {
    let groups = groups(text);
    let (mut found, mut at) = (vec![], 0);
    while at < groups.len() {
        let length = long(text, &groups[at..])
            .or_else(|| short(text, &groups[at], found.last()).then_some(1));
        let Some(length) = length else {
            at += 1;
            continue;
        };
        let range = begin(text, groups[at].start)..groups[at + length - 1].end;
        found.push(range);
        at += length;
    }
    found
}

/// How many digits a text begins with.
fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The figures of a text that are no part of a word, or of a figure with a comma or a percent
/// sign. None, where no figure has three digits, as in nearly all texts.
fn groups(text: &str) -> Vec<Range<usize>> {
    let (mut groups, mut longest, mut at) = (vec![], 0, 0);
    while let Some(start) = scan::next(text.as_bytes(), at, |byte| byte.is_ascii_digit())
    {
        at = start + digits(&text.as_bytes()[start..]);
        longest = longest.max(at - start);
        let before = text[..start].chars().next_back();
        let joins = |c: char| c.is_alphanumeric() || ",%$#_:=@&".contains(c);
        if !before.is_some_and(joins) {
            groups.push(start..at);
        }
    }
    if longest < 3 { vec![] } else { groups }
}

/// The most digits of a number (E.164).
const MOST: usize = 15;

/// How many figures from the first on are one whole number.
fn long(text: &str, groups: &[Range<usize>]) -> Option<usize> {
    let first = groups.first()?;
    let is_joined = |one: &Range<usize>, next: &Range<usize>| {
        let between = &text[one.end..next.start];
        (1..=2).contains(&between.chars().count())
            && between.chars().all(|c| BETWEEN.contains(&c))
    };
    // No number has more digits: to look further for each figure of a long row would take the
    // square of its length.
    let near = groups.windows(2).take(MOST - 1);
    let joined = near.take_while(|two| is_joined(&two[0], &two[1])).count();
    let run = &groups[..=joined];
    let sizes: Vec<_> = run.iter().map(ExactSizeIterator::len).collect();
    let is_free = |length: usize| {
        // A figure that goes on is none: a part of a longer one, a sum, a year in a row of them.
        let after = text[run[length - 1].end..].chars().next();
        !after.is_some_and(|c| c.is_alphanumeric() || c == '%')
    };
    if text[..first.start].ends_with('+') {
        let digits = |length: usize| sizes[..length].iter().sum::<usize>();
        return (1..=sizes.len())
            .rev()
            .find(|length| (8..=MOST).contains(&digits(*length)));
    }
    let known: [&[usize]; 4] = [&[1, 3, 3, 4], &[3, 3, 4], &[11], &[10]];
    let known = known.into_iter().find(|known| sizes.starts_with(known))?;
    let digits = text[first.start..run[known.len() - 1].end].chars();
    let digits: String = digits.filter(char::is_ascii_digit).collect();
    // Area and office begin with 2 to 9.
    let local = if digits.len() == 11 { digits.strip_prefix('1')? } else { &digits };
    let begins = |at: usize| (b'2'..=b'9').contains(&local.as_bytes()[at]);
    (begins(0) && begins(3) && is_free(known.len())).then_some(known.len())
}

/// Whether a figure of three to six digits is one to call: by the words before it.
fn short(text: &str, figure: &Range<usize>, last: Option<&Range<usize>>) -> bool {
    if !(3..=6).contains(&figure.len()) {
        return false;
    }
    let before = &text[..figure.start];
    let is_word = |c: char| c.is_alphanumeric();
    let mut words = before.split(|c| !is_word(c)).rev().filter(|word| !word.is_empty());
    let is = |word: Option<&str>, known: &[&str]| {
        word.is_some_and(|word| known.iter().any(|one| word.eq_ignore_ascii_case(one)))
    };
    let first = words.next();
    let calls = ["call", "calling", "dial", "phone", "text", "texting", "sms"];
    let beside = last.map_or("", |last| &text[last.end..figure.start]);
    is(first, &calls)
        || is(first, &["to", "at"]) && words.take(4).any(|word| is(Some(word), &calls))
        || matches!(beside.trim(), "or" | "and" | "," | ", or" | "/")
}

/// Where a number begins, with the signs before its first digit.
fn begin(text: &str, start: usize) -> usize {
    text[..start].trim_end_matches(['+', '(']).len()
}
