//! Pages that visitors would miss: those of a folder that no page lists, and those that no feed
//! tells of.
use std::collections::BTreeSet;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::{Span, folder, name};

use crate::load::Project;
use crate::load::graph::PageNode;

/// The folder of the pages that the menu leads to.
const TOP: &str = "content";

/// Finds them, a folder once.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    let listed: Vec<_> =
        project.graph.pages.iter().filter(|page| page.listed()).collect();
    let mut folders = BTreeSet::new();
    // The page of a folder of its own, `a/index.md`, is listed as `a.md` is.
    let within = listed.iter().filter(|page| name(&page.file) != "index.md");
    let within =
        within.filter(|page| folder(&page.file) != TOP && page.section.is_none());
    let first = within.filter(|page| folders.insert(folder(&page.file)));
    found.extend(first.map(|page| listed_nowhere(page)));
    // Where no page says when it changed, the site has no feed that anybody reads.
    if listed.iter().any(|page| page.page.matter.updated.is_some()) {
        let silent = listed.iter().filter(|page| page.page.matter.updated.is_none());
        found.extend(silent.map(|page| in_no_feed(page)));
    }
}

fn listed_nowhere(page: &PageNode) -> Diagnostic {
    let folder = folder(&page.file);
    let message = format!("visitors find no list of the pages in `{folder}`");
    Diagnostic::warning("section-missing", message)
        .at(Span::new(&page.file, 0, 0))
        .help(format!("add {folder}/_index.md, the first page of the folder"))
}

fn in_no_feed(page: &PageNode) -> Diagnostic {
    let message = "readers of the feed are not told of this page";
    Diagnostic::new("feed", Level::Hint, message)
        .at(Span::new(&page.file, 0, 0))
        .help("write the day of the last change at its top: updated = …")
}
