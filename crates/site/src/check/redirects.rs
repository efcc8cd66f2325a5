//! An address that once was public goes on to work.
use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::edit::Fix;
use ground::source::Span;

use crate::load::Project;
use crate::load::dates::too_early;
use crate::read::addresses::{Addresses, Redirect};
use crate::website::redirects::{RedirectFault, Wait, fault, is_page, wait};

/// Finds published addresses that lead nowhere by now, and redirects that do not work.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    published(project, found);
    for (from, redirect) in &project.addresses.redirects {
        let fault = fault(project, from, redirect);
        let wait = wait(project, redirect).filter(|_| fault.is_none());
        found.extend(fault.map(|fault| told(project, from, redirect, &fault)));
        found.extend(wait.map(|wait| waiting(project, from, redirect, &wait)));
    }
}

/// What a redirect does until its page appears.
fn waiting(
    project: &Project,
    from: &str,
    redirect: &Redirect,
    wait: &Wait<'_>,
) -> Diagnostic {
    let until = format!("visitors of {from} are sent to {}", wait.address);
    let what = (until.as_str(), "sends them to that page");
    let today = project.sources.today;
    too_early(what, (wait.page, wait.day), today, redirect.to_at.clone())
}

/// Finds published addresses that lead nowhere by now.
fn published(project: &Project, found: &mut Vec<Diagnostic>) {
    let Addresses { published, redirects } = &*project.addresses;
    for (address, at) in published {
        if !is_page(project, address) && !redirects.contains_key(address) {
            found.push(gone(project, address, at));
        }
    }
}

fn gone(project: &Project, address: &str, at: &Span) -> Diagnostic {
    let message = format!("visitors who kept the address {address} would find nothing");
    let near = nearest_page(project, address).unwrap_or("/…/");
    Diagnostic::new("address-gone", Level::Unpublishable, message)
        .at(at.clone())
        .help(format!("add a line below [redirects]: \"{address}\" = \"{near}\""))
}

fn nearest_page<'a>(project: &'a Project, address: &str) -> Option<&'a str> {
    let pages = project.graph.pages.iter().filter(|page| page.listed());
    nearest(address, pages.map(|page| &*page.address))
}

/// Why a redirect does not work, and what to write.
fn told(
    project: &Project,
    from: &str,
    redirect: &Redirect,
    fault: &RedirectFault<'_>,
) -> Diagnostic {
    let (at, to) = (&redirect.at, redirect.to.as_str());
    let (message, at) = match fault {
        RedirectFault::NoAddress => (format!("`{from}` is no address of a page"), at),
        RedirectFault::Taken(page) => {
            (format!("nobody is sent on from {from}: {} is there", page.file), at)
        }
        RedirectFault::Twice(_) => (
            format!("visitors would be sent on twice, from {from} by {to}"),
            &redirect.to_at,
        ),
        RedirectFault::Circle => {
            (format!("visitors of {from} would be sent in a circle"), &redirect.to_at)
        }
        RedirectFault::Nowhere => (
            format!("visitors of {from} would be sent to nothing: {to}"),
            &redirect.to_at,
        ),
    };
    // Only where the answer is certain: a fix may be applied without another look at it.
    let new = match fault {
        RedirectFault::Twice(end) => Some(*end),
        RedirectFault::Nowhere => nearest_page(project, to),
        _ => None,
    };
    let help = match (fault, new) {
        (_, Some(new)) => format!("write \"{new}\""),
        (RedirectFault::NoAddress, None) => {
            "write the path of a page: \"/side-effects/\"".to_owned()
        }
        (RedirectFault::Taken(_), None) => "remove this line".to_owned(),
        _ => "write the address of a page that is there".to_owned(),
    };
    let fix = new.map(|new| Fix::quoted(at, new));
    Diagnostic::error("redirect", message).at(at.clone()).help(help).fix(fix)
}
