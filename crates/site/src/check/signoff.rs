//! A tick stands for the text that a person looked at, and falls when that changes.
use rayon::prelude::*;

use crate::assets::fingerprint;
use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::load;
use crate::load::graph::{Entry, Site};
use crate::read::attestations::{AttestationQuestion, Attestations, SignOff};
use crate::render::fill::World;

/// Finds ticks that have fallen, and those that cannot be.
pub(super) fn check(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    for tick in &world.judged.ticks {
        found.extend(problem(world, tick));
    }
}

fn problem(world: &World<'_>, tick: &SignOff) -> Option<Diagnostic> {
    let words = |entry: &Entry| load::words(world.sources, world.kinds, &entry.file);
    let Some(text) = text_of(world.site, tick.page.as_deref(), words) else {
        let page = tick.page.as_deref().unwrap_or_default();
        let files = world.site.files().filter_map(|file| file.strip_prefix("content/"));
        let help = match nearest(page, files) {
            Some(near) => format!("write page = \"{near}\""),
            None => {
                "write the name of a file under content/, or remove the tick".to_owned()
            }
        };
        let finding = Diagnostic::error("tick", format!("there is no page `{page}`"));
        return Some(finding.at(tick.at.clone()).help(help));
    };
    if tick.on > world.sources.today {
        let message = format!("nobody can have looked on {} yet", tick.on);
        let finding = Diagnostic::error("tick", message).at(tick.at.clone());
        return Some(finding.help("write the day on which they looked as on"));
    }
    let what = tick.page.as_deref().unwrap_or("the site");
    let message = format!("{what} has changed since {} looked on {}", tick.by, tick.on);
    (tick.text != text).then(|| {
        Diagnostic::new("tick-fallen", Level::Unpublishable, message)
            .at(tick.at.clone())
            .help(format!("look again; then write the day as on, and text = \"{text}\""))
    })
}

/// The fingerprint of a page's text, or of all pages' together, where `words` gives the hash
/// of what a page says.
pub fn text_of(
    site: &Site,
    page: Option<&str>,
    words: impl Fn(&Entry) -> u128 + Sync,
) -> Option<String> {
    let pages = match page {
        None => &site.pages[..],
        Some(page) => {
            let at = site.by_file.get(format!("content/{page}").as_str())?;
            std::slice::from_ref(&site.pages[*at])
        }
    };
    let said: Vec<_> = pages.par_iter().map(|entry| words(entry).to_be_bytes()).collect();
    Some(fingerprint(said.as_flattened()))
}

/// What a question is asked of: pages' files below `content`, or nothing for the whole site.
pub fn asked_of<'a>(
    site: &'a Site,
    question: &AttestationQuestion,
) -> Vec<Option<&'a str>> {
    if question.kinds.is_empty() {
        return vec![None];
    }
    let pages = site
        .pages
        .iter()
        .filter(|entry| question.kinds.iter().any(|kind| kind == entry.kind()));
    pages.map(|entry| entry.file.strip_prefix("content/")).collect()
}

/// The tick under a question about a page that still stands.
pub fn standing<'a>(
    judged: &'a Attestations,
    question: &AttestationQuestion,
    page: Option<&str>,
    text: &str,
) -> Option<&'a SignOff> {
    judged.ticks.iter().find(|tick| {
        tick.question == question.id && tick.page.as_deref() == page && tick.text == text
    })
}
