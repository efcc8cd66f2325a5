//! The preview's own pages, for people who write the site, and their addresses: findings of the
//! newest build first of all.
use std::borrow::Cow;

use ground::html::escaped;
use percent_encoding::percent_decode_str;
use site::authoring::desk;
use site::authoring::examples::Examples;

use crate::call::as_called;
use crate::preview::finding::FindingView;
use crate::preview::state::{Shown, title};
use crate::shown::shown_lines;

pub(crate) use crate::preview::finding::EXPLAIN;

/// The list of findings.
pub(crate) const FINDINGS: &str = "/__candor/findings";
/// The script that the templates load in a preview.
pub(crate) const SCRIPT: &str = "/__candor/reload.js";
/// The style of the list of findings.
pub(crate) const STYLE: &str = "/__candor/preview.css";
/// What the script listens to.
pub(crate) const EVENTS: &str = "/__candor/events";
/// The rules, to read, to compare and to sign.
pub(crate) const RULES: &str = "/__candor/rules";
/// The writer's guide.
pub(crate) const GUIDE: &str = "/__candor/guide";
/// How to write for the site, as staff read it.
pub(crate) const WRITING: &str = "/__candor/writing";
/// Every component, as this site's templates and styles show it.
pub(crate) const COMPONENTS: &str = desk::COMPONENTS;
/// The self-check in a state, by its name.
pub(crate) const STATE: &str = "/__candor/components/{name}";
/// What only a person can judge.
pub(crate) const JUDGE: &str = "/__candor/judge";

/// The path that an address names.
pub(super) fn path(address: &str) -> Cow<'_, str> {
    percent_decode_str(address.trim_start_matches('/')).decode_utf8_lossy()
}

/// The rules of each self-check as a page.
pub(crate) fn rules(shown: &Shown) -> String {
    let body = site::authoring::desk::rules(&shown.sources, &shown.before);
    page("The rules", &below_home(&shown_lines(&body)))
}

/// What findings mean as a page.
pub(crate) fn explain(shown: &Shown) -> String {
    let body = site::authoring::explain::html(&Examples::of(&shown.sources));
    page(
        "What findings mean",
        &format!(
            "<p><a href=\"{FINDINGS}\">To the findings</a></p>\n{}",
            as_called(&body)
        ),
    )
}

/// The kinds of page and their fields as a page.
pub(crate) fn guide(shown: &Shown) -> String {
    let body =
        site::authoring::guide::html(&site::authoring::guide::kinds_of(&shown.sources));
    page("Kinds of page", &below_home(&as_called(&body)))
}

/// The writer's guide as a page.
pub(crate) fn writing(shown: &Shown) -> String {
    let body = site::authoring::guide::writing(&Examples::of(&shown.sources));
    page("How to write", &below_home(&as_called(&body)))
}

/// The list of what only a person can judge as a page.
pub(crate) fn judge(shown: &Shown) -> String {
    let body = site::authoring::guide::judge(&shown.sources);
    page("For a person to judge", &below_home(&shown_lines(&body)))
}

/// The list of findings as a page.
pub(crate) fn findings(shown: &Shown) -> String {
    let title = match shown.findings.len() {
        0 => "Nothing to report".to_owned(),
        _ => title(&shown.findings),
    };
    let state = match (shown.stopped, shown.website.files.is_empty()) {
        (false, _) => "The preview shows the newest version.",
        (true, false) => "The preview still shows the last good version.",
        (true, true) => "The website appears here as soon as the problems are solved.",
    };
    // The link leads nowhere until there is a first good website.
    let home = if shown.website.files.is_empty() { "" } else { HOME };
    let list: String = shown.findings.iter().map(FindingView::html).collect();
    let (heading, links) = (escaped(&title), links());
    let main =
        format!("<h1>{heading}</h1>\n<p>{state}</p>\n{home}\n{links}\n<ol>\n{list}</ol>");
    page(&title, &main)
}

/// Links to the preview's other pages.
fn links() -> String {
    format!(
        "<p><a href=\"{RULES}\">The rules of the self-check</a></p>\n\
         <p><a href=\"{GUIDE}\">The kinds of page, for writers</a></p>\n\
         <p><a href=\"{WRITING}\">How to write for this site</a></p>\n\
         <p><a href=\"{COMPONENTS}\">All components</a></p>\n\
         <p><a href=\"{JUDGE}\">What only a person can judge</a></p>"
    )
}

/// The link to the website.
const HOME: &str = "<p><a href=\"/\">To the website</a></p>";

/// What stands below the link to the website.
fn below_home(body: &str) -> String {
    format!("{HOME}\n{body}")
}

/// A page of the preview itself.
fn page(title: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=en data-candor=findings>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=stylesheet href=\"{STYLE}\">\n<script src=\"{SCRIPT}\" defer></script>\n\
         <main>\n{main}\n</main>\n</html>\n",
        title = escaped(title),
    )
}
