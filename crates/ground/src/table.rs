//! TOML with a place for every key and value, and all faults at once.
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::conflict;
use crate::diagnostic::{Diagnostic, nearest};
use crate::edit::Fix;
use crate::source::{Path, Span};
use crate::written::{self, is_quote};

/// A TOML table that is being read: each key is taken once, what is left at the end is
/// unknown.
pub struct TomlTable<'a> {
    doc: &'a TomlDocument<'a>,
    /// The table's own place.
    pub span: Span,
    /// What is not yet taken, in the order of the file.
    entries: Vec<(Spanned<&'a str>, &'a Spanned<DeValue<'a>>)>,
    known: Vec<String>,
}

/// A value with its place: two references, so that it is copied freely.
#[derive(Clone, Copy)]
pub struct TomlValue<'a> {
    doc: &'a TomlDocument<'a>,
    value: &'a Spanned<DeValue<'a>>,
}

/// The file that is being read. `base` is where the TOML starts in it.
pub struct TomlDocument<'a> {
    file: &'a Path,
    base: usize,
    root: Spanned<DeTable<'a>>,
    /// The lines that could not be read.
    faulty: Vec<&'a str>,
    /// Where they stand in the text.
    places: Vec<Range<usize>>,
    /// Whether two versions of it stand one after the other: what is missing may be in either.
    is_torn: bool,
}

impl<'a> TomlDocument<'a> {
    /// Parses TOML that stands in `file` from the byte `base` on. Syntax faults become
    /// findings; what could be read stays usable.
    pub fn parse(
        file: &'a Path,
        base: usize,
        text: &'a str,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let (root, mut errors) = DeTable::parse_recoverable(text);
        errors.sort_by_key(|error| error.span().map(|span| span.start));
        let mut doc =
            Self { file, base, root, faulty: vec![], places: vec![], is_torn: false };
        for error in errors {
            let span = error.span().unwrap_or(text.len()..text.len());
            let line = line_around(text, span.start);
            // The first fault of a line explains it.
            if !doc.places.contains(&line) {
                let written = &text[line.clone()];
                if conflict::is_mark(written.trim_end()) {
                    // All that follows may be its doing.
                    found.push(conflict::finding(doc.span(line)));
                    doc.is_torn = true;
                    break;
                }
                let finding = match error.message() {
                    "duplicate key" => doubled(&text[span.clone()], written.trim()),
                    message => syntax(message, written),
                };
                found.push(finding.at(doc.span(span)));
                doc.faulty.push(&text[line.clone()]);
                doc.places.push(line);
            }
            // Whatever follows a bracket that never closes is read as what it is not.
            if error.message().contains("unclosed") {
                break;
            }
        }
        doc
    }

    /// Whether a key stands on a line that could not be read.
    fn is_faulty(&self, key: &str) -> bool {
        let names = |line: &&str| {
            let rest = line.trim_start().strip_prefix(key);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
        };
        self.faulty.iter().any(names)
    }

    /// The top table.
    pub fn table(&'a self) -> TomlTable<'a> {
        TomlTable::new(self, self.root.get_ref(), self.root.span())
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }
}

impl<'a> TomlTable<'a> {
    fn new(
        doc: &'a TomlDocument<'a>,
        table: &'a DeTable<'a>,
        range: std::ops::Range<usize>,
    ) -> Self {
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| (Spanned::new(key.span(), key.get_ref().as_ref()), value))
            .collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        Self { doc, span: doc.span(range), entries, known: vec![] }
    }

    /// Takes a key that may be there.
    pub fn take(&mut self, key: &str) -> Option<TomlValue<'a>> {
        self.known.push(key.to_owned());
        let at = self.entries.iter().position(|(found, _)| *found.get_ref() == key)?;
        let (_, value) = self.entries.remove(at);
        Some(TomlValue { doc: self.doc, value })
    }

    /// Takes a key that must be there, or says that it is missing.
    pub fn need(
        &mut self,
        key: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<TomlValue<'a>> {
        self.need_or_tell(key, &format!("add a line `{key} = …`"), found)
    }

    /// Takes a key that must be there, or says what to do where it is missing.
    pub fn need_or_tell(
        &mut self,
        key: &str,
        help: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<TomlValue<'a>> {
        let value = self.take(key);
        if value.is_none() && !self.doc.is_torn && !self.doc.is_faulty(key) {
            found.push(self.missing(key).help(help));
        }
        value
    }

    /// The finding for a key that is not there.
    fn missing(&self, key: &str) -> Diagnostic {
        Diagnostic::error("key-missing", format!("`{key}` is missing here"))
            .at(self.span.clone())
    }

    /// Takes a text that must be there.
    pub fn text(&mut self, key: &str, found: &mut Vec<Diagnostic>) -> Option<&'a str> {
        self.need(key, found)?.text(found)
    }

    /// Takes a text that may be there.
    pub fn optional(
        &mut self,
        key: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<&'a str> {
        self.take(key)?.text(found)
    }

    /// Takes all that is left, in the order of the file: for tables whose keys are names
    /// that people choose.
    pub fn rest(&mut self) -> Vec<(&'a str, Span, TomlValue<'a>)> {
        std::mem::take(&mut self.entries)
            .into_iter()
            .map(|(key, value)| {
                (
                    *key.get_ref(),
                    self.doc.span(key.span()),
                    TomlValue { doc: self.doc, value },
                )
            })
            .collect()
    }

    /// Says of each key that nobody took that it is unknown, and names the nearest one.
    pub fn finish(mut self, found: &mut Vec<Diagnostic>) {
        for (key, at, _) in self.rest() {
            let near = nearest(key, self.known.iter().map(String::as_str));
            let help = match near {
                Some(near) => {
                    // A slip in a key is one slip: nothing else is missing.
                    let Diagnostic { code, message, at, .. } = self.missing(near);
                    let missing = (code, &message, &at);
                    found.retain(|one| (one.code, &one.message, &one.at) != missing);
                    format!("write `{near}`")
                }
                None => format!("remove it, or use one of: {}", self.known.join(", ")),
            };
            let fix = near.map(|near| Fix::one(&at, near));
            found.push(
                Diagnostic::error("key-unknown", format!("`{key}` is not known here"))
                    .at(at)
                    .help(help)
                    .fix(fix),
            );
        }
    }
}

impl<'a> TomlValue<'a> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.doc.span(self.value.span())
    }

    /// Whether it stands on a line that could not be read.
    pub fn is_faulty(&self) -> bool {
        let start = self.value.span().start;
        self.doc.places.iter().any(|line| (line.start..=line.end).contains(&start))
    }

    /// Whether it is a text, without a finding when it is not.
    pub fn as_text(&self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    /// Whether it is a list, without a finding when it is not.
    pub fn as_list(&self) -> Option<Vec<TomlValue<'a>>> {
        let doc = self.doc;
        let list = self.value.get_ref().as_array()?;
        Some(list.iter().map(|value| TomlValue { doc, value }).collect())
    }

    /// Whether it is a table, without a finding when it is not.
    pub fn as_table(&self) -> Option<TomlTable<'a>> {
        let table = self.value.get_ref().as_table()?;
        Some(TomlTable::new(self.doc, table, self.value.span()))
    }

    /// A text, or a finding.
    pub fn text(&self, found: &mut Vec<Diagnostic>) -> Option<&'a str> {
        self.or_wrong(self.as_text(), "a text in quotes", "\"like this\"", found)
    }

    /// A list, or a finding.
    pub fn list(&self, found: &mut Vec<Diagnostic>) -> Option<Vec<TomlValue<'a>>> {
        self.or_wrong(self.as_list(), "a list", "[\"like\", \"this\"]", found)
    }

    /// A table, or a finding.
    pub fn table(&self, found: &mut Vec<Diagnostic>) -> Option<TomlTable<'a>> {
        self.table_like("{ key = \"value\" }", found)
    }

    /// A table, or a finding that shows what such a table looks like.
    pub fn table_like(
        &self,
        example: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<TomlTable<'a>> {
        self.or_wrong(self.as_table(), "a table", example, found)
    }

    /// Yes or no, or a finding.
    pub fn flag(&self, found: &mut Vec<Diagnostic>) -> Option<bool> {
        self.or_wrong(self.value.get_ref().as_bool(), "true or false", "true", found)
    }

    /// A whole number, without a finding when it is none.
    pub fn as_integer(&self) -> Option<i64> {
        let number = self.value.get_ref().as_integer()?;
        i64::from_str_radix(number.as_str(), number.radix()).ok()
    }

    /// A whole number, or a finding.
    pub fn integer(&self, found: &mut Vec<Diagnostic>) -> Option<i64> {
        self.or_wrong(self.as_integer(), "a whole number", "18", found)
    }

    /// A date, or a finding.
    pub fn date(&self, found: &mut Vec<Diagnostic>) -> Option<Date> {
        let date = self.value.get_ref().as_datetime().filter(|date| date.time.is_none());
        let date = date.and_then(day);
        let meant = self.as_text().and_then(written::date).map(|date| date.to_string());
        let example = meant.as_deref().unwrap_or("2026-11-24");
        self.or_wrong(date, "a date, without quotes", example, found)
    }

    /// A list of texts with their places, or findings.
    pub fn texts(&self, found: &mut Vec<Diagnostic>) -> Option<Vec<(&'a str, Span)>> {
        let list = self.list(found)?;
        Some(
            list.iter()
                .filter_map(|item| Some((item.text(found)?, item.span())))
                .collect(),
        )
    }

    /// The value, or a finding that says which kind was wanted. A line that could not be
    /// read has its finding already.
    fn or_wrong<T>(
        &self,
        value: Option<T>,
        wanted: &str,
        example: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let faulty = |line: &Range<usize>| line.contains(&self.value.span().start);
        if value.is_none() && !self.doc.places.iter().any(faulty) {
            let message = format!(
                "this must be {wanted}, but it is {}",
                kind(self.value.get_ref())
            );
            found.push(
                Diagnostic::error("wrong-type", message)
                    .at(self.span())
                    .help(format!("write it like this: {example}")),
            );
        }
        value
    }
}

/// The day of a date, if the calendar has it.
fn day(datetime: &Datetime) -> Option<Date> {
    let date = datetime.date?;
    let year = i16::try_from(date.year).ok()?;
    let [month, day] = [date.month, date.day].map(|part| i8::try_from(part).ok());
    Date::new(year, month?, day?).ok()
}

/// What kind of value it is, as people say it.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text in quotes",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(datetime) if datetime.date.is_none() => "a time",
        DeValue::Datetime(datetime) if datetime.time.is_some() => "a date with a time",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The line of a text that holds a byte.
fn line_around(text: &str, byte: usize) -> Range<usize> {
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let start = text[..byte].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[byte..].find('\n').map_or(text.len(), |newline| byte + newline);
    start..end
}

/// A key that stands twice: on a line of its own, as the head of a table, or among others
/// within braces.
fn doubled(key: &str, line: &str) -> Diagnostic {
    let (key, help) = match line {
        head if head.starts_with('[') => (head, "remove one of the two lines"),
        line if line.starts_with(key) => (key, "remove one of the two lines"),
        _ => (key, "remove one of the two, or join them"),
    };
    let message = format!("`{key}` stands here for the second time");
    Diagnostic::error("toml", message).help(help)
}

/// A fault of the parser in words that staff can act on.
fn syntax(message: &str, line: &str) -> Diagnostic {
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let (key, value) = (key.trim(), value.trim());
    // The parser takes some bare words for the start of `true` or `false`.
    let is_bare = ["invalid boolean", "string values must be quoted"]
        .iter()
        .any(|bare| message.starts_with(bare));
    let is_quoted = value.len() > 1 && value.starts_with(is_quote);
    let why = if written::date(value).is_some() {
        "a date is written year, month, day"
    } else if is_quoted && !value.starts_with("\"\"\"") {
        "a text stands in one pair of straight quotes"
    } else if is_bare && written::yes_or_no(value).is_some() {
        "this is neither true nor false"
    } else if is_bare {
        "text needs quotes"
    } else {
        return Diagnostic::error("toml", format!("this line cannot be read: {message}"))
            .help("write `key = \"text\"`, one a line, with quotes around text");
    };
    let help = format!("write {key} = {}", written::value(value));
    Diagnostic::error("toml", format!("this line cannot be read: {why}")).help(help)
}
