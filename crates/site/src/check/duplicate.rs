//! What tells pages apart, in search results and in a row of tabs, is said of one page only.
use std::collections::BTreeMap;

use ground::diagnostic::{self, Diagnostic};
use ground::source::Span;

use crate::load::Project;
use crate::load::graph::PageNode;
use crate::read::front_matter;

/// Finds titles and descriptions that two pages share (WCAG 2.2, 2.4.2).
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    // A page that does not say its title, which is found, is called by its file meanwhile.
    let is_named_by_file = |page: &PageNode| {
        diagnostic::any_stops(&page.page.findings, false)
            && page.page.matter.title == front_matter::name(&page.file)
    };
    let says = |page: &&PageNode| page.listed() && !is_named_by_file(page);
    let listed: Vec<_> = project.graph.pages.iter().filter(says).collect();
    twice("title", &listed, |page| &page.page.matter.title, found);
    twice("description", &listed, |page| &page.page.matter.description, found);
}

fn twice<'a>(
    what: &str,
    pages: &[&'a PageNode],
    said: impl Fn(&'a PageNode) -> &'a str,
    found: &mut Vec<Diagnostic>,
) {
    let mut first = BTreeMap::new();
    for page in pages.iter().filter(|page| !said(page).is_empty()) {
        // The latest takes the place of the one before, so that of three pages each is shown its
        // neighbour. In lower case, as nobody tells two tabs apart by a capital letter.
        let Some(other) = first.insert(said(page).to_lowercase(), page) else { continue };
        let message = format!("visitors cannot tell two pages apart by their {what}");
        found.push(
            Diagnostic::warning("said-twice", message)
                .at(Span::new(&page.file, 0, 0))
                .label(Span::new(&other.file, 0, 0), "this page says the same")
                .help(format!("write {what} = \"…\" with what only this page tells")),
        );
    }
}
