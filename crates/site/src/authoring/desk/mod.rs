//! What those who make the site see beside it: pages of the preview, never published.
mod components;
mod editor;
mod follows;
mod labels;
mod overview;
mod search;
mod states;

use std::fmt::Write as _;

use ground::html::{escaped, with_code};
use ground::source::{Path, Sources, ending, name};
use self_check::language::SelfCheck;
use self_check::proof::difference::difference;
use self_check::proof::summary::summary;
use self_check::proof::{self, chart, table};

use crate::authoring::self_check_of as read;
use crate::load::self_check::as_signed;
use crate::render::base_path;

pub use components::{ADDRESS as COMPONENTS, components};
pub use editor::{about, address, insert, title};
pub use follows::{Tense, of_move, of_removal};
pub use labels::label;
pub use overview::{PageRow, PageSection, overview};
pub use search::search;
pub use states::{STATES, in_state, self_check};

/// A file of a website as it can be looked at below another address, where its links and what it
/// loads are below that address too.
pub fn below(path: &str, bytes: Vec<u8>, address: &str) -> Vec<u8> {
    let with = |rehome: &dyn Fn(String) -> String, bytes| match String::from_utf8(bytes) {
        Ok(text) => rehome(text).into_bytes(),
        Err(other) => other.into_bytes(),
    };
    match ending(path) {
        "html" => with(&|html| base_path::below(address, html), bytes),
        // As a build writes addresses of files into style sheets.
        "css" => with(&|css| css.replace("url(/", &format!("url({address}/")), bytes),
        _ => bytes,
    }
}

/// The rules of each self-check as HTML, to stand in a page's `main`: what an edit changed,
/// what is proved, the flow, the table. Where nobody has signed, an edit is compared with
/// `before`, an earlier state of the same files.
pub fn rules(sources: &Sources, before: &Sources) -> String {
    let mut html = "<h1>The rules</h1>\n".to_owned();
    let files = sources.files.keys().filter(|path| name(path) == "rules.toml");
    for file in files.filter(|path| path.starts_with("content/")) {
        if let Some(check) = read(sources, file) {
            one(sources, before, file, &check, &mut html);
        } else {
            let _ = writeln!(
                html,
                "<p>The rules in {} cannot be understood yet: the list of findings says why.</p>",
                escaped(file)
            );
        }
    }
    html
}

/// What is to be seen of one self-check.
fn one(
    sources: &Sources,
    before: &Sources,
    file: &Path,
    check: &SelfCheck,
    to: &mut String,
) {
    let _ = writeln!(to, "<h2>{}</h2>", escaped(&check.texts.title));
    changes(sources, before, file, check, to);
    to.push_str("<h3>What is proved</h3>\n");
    let lines = summary(check, &proof::prove(check)).into_iter().map(|line| {
        let word = if line.holds { "Proved" } else { "Broken" };
        format!("<b>{word}:</b> {}", with_code(&line.text))
    });
    list(lines, to);
    to.push_str("<h3>The way through the questions</h3>\n");
    to.push_str(&chart::svg(check).unwrap_or_default());
    to.push_str("<h3>The decision table</h3>\n<div class=wide>\n");
    to.push_str(&table::html(check));
    to.push_str("</div>\n");
}

/// What an edit changed: since a clinician signed, or else since `before`.
fn changes(
    sources: &Sources,
    before: &Sources,
    file: &Path,
    check: &SelfCheck,
    to: &mut String,
) {
    let signed = as_signed(sources, file, check);
    let since = match (&check.review, &signed) {
        (Some(review), Some(_)) => format!("{} signed on {}", review.by, review.on),
        _ => "this preview was started".to_owned(),
    };
    if signed.is_none() {
        to.push_str(
            "<p>No clinician has signed these rules, or their copy is lost.</p>\n",
        );
    }
    let Some(old) = signed.or_else(|| read(before, file)) else { return };
    let _ = writeln!(to, "<h3>What changed since {}</h3>", escaped(&since));
    match difference(&old, check) {
        Ok(difference) => {
            list(difference.sentences().iter().map(|text| with_code(text)), to);
        }
        Err(_) => to.push_str("<p>The rules are too large to be compared.</p>\n"),
    }
}

/// Items that are already HTML, as a list.
fn list(items: impl Iterator<Item = String>, to: &mut String) {
    to.push_str("<ul>\n");
    for item in items {
        let _ = writeln!(to, "<li>{item}</li>");
    }
    to.push_str("</ul>\n");
}
