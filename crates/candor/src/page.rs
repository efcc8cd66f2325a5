//! The page that lists all findings of the newest build, for people who write the site.
use crate::preview::{Shown, title};
use crate::seen::{Seen, escape};

/// Its address, and where the preview's own files stand.
pub(crate) const FINDINGS: &str = "/__candor/findings";
/// The script that the templates load in a preview.
pub(crate) const SCRIPT: &str = "/__candor/reload.js";
/// The style of the list of findings.
pub(crate) const STYLE: &str = "/__candor/preview.css";
/// What the script listens to.
pub(crate) const EVENTS: &str = "/__candor/events";

/// The list of findings as a page.
pub(crate) fn findings(shown: &Shown) -> String {
    let title = match shown.findings.len() {
        0 => "Nothing to report".to_owned(),
        _ => title(&shown.findings),
    };
    let state = match (shown.stopped, shown.output.is_empty()) {
        (false, _) => "The preview shows the newest version.",
        (true, false) => "The preview still shows the last good version.",
        (true, true) => "The website appears here as soon as the problems are solved.",
    };
    let home = if shown.output.is_empty() {
        ""
    } else {
        "<p><a href=\"/\">To the website</a></p>"
    };
    format!(
        "<!doctype html>\n<html lang=en data-candor=findings>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=stylesheet href=\"{STYLE}\">\n<script src=\"{SCRIPT}\" defer></script>\n\
         <main>\n<h1>{title}</h1>\n<p>{state}</p>\n{home}\n<ol>\n{list}</ol>\n</main>\n</html>\n",
        title = escape(&title),
        list = shown.findings.iter().map(Seen::html).collect::<String>(),
    )
}
