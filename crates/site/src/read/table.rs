//! TOML with a place for every key and value, and all faults at once.
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{Path, Span};

/// A TOML table that is being read: each key is taken once, what is left at the end is
/// unknown.
pub struct Table<'a> {
    doc: &'a Doc<'a>,
    /// The table's own place.
    pub span: Span,
    /// What is not yet taken, in the order of the file.
    entries: Vec<(Spanned<&'a str>, &'a Spanned<DeValue<'a>>)>,
    known: Vec<&'static str>,
}

/// A value with its place.
#[derive(Clone)]
pub struct Value<'a> {
    doc: &'a Doc<'a>,
    value: &'a Spanned<DeValue<'a>>,
}

/// The file that is being read. `base` is where the TOML starts in it.
pub struct Doc<'a> {
    file: &'a Path,
    base: usize,
    root: Spanned<DeTable<'a>>,
}

impl<'a> Doc<'a> {
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
        for error in errors {
            let span = error.span().unwrap_or(text.len()..text.len());
            found.push(
                Diagnostic::error(
                    "toml",
                    format!("this line cannot be read: {}", error.message()),
                )
                .at(Span::new(file, base + span.start, base + span.end))
                .help("write `key = \"text\"`, one a line, with quotes around text"),
            );
            // Whatever follows a bracket that never closes is read as what it is not.
            if error.message().contains("unclosed") {
                break;
            }
        }
        Self { file, base, root }
    }

    /// The top table.
    pub fn table(&'a self) -> Table<'a> {
        Table::new(self, self.root.get_ref(), self.root.span())
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }
}

impl<'a> Table<'a> {
    fn new(
        doc: &'a Doc<'a>,
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
    pub fn take(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.known.push(key);
        let at = self.entries.iter().position(|(found, _)| *found.get_ref() == key)?;
        let (_, value) = self.entries.remove(at);
        Some(Value { doc: self.doc, value })
    }

    /// Takes a key that must be there, or says that it is missing.
    pub fn need(
        &mut self,
        key: &'static str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Value<'a>> {
        let value = self.take(key);
        if value.is_none() {
            found.push(
                Diagnostic::error("key-missing", format!("`{key}` is missing here"))
                    .at(self.span.clone())
                    .help(format!("add a line `{key} = …`")),
            );
        }
        value
    }

    /// Takes a text that must be there.
    pub fn text(
        &mut self,
        key: &'static str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<&'a str> {
        self.need(key, found)?.text(found)
    }

    /// Takes all that is left, in the order of the file: for tables whose keys are names
    /// that people choose.
    pub fn rest(&mut self) -> Vec<(&'a str, Span, Value<'a>)> {
        std::mem::take(&mut self.entries)
            .into_iter()
            .map(|(key, value)| {
                (
                    *key.get_ref(),
                    self.doc.span(key.span()),
                    Value { doc: self.doc, value },
                )
            })
            .collect()
    }

    /// Says of each key that nobody took that it is unknown, and names the nearest one.
    pub fn finish(mut self, found: &mut Vec<Diagnostic>) {
        for (key, at, _) in self.rest() {
            let help = match nearest(key, self.known.iter().copied()) {
                Some(near) => format!("write `{near}`"),
                None => format!("remove it, or use one of: {}", self.known.join(", ")),
            };
            found.push(
                Diagnostic::error("key-unknown", format!("`{key}` is not known here"))
                    .at(at)
                    .help(help),
            );
        }
    }
}

impl<'a> Value<'a> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.doc.span(self.value.span())
    }

    /// Whether it is a text, without a finding when it is not.
    pub fn as_text(&self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    /// Whether it is a list, without a finding when it is not.
    pub fn as_list(&self) -> Option<Vec<Value<'a>>> {
        let doc = self.doc;
        Some(
            self.value
                .get_ref()
                .as_array()?
                .iter()
                .map(|value| Value { doc, value })
                .collect(),
        )
    }

    /// Whether it is a table, without a finding when it is not.
    pub fn as_table(&self) -> Option<Table<'a>> {
        let table = self.value.get_ref().as_table()?;
        Some(Table::new(self.doc, table, self.value.span()))
    }

    /// A text, or a finding.
    pub fn text(&self, found: &mut Vec<Diagnostic>) -> Option<&'a str> {
        self.or_wrong(self.as_text(), "a text in quotes", "\"like this\"", found)
    }

    /// A list, or a finding.
    pub fn list(&self, found: &mut Vec<Diagnostic>) -> Option<Vec<Value<'a>>> {
        self.or_wrong(self.as_list(), "a list", "[\"like\", \"this\"]", found)
    }

    /// A table, or a finding.
    pub fn table(&self, found: &mut Vec<Diagnostic>) -> Option<Table<'a>> {
        self.or_wrong(self.as_table(), "a table", "{ key = \"value\" }", found)
    }

    /// Yes or no, or a finding.
    pub fn flag(&self, found: &mut Vec<Diagnostic>) -> Option<bool> {
        self.or_wrong(self.value.get_ref().as_bool(), "true or false", "true", found)
    }

    /// A whole number, or a finding.
    pub fn integer(&self, found: &mut Vec<Diagnostic>) -> Option<i64> {
        let number = self.value.get_ref().as_integer();
        let number = number.and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        self.or_wrong(number, "a whole number", "18", found)
    }

    /// A date, or a finding.
    pub fn date(&self, found: &mut Vec<Diagnostic>) -> Option<Date> {
        let date = self.value.get_ref().as_datetime().filter(|date| date.time.is_none());
        let date = date.and_then(|datetime| {
            let date = datetime.date?;
            Date::new(
                i16::try_from(date.year).ok()?,
                i8::try_from(date.month).ok()?,
                i8::try_from(date.day).ok()?,
            )
            .ok()
        });
        self.or_wrong(date, "a date, without quotes", "2026-11-24", found)
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

    /// What it is, in plain words.
    fn kind(&self) -> &'static str {
        match self.value.get_ref().type_str() {
            "string" => "a text",
            "integer" => "a whole number",
            "float" => "a number with a point",
            "boolean" => "true or false",
            "datetime" => "a date or a time",
            "array" => "a list",
            _ => "a table",
        }
    }

    fn or_wrong<T>(
        &self,
        value: Option<T>,
        wanted: &str,
        example: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        if value.is_none() {
            let message = format!(
                "this must be {wanted}, but it is a {}",
                self.value.get_ref().type_str()
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
