//! Pages as they were rendered, with what is asked of them later.
use std::sync::Arc;

use ground::diagnostic::Diagnostic;
use ground::source::{Path, hash};

use crate::load::graph::PageGraph;
use crate::prose::saying::Saying;
use crate::read::page::Outline;
use crate::render::aid::AidScore;
use crate::render::base_path::below;
use crate::render::links::{Anchor, Ids, Links};
use crate::store::{Content, Store, WebFile};

/// All pages of the website.
pub struct Pages {
    /// Those that files stand for, in the order of the graph. One that is not built has no
    /// bytes.
    pub of_files: Vec<Arc<RenderedPage>>,
    /// Those that no file stands for, by their paths in the website.
    pub generated: Vec<(Path, Arc<RenderedPage>)>,
    /// What is wrong with what all of them share.
    pub findings: Vec<Diagnostic>,
    /// How many were rendered anew.
    pub rendered: usize,
}

impl Pages {
    /// All of them by their paths in the website.
    pub fn all<'a>(
        &'a self,
        graph: &'a PageGraph,
    ) -> impl Iterator<Item = (&'a Path, &'a RenderedPage)> {
        let of_files = graph.pages.iter().map(|node| &node.output).zip(&self.of_files);
        let generated = self.generated.iter().map(|(path, page)| (path, page));
        of_files.chain(generated).map(|(path, page)| (path, &**page))
    }
}

/// A page of the website, with what other pages and the site's checks ask of it.
#[derive(Debug, Default)]
pub struct RenderedPage {
    /// Its bytes; none where it is not built, or its template failed.
    pub html: Option<Content>,
    /// What it may load, as its `Content-Security-Policy` says.
    pub policy: Option<Arc<str>>,
    /// Whether visitors answer something in it.
    pub takes_answers: bool,
    /// How it stands as a decision aid, where it is one.
    pub score: Option<AidScore>,
    /// Other files that it needs.
    pub files: Vec<(Path, Content)>,
    /// What stands in its text.
    pub outline: Outline,
    /// The addresses to be looked up once all pages are made.
    pub links: Links,
    /// Its ids.
    pub ids: Ids,
    /// Headings of other pages to which its text leads.
    pub anchors: Vec<Anchor>,
    /// The sentences by which it is compared with other pages.
    pub sayings: Vec<Saying>,
    /// A hash of them; 0 where it is not kept for later builds.
    pub said: u128,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
    /// A hash of all of the above but its bytes, its sentences and its findings: its interface to
    /// the checks of the whole site. 0 where it is not kept for later builds.
    pub interface: u128,
}

impl RenderedPage {
    /// The page as a file of the website, if it has any bytes.
    pub fn as_file(&self) -> Option<WebFile> {
        let (policy, never_kept) = (self.policy.clone(), self.takes_answers);
        Some(WebFile { content: self.html.clone()?, policy, never_kept })
    }
}

/// A page that was just rendered.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The HTML, unless the template failed.
    pub html: Option<String>,
    /// What it may load.
    pub policy: String,
    /// Whether visitors answer something in it.
    pub takes_answers: bool,
    /// How it stands as a decision aid, where it is one.
    pub score: Option<AidScore>,
    /// Other files that it needs.
    pub files: Vec<(Path, Content)>,
    /// The addresses to be looked up once all pages are made.
    pub links: Links,
    /// Its ids.
    pub ids: Ids,
    /// Headings of other pages to which its text leads.
    pub anchors: Vec<Anchor>,
    /// The sentences by which it is compared with other pages.
    pub sayings: Vec<Saying>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
}

impl Rendered {
    /// Puts the page's bytes into a store, with its addresses below the website's base path.
    /// Hashes are worked out where it is kept for later builds, which ask for them.
    pub fn store(
        self,
        store: &dyn Store,
        base_path: &str,
        outline: Outline,
        is_kept: bool,
    ) -> RenderedPage {
        let Self {
            html,
            policy,
            takes_answers,
            score,
            files,
            links,
            ids,
            anchors,
            sayings,
            findings,
        } = self;
        // Paths alone, as they carry the hash of their file's content.
        let paths: Vec<_> = files.iter().map(|(path, _)| path).collect();
        let headings =
            (&outline.headings, &outline.drawings, &outline.grids, &outline.called);
        let asked =
            (html.is_some(), &policy, &score, paths, headings, &links, &ids, &anchors);
        let interface = if is_kept { hash(&asked) } else { 0 };
        let said = if is_kept { hash(&sayings) } else { 0 };
        RenderedPage {
            policy: html.is_some().then(|| policy.into()),
            takes_answers,
            score,
            html: html
                .map(|html| Content::put(store, below(base_path, html).into_bytes())),
            files,
            outline,
            links,
            ids,
            anchors,
            said,
            sayings,
            findings,
            interface,
        }
    }
}
