//! Where a link leads.
use std::borrow::Cow;

use ground::diagnostic::{Diagnostic, slip};
use ground::edit::Fix;
use ground::source::{Span, folder, is_markdown};

use crate::load::Project;
use crate::load::dates::appears_after;
use crate::load::graph::{Hidden, PageGraph, PageNode};
use crate::name::{normal, same};
use crate::read::body::Heading;
use crate::read::markdown::destination;
use crate::render::outside;
use crate::render::target::{Broken, OtherHeading, Target, broken, nearly};

/// The addresses of what is made of the site as a whole: the page that lists all others, and
/// what other programs read.
pub const GENERATED: [&str; 4] = ["/a-z/", "/sitemap.xml", "/feed.xml", "/robots.txt"];

/// The address of a sound without a sample, which nobody may keep. Pages that take answers load
/// it: Chromium shows even a page that nobody may keep as it was, for three minutes, unless
/// something was loaded into it, by other than a link or an image, that nobody may keep either.
/// Only a script or a player loads in that way (tried in Chromium 156).
pub const SILENCE: &str = "/never-kept.wav";

/// Whether something stands at an address that is made of the site as a whole.
pub fn is_generated(address: &str) -> bool {
    GENERATED.contains(&address)
}

/// The addresses of pages, and of what is made of the site as a whole.
pub(crate) fn all(graph: &PageGraph) -> impl Iterator<Item = &str> {
    let pages = graph.by_address.keys().map(|address| &**address);
    pages.chain(GENERATED)
}

/// Where the link `to` leads, which is written in the file `file` for the page `from`, which
/// has these headings.
pub fn resolve(
    to: &str,
    file: &str,
    from: &PageNode,
    headings: &[Heading],
    project: &Project,
) -> Result<Target, Broken> {
    let (path, fragment) = match to.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (to, None),
    };
    // A file may have a percent sign in its name: that counts as it stands.
    let is_file = project.assets.addresses.contains_key(path.trim_start_matches('/'));
    let name = if is_file { Cow::Borrowed(path) } else { normal(path) };
    let id = fragment.map(normal);
    let target = target(to, (&name, id.as_deref()), file, from, headings, project);
    target.map_err(|broken| broken.whole(path, fragment))
}

fn target(
    to: &str,
    (path, fragment): (&str, Option<&str>),
    file: &str,
    from: &PageNode,
    headings: &[Heading],
    project: &Project,
) -> Result<Target, Broken> {
    if let Some(scheme) = outside::scheme(to) {
        return outside::target(to, scheme);
    }
    if to.is_empty() {
        return broken("this link leads nowhere", "write an address: [text](page.md)");
    }
    if path.contains('?') {
        return broken(
            "an address with a question mark tells others what a visitor does",
            "remove everything from the question mark on",
        );
    }
    if path.is_empty() {
        has_heading(headings, fragment.unwrap_or_default(), "this page")?;
        return Ok(Target::inside(to.to_owned()));
    }
    let (page, named) = match path.strip_prefix('/') {
        Some(address) => match absolute(address, project)? {
            Absolute::Page(page) => (page, path),
            Absolute::File(address) => return Ok(Target::inside(address)),
        },
        None => (page(path, file, project)?, path),
    };
    within(page, named, fragment, from, headings)
}

/// A page, or a heading of it. Those of the page itself are known; others are looked up when
/// all pages are made.
fn within(
    (at, page): (usize, &PageNode),
    named: &str,
    fragment: Option<&str>,
    from: &PageNode,
    headings: &[Heading],
) -> Result<Target, Broken> {
    let later = appears_after(page, Some(from)).map(|day| (at, day));
    let Some(id) = fragment else {
        return Ok(Target { later, ..Target::inside(page.address.to_string()) });
    };
    let is_own = page.file == from.file;
    // Only the own headings are parsed at this point. Asking another page for its headings would
    // make rendering one page wait for the parsing of another.
    if is_own {
        has_heading(headings, id, &format!("`{named}`"))?;
    }
    let heading = OtherHeading { page: at, id: id.to_owned(), named: named.to_owned() };
    Ok(Target {
        heading: (!is_own).then_some(heading),
        later,
        ..Target::inside(format!("{}#{id}", page.address))
    })
}

/// What an address names that starts at the site's root.
enum Absolute<'a> {
    Page((usize, &'a PageNode)),
    /// A static file, or one that is made of the site as a whole.
    File(String),
}

fn absolute<'a>(rest: &str, project: &'a Project) -> Result<Absolute<'a>, Broken> {
    let (graph, assets) = (&project.graph, &project.assets.addresses);
    // Browsers read `//host/path` as another host (RFC 3986, section 4.2).
    if rest.starts_with('/') {
        return broken(
            "this address leaves the site by accident",
            format!("write https:/{rest}"),
        );
    }
    let names = || assets.keys().map(String::as_str);
    if let Some(address) = assets.get(rest).or_else(|| assets.get(same(names(), rest)?)) {
        return Ok(Absolute::File(address.clone()));
    }
    let wanted = format!("/{rest}");
    if is_generated(&wanted) {
        return Ok(Absolute::File(wanted));
    }
    if let Some(at) = graph.by_address.get(wanted.as_str()) {
        let page = &graph.pages[*at];
        published(page)?;
        return Ok(Absolute::Page((*at, page)));
    }
    let files: Vec<_> = assets.keys().map(|name| format!("/{name}")).collect();
    let known = all(graph).chain(files.iter().map(String::as_str));
    let near = slip(&wanted, known).map(str::to_owned);
    let message = format!("this link leads nowhere: there is no `{wanted}`");
    nearly(message, near, "write the page's file: [text](page.md)")
}

/// The page that a relative link names by its file; the link is written in the file `from`.
fn page<'a>(
    path: &str,
    from: &str,
    project: &'a Project,
) -> Result<(usize, &'a PageNode), Broken> {
    let (graph, assets) = (&project.graph, &project.assets.addresses);
    let beside = folder(from);
    let file = join(beside, path);
    if let Some(at) = graph.by_file.get(file.as_str()) {
        let page = &graph.pages[*at];
        published(page)?;
        return Ok((*at, page));
    }
    // Zola's way to name a page, by its path from the folder of all.
    if let Some(page) = path.strip_prefix("@/") {
        let there = graph.by_file.contains_key(format!("content/{page}").as_str());
        let near = there.then(|| relative(beside, &format!("content/{page}")));
        let message = format!(
            "this link leads nowhere: `{path}` is another program's way to name a page"
        );
        return nearly(message, near, "write the page's file: [text](page.md)");
    }
    if !is_markdown(path) {
        let page = format!("{}.md", path.trim_end_matches('/'));
        let near = if assets.contains_key(path) {
            Some(format!("/{path}"))
        } else if graph.by_file.contains_key(join(beside, &page).as_str()) {
            Some(page)
        } else {
            outside::with_scheme(path)
        };
        let message = format!("this link leads nowhere: `{path}` is no page");
        let help = "name a page by its file, page.md; other files belong under static/";
        return nearly(message, near, help);
    }
    // A mistyped link is hardly meant to lead to the page on which it stands.
    let others = graph.files().filter(|other| &***other != from);
    let files: Vec<_> = others.map(|file| relative(beside, file)).collect();
    let near = slip(path, files.iter().map(String::as_str)).map(str::to_owned);
    let message = format!("this link leads nowhere: there is no file `{file}`");
    nearly(message, near, "write the name of a file that exists, or remove the link")
}

fn published(entry: &PageNode) -> Result<(), Broken> {
    let why = match entry.hidden {
        _ if entry.built => return Ok(()),
        // It comes by itself, and until then the link waits for it.
        Some(Hidden::Later(_)) => return Ok(()),
        Some(Hidden::Expired) => "is no longer published",
        Some(Hidden::Draft) | None => "is a draft",
    };
    broken(
        format!("this link leads nowhere: `{}` {why}", entry.file),
        "remove the link until that page is published",
    )
}

/// Whether a page, `what`, has a heading.
///
/// # Errors
/// With what to tell, when it has none.
pub(crate) fn has_heading(
    headings: &[Heading],
    id: &str,
    what: &str,
) -> Result<(), Broken> {
    let ids = || headings.iter().map(|heading| heading.id.as_str());
    // Templates give these to the main part and to the list of sources.
    let always = ["main", "sources"];
    if ids().chain(always).any(|known| known == id) {
        return Ok(());
    }
    let near = slip(id, ids()).map(|near| format!("#{near}"));
    let message =
        format!("this link leads to the wrong place: {what} has no heading `#{id}`");
    nearly(message, near, "write the heading's words in small letters, with hyphens")
}

/// Joins a relative path to a folder. Going up past the top stays at the top.
pub fn join(folder: &str, path: &str) -> String {
    let mut joined = String::with_capacity(folder.len() + 1 + path.len());
    joined.push_str(folder);
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => {
                if !joined.is_empty() {
                    joined.push('/');
                }
                joined.push_str(part);
            }
        }
    }
    joined
}

/// The path from a folder to a file.
pub fn relative(folder: &str, file: &str) -> String {
    let pairs = folder.split('/').zip(file.split('/'));
    let common = pairs.take_while(|(a, b)| a == b && !a.is_empty()).count();
    let up = folder.split('/').filter(|part| !part.is_empty()).count() - common;
    let down = file.split('/').skip(common).collect::<Vec<_>>().join("/");
    format!("{}{down}", "../".repeat(up))
}

/// The path of a file beside the one that names it, then that of one under `static`.
pub fn beside(file: &str, name: &str) -> impl Iterator<Item = String> {
    [folder(file), "static"].into_iter().map(move |folder| join(folder, name))
}

/// A link that does not work, at its place.
pub(crate) fn link_broken(
    broken: Broken,
    span: &Span,
    place: Option<&Span>,
) -> Diagnostic {
    let Broken { message, help, near } = broken;
    let fix = near.and_then(|near| named_instead(place, &near));
    Diagnostic::error("link-broken", message).at(span.clone()).help(help).fix(fix)
}

/// Another address in a text, where it can be written as it is.
pub(crate) fn named_instead(at: Option<&Span>, name: &str) -> Option<Fix> {
    // An address with spaces or brackets would need `<…>` around it, and whether the text has
    // them is not known here.
    let is_plain = destination::written(name, false) == name;
    at.filter(|_| is_plain).map(|at| Fix::one(at, name))
}
