//! A sentence that stands word for word on page after page: whoever reads a second page skips
//! it, and what stands beside it.
use std::collections::BTreeMap;

use ground::diagnostic::Diagnostic;
use ground::source::Span;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::load::Project;
use crate::load::graph::PageNode;
use crate::prose::saying;
use crate::read::template_prose;
use crate::render::{Pages, RenderedPage};

/// On so many pages a sentence is a refrain.
const MANY: usize = 3;

/// Finds refrains. Said again on purpose, and not compared, is what stands with a benefit, help
/// in a crisis, and what a result of a self-check, a note of it or a template says too.
pub(super) fn check(project: &Project, pages: &Pages, found: &mut Vec<Diagnostic>) {
    let pages = project.graph.pages.iter().zip(&pages.of_files);
    let listed: Vec<_> = pages.filter(|(node, _)| node.listed()).collect();
    let mut words: Vec<_> =
        listed.iter().flat_map(|(_, page)| &page.sayings).map(|one| one.words).collect();
    // Sorting numbers is the quickest way to count a million of them.
    words.par_sort_unstable();
    let same = words.chunk_by(|one, other| one == other);
    let many = same.filter(|same| same.len() >= MANY).map(|same| same[0]);
    let mut refrains: BTreeMap<_, _> = many.map(|words| (words, vec![])).collect();
    if !refrains.is_empty() {
        let owed = owed(project);
        refrains.retain(|words, _| !owed.contains(words));
    }
    for (node, page) in listed {
        note(node, page, &mut refrains);
    }
    found.extend(refrains.values().map(|places| refrain(places)));
}

/// Notes where the refrains of a page stand.
fn note(node: &PageNode, page: &RenderedPage, refrains: &mut BTreeMap<u64, Vec<Span>>) {
    for saying in &page.sayings {
        if let Some(places) = refrains.get_mut(&saying.words) {
            places.push(saying.span(&node.file));
        }
    }
}

fn refrain(places: &[Span]) -> Diagnostic {
    let message =
        format!("visitors read this sentence on {} pages, word for word", places.len());
    let help = "leave it to one page and lead there, or say it in the words of each page";
    let finding = Diagnostic::warning("refrain", message).at(places[0].clone());
    let others = places[1..MANY].iter();
    others.fold(finding.help(help), |finding, other| {
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
    let of_parts = parts.flat_map(|part| saying::of_text(&part.prose));
    let of_templates = templates
        .flat_map(|prose| saying::of_text(&prose).collect::<Vec<_>>())
        .collect::<Vec<_>>();
    of_parts.chain(of_templates).collect()
}
