//! TOML that a program changes: a key is set or added, and every other byte of the file stays
//! as a person wrote it.
//!
//! `toml_edit` knows where a key belongs, however its table is written: under a header with a
//! comment, with dotted keys, or in braces. It writes LF and no byte order mark, so what it
//! gives is compared with the file line by line, and only what differs is edited.
use toml_edit::{DocumentMut, Item, RawString, Table, TableLike, Value};

use crate::edit::{Edit, apply};
use crate::source::Path;

/// What some editors begin a file with.
const MARK: char = '\u{feff}';

/// The edit that makes the change; nothing when nothing changes. `None` when the text is no
/// TOML, or the change cannot be made.
pub fn edit(
    file: &Path,
    text: &str,
    change: impl FnOnce(&mut DocumentMut) -> Option<()>,
) -> Option<Option<Edit>> {
    let plain = text.strip_prefix(MARK).unwrap_or(text).replace("\r\n", "\n");
    let mut doc: DocumentMut = plain.parse().ok()?;
    change(&mut doc)?;
    let mut after = doc.to_string();
    // What cannot be read again is never written, whatever the file looked like.
    after.parse::<DocumentMut>().ok()?;
    if text.starts_with(MARK) {
        after.insert(0, MARK);
    }
    Some(Edit::between(file, text, &after))
}

/// The text after the change, as [`edit`] makes it.
pub fn text(
    file: &Path,
    text: &str,
    change: impl FnOnce(&mut DocumentMut) -> Option<()>,
) -> Option<String> {
    Some(apply(text, edit(file, text, change)?))
}

/// The keys of a table that is being changed.
pub struct Keys<'a> {
    table: &'a mut dyn TableLike,
    /// Whether it stands in braces, where a comma parts the keys and not a line's end.
    inline: bool,
}

/// The keys of a table at the top of the file, however it is written. One that is not there
/// is begun below all others. `None` when something else has its name.
pub fn table<'a>(doc: &'a mut DocumentMut, name: &str) -> Option<Keys<'a>> {
    if !doc.contains_key(name) {
        begin(doc, name);
    }
    let item = doc.get_mut(name)?;
    let inline = item.is_inline_table();
    Some(Keys { table: item.as_table_like_mut()?, inline })
}

/// Begins a table. What stands at the end of the file stays above it, as it was written.
fn begin(doc: &mut DocumentMut, name: &str) {
    let rest = doc.trailing().as_str().unwrap_or_default().to_owned();
    let gap = if doc.is_empty() && rest.is_empty() { "" } else { "\n" };
    let mut table = Table::new();
    // Tables are written in the order of their positions.
    table.set_position(Some(isize::MAX));
    table.decor_mut().set_prefix(rest + gap);
    doc.set_trailing("");
    doc.insert(name, Item::Table(table));
}

impl Keys<'_> {
    /// The value of a key, if it is a text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.table.get(key)?.as_str()
    }

    /// The keys whose values are texts, with these, in the order of the file.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.table.iter().filter_map(|(key, item)| Some((key, item.as_str()?)))
    }

    /// Sets a key. What stands around a value that gives way stays: the spaces, a comment
    /// behind it. A new key comes last.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        let mut value = value.into();
        if let Some(former) = self.value(key) {
            *value.decor_mut() = former.decor().clone();
            *former = value;
            return;
        }
        let last = self.table.iter().last().map(|(key, _)| key.to_owned());
        let around = last.map(|last| self.around(&last));
        self.table.insert(key, Item::Value(value));
        let Some((before, after)) = around else { return };
        if let Some(mut new) = self.table.key_mut(key) {
            new.leaf_decor_mut().set_prefix(before);
        }
        if let (Some(after), Some(new)) = (after, self.value(key)) {
            new.decor_mut().set_suffix(after);
        }
    }

    /// Removes a key with its line. The comments above it stay, above the next key, so one
    /// must be there: set what is new before.
    pub fn remove(&mut self, key: &str) {
        let before =
            self.table.key(key).map(|key| raw(key.leaf_decor().prefix()).to_owned());
        let after = self.table.iter().skip_while(|(known, _)| *known != key).nth(1);
        let next = after.map(|(next, _)| next.to_owned());
        self.table.remove(key);
        let comments = before.filter(|before| before.contains('#'));
        let next = next.and_then(|next| self.table.key_mut(&next));
        if let (Some(comments), Some(mut next)) = (comments, next) {
            let own = raw(next.leaf_decor().prefix()).to_owned();
            next.leaf_decor_mut().set_prefix(comments + &own);
        }
    }

    fn value(&mut self, key: &str) -> Option<&mut Value> {
        self.table.get_mut(key)?.as_value_mut()
    }

    /// What is to stand before the key that comes after the last one, as before that: its
    /// indentation, without comments and empty lines. In braces also what stood behind the
    /// last value, which a comma follows from now on.
    fn around(&mut self, last: &str) -> (String, Option<String>) {
        let key = self.table.key(last);
        let before = key.map_or("", |key| raw(key.leaf_decor().prefix()));
        let indent = before.rfind('\n').map_or(before, |line| &before[line + 1..]);
        let line = if self.inline && before.contains('\n') { "\n" } else { "" };
        let before = format!("{line}{indent}");
        let inline = self.inline;
        let value = self.value(last).filter(|_| inline);
        let after = value.map(|value| {
            let after = raw(value.decor().suffix()).to_owned();
            value.decor_mut().set_suffix("");
            after
        });
        (before, after)
    }
}

fn raw(text: Option<&RawString>) -> &str {
    text.and_then(RawString::as_str).unwrap_or_default()
}
