//! The addresses under which visitors have found pages, and where each leads that a page has
//! left: `content/addresses.toml`.
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::read::table::{TomlDocument, TomlTable, TomlValue};
use crate::source::{Path, Span};

/// The file's path.
pub const FILE: &str = "content/addresses.toml";

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Each published address, `/a/`, and where it stands.
    pub published: BTreeMap<String, Span>,
    /// The redirects by the address that they lead from.
    pub redirects: BTreeMap<String, Redirect>,
}

/// Where visitors of a former address are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The new address.
    pub to: String,
    /// Where the former address stands.
    pub at: Span,
    /// Where the new one stands.
    pub to_at: Span,
}

/// Reads the file.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Addresses {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let published = entries(&mut table, "published", found);
    let redirects = entries(&mut table, "redirects", found);
    table.finish(found);
    let mut addresses = Addresses::default();
    for (address, at, day) in published {
        day.date(found);
        addresses.published.insert(address.to_owned(), at);
    }
    for (from, at, to) in redirects {
        let to_at = to.span();
        let Some(to) = to.text(found).map(str::to_owned) else { continue };
        addresses.redirects.insert(from.to_owned(), Redirect { to, at, to_at });
    }
    addresses
}

fn entries<'a>(
    table: &mut TomlTable<'a>,
    key: &str,
    found: &mut Vec<Diagnostic>,
) -> Vec<(&'a str, Span, TomlValue<'a>)> {
    let table = table.take(key).and_then(|value| value.table(found));
    table.map(|mut table| table.rest()).unwrap_or_default()
}

/// What a file begins with that is not there yet.
const HEAD: &str = "\
# Where visitors have found pages. An address that once was public goes on to work: where no
# page has it any more, it leads to another.

# Written by `candor build --publish`: each address, with the day it was first published.
[published]

# Written by `candor mv`, or by hand: a former address, and the one that took its place.
[redirects]
";

/// The file with more published addresses; nothing when it has all of them.
pub fn with_published<'a>(
    text: Option<&str>,
    addresses: impl IntoIterator<Item = &'a str>,
    today: Date,
) -> Option<String> {
    let known = read(&FILE.into(), text.unwrap_or_default(), &mut vec![]).published;
    let new: BTreeSet<&str> =
        addresses.into_iter().filter(|address| !known.contains_key(*address)).collect();
    let mut lines = String::new();
    for address in &new {
        let _ = writeln!(lines, "{} = {today}", quoted(address));
    }
    (!new.is_empty()).then(|| below(text.unwrap_or(HEAD), "published", &lines))
}

/// The file after a page has moved from one address to another: what led to the former one
/// leads to the new one, and nothing leads away from that.
pub fn with_move(text: Option<&str>, from: &str, to: &str) -> String {
    let text = text.unwrap_or(HEAD);
    let known = read(&FILE.into(), text, &mut vec![]).redirects;
    let mut edits: Vec<(std::ops::Range<usize>, String)> = vec![];
    for (address, redirect) in &known {
        if address == to || address == from {
            let start = text[..redirect.at.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[redirect.to_at.end..].find('\n');
            let end = end.map_or(text.len(), |at| redirect.to_at.end + at + 1);
            edits.push((start..end, String::new()));
        } else if redirect.to == from {
            edits.push((redirect.to_at.start..redirect.to_at.end, quoted(to)));
        }
    }
    let text = edited(text, edits);
    below(&text, "redirects", &format!("{} = {}\n", quoted(from), quoted(to)))
}

/// A text with other words in some places, which do not overlap.
pub fn edited(text: &str, mut edits: Vec<(std::ops::Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, new) in edits {
        text.replace_range(range, &new);
    }
    text
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The text with lines added at the end of a table, which is begun where it is not there.
fn below(text: &str, table: &str, lines: &str) -> String {
    let head = format!("[{table}]");
    let mut at = 0;
    let mut end = None;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let trimmed = line.trim();
        if trimmed == head {
            end = Some(at);
        } else if trimmed.starts_with('[') && end.is_some() {
            break;
        } else if end.is_some() && !trimmed.is_empty() && !trimmed.starts_with('#') {
            end = Some(at);
        }
    }
    let (before, after) = text.split_at(end.unwrap_or(text.len()));
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let begin = if end.is_none() { format!("\n{head}\n") } else { String::new() };
    format!("{before}{gap}{begin}{lines}{after}")
}
