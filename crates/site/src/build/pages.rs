//! All pages of the website: each text is parsed, rendered and checked, and its bytes are put
//! aside.
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ground::diagnostic::{Diagnostic, Scope, any_stops};
use ground::prose::Prose;
use ground::source::{Path, hash};
use rayon::prelude::*;

use super::Session;
use crate::check;
use crate::load::Project;
use crate::load::graph::PageNode;
use crate::prose::{self, saying::Saying};
use crate::read::body::Body;
use crate::read::page::{self, Outline};
use crate::render::page::{render, render_generated};
use crate::render::shared::Shared;
use crate::render::{Pages, Rendered, RenderedPage, Renderer};
use crate::request::{Cancelled, OpenPages, Request};
use crate::store::WebFile;
use crate::website::host;
use crate::website::redirects::Redirects;

/// Makes all pages, those that somebody looks at first.
///
/// # Errors
/// When it is cancelled.
pub(super) fn make(
    project: &Project,
    redirects: &Redirects,
    session: &Session,
    request: &Request<'_>,
) -> Result<Pages, Cancelled> {
    let mut findings = vec![];
    let shared = Shared::new(project, session.memo(), &mut findings);
    let maker = PageMaker {
        renderer: Renderer { project, memo: session.memo(), shared: &shared },
        session,
        request,
        common: hash(&(project.shared_hash(), request.is_audited)),
        rendered: AtomicUsize::new(0),
    };
    if let Some(open) = &request.open_pages {
        maker.show_open(open);
    }
    let of_files = maker.all_of_files()?;
    let generated = maker.generated(redirects);
    Ok(Pages { of_files, generated, findings, rendered: maker.rendered.into_inner() })
}

/// Makes pages: all that they share.
struct PageMaker<'a> {
    renderer: Renderer<'a>,
    session: &'a Session,
    request: &'a Request<'a>,
    /// A hash of all that every page may show besides its own text.
    common: u128,
    rendered: AtomicUsize,
}

/// A text, parsed and linted.
#[derive(Default)]
struct ParsedText {
    outline: Outline,
    body: Body,
    sayings: Vec<Saying>,
}

impl PageMaker<'_> {
    /// Every page of a file, in parallel.
    ///
    /// Texts are parsed some at a time before their pages are rendered: what a processor has in
    /// its caches, of the program and of the pages, is used while it is there. One by one takes
    /// 8 of 100 longer, and all texts first 5 (10,000 pages).
    fn all_of_files(&self) -> Result<Vec<Arc<RenderedPage>>, Cancelled> {
        const BATCH: usize = 32;
        let pages = &self.renderer.project.graph.pages;
        let batches = pages.par_chunks(BATCH).enumerate();
        let batches = batches
            .map(|(batch, pages)| self.batch(batch * BATCH..batch * BATCH + pages.len()));
        let batches: Vec<_> = batches.collect::<Result<_, _>>()?;
        Ok(batches.into_iter().flatten().collect())
    }

    fn batch(&self, pages: Range<usize>) -> Result<Vec<Arc<RenderedPage>>, Cancelled> {
        let memo = self.renderer.memo;
        // Without a memo that is kept nothing can be found, and even the hash of a page's key
        // costs time: a cold build works none out.
        let known = |at| memo.is_kept().then(|| memo.lookup(self.key(at))).flatten();
        let known: Vec<Option<Arc<RenderedPage>>> = pages.clone().map(known).collect();
        let parse = |(at, known): (usize, &Option<_>)| {
            // Before each page and not each batch, so that a save that overtakes this build waits
            // for one page at most.
            self.request.go_on()?;
            Ok(known.is_none().then(|| self.parse(at)))
        };
        let texts =
            pages.clone().zip(&known).map(parse).collect::<Result<Vec<_>, _>>()?;
        let page = |((at, known), text): ((usize, Option<_>), Option<ParsedText>)| {
            self.request.go_on()?;
            let page = known.or_else(|| Some(self.page(at, text?)));
            Ok(page.expect("what is not known was parsed"))
        };
        pages.zip(known).zip(texts).map(page).collect()
    }

    /// The key of a rendered page: a hash of all that it is made of.
    fn key(&self, at: usize) -> u128 {
        let project = self.renderer.project;
        let (node, file) = (&project.graph.pages[at], &project.files[at]);
        hash(&("rendered", self.common, &*node.file, file.hash))
    }

    /// A page of a file, kept for later builds.
    fn page(&self, at: usize, text: ParsedText) -> Arc<RenderedPage> {
        let memo = self.renderer.memo;
        memo.get_for_later(|| self.key(at), || self.render(at, text))
    }

    /// Parses and lints a text. It is not kept for later builds, since its page is: a second
    /// form of every page would serve only edits of templates, and take as much memory again.
    fn parse(&self, at: usize) -> ParsedText {
        let project = self.renderer.project;
        let (node, file) = (&project.graph.pages[at], &project.files[at]);
        // What is no text is found where its front matter is parsed.
        let Ok(text) = file.text(&node.file) else { return ParsedText::default() };
        let is_audited = self.request.is_audited;
        let prose = if is_audited { Prose::default() } else { Prose::unheard() };
        let (mut outline, mut body) =
            page::read_text(&node.file, text, project.sources.mode, prose);
        let mut sayings = vec![];
        if is_audited {
            let (policy, mut found) = (project.prose_policy(), vec![]);
            sayings = prose::page(&node.file, &node.page, &body, &policy, &mut found);
            body.findings = found;
            outline.called = prose::called(&node.page, &body, &project.kinds);
        }
        ParsedText { outline, body, sayings }
    }

    /// Renders and checks a page, and puts its bytes aside.
    fn render(&self, at: usize, text: ParsedText) -> RenderedPage {
        let project = self.renderer.project;
        let ParsedText { mut outline, body, sayings } = text;
        let mut page = Rendered::default();
        if project.graph.pages[at].built {
            self.rendered.fetch_add(1, Ordering::Relaxed);
            page = render(&self.renderer, at, &outline, &body);
            if self.request.is_audited {
                check::page(project, at, &outline, &body, &mut page);
            }
            page.findings.extend(body.findings);
            page.sayings = sayings;
        }
        page.findings.append(&mut outline.findings);
        of_page(&mut page.findings);
        project.graph.pages[at].soften(&mut page.findings);
        let is_kept = self.session.memo().is_kept();
        page.store(self.session.store(), project.practice.base_path(), outline, is_kept)
    }

    /// Shows the pages that somebody looks at, where they are new and nothing stops them.
    fn show_open(&self, open: &OpenPages<'_>) {
        let Renderer { project, memo, .. } = self.renderer;
        // A preview keeps the last good website while something stops the build; single new pages
        // among the old ones would contradict that.
        if any_stops(&project.findings, false) {
            return;
        }
        let wanted = (open.list)();
        let nodes = project.graph.pages.iter().enumerate();
        let nodes = nodes.filter(|(_, node)| node.built && wanted.contains(&node.output));
        let is_new =
            |(at, _): &(usize, _)| memo.lookup::<RenderedPage>(self.key(*at)).is_none();
        let pages: Vec<_> = nodes
            .filter(is_new)
            .map(|(at, node)| (node, self.page(at, self.parse(at))))
            .collect();
        let stopped = |(node, page): &(&PageNode, Arc<RenderedPage>)| {
            any_stops(&node.page.findings, false) || any_stops(&page.findings, false)
        };
        if !pages.is_empty() && !pages.iter().any(stopped) {
            let needed = pages.iter().flat_map(|(_, page)| &page.files);
            let needed = needed.map(|(path, file)| (path, file));
            let plain = project.assets.files.iter().chain(needed);
            let plain = plain
                .map(|(path, file)| (Arc::clone(path), WebFile::plain(file.clone())));
            let html = pages.iter().filter_map(|(node, page)| {
                Some((Arc::clone(&node.output), page.as_file()?))
            });
            (open.show)(plain.chain(html).collect());
        }
    }

    /// The pages that no file stands for: the one that is shown where there is none, the list
    /// of all pages, and where a page was before, the way to the one that took its place. That
    /// works on any host.
    fn generated(&self, redirects: &Redirects) -> Vec<(Path, Arc<RenderedPage>)> {
        let Some(templates) = self.renderer.shared.templates() else { return vec![] };
        let graph = &self.renderer.project.graph;
        // Every site owes the page for addresses that do not exist, so it is made without its
        // template too, which finds that it is missing. A list of all pages is the site's own
        // choice.
        let has_error_page = graph.error_page().is_some_and(|page| page.built);
        let own = [
            ("404", "/404.html", "404.html", !has_error_page),
            (
                "a-z",
                "/a-z/",
                "a-z/index.html",
                !graph.has("/a-z/") && templates.has("a-z"),
            ),
        ];
        let own = own.into_iter().filter(|(.., is_wanted)| *is_wanted);
        let own = own.map(|(kind, address, file, _)| (file.into(), kind, address, None));
        let moved = redirects.iter().map(|(from, to)| {
            let to = graph.by_address.get(to.to.as_str()).map(|at| &graph.pages[*at]);
            (host::file(from), "moved", from.as_str(), to)
        });
        let all: Vec<(Path, &str, &str, Option<&PageNode>)> = own.chain(moved).collect();
        let page =
            |(file, kind, address, to)| (file, self.generated_page(kind, address, to));
        all.into_par_iter().map(page).collect()
    }

    fn generated_page(
        &self,
        kind: &str,
        address: &str,
        moved_to: Option<&PageNode>,
    ) -> Arc<RenderedPage> {
        let Renderer { project, memo, .. } = self.renderer;
        let to = moved_to.map(|node| &*node.address);
        let key = || hash(&("generated", self.common, kind, address, to));
        memo.get_for_later(key, || {
            let mut page = render_generated(&self.renderer, kind, address, moved_to);
            if self.request.is_audited {
                // No author's text stands behind it: whatever the audit finds is the template's
                // fault, and is reported there.
                let template = format!("templates/{kind}.html").into();
                check::audit(project, &template, true, &mut page);
            }
            let base_path = project.practice.base_path();
            let store = self.session.store();
            page.store(store, base_path, Outline::default(), memo.is_kept())
        })
    }
}

/// What is found while a page is made belongs to it, unless its template is at fault.
fn of_page(found: &mut [Diagnostic]) {
    for finding in found.iter_mut().filter(|finding| finding.scope == Scope::Site) {
        finding.scope = Scope::Page;
    }
}
