//! Addresses that templates write: in the website each must lead somewhere.
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;
use rayon::prelude::*;

use crate::Output;
use crate::build::part::Part;
use crate::diagnostic::{Diagnostic, nearest};
use crate::edit::Fix;
use crate::html::{Value, values};
use crate::load::graph::Site;
use crate::render::address::{BARE, TELLS, all};
use crate::render::fill::World;
use crate::source::{Path, Span, ending};

/// What an address that leads nowhere is found as.
const NOWHERE: &str = "template-link";

/// What an address that carries something along is found as.
const LEAVING: &str = "leaving";

/// The attributes that hold an address, or a place for one.
pub(crate) const SEEN: [&str; 3] = ["href", "src", "id"];

/// Whether a finding may come from the addresses in pages.
pub(crate) fn is_found(finding: &Diagnostic) -> bool {
    [NOWHERE, LEAVING].contains(&finding.code)
}

/// Where the addresses stand in the bytes of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Those that name a place in this website, which is to be looked up there once all of
    /// it is made.
    inside: Vec<Range<u32>>,
    /// Those that are broken, whatever else there is.
    broken: Vec<Range<u32>>,
    /// Those that leave the website and carry something along.
    telling: Vec<Range<u32>>,
}

/// The addresses of a page under way, one by one.
#[derive(Default)]
pub(crate) struct Seen<'a> {
    links: Links,
    /// The places of addresses within the page itself, and the ids that they may name.
    own: Vec<Range<usize>>,
    ids: Vec<&'a str>,
}

impl<'a> Seen<'a> {
    /// Takes down what stands in an `id`, `href` or `src`, unless it is `known` to lead
    /// somewhere. Our own output quotes each.
    pub(crate) fn see(
        &mut self,
        html: &'a str,
        Value { name, place, quoted, .. }: Value<'_>,
        known: impl Fn(&str) -> bool,
    ) {
        let value = &html[place.clone()];
        match name {
            _ if !quoted => {}
            "id" => self.ids.push(value),
            _ if value.starts_with('#') => self.own.push(place),
            _ if known(value) => {}
            _ if !leaves(value) => self.links.inside.extend(short(&place)),
            _ if carries(value) => self.links.telling.extend(short(&place)),
            _ => {}
        }
    }

    /// All of them, once the page's last one was seen.
    pub(crate) fn links(mut self, html: &str) -> Links {
        self.ids.sort_unstable();
        let is_missing = |place: &Range<usize>| {
            self.ids.binary_search(&&html[place.start + 1..place.end]).is_err()
        };
        let broken = self.own.iter().filter(|place| is_missing(place));
        Links { broken: broken.filter_map(short).collect(), ..self.links }
    }
}

impl Links {
    /// Finds those of a page.
    fn of(html: &str) -> Self {
        let mut seen = Seen::default();
        for value in values(html, &SEEN) {
            seen.see(html, value, |_| false);
        }
        seen.links(html)
    }

    /// The same when the bytes from `from` on have moved on by so many.
    pub(crate) fn moved(mut self, from: usize, by: usize) -> Self {
        let is_after = |place: &&mut Range<u32>| place.start as usize >= from;
        let all = [&mut self.inside, &mut self.broken, &mut self.telling];
        for place in all.into_iter().flatten().filter(is_after) {
            let moved = place.start as usize + by..place.end as usize + by;
            *place = short(&moved).unwrap_or_default();
        }
        self
    }

    /// The addresses that lead nowhere.
    fn that_fail(&self, html: &[u8], site: &Site, output: &Output) -> Vec<String> {
        let inside = self.inside.iter().map(|place| as_read(at(html, place)));
        let failing = inside.filter(|address| !works(address, site, output));
        let broken = self.broken.iter().map(|place| as_read(at(html, place)));
        failing.chain(broken).map(Cow::into_owned).collect()
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

/// Whether an address leads somewhere, or to a page that could not be made, which is found
/// elsewhere.
fn works(address: &str, site: &Site, output: &Output) -> bool {
    let path = address.split('#').next().unwrap_or_default();
    let page = site.by_address.get(path).map(|at| &site.pages[*at]);
    page.is_some_and(|page| page.built && !output.contains_key(&page.output))
        || leads(address, output)
}

/// Finds addresses in the rendered pages that lead nowhere. Those in an author's text are
/// found before, at their own place.
pub(super) fn check(
    world: &World<'_>,
    output: &Output,
    parts: &[(&Path, &Arc<Part>)],
    found: &mut Vec<Diagnostic>,
) {
    let look = |path: &Path, html: &[u8], links: &Links| {
        let here = |address| (path.clone(), address);
        let failing = links.that_fail(html, world.site, output).into_iter().map(here);
        let failing: Vec<_> = failing.collect();
        let telling: Vec<_> = links.that_tell(html).into_iter().map(here).collect();
        (failing, telling)
    };
    let of_part = |(path, part): &(&Path, &Arc<Part>)| {
        Some(look(path, part.html.as_deref()?, &part.links))
    };
    let mut looked_at: Vec<_> = parts.par_iter().filter_map(of_part).collect();
    // Those among the static files.
    let others = world.assets.addresses.values().map(|address| &address[1..]);
    for path in others.filter(|path| ending(path) == "html") {
        let Some((path, bytes)) = output.get_key_value(path) else { continue };
        let html = String::from_utf8_lossy(bytes);
        looked_at.push(look(path, html.as_bytes(), &Links::of(&html)));
    }
    let (failing, telling): (Vec<_>, Vec<_>) = looked_at.into_iter().unzip();
    tell(world, telling.into_iter().flatten(), found);
    let mut seen = BTreeSet::new();
    for (path, address) in failing.into_iter().flatten() {
        if !seen.insert(address.clone()) {
            continue;
        }
        let message = format!("a template's link leads nowhere: `{address}`");
        let help = match nearest(&address, all(world.site)) {
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
        let near = nearest(&item.page, files);
        let help = match near {
            Some(near) => format!("write page = \"{near}\""),
            None => {
                "write the name of a file under content/, or remove the entry".to_owned()
            }
        };
        let message = format!("the menu names `{}`, which does not exist", item.page);
        let finding = Diagnostic::error("menu", message).at(item.at.clone());
        found.push(finding.help(help).fix(near.map(|near| Fix::quoted(&item.at, near))));
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
