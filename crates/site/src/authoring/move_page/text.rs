//! What a text names: links and pictures, in whatever form of markdown they are written.
use ground::edit::Edit;
use ground::source::{Path, Span, folder, is_markdown};

use super::Moving;
use crate::read::markdown::destination::{Destination, NamedBy, written};
use crate::read::page;
use crate::render::address::{join, relative};

impl Moving<'_> {
    /// The edits of a page, or of a part of one: each address that would lead elsewhere
    /// afterwards, because its page moves or because the text itself does.
    pub(super) fn links(&self, file: &Path, text: &str, is_part: bool) -> Vec<Edit> {
        let named = page::destinations(file, text, is_part);
        named.iter().filter_map(|named| self.link(file, text, named)).collect()
    }

    fn link(&self, file: &Path, text: &str, named: &Destination) -> Option<Edit> {
        let (path, fragment) = parted(&named.to);
        let new = self.target(file, path, named.named_by)?;
        let (at, raw) = (&named.at, &text[named.at.clone()]);
        let span = |end| Span::new(file, at.start, end);
        if named.named_by == NamedBy::Directive {
            return Some(Edit::new(span(at.end), new + fragment));
        }
        let pointed = text[..at.start].ends_with('<');
        // As it is written, a `#` may be part of an entity: then all is written anew.
        let is_plain = !raw.contains(['\\', '&']);
        Some(match raw.find('#').filter(|_| is_plain) {
            Some(hash) => Edit::new(span(at.start + hash), written(&new, pointed)),
            None => Edit::new(span(at.end), written(&(new + fragment), pointed)),
        })
    }

    /// The path that leads from where the text will be to where the file will be that it
    /// names; nothing where that is the path it has.
    fn target(&self, file: &Path, path: &str, named_by: NamedBy) -> Option<String> {
        if path.is_empty() || path.contains(':') {
            return None;
        }
        if path.starts_with('/') {
            return self.new_address(path).map(str::to_owned);
        }
        let former = join(folder(file), path);
        // A picture that is not beside its page is one under `static`, which has no place.
        // A link that leads nowhere goes on to lead to the same nothing.
        let is_place = match named_by {
            NamedBy::Link => is_markdown(path),
            _ => self.sources.files.contains_key(former.as_str()),
        };
        let (here, there) = (folder(self.new_path(file)), self.new_path(&former));
        (is_place && join(here, path) != there).then(|| relative(here, there))
    }
}

/// The path and the fragment with its `#`.
fn parted(to: &str) -> (&str, &str) {
    to.split_at(to.find('#').unwrap_or(to.len()))
}
