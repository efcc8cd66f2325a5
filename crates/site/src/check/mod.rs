//! The last stage of a build: what is wrong with pages, and with the site as a whole.
//!
//! 1. Each page, as soon as it is rendered: what it claims ([`claim`]), and what a browser makes
//!    of it ([`markup`]).
//! 2. The project, which knows of pages only what they say of themselves ([`check_project`]).
//! 3. The sign-offs, which stand for the words of pages ([`signoff`]).
//! 4. The website, by the interfaces of its pages ([`check_website`]).
//! 5. What pages say word for word as others do, by the hashes of their sentences ([`refrain`]).
//!
//! [`all`] puts what was found into the order of a report ([`diagnostic::arrange`]).
pub mod aid;
mod approval;
mod claim;
mod contrast;
mod crisis;
mod duplicate;
pub mod link;
mod literal;
pub mod markup;
mod metadata;
mod overlooked;
mod prose;
pub mod redirects;
mod refrain;
mod review;
pub mod signoff;
pub mod tree;
mod unused;

use ground::diagnostic::{self, Diagnostic, Level};
use ground::source::{Path, Span, hash};

use crate::load::Project;
use crate::load::graph::PageNode;
use crate::memo::Memo;
use crate::read::body::Body;
use crate::read::page::Outline;
use crate::render::{Pages, Rendered};
use crate::request::Request;
use crate::website::Website;
use crate::{decision, drawing};

/// Checks a page that a file stands for. What is found depends on its own text, and on files
/// that are no pages.
pub(crate) fn page(
    project: &Project,
    at: usize,
    outline: &Outline,
    body: &Body,
    page: &mut Rendered,
) {
    let node = &project.graph.pages[at];
    let sources = [&node.page.findings, &outline.findings];
    let is_whole = !sources.into_iter().any(|found| diagnostic::any_stops(found, false));
    audit(project, &node.file, is_whole, page);
    // What is told at its own line is not told of the page as a whole.
    let is_told = |finding: &Diagnostic| {
        let same = |other: &Diagnostic| {
            (other.code, &other.message) == (finding.code, &finding.message)
        };
        finding.at.as_ref().is_some_and(|at| at.end == 0)
            && outline.findings.iter().any(same)
    };
    page.findings.retain(|finding| !is_told(finding));
    claim::page(project, node, body, &mut page.findings);
    if let Some(score) = page.score.as_ref().filter(|_| is_whole) {
        aid::page(project, node, score, &mut page.findings);
    }
    if is_whole && node.kind() == "self-check" && !body.has_directive("self-check") {
        page.findings.push(asks_nothing(node));
    } else if is_whole && is_empty(node, body) {
        let end = project.files[at].bytes.len();
        page.findings.push(empty(Span::new(&node.file, end, end)));
    }
}

fn asks_nothing(node: &PageNode) -> Diagnostic {
    let at = node.page.matter.kind.as_ref().map(|(_, at)| at.clone());
    let message = "visitors would find no self-check here, only its text";
    Diagnostic::error("self-check", message)
        .at(at.unwrap_or_else(|| Span::new(&node.file, 0, 0)))
        .help("write :::self-check in a line of its own, with the file rules.toml beside the page")
}

/// Whether a page says nothing. A section's page has the pages of its section.
fn is_empty(node: &PageNode, body: &Body) -> bool {
    body.placeholders.is_empty()
        && body.html.trim().is_empty()
        && node.kind() != "section"
}

fn empty(at: Span) -> Diagnostic {
    let message = "visitors would find a page with nothing but its title";
    Diagnostic::new("page-empty", Level::Unpublishable, message)
        .at(at)
        .help("write what it is about below the second +++")
}

/// Audits a rendered page. `file` is where it comes from, and `is_whole` whether nothing is
/// wrong there.
///
/// A page that is made of something faulty is not audited: it would only say again, in other
/// words, what is found at the fault's own place.
pub(crate) fn audit(project: &Project, file: &Path, is_whole: bool, page: &mut Rendered) {
    let practice = &project.practice;
    let is_whole =
        is_whole && practice.is_whole() && !diagnostic::any_stops(&page.findings, false);
    if let (Some(html), true) = (&page.html, is_whole) {
        let at = Span::new(file, 0, 0);
        markup::check(html, practice, &at, &mut page.findings);
    }
}

/// Finds everything that a build finds, in the order of a report.
pub(crate) fn all(
    project: &Project,
    pages: &Pages,
    website: &Website,
    memo: &Memo,
    request: &Request<'_>,
    found: &mut Vec<Diagnostic>,
) {
    found_before(project, pages, found);
    let (today, is_audited) = (project.sources.today, request.is_audited);
    // Both stages are memoised as a whole: an edit of words alone changes neither key, so none of
    // their checks runs.
    let key = || hash(&("project", project.inputs, project.heads, today, is_audited));
    let of_project = memo.get_for_later(key, || {
        let mut found = vec![];
        check_project(project, memo, is_audited, &mut found);
        found
    });
    found.extend_from_slice(&of_project);
    if is_audited {
        signoff::check(project, memo, found);
    }
    let key = || {
        let interfaces = pages.all(&project.graph).map(|(_, page)| page.interface);
        let interfaces: Vec<_> = interfaces.collect();
        hash(&("website", project.inputs, project.heads, today, is_audited, interfaces))
    };
    let of_website = memo.get_for_later(key, || {
        let mut found = vec![];
        check_website(project, pages, website, is_audited, &mut found);
        found
    });
    found.extend_from_slice(&of_website);
    if is_audited {
        refrains(project, pages, memo, found);
    }
    diagnostic::arrange(found);
}

/// What pages say again and again. An edit of words changes this key, and no other: to count all
/// sentences takes less time than to render one page in a thousand.
fn refrains(project: &Project, pages: &Pages, memo: &Memo, found: &mut Vec<Diagnostic>) {
    let key = || {
        let said: Vec<_> = pages.of_files.iter().map(|page| page.said).collect();
        hash(&("refrains", project.inputs, project.heads, project.sources.today, said))
    };
    let said = memo.get_for_later(key, || {
        let mut found = vec![];
        refrain::check(project, pages, &mut found);
        found
    });
    found.extend_from_slice(&said);
}

/// What the stages before this one found, kept with the values that it is about.
fn found_before(project: &Project, pages: &Pages, found: &mut Vec<Diagnostic>) {
    found.extend_from_slice(&project.findings);
    for page in &project.graph.pages {
        found.extend_from_slice(&page.page.findings);
    }
    found.extend_from_slice(&pages.findings);
    for (_, page) in pages.all(&project.graph) {
        found.extend_from_slice(&page.findings);
    }
}

/// Checks that need all inputs, but of pages only what they say of themselves.
fn check_project(
    project: &Project,
    memo: &Memo,
    is_audited: bool,
    found: &mut Vec<Diagnostic>,
) {
    unused::check(project, found);
    unused::maps(project, found);
    link::menu(project, found);
    link::sections(project, found);
    redirects::check(project, found);
    review::check(project, found);
    review::unsigned(project, found);
    crisis::check(project, found);
    contrast::check(project, memo, found);
    if is_audited {
        prose::check(project, memo, found);
        claim::check(project, found);
        approval::check(project, found);
        aid::overdue(project, found);
        duplicate::check(project, found);
        overlooked::check(project, found);
    }
}

/// Checks that need the website, and what stands in all texts.
fn check_website(
    project: &Project,
    pages: &Pages,
    website: &Website,
    is_audited: bool,
    found: &mut Vec<Diagnostic>,
) {
    link::check(project, pages, website, found);
    if is_audited {
        let built = || pages.of_files.iter().filter(|page| page.html.is_some());
        let shown = built().flat_map(|page| &page.outline.drawings).map(String::as_str);
        drawing::check(&project.drawings, &shown.collect(), &project.facts, found);
        let shown = built().flat_map(|page| &page.outline.grids).map(String::as_str);
        aid::called(project, pages, found);
        decision::check(&project.grids, &shown.collect(), &project.facts, found);
    }
}
