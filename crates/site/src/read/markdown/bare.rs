//! Addresses that stand bare in a text become links: `https://…`, `www.…`, `name@host` (GFM
//! 0.29, 6.9).
use std::ops::Range;

use memchr::memchr3_iter;

/// An address that stands bare in a text.
pub(super) struct Bare {
    /// Where it stands.
    pub(super) at: Range<usize>,
    /// Where it leads.
    pub(super) to: String,
}

/// Where marks of addresses stand in a whole text: most of its pieces have none.
pub(super) fn marks(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_mark = |at: &usize| match bytes[*at] {
        b':' => bytes[*at..].starts_with(b"://"),
        b'.' => matches!(bytes[..*at].last(), Some(b'w' | b'W')),
        _ => true,
    };
    memchr3_iter(b':', b'@', b'.', bytes).filter(is_mark).collect()
}

/// The first address in `text` that begins before the byte `limit`.
pub(super) fn find(text: &str, limit: usize) -> Option<Bare> {
    memchr3_iter(b':', b'@', b'.', &text.as_bytes()[..limit]).find_map(|at| {
        match text.as_bytes()[at] {
            b':' => web(text, at),
            b'.' => www(text, at),
            _ => mail(text, at),
        }
    })
}

/// `https://host/path`, whose colon stands at a byte.
fn web(text: &str, colon: usize) -> Option<Bare> {
    let host = text[colon..].strip_prefix("://")?;
    let scheme = ends_with_any(&text[..colon], &["https", "http"])?;
    let start = begins(text, colon - scheme)?;
    let end = colon + 3 + end(host)?;
    Some(Bare { at: start..end, to: decoded(&text[start..end]) })
}

/// `www.host`, whose first dot stands at a byte.
fn www(text: &str, dot: usize) -> Option<Bare> {
    let start = begins(text, dot - ends_with_any(&text[..dot], &["www"])?)?;
    let end = dot + 1 + end(&text[dot + 1..])?;
    let to = format!("https://{}", decoded(&text[start..end]));
    Some(Bare { at: start..end, to })
}

/// `name@host.part`, whose mark stands at a byte.
fn mail(text: &str, mark: usize) -> Option<Bare> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || ".+-_".contains(c);
    let start = text[..mark].trim_end_matches(is_name).len();
    let host = &text[mark + 1..];
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let length = host.find(|c| !is_host(c)).unwrap_or(host.len());
    let host = host[..length].trim_end_matches(['.', '-']);
    let is_whole =
        host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
    let end = mark + 1 + host.len();
    let address = &text[start..end];
    (start < mark && is_whole && !text[..start].ends_with(['/', '@']))
        .then(|| Bare { at: start..end, to: format!("mailto:{address}") })
}

/// The length of the word that a text ends with, however it is spelt.
fn ends_with_any(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().find(|word| ends_with(text, word)).map(|word| word.len())
}

fn ends_with(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len());
    let end = start.and_then(|start| text.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// The start of an address, unless it stands within a word.
fn begins(text: &str, start: usize) -> Option<usize> {
    let within = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/');
    (!within).then_some(start)
}

/// Where an address ends: before white space or a mark of markdown, without the marks that end
/// a sentence, and without a bracket that is opened before it.
fn end(text: &str) -> Option<usize> {
    // No address is longer that people share.
    const LONGEST: usize = 2_000;
    let stops =
        |c: char| c.is_whitespace() || c.is_control() || "<>`*[]|\\\"“”".contains(c);
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let mut rest = &text[..text.find(stops).unwrap_or(text.len())];
    let spare = rest.matches(')').count().saturating_sub(rest.matches('(').count());
    for extra in (0..=spare).rev() {
        rest = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '_', '~']);
        rest = rest.strip_suffix(')').filter(|_| extra > 0).unwrap_or(rest);
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let has_parts = host.split('.').filter(|part| !part.is_empty()).count() > 1;
    has_parts.then_some(rest.len())
}

/// An address without the one entity that stands in addresses.
fn decoded(address: &str) -> String {
    address.replace("&amp;", "&")
}
