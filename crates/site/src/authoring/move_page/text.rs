//! What a text names: links and pictures, in whatever form of markdown they are written.
use ground::edit::Edit;
use ground::source::{Path, Span, folder, is_markdown};

use super::Moving;
use super::pictures::shown;
use crate::name::normal;
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
        let kept = self.fragment(path, fragment);
        // As it is written, a `#` may be part of an entity: then all is written anew.
        let is_plain = !raw.contains(['\\', '&']) && kept == fragment;
        Some(match raw.find('#').filter(|_| is_plain) {
            Some(hash) => Edit::new(span(at.start + hash), written(&new, pointed)),
            None => Edit::new(span(at.end), written(&(new + kept), pointed)),
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
        let name = normal(path);
        // A picture that is not beside its page is one under `static`, which has no place.
        let picture = || shown(self.sources, file, path);
        let former: Path = match named_by {
            // A link that leads nowhere goes on to lead to the same nothing.
            NamedBy::Link => join(folder(file), &name).into(),
            _ => picture()?,
        };
        let (here, there) = (folder(self.new_path(file)), self.new_path(&former));
        let is_place = named_by != NamedBy::Link || is_markdown(&name);
        let leads_there = [path, &*name].iter().any(|name| join(here, name) == *there);
        (is_place && !leads_there).then(|| relative(here, there))
    }
}

/// The path and the fragment with its `#`.
fn parted(to: &str) -> (&str, &str) {
    to.split_at(to.find('#').unwrap_or(to.len()))
}
