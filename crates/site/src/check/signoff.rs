//! A tick stands for the text that a person looked at, and falls when that changes.
use ground::diagnostic::{Diagnostic, Level, nearest};
use rayon::prelude::*;

use crate::assets::fingerprint;
use crate::load;
use crate::load::Project;
use crate::load::graph::PageGraph;
use crate::memo::Memo;
use crate::read::attestations::{AttestationQuestion, Attestations, SignOff};

/// Finds ticks that have fallen, and those that cannot be.
pub(super) fn check(project: &Project, memo: &Memo, found: &mut Vec<Diagnostic>) {
    for tick in &project.attestations.ticks {
        found.extend(problem(project, memo, tick));
    }
}

fn problem(project: &Project, memo: &Memo, tick: &SignOff) -> Option<Diagnostic> {
    let words = |at: usize| load::words_hash(project, memo, at);
    let Some(text) = text_of(&project.graph, tick.page.as_deref(), words) else {
        let page = tick.page.as_deref().unwrap_or_default();
        let files =
            project.graph.files().filter_map(|file| file.strip_prefix("content/"));
        let help = match nearest(page, files) {
            Some(near) => format!("write page = \"{near}\""),
            None => {
                "write the name of a file under content/, or remove the tick".to_owned()
            }
        };
        let finding = Diagnostic::error("tick", format!("there is no page `{page}`"));
        return Some(finding.at(tick.at.clone()).help(help));
    };
    if tick.on > project.sources.today {
        let message = format!("nobody can have looked on {} yet", tick.on);
        let finding = Diagnostic::error("tick", message).at(tick.at.clone());
        return Some(finding.help("write the day on which they looked as on"));
    }
    let what = tick.page.as_deref().unwrap_or("the site");
    let message = format!("{what} has changed since {} looked on {}", tick.by, tick.on);
    // By the text and not by a file's date: copying and version control set dates anew, and a
    // page that was put back is the one that somebody looked at.
    (tick.text != text).then(|| {
        Diagnostic::new("tick-fallen", Level::Unpublishable, message)
            .at(tick.at.clone())
            .help(format!("look again; then write the day as on, and text = \"{text}\""))
    })
}

/// The fingerprint of a page's text, or of all pages' together, where `words` gives the hash
/// of what a page says.
pub fn text_of(
    graph: &PageGraph,
    page: Option<&str>,
    words: impl Fn(usize) -> u128 + Sync,
) -> Option<String> {
    let pages = match page {
        None => 0..graph.pages.len(),
        Some(page) => {
            let at = *graph.by_file.get(format!("content/{page}").as_str())?;
            at..at + 1
        }
    };
    // Big-endian, since this fingerprint is written into a file and must not depend on the
    // machine. A hash of each page first, so that the words of all pages need not be in memory at
    // once.
    let said: Vec<_> = pages.into_par_iter().map(|at| words(at).to_be_bytes()).collect();
    Some(fingerprint(said.as_flattened()))
}

/// What a question is asked of: pages' files below `content`, or nothing for the whole site.
pub fn asked_of<'a>(
    graph: &'a PageGraph,
    question: &AttestationQuestion,
) -> Vec<Option<&'a str>> {
    if question.kinds.is_empty() {
        return vec![None];
    }
    let pages = graph
        .pages
        .iter()
        .filter(|entry| question.kinds.iter().any(|kind| kind == entry.kind()));
    pages.map(|entry| entry.file.strip_prefix("content/")).collect()
}

/// The tick under a question about a page that still stands.
pub fn standing<'a>(
    attestations: &'a Attestations,
    question: &AttestationQuestion,
    page: Option<&str>,
    text: &str,
) -> Option<&'a SignOff> {
    attestations.ticks.iter().find(|tick| {
        tick.question == question.id && tick.page.as_deref() == page && tick.text == text
    })
}
