//! The facts about a page that stand above its text, between two lines of `+++`.
use std::ops::Range;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::read::table::{Doc, Table};
use crate::source::{Path, Span};

/// The longest title, in characters: what search engines and tabs show.
pub const TITLE_MAX: usize = 70;
/// The shortest and the longest description, in characters.
pub const DESCRIPTION: std::ops::RangeInclusive<usize> = 50..=170;

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FrontMatter {
    /// The page's only `h1`, and the start of its `title`.
    pub title: String,
    /// What search engines and cards show.
    pub description: String,
    /// Which template renders it, if not the usual one, and where that stands.
    pub kind: Option<(String, Span)>,
    /// Not to be published yet.
    pub draft: bool,
    /// When its content last changed.
    pub updated: Option<Date>,
    /// The first day on which it is published.
    pub publish: Option<Date>,
    /// The first day on which it is no longer published.
    pub expire: Option<Date>,
    /// Who reviewed it, if anybody did.
    pub review: Option<Review>,
}

/// A clinician's review of a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Review {
    /// The reviewer's name.
    pub by: String,
    /// The reviewer's credential.
    pub role: String,
    /// The day of the review.
    pub on: Date,
    /// The day on which the next one is due.
    pub next: Date,
    /// Where it stands.
    pub at: Span,
}

/// Splits a file into its front matter and its body, as byte ranges. A file without front
/// matter is a finding, and all of it is body.
pub fn split(
    file: &Path,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> (Option<Range<usize>>, Range<usize>) {
    let example =
        "start the file with these lines: +++, title = \"…\", description = \"…\", +++";
    let all = 0..text.len();
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    if lines.next().map(str::trim_end) != Some("+++") {
        let at = Span::new(file, 0, text.lines().next().unwrap_or_default().len());
        let finding =
            Diagnostic::error("front-matter", "this page does not say its title");
        found.push(finding.at(at).help(example));
        return (None, all);
    }
    let open = start + text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
    let mut at = open;
    for line in lines {
        if line.trim_end() == "+++" {
            return (Some(open..at), at + line.len()..text.len());
        }
        at += line.len();
    }
    let finding = Diagnostic::error(
        "front-matter",
        "the lines about this page never end, so it has no text",
    );
    found.push(
        finding
            .at(Span::new(file, start, start + 3))
            .help("write a second line with only +++ below them"),
    );
    (None, all)
}

/// Reads the front matter that stands in `file` at `range`.
pub fn read(
    file: &Path,
    text: &str,
    range: Range<usize>,
    found: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let doc = Doc::parse(file, range.start, &text[range], found);
    let mut table = doc.table();
    let title = sized(&mut table, "title", 1..=TITLE_MAX, found);
    let description = sized(&mut table, "description", DESCRIPTION, found);
    let kind = table
        .take("kind")
        .and_then(|kind| Some((kind.text(found)?.to_owned(), kind.span())));
    let draft = table.take("draft").and_then(|value| value.flag(found)).unwrap_or(false);
    let mut date = |key| table.take(key).and_then(|value| value.date(found));
    let (updated, publish, expire) = (date("updated"), date("publish"), date("expire"));
    let review =
        table.take("review").and_then(|value| review(value.table(found)?, found));
    table.finish(found);
    FrontMatter { title, description, kind, draft, updated, publish, expire, review }
}

fn review(mut table: Table<'_>, found: &mut Vec<Diagnostic>) -> Option<Review> {
    let at = table.span.clone();
    let by = table.text("by", found);
    let role = table.text("role", found);
    let on = table.need("on", found).and_then(|value| value.date(found));
    let next = table.need("next", found).and_then(|value| value.date(found));
    table.finish(found);
    Some(Review { by: by?.to_owned(), role: role?.to_owned(), on: on?, next: next?, at })
}

/// A text that must be there, with a length in characters.
fn sized(
    table: &mut Table<'_>,
    key: &'static str,
    length: std::ops::RangeInclusive<usize>,
    found: &mut Vec<Diagnostic>,
) -> String {
    let Some(value) = table.need(key, found) else { return String::new() };
    let Some(text) = value.text(found) else { return String::new() };
    let (have, min, max) = (text.trim().chars().count(), *length.start(), *length.end());
    if !length.contains(&have) {
        let problem = if have == 0 {
            format!("`{key}` is empty")
        } else if have < min {
            format!("`{key}` is too short: {have} characters, at least {min} are needed")
        } else {
            format!("`{key}` is too long: {have} characters, at most {max} are shown")
        };
        let help = if have < min {
            "say in one or two sentences what a visitor finds here"
        } else {
            "shorten it: search results and tabs cut it off"
        };
        found.push(Diagnostic::error("text-length", problem).at(value.span()).help(help));
    }
    text.trim().to_owned()
}
