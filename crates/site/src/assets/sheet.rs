//! Style sheets that are published with the addresses of the files that they name.
use std::collections::BTreeSet;
use std::sync::Arc;

use ground::diagnostic::{Diagnostic, nearest};
use ground::source::{File, Path, Sources, Span, folder};

use super::compact::compact;
use super::{Assets, LOOKS, below_static, is_sheet};
use crate::read::sheet::{FileReference, references};

/// A style sheet of `static`, and what it names.
pub(super) struct NamingSheet<'a> {
    /// Its path.
    pub(super) path: &'a Path,
    text: &'a str,
    references: Vec<FileReference>,
}

/// The style sheets, each after those that it names: its own address is made of its content,
/// and that holds their addresses. Those that name each other in a circle come last.
pub(super) fn in_order<'a>(
    sheets: Vec<(&'a Path, &'a File)>,
    found: &mut Vec<Diagnostic>,
) -> Vec<NamingSheet<'a>> {
    let sheets =
        sheets.into_iter().map(|(path, file)| NamingSheet::read(path, file, found));
    let (mut waiting, mut ordered) = (sheets.collect::<Vec<_>>(), vec![]);
    while !waiting.is_empty() {
        let names: BTreeSet<&str> =
            waiting.iter().map(|sheet| below_static(sheet.path)).collect();
        let (ready, others): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|sheet| {
            !sheet.wanted().any(|wanted| names.contains(wanted.as_str()))
        });
        // A circle: no address can be worked out first. What they name of each other is then
        // reported as missing.
        if ready.is_empty() {
            ordered.extend(others);
            break;
        }
        ordered.extend(ready);
        waiting = others;
    }
    ordered
}

impl<'a> NamingSheet<'a> {
    /// One that is no text names nothing.
    fn read(path: &'a Path, file: &'a File, found: &mut Vec<Diagnostic>) -> Self {
        let text = file.text(path).unwrap_or_else(|finding| {
            found.push(finding);
            ""
        });
        Self { path, text, references: references(text) }
    }

    /// The paths below `static` of what it names.
    fn wanted(&self) -> impl Iterator<Item = String> {
        self.references.iter().map(|reference| self.file_of(&reference.address))
    }

    /// The path below `static` of a file that it names: addresses start from its folder.
    fn file_of(&self, address: &str) -> String {
        match folder(below_static(self.path)) {
            "" => address.to_owned(),
            folder => format!("{folder}/{address}"),
        }
    }

    /// Its bytes, with the addresses of the published files in place of those it names.
    pub(super) fn with_addresses(
        &self,
        assets: &Assets,
        sources: &Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Arc<[u8]> {
        let mut sheet = String::with_capacity(self.text.len());
        let mut end = 0;
        for FileReference { address, at } in &self.references {
            // What begins with # is a part of the page that the sheet is used in.
            if address.starts_with('#') {
                continue;
            }
            let wanted = self.file_of(address);
            if let Some(published) = assets.addresses.get(&wanted) {
                sheet.push_str(&self.text[end..at.start]);
                let address = format!("{}{published}", assets.base_path);
                sheet.push_str(&written(&address, &self.text[at.clone()]));
                end = at.end;
            } else {
                let span = Span::new(self.path, at.start, at.end);
                found.push(missing(address, &wanted, assets, sources).at(span));
            }
        }
        sheet.push_str(&self.text[end..]);
        compact(&sheet).into_bytes().into()
    }
}

/// An address as it is written in the place of another: in quotes where that had some, and
/// where it would end too early without.
fn written(address: &str, replaced: &str) -> String {
    // What ends an unquoted `url(` (CSS Syntax 3, section 4.3.6).
    let ends = |c: char| c.is_whitespace() || c.is_control() || "\"'()\\".contains(c);
    if !replaced.starts_with(['"', '\'']) && !address.contains(ends) {
        return address.to_owned();
    }
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = cssparser::serialize_string(address, &mut text);
    text
}

/// What to tell of an address that no published file has.
fn missing(
    address: &str,
    wanted: &str,
    assets: &Assets,
    sources: &Sources,
) -> Diagnostic {
    let (message, help) = if address.starts_with("data:") {
        // The policy of each page names its own origin alone.
        (
            "browsers will not show what the style sheet holds as `data:`".to_owned(),
            "save it as a file under static/, and name that".to_owned(),
        )
    } else if LOOKS.iter().any(|look| wanted == below_static(look)) {
        (
            format!("`{address}` is published within the style sheets of single pages"),
            "remove this: each page that needs it has it".to_owned(),
        )
    } else if is_sheet(wanted) && sources.files.contains_key(&*format!("static/{wanted}"))
    {
        (
            format!(
                "`{address}` needs this style sheet in turn, so neither can be published"
            ),
            "move what both need into a third style sheet".to_owned(),
        )
    } else {
        let names = assets.addresses.keys().map(String::as_str);
        let help = match nearest(wanted, names) {
            Some(near) => format!("write url({near})"),
            None => "put the file under static/, or remove this".to_owned(),
        };
        (format!("the style sheet names `{address}`, which does not exist"), help)
    };
    Diagnostic::error("asset-missing", message).help(help)
}
