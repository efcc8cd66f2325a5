//! Links: in the website each must lead somewhere.
//!
//! Those in an author's text are resolved where they are written, but for headings of other
//! pages. What a template writes is looked up here.
use std::borrow::Cow;
use std::collections::BTreeSet;

use ground::diagnostic::{Diagnostic, nearest};
use ground::edit::Fix;
use ground::source::{Path, Span, ending};

use crate::load::Project;
use crate::load::dates::{appears_after, spoken, too_early};
use crate::name::normal;
use crate::render::Pages;
use crate::render::address::{all, has_heading, link_broken};
use crate::render::links::{Anchor, Ids, Links, scan};
use crate::render::outside::telling;
use crate::store::Content;
use crate::website::Website;

/// Where addresses are looked up.
struct Places<'a> {
    project: &'a Project,
    pages: &'a Pages,
    website: &'a Website,
    /// The pages among the static files.
    static_pages: Vec<(&'a Path, Links, Ids)>,
}

impl Places<'_> {
    /// Whether an address leads somewhere, or to a page that could not be made, which is found
    /// elsewhere.
    fn lead(&self, address: &str) -> bool {
        let address = &*normal(address);
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let (graph, files) = (&self.project.graph, &self.website.files);
        let page = graph.by_address.get(path).map(|at| &graph.pages[*at]);
        if page.is_some_and(|page| page.built && !files.contains_key(&page.output)) {
            return true;
        }
        let Some(file) = file(path).filter(|file| files.contains_key(&**file)) else {
            return false;
        };
        fragment.is_empty() || self.ids(path, &file).is_some_and(|ids| ids.has(fragment))
    }

    /// The ids of the page at an address.
    fn ids(&self, address: &str, file: &str) -> Option<&Ids> {
        if let Some(at) = self.project.graph.by_address.get(address) {
            return Some(&self.pages.of_files[*at].ids);
        }
        let generated = self.pages.generated.iter().map(|(path, page)| (path, &page.ids));
        let statics = self.static_pages.iter().map(|(path, _, ids)| (*path, ids));
        let mut others = generated.chain(statics);
        others.find(|(path, _)| ***path == *file).map(|(_, ids)| ids)
    }
}

/// The file of the output that an address without a fragment names.
fn file(address: &str) -> Option<Cow<'_, str>> {
    let path = address.strip_prefix('/')?;
    let is_folder = path.is_empty() || path.ends_with('/');
    Some(if is_folder { format!("{path}index.html").into() } else { path.into() })
}

/// Finds links that lead nowhere, and those that carry something along.
pub(super) fn check(
    project: &Project,
    pages: &Pages,
    website: &Website,
    found: &mut Vec<Diagnostic>,
) {
    for (node, page) in project.graph.pages.iter().zip(&pages.of_files) {
        let failing = page.anchors.iter().filter_map(|at| without_heading(at, pages));
        let mut failing: Vec<_> = failing.collect();
        node.soften(&mut failing);
        found.append(&mut failing);
    }
    let static_pages = static_pages(project, website);
    let places = &Places { project, pages, website, static_pages };
    let rendered = pages.all(&project.graph).map(|(path, page)| (path, &page.links));
    let statics = places.static_pages.iter().map(|(path, links, _)| (*path, links));
    let links: Vec<_> = rendered.chain(statics).collect();
    let carrying = links.iter().flat_map(|(path, links)| {
        links.carrying.iter().map(move |address| (*path, address.as_str()))
    });
    tell_carrying(project, carrying, found);
    let failing = links.iter().flat_map(|(path, links)| {
        let inside = links.inside.iter().filter(|address| !places.lead(address));
        inside.chain(&links.broken).map(move |address| (*path, address.as_str()))
    });
    tell_failing(project, failing, found);
}

/// The pages among the static files, each with what it names.
fn static_pages<'a>(
    project: &'a Project,
    website: &Website,
) -> Vec<(&'a Path, Links, Ids)> {
    let pages = project.assets.files.iter().filter(|(path, _)| ending(path) == "html");
    let page = |(path, content): (&'a Path, &'a Content)| {
        let is_own = website.files.get(path).is_some_and(|file| file.content == *content);
        let bytes = content.get().ok().filter(|_| is_own)?;
        let scan = scan(&String::from_utf8_lossy(&bytes), |_| false, |_| None);
        Some((path, scan.links, scan.ids))
    };
    pages.filter_map(page).collect()
}

/// Tells once of each address that leads nowhere.
fn tell_failing<'a>(
    project: &Project,
    failing: impl Iterator<Item = (&'a Path, &'a str)>,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen = BTreeSet::new();
    for (path, address) in failing.filter(|(_, address)| seen.insert(*address)) {
        let message = format!("a template's link leads nowhere: `{address}`");
        let near = || nearest(address, all(&project.graph));
        let help = match first_day(project, address) {
            // A template's words are the same on any day: what waits for a page is the menu.
            Some(day) => {
                format!(
                    "that page goes live on {day}: let the menu show it, or a page's text"
                )
            }
            None => near().map_or_else(
                || "write the address of a page, with a slash at both ends".to_owned(),
                |near| format!("write {near}"),
            ),
        };
        let at = place(project, address).unwrap_or_else(|| Span::new(path, 0, 0));
        found.push(Diagnostic::error("template-link", message).at(at).help(help));
    }
}

/// The day on which the page at an address appears, in words, if that is still to come.
fn first_day(project: &Project, address: &str) -> Option<String> {
    let address = normal(address.split('#').next()?);
    let at = project.graph.by_address.get(&*address)?;
    let day = appears_after(&project.graph.pages[*at], None)?;
    Some(spoken(day, project.sources.today))
}

/// Tells once of each address that carries something along.
fn tell_carrying<'a>(
    project: &Project,
    carrying: impl Iterator<Item = (&'a Path, &'a str)>,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen = BTreeSet::new();
    let carrying = carrying.filter(|(_, address)| !is_source(project, address));
    for (path, address) in carrying.filter(|(_, address)| seen.insert(*address)) {
        let at = place(project, address).unwrap_or_else(|| Span::new(path, 0, 0));
        found.extend(telling(address, at));
    }
}

/// An author's link to a heading that the other page does not have.
fn without_heading(anchor: &Anchor, pages: &Pages) -> Option<Diagnostic> {
    let heading = &anchor.heading;
    let headings = &pages.of_files[heading.page].outline.headings;
    let named = format!("`{}`", heading.named);
    let broken = has_heading(headings, &heading.id, &named).err()?;
    let broken = broken.whole(&heading.named, Some(&heading.id));
    Some(link_broken(broken, &anchor.at, anchor.place.as_ref()))
}

/// Finds entries of the menu and the footer whose page does not exist, or not yet.
pub(super) fn menu(project: &Project, found: &mut Vec<Diagnostic>) {
    for item in project.practice.menu.iter().chain(&project.practice.footer) {
        let file = format!("content/{}", item.page);
        if let Some(page) = project.graph.by_file.get(file.as_str()) {
            let page = &project.graph.pages[*page];
            let what = ("no menu shows this", "puts it into the menu");
            let day = appears_after(page, None).map(|day| (page, day));
            let today = project.sources.today;
            found.extend(day.map(|day| too_early(what, day, today, item.at.clone())));
            continue;
        }
        if project.sources.is_unread(&file) {
            continue;
        }
        let files =
            project.graph.files().filter_map(|file| file.strip_prefix("content/"));
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

/// Tells of sections whose page appears after pages that stand in them.
pub(super) fn sections(project: &Project, found: &mut Vec<Diagnostic>) {
    let graph = &project.graph;
    for (section, pages) in &graph.children {
        let section = &graph.pages[*section];
        let has_pages = pages.iter().any(|page| graph.pages[*page].hidden.is_none());
        let day = appears_after(section, None).filter(|_| has_pages);
        let what = ("its pages name no section", "names it on them");
        let at = Span::new(&section.file, 0, 0);
        let today = project.sources.today;
        found.extend(day.map(|day| too_early(what, (section, day), today, at)));
    }
}

/// Whether an address is a source's: where that is found is its publisher's to say.
fn is_source(project: &Project, address: &str) -> bool {
    project.facts.sources.values().any(|source| source.link.as_deref() == Some(address))
}

/// The template that writes an address.
fn place(project: &Project, address: &str) -> Option<Span> {
    let quoted = format!("\"{address}\"");
    let mut templates = project.sources.below("templates/");
    templates.find_map(|(path, file)| {
        let start = std::str::from_utf8(&file.bytes).ok()?.find(&quoted)? + 1;
        Some(Span::new(path, start, start + address.len()))
    })
}
