//! Starts a page: its file with what it has to say, and a word on each line.
use std::collections::BTreeMap;
use std::path::Path;

use disk::Error;
use ground::diagnostic::nearest;
use ground::source::{Mode, Sources};
use site::authoring::{compare, guide, new_check};
use site::read::kinds::{Kinds, PageKind};

use super::pages::named;
use crate::terminal;

/// Writes a page of a kind to a path below `content`; never over a page that is there. The site
/// is built as it would be before: a page that it could not take is refused.
pub(crate) fn run(folder: &Path, kind: &str, path: &str) -> Result<bool, Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let kinds = guide::kinds_of(&sources);
    let kind = known(&kinds, kind)?;
    let is_check = kind.id == new_check::KIND;
    let page = new_check::page(path).filter(|_| is_check);
    let page = page.map_or_else(|| named(path), Ok)?;
    let after = new_check::start_page(&sources, &kinds, kind, &page, None);
    let after = after.map_err(Error)?;
    let mut broken = vec![];
    compare(&sources, &after, &BTreeMap::new(), &mut broken);
    // Whoever starts a page knows that its examples are examples, and that nobody signed them.
    broken.retain(|finding| !matches!(finding.code, "example-left" | "rules-unsigned"));
    if !broken.is_empty() {
        terminal::print_all(&after, &broken, false);
        terminal::tell(
            "Nothing was started: the page would have the problems listed above.",
        );
        return Ok(false);
    }
    disk::change(folder, &sources, &after)?;
    tell(folder, &sources, &after);
    Ok(true)
}

/// Names each file that is new.
fn tell(folder: &Path, before: &Sources, after: &Sources) {
    let new = after.files.keys().filter(|file| !before.files.contains_key(*file));
    for file in new {
        let file = folder.join(&**file);
        terminal::tell(&format!("Started {}: open it, and write.", file.display()));
    }
}

/// The kind of page of an id.
fn known<'a>(kinds: &'a Kinds, id: &str) -> Result<&'a PageKind, Error> {
    let ids = || kinds.kinds.iter().map(|kind| kind.id.as_str());
    kinds.kind(id).ok_or_else(|| {
        let known = match nearest(id, ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if kinds.kinds.is_empty() => {
                "declare it in content/kinds.toml".to_owned()
            }
            None => format!("use one of: {}", ids().collect::<Vec<_>>().join(", ")),
        };
        Error(format!("there is no kind of page `{id}`; {known}"))
    })
}
