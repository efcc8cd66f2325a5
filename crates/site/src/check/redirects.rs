//! An address that once was public goes on to work.
use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::edit::Fix;
use crate::read::addresses::Redirect;
use crate::render::address::is_made;
use crate::render::fill::World;
use crate::source::{Span, ending};
use crate::website::host::Redirects;

/// Finds published addresses that lead nowhere by now, and redirects that do not work.
pub(super) fn check(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    let addresses = world.addresses;
    for (address, at) in &addresses.published {
        if !is_page(world, address) && !addresses.redirects.contains_key(address) {
            found.push(gone(world, address, at));
        }
    }
    for (from, redirect) in &addresses.redirects {
        found.extend(problem(world, from, redirect));
    }
}

/// The redirects that work. Where a page has the address, its visitors stay.
pub fn redirects(world: &World<'_>) -> Redirects {
    let all = world.addresses.redirects.iter();
    let work = all.filter(|(from, redirect)| {
        !is_page(world, from) && problem(world, from, redirect).is_none()
    });
    work.map(|(from, redirect)| (from.clone(), redirect.to.clone())).collect()
}

/// Whether visitors find a page at an address today.
fn is_page(world: &World<'_>, address: &str) -> bool {
    let page = world.site.by_address.get(address);
    page.is_some_and(|at| world.site.pages[*at].built) || is_made(address)
}

fn gone(world: &World<'_>, address: &str, at: &Span) -> Diagnostic {
    let message = format!("visitors who kept the address {address} would find nothing");
    let pages = world.site.pages.iter().filter(|page| page.listed());
    let near = nearest(address, pages.map(|page| &*page.address)).unwrap_or("/…/");
    Diagnostic::new("address-gone", Level::Unpublishable, message)
        .at(at.clone())
        .help(format!("add a line below [redirects]: \"{address}\" = \"{near}\""))
}

fn problem(world: &World<'_>, from: &str, redirect: &Redirect) -> Option<Diagnostic> {
    let others = &world.addresses.redirects;
    let finding = |message: String, at: &Span, help: String| {
        Some(Diagnostic::error("redirect", message).at(at.clone()).help(help))
    };
    let to = redirect.to.as_str();
    if !is_address(from) {
        let message = format!("`{from}` is no address of a page");
        let help = "write the path of a page: \"/side-effects/\"";
        return finding(message, &redirect.at, help.to_owned());
    }
    // A page that shows only in the preview, or not any more, may have left its redirect.
    let page = world.site.by_address.get(from).map(|at| &world.site.pages[*at]);
    if let Some(page) = page.filter(|page| page.hidden.is_none()) {
        let message = format!("nobody is sent on from {from}: {} is there", page.file);
        return finding(message, &redirect.at, "remove this line".to_owned());
    }
    if let Some(end) = end_of(world, to) {
        let message = format!("visitors would be sent on twice, from {from} by {to}");
        let found = finding(message, &redirect.to_at, format!("write \"{end}\""));
        return found.map(|found| found.fix(Fix::quoted(&redirect.to_at, end)));
    }
    if others.contains_key(to) && !is_page(world, to) {
        let message = format!("visitors of {from} would be sent in a circle");
        let help = "write the address of a page that is there".to_owned();
        return finding(message, &redirect.to_at, help);
    }
    if !is_page(world, to) {
        let pages = world.site.pages.iter().filter(|page| page.listed());
        let near = nearest(to, pages.map(|page| &*page.address));
        let help = match near {
            Some(near) => format!("write \"{near}\""),
            None => "write the address of a page that is there".to_owned(),
        };
        let message = format!("visitors of {from} would be sent to nothing: {to}");
        let fix = near.map(|near| Fix::quoted(&redirect.to_at, near));
        return finding(message, &redirect.to_at, help).map(|found| found.fix(fix));
    }
    None
}

/// Where the redirects from an address end, when it has some and they end.
fn end_of<'a>(world: &'a World<'_>, from: &str) -> Option<&'a str> {
    let redirects = &world.addresses.redirects;
    let first = redirects.get(from).filter(|_| !is_page(world, from))?;
    let mut end = first;
    for _ in 0..redirects.len() {
        match redirects.get(&end.to).filter(|_| !is_page(world, &end.to)) {
            Some(next) => end = next,
            None => return Some(&end.to),
        }
    }
    None
}

/// Whether a page can have had the address: no file of this website's has another form.
fn is_address(address: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    let inner = address.strip_prefix('/').and_then(|rest| {
        rest.strip_suffix('/').or_else(|| (ending(rest) == "html").then_some(rest))
    });
    inner.is_some_and(|inner| inner.split('/').all(plain))
}
