//! A sentence that stands word for word on page after page: whoever reads a second page skips
//! it, and what stands beside it.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::load::Project;
use crate::load::graph::PageNode;
use crate::prose::saying;
use crate::read::template_prose;
use crate::render::{Pages, RenderedPage};

/// On so many pages a sentence is a refrain.
const MANY: usize = 3;

/// A sentence on many pages.
struct Refrain {
    /// On how many.
    pages: usize,
    /// Where it stands on the first of them.
    places: Vec<Span>,
}

/// Finds refrains. Said again on purpose, and not compared, is what stands with a benefit, help
/// in a crisis, and what a result of a self-check, a note of it or a template says too.
pub(super) fn check(project: &Project, pages: &Pages, found: &mut Vec<Diagnostic>) {
    let pages = project.graph.pages.iter().zip(&pages.of_files);
    let listed: Vec<_> = pages.filter(|(node, _)| node.listed()).collect();
    let sayings = listed.iter().flat_map(|(_, page)| &page.sayings);
    let mut refrains = counted(sayings.map(|saying| saying.words).collect());
    if refrains.is_empty() {
        return;
    }
    let owed = owed(project);
    refrains.retain(|words, _| !owed.contains(words));
    for (node, page) in listed {
        note(node, page, &mut refrains);
    }
    found.extend(refrains.values().map(refrain));
}

/// Which sentences stand on many pages, where each page has each once.
///
/// Nearly all stand on one. So they are first counted by a part of their hashes, which a small
/// table holds, and only those are sorted that may stand on many: less than half of the
/// instructions that it takes to sort all of them.
fn counted(mut words: Vec<u64>) -> FxHashMap<u64, Refrain> {
    keep_frequent(&mut words);
    words.sort_unstable();
    let same = words.chunk_by(|one, other| one == other);
    let many = same.filter(|same| same.len() >= MANY);
    many.map(|same| (same[0], Refrain { pages: same.len(), places: vec![] })).collect()
}

/// Keeps those that may be there as often as a refrain, and few others.
fn keep_frequent(words: &mut Vec<u64>) {
    let size = (2 * words.len()).next_power_of_two();
    let place = |word: u64| usize::try_from(word).unwrap_or_default() & (size - 1);
    let mut seen = vec![0_u8; size];
    for word in &*words {
        let count = &mut seen[place(*word)];
        *count = count.saturating_add(1);
    }
    words.retain(|word| usize::from(seen[place(*word)]) >= MANY);
}

/// Notes where the refrains of a page stand.
fn note(node: &PageNode, page: &RenderedPage, refrains: &mut FxHashMap<u64, Refrain>) {
    for saying in &page.sayings {
        let refrain = refrains.get_mut(&saying.words);
        if let Some(refrain) = refrain.filter(|refrain| refrain.places.len() < MANY) {
            refrain.places.push(saying.span(&node.file));
        }
    }
}

fn refrain(Refrain { pages, places }: &Refrain) -> Diagnostic {
    let message = format!("visitors read this sentence on {pages} pages, word for word");
    let help = "leave it to one page and lead there, or say it in the words of each page";
    let finding = Diagnostic::warning("refrain", message).at(places[0].clone());
    places[1..].iter().fold(finding.help(help), |finding, other| {
        finding.label(other.clone(), "it stands here too")
    })
}

/// What is said again on purpose: by results of self-checks, their notes, and templates.
fn owed(project: &Project) -> FxHashSet<u64> {
    let parts = project.self_checks.values();
    let parts = parts.flat_map(|check| check.outcomes.iter().chain(&check.panels));
    let templates = project.sources.below("templates/").filter_map(|(path, file)| {
        Some(template_prose::prose(path, file.text(path).ok()?))
    });
    let parts = parts.map(|part| saying::of_text(&part.prose));
    parts.chain(templates.map(|prose| saying::of_text(&prose))).flatten().collect()
}
