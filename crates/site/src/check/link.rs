//! Addresses that templates write: in the website each must lead somewhere.
use std::collections::BTreeSet;

use crate::Output;
use crate::diagnostic::{Diagnostic, nearest};
use crate::render::address::{BARE, TELLS};
use crate::render::fill::World;
use crate::source::{Path, Span};

/// Finds addresses in the rendered pages that lead nowhere. Those in an author's text are
/// found before, at their own place.
pub(super) fn check(world: &World<'_>, output: &Output, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (path, bytes) in output.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for address in addresses(&html) {
            let page = address.split('#').next().unwrap_or_default();
            let page = world.site.by_address.get(page).map(|at| &world.site.pages[*at]);
            let failed = page
                .is_some_and(|page| page.built && !output.contains_key(&page.output()));
            if tells(world, &address) && seen.insert(address.clone()) {
                let at = place(world, &address).unwrap_or_else(|| Span::new(path, 0, 0));
                let message = format!("{TELLS}: `{address}`");
                found.push(Diagnostic::error("leaving", message).at(at).help(BARE));
            }
            if failed || works(&address, &html, output) || !seen.insert(address.clone()) {
                continue;
            }
            let message = format!("a template's link leads nowhere: `{address}`");
            let known = world.site.by_address.keys().map(String::as_str);
            let help = match nearest(&address, known) {
                Some(near) => format!("write {near}"),
                None => {
                    "write the address of a page, with a slash at both ends".to_owned()
                }
            };
            let at = place(world, &address).unwrap_or_else(|| Span::new(path, 0, 0));
            found.push(Diagnostic::error("template-link", message).at(at).help(help));
        }
    }
}

/// Finds entries of the menu and the footer whose page does not exist.
pub(super) fn menu(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    for item in world.practice.menu.iter().chain(&world.practice.footer) {
        let file = format!("content/{}", item.page);
        if world.site.by_file.contains_key(file.as_str()) {
            continue;
        }
        let files =
            world.site.by_file.keys().filter_map(|file| file.strip_prefix("content/"));
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

/// What stands in `href` and `src`. Our own output quotes each attribute.
fn addresses(html: &str) -> impl Iterator<Item = String> + '_ {
    [" href=\"", " src=\""].into_iter().flat_map(move |attribute| {
        html.match_indices(attribute).map(move |(at, _)| {
            let value =
                html[at + attribute.len()..].split('"').next().unwrap_or_default();
            value.replace("&amp;", "&").replace("&#x2F;", "/")
        })
    })
}

/// Whether an address that leaves carries something along. Where a source is found is its
/// publisher's to say.
fn tells(world: &World<'_>, address: &str) -> bool {
    let mut sources = world.facts.sources.values();
    address.starts_with("https://")
        && address.contains(['?', '#'])
        && !sources.any(|source| source.link.as_deref() == Some(address))
}

fn works(address: &str, html: &str, output: &Output) -> bool {
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    if path.is_empty() {
        return !address.is_empty() && has_id(html, fragment);
    }
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| !scheme.contains('/'));
    if scheme || path.starts_with("/__candor/") {
        return true;
    }
    let Some(path) = path.strip_prefix('/') else { return false };
    let file = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    let Some(target) = output.get(file.as_str()) else { return false };
    fragment.is_empty() || has_id(&String::from_utf8_lossy(target), fragment)
}

fn has_id(html: &str, id: &str) -> bool {
    html.contains(&format!(" id=\"{id}\""))
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
