//! What a template or a static page names: addresses in `href` and `src`, and in the texts
//! that the template language compares or sets. What visitors or developers read, prose,
//! comments, scripts and examples, is no address.
use ground::edit::Edit;
use ground::source::{Path, Span};

use super::Moving;

impl Moving<'_> {
    /// The edits of a template.
    pub(super) fn template(&self, file: &Path, text: &str) -> Vec<Edit> {
        let mut scanner = Scanner { text, at: 0, addresses: vec![] };
        scanner.scan();
        let addresses = scanner.addresses.into_iter();
        let edits =
            addresses.map(|(start, end)| self.address(file, start, &text[start..end]));
        edits.flatten().collect()
    }

    /// The edit of an address that begins at a byte of a file: of its path, up to a fragment.
    fn address(&self, file: &Path, start: usize, address: &str) -> Option<Edit> {
        let (path, fragment) =
            address.split_at(address.find('#').unwrap_or(address.len()));
        let new = self.new_address(path)?;
        let kept = self.fragment(path, fragment);
        let end = if kept == fragment { path.len() } else { address.len() };
        Some(Edit::new(Span::new(file, start, start + end), new))
    }
}

/// Goes through a template once. At each step `at` is behind what was read.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Where something stands that may be an address.
    addresses: Vec<(usize, usize)>,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Goes on by one character.
    fn step(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    /// Goes on behind the next `end`, or to the end of the text. Returns where `end` begins.
    fn skip_past(&mut self, end: &str) -> usize {
        let found = self.rest().find(end).map(|at| self.at + at);
        self.at = found.map_or(self.text.len(), |at| at + end.len());
        found.unwrap_or(self.text.len())
    }

    fn scan(&mut self) {
        while self.at < self.text.len() {
            if self.logic() {
                continue;
            }
            let mut after = self.rest().chars();
            let is_open = after.next() == Some('<');
            if self.rest().starts_with("<!--") {
                self.skip_past("-->");
            } else if is_open && after.next().is_some_and(|c| c.is_ascii_alphabetic()) {
                self.tag();
            } else {
                self.step();
            }
        }
    }

    /// A piece of the template language, if one begins here: `{{ … }}`, `{% … %}`, `{# … #}`.
    fn logic(&mut self) -> bool {
        let end = match self.rest().get(..2) {
            Some("{#") => {
                self.skip_past("#}");
                return true;
            }
            Some("{{") => "}}",
            Some("{%") => "%}",
            _ => return false,
        };
        self.at += 2;
        while self.at < self.text.len() && !self.rest().starts_with(end) {
            match self.rest().chars().next() {
                Some(quote @ ('"' | '\'' | '`')) => {
                    let start = self.at + 1;
                    self.at = start;
                    let end = self.skip_past(quote.encode_utf8(&mut [0; 4]));
                    self.addresses.push((start, end));
                }
                _ => self.step(),
            }
        }
        self.skip_past(end);
        true
    }

    /// A tag with its attributes. What stands in a script or a style sheet is skipped.
    fn tag(&mut self) {
        let name =
            self.word(|c| c.is_ascii_alphanumeric() || c == '<').to_ascii_lowercase();
        while self.at < self.text.len() && !self.rest().starts_with('>') {
            if self.logic() {
                continue;
            }
            let attribute =
                self.word(|c| c.is_ascii_alphanumeric() || "-_:.@".contains(c));
            let attribute = attribute.to_ascii_lowercase();
            if attribute.is_empty() {
                self.step();
                continue;
            }
            self.word(char::is_whitespace);
            if self.rest().starts_with('=') {
                self.step();
                self.word(char::is_whitespace);
                let value = self.value();
                if matches!(&*attribute, "href" | "src") {
                    self.addresses.push(value);
                }
            }
        }
        self.step();
        // Up to their end tag neither `<` nor a quote means what it means in HTML.
        if matches!(&*name, "<script" | "<style") {
            self.skip_past(&name.replace('<', "</"));
        }
    }

    /// Reads on while the characters are of some kind.
    fn word(&mut self, is_of: impl Fn(char) -> bool) -> &str {
        let start = self.at;
        let length = self.rest().find(|c| !is_of(c)).unwrap_or(self.rest().len());
        self.at += length;
        &self.text[start..self.at]
    }

    /// Reads the value of an attribute, and gives its place: of `{{ site.url }}/sleep/` that
    /// of the path.
    fn value(&mut self) -> (usize, usize) {
        let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
        self.at += quote.map_or(0, char::len_utf8);
        let mut start = self.at;
        let ends = |c: char| match quote {
            Some(quote) => c == quote,
            None => c.is_whitespace() || c == '>',
        };
        while self.rest().chars().next().is_some_and(|c| !ends(c)) {
            let from = self.at;
            if !self.logic() {
                self.step();
            } else if from == start && self.text[from..self.at].contains("site.url") {
                start = self.at;
            }
        }
        let end = self.at;
        self.at +=
            quote.map_or(0, |_| self.rest().chars().next().map_or(0, char::len_utf8));
        (start, end)
    }
}
