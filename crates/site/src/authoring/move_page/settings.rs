//! What the practice's lists name: the menu, the footer, the pages that somebody has judged.
use ground::edit::Edit;
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlValue};

use super::Moving;
use crate::read::practice;

impl Moving<'_> {
    /// The edits of `practice.toml`: the entries of the menu and the footer.
    pub(in crate::authoring) fn menus(&self, file: &Path, text: &str) -> Vec<Edit> {
        let practice = practice::read(file, text, &mut vec![]);
        let items = practice.menu.iter().chain(&practice.footer);
        items.filter_map(|item| self.page(&item.page, &item.at, text)).collect()
    }

    /// The edits of `judged.toml`: the page under each tick.
    pub(super) fn ticks(&self, file: &Path, text: &str) -> Vec<Edit> {
        let doc = TomlDocument::parse(file, 0, text, &mut vec![]);
        let list = doc.table().take("tick").and_then(|ticks| ticks.as_list());
        let list = list.unwrap_or_default().into_iter();
        list.filter_map(|tick| self.tick(tick, text)).collect()
    }

    /// The edit of one tick.
    fn tick(&self, tick: TomlValue<'_>, text: &str) -> Option<Edit> {
        let page = tick.as_table()?.take("page")?;
        self.page(page.as_text()?, &page.span(), text)
    }

    /// The edit of a value that names a page by its file below `content`. It keeps the kind
    /// of its quotes.
    fn page(&self, page: &str, at: &Span, text: &str) -> Option<Edit> {
        let new = self.files.get(format!("content/{page}").as_str())?;
        let new = new.strip_prefix("content/")?;
        let raw = text.get(at.start..at.end)?;
        let quotes = raw.len().checked_sub(page.len())? / 2;
        let inner = Span::new(&at.file, at.start + quotes, at.end - quotes);
        if text.get(inner.start..inner.end) == Some(page) {
            return Some(Edit::new(inner, new));
        }
        // With escapes in it the text is not what stands between its quotes: it is written anew.
        Some(Edit::new(at.clone(), toml::Value::from(new).to_string()))
    }
}
