//! The first stage of a build: [`Sources`] to a [`Project`].
//!
//! 1. Each file of data is parsed, once for each content ([`inputs`]).
//! 2. Of each page what stands above its text is parsed ([`crate::read::page::read`]).
//! 3. The pages are joined to a graph ([`graph::link`]).
//! 4. Static files are cleaned, and named after their content ([`crate::assets`]).
//! 5. Self-checks are proved, and joined with their texts ([`self_check::load`]).
//!
//! All of it stands in the [`Project`]. The texts of pages are parsed when they are rendered.
pub mod dates;
pub mod graph;
pub(crate) mod inputs;
mod project;
pub mod self_check;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ground::diagnostic::{Diagnostic, Scope};
use ground::source::{File, Path, Sources, hash};
use rayon::prelude::*;

use crate::assets;
use crate::load::graph::PageGraph;
use crate::memo::Memo;
use crate::read::kinds::{self, Kinds};
use crate::read::page::{self, ParsedPage};
use crate::read::{addresses, attestations, colours, words};
use crate::request::{Cancelled, Request};

pub use inputs::practice;
pub(crate) use inputs::{check_ids, facts};
pub use project::Project;

/// Parses all inputs.
///
/// # Errors
/// When it is cancelled. What was parsed until then stays in the memo.
pub(crate) fn project(
    sources: &Sources,
    memo: &Memo,
    request: &Request<'_>,
) -> Result<Project, Cancelled> {
    let mut findings = sources.unread.clone();
    let found = &mut findings;
    let practice = inputs::practice_kept(sources, memo, found);
    let facts = inputs::facts(sources, memo, found);
    let words = inputs::list(sources, memo, inputs::WORDS, words::read, found);
    let kinds = inputs::list(sources, memo, inputs::KINDS, kinds::read, found);
    let declared = hash(&kinds);
    let drawings = inputs::drawings(sources, memo, found);
    let grids = inputs::grids(sources, memo, found);
    let (pages, parsed) = parse_pages(sources, (&kinds, declared), memo, request)?;
    let (heads, files): (Vec<_>, Vec<_>) = pages.into_iter().unzip();
    let (heads, graph) = join(heads, declared, sources, memo, found);
    Ok(Project {
        templates: inputs::templates(sources, memo, found),
        assets: inputs::kept(
            memo,
            &format!("assets{}", practice.base_path()),
            inputs::all_assets(sources),
            |found| assets::publish(sources, practice.base_path(), memo, found),
            found,
        ),
        self_checks: inputs::self_checks(sources, memo, found),
        addresses: inputs::file(sources, memo, addresses::FILE, addresses::read, found),
        attestations: inputs::file(
            sources,
            memo,
            attestations::FILE,
            attestations::read,
            found,
        ),
        colours: inputs::file(sources, memo, colours::FILE, colours::read, found),
        inputs: inputs::hash_of_all(sources),
        sources: sources.clone(),
        practice,
        facts,
        words,
        kinds,
        declared,
        drawings,
        grids,
        graph,
        heads,
        files,
        parsed,
        findings,
    })
}

/// The graph of the pages alone.
pub(crate) fn pages(sources: &Sources) -> PageGraph {
    let (memo, found) = (&Memo::once(), &mut vec![]);
    let kinds = inputs::list(sources, memo, inputs::KINDS, kinds::read, found);
    let pages = parse_pages(sources, (&kinds, hash(&kinds)), memo, &Request::default());
    let (pages, _) = pages.expect("nothing cancels it");
    let pages = pages.into_iter().map(|(page, _)| page).collect();
    graph::link(pages, sources.today, sources.mode, found)
}

/// A page as it was parsed, by its path, with its file.
type Page = ((Path, Arc<ParsedPage>), File);

/// Parses what stands above the text of every page, in parallel, and says how many had to be
/// parsed anew.
fn parse_pages(
    sources: &Sources,
    (kinds, declared): (&Kinds, u128),
    memo: &Memo,
    request: &Request<'_>,
) -> Result<(Vec<Page>, usize), Cancelled> {
    let files: Vec<_> =
        sources.below("content/").filter(|(path, _)| sources.is_page(path)).collect();
    let anew = AtomicUsize::new(0);
    let parse = |(path, file): (&Path, &File)| {
        request.go_on()?;
        let key = || hash(&("page", &**path, file.hash, declared));
        let page = memo.get_for_later(key, || {
            anew.fetch_add(1, Ordering::Relaxed);
            parse_page(path, file, kinds)
        });
        Ok(((Arc::clone(path), page), file.clone()))
    };
    let pages = files.into_par_iter().map(parse).collect::<Result<_, _>>()?;
    Ok((pages, anew.into_inner()))
}

/// Parses a page. One that cannot be read still is where links to it lead.
fn parse_page(path: &Path, file: &File, kinds: &Kinds) -> ParsedPage {
    let mut page = match file.text(path) {
        Ok(text) => page::read(path, text, kinds),
        Err(finding) => ParsedPage { findings: vec![finding], ..ParsedPage::default() },
    };
    page.findings.iter_mut().for_each(|finding| finding.scope = Scope::Page);
    page
}

/// Joins the pages to a graph. It is the same as long as no page says anything else of itself,
/// so an edit of a text costs one lookup (at 10,000 pages 11 ms to join them anew).
fn join(
    pages: Vec<(Path, Arc<ParsedPage>)>,
    declared: u128,
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> (u128, Arc<PageGraph>) {
    let heads: Vec<_> = pages.iter().map(|(path, page)| (&**path, page.head)).collect();
    let heads = hash(&(heads, declared));
    // The date and the mode decide which pages are published, so they are part of the key.
    let key = hash(&("graph", heads, sources.today, sources.mode));
    let link = |found: &mut Vec<Diagnostic>| {
        graph::link(pages, sources.today, sources.mode, found)
    };
    let graph = inputs::kept_by(memo, key, link, found);
    (heads, graph)
}

/// A hash of what a page says; the same for all that cannot be read. Attestations stand for
/// it: they fall when it changes.
pub(crate) fn words_hash(project: &Project, memo: &Memo, at: usize) -> u128 {
    let (path, file) = (&project.graph.pages[at].file, &project.files[at]);
    let key = || hash(&("words", &**path, file.hash, project.declared));
    let words = || hash_of_words(path, file, &project.kinds);
    *memo.get_for_later(key, words)
}

/// The same without a memo.
pub(crate) fn hash_of_words(path: &Path, file: &File, kinds: &Kinds) -> u128 {
    let text = file.text(path).ok();
    text.map(|text| page::words_hash(path, text, kinds)).unwrap_or_default()
}
