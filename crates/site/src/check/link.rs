//! Addresses that templates write: in the website each must lead somewhere.
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;
use rayon::prelude::*;

use crate::Output;
use crate::diagnostic::{Diagnostic, nearest};
use crate::part::Part;
use crate::render::address::{BARE, TELLS};
use crate::render::fill::World;
use crate::source::{Path, Span};

/// What an address that leads nowhere is found as.
const NOWHERE: &str = "template-link";

/// What an address that carries something along is found as.
const LEAVING: &str = "leaving";

/// Whether a finding may come from the addresses in pages.
pub(crate) fn is_found(finding: &Diagnostic) -> bool {
    [NOWHERE, LEAVING].contains(&finding.code)
}

/// Where the addresses stand in the bytes of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Those that name a place in this website, which is to be looked up there.
    inside: Vec<Range<u32>>,
    /// Those that are broken, whatever else there is.
    broken: Vec<Range<u32>>,
    /// Those that leave the website and carry something along.
    telling: Vec<Range<u32>>,
}

impl Links {
    /// Finds what stands in `href` and `src`. Our own output quotes each attribute.
    pub fn of(html: &str) -> Self {
        let (mut links, mut own, mut ids) = (Self::default(), vec![], vec![]);
        for at in memmem::find_iter(html.as_bytes(), "=\"") {
            let (name, rest) = (&html[..at], &html[at + 2..]);
            let end = memchr::memchr(b'"', rest.as_bytes()).unwrap_or(rest.len());
            let value = &rest[..end];
            if name.ends_with(" id") {
                ids.push(value);
            } else if name.ends_with(" href") || name.ends_with(" src") {
                let place = at + 2..at + 2 + end;
                if value.starts_with('#') {
                    own.push(place);
                } else if !leaves(value) {
                    links.inside.extend(short(&place));
                } else if carries(value) {
                    links.telling.extend(short(&place));
                }
            }
        }
        ids.sort_unstable();
        let is_missing = |place: &Range<usize>| {
            ids.binary_search(&&html[place.start + 1..place.end]).is_err()
        };
        links.broken =
            own.iter().filter(|place| is_missing(place)).filter_map(short).collect();
        links
    }

    /// The addresses that lead nowhere.
    fn that_fail(&self, html: &[u8], looked_up: &LookUp<'_>) -> Vec<String> {
        let inside = self.inside.iter().map(|place| at(html, place));
        let failing = inside.filter(|address| !looked_up.works(address));
        let broken = self.broken.iter().map(|place| at(html, place));
        failing.chain(broken).map(|address| as_read(address).into_owned()).collect()
    }

    /// The addresses that leave the website and carry something along.
    fn that_tell(&self, html: &[u8]) -> Vec<String> {
        let telling = self.telling.iter().map(|place| at(html, place));
        telling.map(|address| as_read(address).into_owned()).collect()
    }

    /// Whether none is broken or carries something along, and each leads to a place in the
    /// website.
    pub(crate) fn work(&self, html: &[u8], output: &Output) -> bool {
        self.broken.is_empty()
            && self.telling.is_empty()
            && self.inside.iter().all(|place| leads(&as_read(at(html, place)), output))
    }
}

/// Whether a page has each id that it had before: others may lead there.
pub(crate) fn keeps_ids(before: &[u8], now: &[u8]) -> bool {
    let ids = |html| -> BTreeSet<Vec<u8>> {
        let start = b" id=\"";
        let places = memmem::find_iter(html, start).map(|at| at + start.len());
        let id = |at: usize| html[at..].split(|byte| *byte == b'"').next();
        places.filter_map(id).map(<[u8]>::to_vec).collect()
    };
    ids(before).is_subset(&ids(now))
}

/// Whether an address names a file of the website, and a place in it where it says one.
fn leads(address: &str, output: &Output) -> bool {
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let Some(target) = file(path).and_then(|file| output.get(&*file)) else {
        return false;
    };
    let id = format!(" id=\"{fragment}\"");
    fragment.is_empty() || memmem::find(target, id.as_bytes()).is_some()
}

/// No page is longer than 4 GB, and one that was would not be looked at beyond that.
fn short(place: &Range<usize>) -> Option<Range<u32>> {
    Some(u32::try_from(place.start).ok()?..u32::try_from(place.end).ok()?)
}

/// The address at a place of a page.
fn at<'a>(html: &'a [u8], place: &Range<u32>) -> &'a str {
    let bytes = &html[place.start as usize..place.end as usize];
    std::str::from_utf8(bytes).expect("quotes stand between whole characters")
}

/// An address as browsers read it.
fn as_read(written: &str) -> Cow<'_, str> {
    if written.contains('&') {
        Cow::Owned(written.replace("&amp;", "&").replace("&#x2F;", "/"))
    } else {
        Cow::Borrowed(written)
    }
}

/// Whether an address leaves the website, or is the preview's own.
fn leaves(address: &str) -> bool {
    if address.starts_with('/') {
        return address.starts_with("/__candor/");
    }
    let path = address.split('#').next().unwrap_or_default();
    path.split_once(':').is_some_and(|(scheme, _)| !scheme.contains('/'))
}

/// The file of the output that an address without a fragment names.
fn file(address: &str) -> Option<Cow<'_, str>> {
    let path = address.strip_prefix('/')?;
    let is_folder = path.is_empty() || path.ends_with('/');
    Some(if is_folder { format!("{path}index.html").into() } else { path.into() })
}

/// What addresses are looked up in.
struct LookUp<'a> {
    output: &'a Output,
    /// The addresses of the pages that were made, without those of places within one.
    addresses: HashSet<&'a str>,
    /// Addresses of pages that could not be made, which is found elsewhere.
    failed: HashSet<&'a str>,
}

impl<'a> LookUp<'a> {
    fn new(world: &'a World<'_>, output: &'a Output) -> Self {
        let built = world.site.pages.iter().filter(|page| page.built);
        let (made, failed): (Vec<_>, Vec<_>) =
            built.partition(|page| output.contains_key(&page.output));
        Self {
            output,
            addresses: made.iter().map(|page| &*page.address).collect(),
            failed: failed.iter().map(|page| &*page.address).collect(),
        }
    }

    fn works(&self, written: &str) -> bool {
        let address = as_read(written);
        if self.addresses.contains(&*address) {
            return true;
        }
        let path = address.split('#').next().unwrap_or_default();
        if self.failed.contains(path) {
            return true;
        }
        leads(&address, self.output)
    }
}

/// Finds addresses in the rendered pages that lead nowhere. Those in an author's text are
/// found before, at their own place.
pub(super) fn check(
    world: &World<'_>,
    output: &Output,
    parts: &[(&Path, &Arc<Part>)],
    found: &mut Vec<Diagnostic>,
) {
    let looked_up = LookUp::new(world, output);
    let known: HashMap<&Path, &Arc<Part>> = parts.iter().copied().collect();
    let pages: Vec<_> =
        output.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    let failing = |(path, bytes): &(&Path, &Arc<[u8]>)| {
        let (failing, telling) = if let Some(part) = known.get(path) {
            (part.links.that_fail(bytes, &looked_up), part.links.that_tell(bytes))
        } else {
            let html = String::from_utf8_lossy(bytes);
            let links = Links::of(&html);
            let html = html.as_bytes();
            (links.that_fail(html, &looked_up), links.that_tell(html))
        };
        let here = |address| ((*path).clone(), address);
        let failing: Vec<_> = failing.into_iter().map(here).collect();
        let telling: Vec<_> = telling.into_iter().map(here).collect();
        (failing, telling)
    };
    let looked_at: Vec<_> = pages.par_iter().map(failing).collect();
    let (failing, telling): (Vec<_>, Vec<_>) = looked_at.into_iter().unzip();
    tell(world, telling.into_iter().flatten(), found);
    let mut seen = BTreeSet::new();
    for (path, address) in failing.into_iter().flatten() {
        if !seen.insert(address.clone()) {
            continue;
        }
        let message = format!("a template's link leads nowhere: `{address}`");
        let known = world.site.by_address.keys().map(|address| &**address);
        let help = match nearest(&address, known) {
            Some(near) => format!("write {near}"),
            None => "write the address of a page, with a slash at both ends".to_owned(),
        };
        let at = place(world, &address).unwrap_or_else(|| Span::new(&path, 0, 0));
        found.push(Diagnostic::error(NOWHERE, message).at(at).help(help));
    }
}

/// Finds addresses that carry something along.
fn tell(
    world: &World<'_>,
    telling: impl Iterator<Item = (Path, String)>,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen = BTreeSet::new();
    for (path, address) in telling {
        if is_source(world, &address) || !seen.insert(address.clone()) {
            continue;
        }
        let at = place(world, &address).unwrap_or_else(|| Span::new(&path, 0, 0));
        let message = format!("{TELLS}: `{address}`");
        found.push(Diagnostic::error(LEAVING, message).at(at).help(BARE));
    }
}

/// Finds entries of the menu and the footer whose page does not exist.
pub(super) fn menu(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    for item in world.practice.menu.iter().chain(&world.practice.footer) {
        let file = format!("content/{}", item.page);
        let known = world.site.by_file.contains_key(file.as_str());
        if known || world.sources.is_unread(&file) {
            continue;
        }
        let files = world.site.files().filter_map(|file| file.strip_prefix("content/"));
        let help = match nearest(&item.page, files) {
            Some(near) => format!("write page = \"{near}\""),
            None => {
                "write the name of a file under content/, or remove the entry".to_owned()
            }
        };
        let message = format!("the menu names `{}`, which does not exist", item.page);
        found.push(Diagnostic::error("menu", message).at(item.at.clone()).help(help));
    }
}

/// Whether an address that leaves carries something along.
fn carries(address: &str) -> bool {
    address.starts_with("https://") && address.contains(['?', '#'])
}

/// Whether an address is a source's: where that is found is its publisher's to say.
fn is_source(world: &World<'_>, address: &str) -> bool {
    world.facts.sources.values().any(|source| source.link.as_deref() == Some(address))
}

/// The template that writes an address.
fn place(world: &World<'_>, address: &str) -> Option<Span> {
    let quoted = format!("\"{address}\"");
    let mut templates =
        world.sources.files.iter().filter(|(path, _)| path.starts_with("templates/"));
    templates.find_map(|(path, file): (&Path, _)| {
        let start = std::str::from_utf8(&file.bytes).ok()?.find(&quoted)? + 1;
        Some(Span::new(path, start, start + address.len()))
    })
}
