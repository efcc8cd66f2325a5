//! Where visitors of former addresses are sent.
use std::collections::BTreeMap;

use ground::source::ending;
use jiff::civil::Date;

use crate::load::Project;
use crate::load::dates::appears_after;
use crate::load::graph::PageNode;
use crate::read::addresses::Redirect;
use crate::render::address::is_generated;

/// Addresses that pages have left, each with the one that took its place.
pub type Redirects = BTreeMap<String, SentOn>;

/// Where visitors of a former address are sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct SentOn {
    /// The address.
    pub to: String,
    /// Whether another page is to take its place, which appears later: browsers keep what is
    /// moved for good, and would never ask again.
    pub is_for_now: bool,
}

/// Why a redirect does not work.
pub(crate) enum RedirectFault<'a> {
    /// No page of this website can have had the address.
    NoAddress,
    /// A page stands there, so nobody is sent on.
    Taken(&'a PageNode),
    /// It leads to another redirect, whose end is this address.
    Twice(&'a str),
    /// It leads back to itself.
    Circle,
    /// It leads nowhere.
    Nowhere,
}

/// The redirects that work. Where a page has the address, its visitors stay.
pub(crate) fn redirects(project: &Project) -> Redirects {
    let all = project.addresses.redirects.iter();
    let work = all.filter(|(from, redirect)| {
        !is_page(project, from) && fault(project, from, redirect).is_none()
    });
    let sent = |(from, redirect): (&String, &Redirect)| {
        let wait = wait(project, redirect).filter(|wait| !wait.page.built);
        let is_for_now = wait.is_some();
        let to = wait.map_or_else(|| redirect.to.clone(), |wait| wait.address.to_owned());
        (from.clone(), SentOn { to, is_for_now })
    };
    work.map(sent).collect()
}

/// How visitors wait for a page that they are to be sent to.
pub(crate) struct Wait<'a> {
    /// The page.
    pub(crate) page: &'a PageNode,
    /// Its first day.
    pub(crate) day: Date,
    /// Where they are sent until then.
    pub(crate) address: &'a str,
}

/// How visitors of a former address wait, where its page appears later: on the page of the
/// nearest section around it, or the home page.
pub(crate) fn wait<'a>(project: &'a Project, redirect: &Redirect) -> Option<Wait<'a>> {
    let graph = &project.graph;
    let page = &graph.pages[*graph.by_address.get(redirect.to.as_str())?];
    let day = appears_after(page, None)?;
    let around = |page: &&'a PageNode| page.section.map(|at| &graph.pages[at]);
    let around = std::iter::successors(around(&page), around);
    let home = graph.by_address.get("/").map(|at| &graph.pages[*at]);
    let open = around.chain(home).find(|page| page.hidden.is_none())?;
    Some(Wait { page, day, address: &open.address })
}

/// Why a redirect does not work, if it does not.
pub(crate) fn fault<'a>(
    project: &'a Project,
    from: &str,
    redirect: &Redirect,
) -> Option<RedirectFault<'a>> {
    let to = redirect.to.as_str();
    if !is_address(from) {
        return Some(RedirectFault::NoAddress);
    }
    // A page that shows only in the preview, or not any more, may have left its redirect.
    let page = project.graph.by_address.get(from).map(|at| &project.graph.pages[*at]);
    if let Some(page) = page.filter(|page| page.hidden.is_none()) {
        return Some(RedirectFault::Taken(page));
    }
    if wait(project, redirect).is_some() {
        return None;
    }
    if let Some(end) = end_of(project, to) {
        return Some(RedirectFault::Twice(end));
    }
    if is_page(project, to) {
        return None;
    }
    let goes_on = project.addresses.redirects.contains_key(to);
    Some(if goes_on { RedirectFault::Circle } else { RedirectFault::Nowhere })
}

/// Whether visitors find a page at an address today.
pub(crate) fn is_page(project: &Project, address: &str) -> bool {
    let page = project.graph.by_address.get(address);
    page.is_some_and(|at| project.graph.pages[*at].built) || is_generated(address)
}

/// Where the redirects from an address end, when it has some and they end.
fn end_of<'a>(project: &'a Project, from: &str) -> Option<&'a str> {
    let redirects = &project.addresses.redirects;
    let first = redirects.get(from).filter(|_| !is_page(project, from))?;
    let mut end = first;
    for _ in 0..redirects.len() {
        match redirects.get(&end.to).filter(|_| !is_page(project, &end.to)) {
            Some(next) => end = next,
            None => return Some(&end.to),
        }
    }
    None
}

/// Whether a page can have had the address: no file of this website's has another form.
fn is_address(address: &str) -> bool {
    let inner = address.strip_prefix('/').and_then(|rest| {
        rest.strip_suffix('/').or_else(|| (ending(rest) == "html").then_some(rest))
    });
    inner.is_some_and(|inner| inner.split('/').all(is_plain))
}

/// Whether a part of a path is the name of a file that is published.
fn is_plain(part: &str) -> bool {
    let is_known = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !part.is_empty() && !part.starts_with('.') && part.chars().all(is_known)
}
