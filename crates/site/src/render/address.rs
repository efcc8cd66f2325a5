//! Where a link leads.
use crate::diagnostic::nearest;
use crate::load::graph::{Entry, Hidden, Site};
use crate::render::fill::World;
use crate::source::{folder, is_markdown};
use crate::website::feed;

/// A link that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What stands in `href`.
    pub address: String,
    /// Whether it leaves the site.
    pub leaves: bool,
}

/// A link that does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What happens to the visitor.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The address that was probably meant, as it would stand in place of the whole one.
    pub near: Option<String>,
}

fn broken<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Broken> {
    Err(Broken { message: message.into(), help: help.into(), near: None })
}

/// A link that does not work, with the path or `#fragment` that was probably meant, or other
/// help where nothing is near.
fn nearly<T>(message: String, near: Option<String>, help: &str) -> Result<T, Broken> {
    let help =
        near.as_ref().map_or_else(|| help.to_owned(), |near| format!("write {near}"));
    Err(Broken { message, help, near })
}

impl Broken {
    /// With what was probably meant as the whole address: until then that is a path or a
    /// `#fragment` alone, and the other part stays as it is.
    fn whole(self, path: &str, fragment: Option<&str>) -> Self {
        let whole = |near: String| {
            if near.starts_with('#') {
                [path, &near].concat()
            } else {
                with_fragment(&near, fragment)
            }
        };
        Self { near: self.near.map(whole), ..self }
    }
}

/// The page that lists all others.
const ALL_PAGES: &str = "/a-z/";

/// The addresses of what is made of the site as a whole.
fn made<'a>() -> impl Iterator<Item = &'a str> {
    feed::FILES.iter().copied().chain([ALL_PAGES])
}

/// Whether something stands at an address that is made of the site as a whole.
pub fn is_made(address: &str) -> bool {
    made().any(|made| made == address)
}

/// The addresses of pages, and of what is made of the site as a whole.
pub(crate) fn all(site: &Site) -> impl Iterator<Item = &str> {
    let pages = site.by_address.keys().map(|address| &**address);
    pages.chain(made())
}

/// Where the link `to` leads, which is written in the file `file` for the page `from`.
pub fn resolve(
    to: &str,
    file: &str,
    from: &Entry,
    world: &World<'_>,
) -> Result<Target, Broken> {
    let (path, fragment) = match to.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (to, None),
    };
    target(to, (path, fragment), file, from, world)
        .map_err(|broken| broken.whole(path, fragment))
}

fn target(
    to: &str,
    (path, fragment): (&str, Option<&str>),
    file: &str,
    from: &Entry,
    world: &World<'_>,
) -> Result<Target, Broken> {
    let inside = |address: String| Ok(Target { address, leaves: false });
    if let Some(scheme) = scheme(to) {
        return outside(to, scheme);
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
        anchor(world, from, fragment, || "this page".to_owned())?;
        return inside(to.to_owned());
    }
    if let Some(address) = path.strip_prefix('/') {
        return absolute(address, fragment, world);
    }
    let entry = page(path, file, world)?;
    anchor(world, entry, fragment, || format!("`{path}`"))?;
    inside(with_fragment(&entry.address, fragment))
}

fn with_fragment(address: &str, fragment: Option<&str>) -> String {
    match fragment {
        Some(fragment) => [address, "#", fragment].concat(),
        None => address.to_owned(),
    }
}

fn scheme(to: &str) -> Option<&str> {
    let (scheme, _) = to.split_once(':')?;
    let plain = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    (plain && !scheme.is_empty()).then_some(scheme)
}

/// What an address that leaves the site with more than a path does.
pub const TELLS: &str = "this address can tell others where a visitor was";
/// What to do with such an address.
pub const BARE: &str = "remove everything from the ? or # on";

fn outside(to: &str, scheme: &str) -> Result<Target, Broken> {
    let target = |leaves| Ok(Target { address: to.to_owned(), leaves });
    match scheme.to_ascii_lowercase().as_str() {
        "https" if to.contains(['?', '#']) => broken(TELLS, BARE),
        "https" => target(true),
        "tel" | "sms" | "mailto" => target(false),
        "http" => broken(
            "others can read along on the way to this address",
            format!("write https:{}", &to[scheme.len() + 1..]),
        ),
        _ => broken(
            format!("browsers do not open `{scheme}:` for visitors"),
            "write an address that starts with https://, or a page: [text](page.md)",
        ),
    }
}

fn absolute(
    rest: &str,
    fragment: Option<&str>,
    world: &World<'_>,
) -> Result<Target, Broken> {
    let (site, assets) = (world.site, &world.assets.addresses);
    if rest.starts_with('/') {
        return broken(
            "this address leaves the site by accident",
            "write https:// before it",
        );
    }
    if let Some(address) = assets.get(rest) {
        return Ok(Target { address: address.clone(), leaves: false });
    }
    let wanted = format!("/{rest}");
    if is_made(&wanted) {
        return Ok(Target { address: wanted, leaves: false });
    }
    if let Some(entry) = site.by_address.get(wanted.as_str()).map(|at| &site.pages[*at]) {
        published(entry)?;
        anchor(world, entry, fragment, || format!("`{wanted}`"))?;
        return Ok(Target { address: with_fragment(&wanted, fragment), leaves: false });
    }
    let files: Vec<_> = assets.keys().map(|name| format!("/{name}")).collect();
    let known = all(site).chain(files.iter().map(String::as_str));
    let near = nearest(&wanted, known).map(str::to_owned);
    let message = format!("this link leads nowhere: there is no `{wanted}`");
    nearly(message, near, "write the page's file: [text](page.md)")
}

/// The page that a relative link names by its file; the link is written in the file `from`.
fn page<'a>(path: &str, from: &str, world: &World<'a>) -> Result<&'a Entry, Broken> {
    let (site, assets) = (world.site, &world.assets.addresses);
    let beside = folder(from);
    let file = join(beside, path);
    if let Some(entry) = site.by_file.get(file.as_str()).map(|at| &site.pages[*at]) {
        published(entry)?;
        return Ok(entry);
    }
    if !is_markdown(path) {
        let page = format!("{}.md", path.trim_end_matches('/'));
        let near = if assets.contains_key(path) {
            Some(format!("/{path}"))
        } else {
            site.by_file.contains_key(join(beside, &page).as_str()).then_some(page)
        };
        let message = format!("this link leads nowhere: `{path}` is no page");
        let help = "name a page by its file, page.md; other files belong under static/";
        return nearly(message, near, help);
    }
    let others = site.files().filter(|other| &***other != from);
    let files: Vec<_> = others.map(|file| relative(beside, file)).collect();
    let near = nearest(path, files.iter().map(String::as_str)).map(str::to_owned);
    let message = format!("this link leads nowhere: there is no file `{file}`");
    nearly(message, near, "write the name of a file that exists, or remove the link")
}

fn published(entry: &Entry) -> Result<(), Broken> {
    if entry.built {
        return Ok(());
    }
    let why = match entry.hidden {
        Some(Hidden::Later) => "is not published yet",
        Some(Hidden::Expired) => "is no longer published",
        Some(Hidden::Draft) | None => "is a draft",
    };
    broken(
        format!("this link leads nowhere: `{}` {why}", entry.file),
        "remove the link until that page is published",
    )
}

fn anchor(
    world: &World<'_>,
    entry: &Entry,
    fragment: Option<&str>,
    what: impl Fn() -> String,
) -> Result<(), Broken> {
    let Some(fragment) = fragment else { return Ok(()) };
    let headings = &world.outline(entry).headings;
    let ids = || headings.iter().map(|heading| heading.id.as_str());
    let always = ["main", "sources"];
    if ids().chain(always).any(|id| id == fragment) {
        return Ok(());
    }
    let near = nearest(fragment, ids()).map(|near| format!("#{near}"));
    let message = format!(
        "this link leads to the wrong place: {} has no heading `#{fragment}`",
        what()
    );
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
    let common = folder
        .split('/')
        .zip(file.split('/'))
        .take_while(|(a, b)| a == b && !a.is_empty())
        .count();
    let up = folder.split('/').filter(|part| !part.is_empty()).count() - common;
    let down = file.split('/').skip(common).collect::<Vec<_>>().join("/");
    format!("{}{down}", "../".repeat(up))
}

/// The path of a file beside the one that names it, then that of one under `static`.
pub fn beside(file: &str, name: &str) -> impl Iterator<Item = String> {
    [folder(file), "static"].into_iter().map(move |folder| join(folder, name))
}
