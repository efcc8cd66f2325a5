//! Pages that visitors would miss: those of a folder that no page lists, and those that no feed
//! tells of.
use std::collections::BTreeSet;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::{Span, name};

use crate::load::Project;
use crate::load::graph::PageNode;

/// The folder whose pages belong to no section: its own page is the home page.
const TOP: &str = "content";

/// Finds them: each folder without a first page, and each page that claims something and does not
/// say when it changed.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    let listed = || project.graph.pages.iter().filter(|page| page.listed());
    let alone = listed().filter(|page| is_in_no_section(page));
    let folders: BTreeSet<_> = alone.map(PageNode::folder).collect();
    found.extend(folders.into_iter().map(|folder| without_list(project, folder)));
    let silent = listed().filter(|page| page.page.matter.updated.is_none());
    let told = silent.filter(|page| tells_of_changes(project, page));
    found.extend(told.map(in_no_feed));
}

/// Whether a page stands in a folder that no section's page stands in or above. A folder's own
/// page, `a/index.md` or `a/_index.md`, stands where `a.md` does.
fn is_in_no_section(page: &PageNode) -> bool {
    let is_own = matches!(name(&page.file), "index.md" | "_index.md");
    !is_own && page.folder() != TOP && page.section.is_none()
}

/// Whether readers want to hear of a page's changes: it says what helps or harms.
fn tells_of_changes(project: &Project, page: &PageNode) -> bool {
    let kind = project.kinds.kind(page.kind());
    kind.is_some_and(|kind| kind.claims)
}

/// Without a place: no file is at fault, and the folder is named whichever page is the first.
fn without_list(project: &Project, folder: &str) -> Diagnostic {
    let own = format!("{folder}/index.md");
    let help = if project.self_checks.contains_key(folder) {
        format!("move the pages out of {folder}, which is the folder of a self-check")
    } else if project.graph.by_file.contains_key(own.as_str()) {
        format!("rename {own} to _index.md: then it lists them")
    } else {
        format!("add {folder}/_index.md, the first page of the folder")
    };
    let message = format!("visitors find no list of the pages in `{folder}`");
    Diagnostic::warning("section-missing", message).help(help)
}

fn in_no_feed(page: &PageNode) -> Diagnostic {
    let message = "readers of the feed are not told of this page";
    Diagnostic::new("feed", Level::Hint, message)
        .at(Span::new(&page.file, 0, 0))
        .help("write the day of its last change at its top: updated = …")
}
