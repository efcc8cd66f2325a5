//! The pictures that pages show: which file a text names, and which of them go along with a page.
use std::collections::BTreeMap;

use ground::source::{Path, Sources, folder, name};

use crate::name::{normal, same};
use crate::read::markdown::destination::{Destination, NamedBy};
use crate::read::page;
use crate::render::address::join;

/// The pictures beside a page that it alone shows, each with its path in another folder.
pub(super) fn along(sources: &Sources, page: &Path, to: &str) -> BTreeMap<Path, Path> {
    let here = folder(page);
    if here == to {
        return BTreeMap::new();
    }
    let mut own = shown_by(sources, page);
    own.retain(|picture| folder(picture) == here);
    let others = sources.files.keys().filter(|path| *path != page);
    let others = others.flat_map(|other| shown_by(sources, other));
    others.for_each(|shown| own.retain(|picture| *picture != shown));
    let moved = |picture: Path| (picture.clone(), join(to, name(&picture)).into());
    own.into_iter().map(moved).collect()
}

/// The files that the text of a page, or of a part of one, shows.
pub(in crate::authoring) fn shown_by(sources: &Sources, file: &Path) -> Vec<Path> {
    let is_part = sources.check_of_part(file).is_some();
    let text = sources.files.get(file).filter(|_| is_part || sources.is_page(file));
    let Some(text) = text.and_then(|text| text.text(file).ok()) else { return vec![] };
    let named = page::destinations(file, text, is_part);
    let named = named.iter().filter(|named| named.named_by != NamedBy::Link);
    named.filter_map(|Destination { to, .. }| shown(sources, file, to)).collect()
}

/// The file beside a text, or in some folder from there, that it names as a build finds it:
/// however the name is spelt.
pub(super) fn shown(sources: &Sources, file: &str, written: &str) -> Option<Path> {
    let names = [written, &normal(written)].map(|name| join(folder(file), name));
    let found = names.iter().find_map(|name| sources.files.get_key_value(name.as_str()));
    if let Some((path, _)) = found {
        return Some(path.clone());
    }
    let spelt = |name: &String| same(sources.files.keys().map(|path| &**path), name);
    names.iter().find_map(spelt).map(Path::from)
}
