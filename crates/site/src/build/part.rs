//! One page of the website, with all that was found there.
use std::sync::Arc;

use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::Output;
use crate::check;
use crate::check::link::{Links, SEEN, Seen};
use crate::diagnostic::Diagnostic;
use crate::html::values;
use crate::load::graph::Entry;
use crate::read::page::Body;
use crate::render::fill::World;
use crate::render::page::{self, Rendered};
use crate::render::policy::{Loads, PENDING};
use crate::render::shared::Shared;
use crate::source::{Path, Span};
use crate::website::feed;

/// A page as it stands in the website.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Its bytes, unless its template failed.
    pub html: Option<Arc<[u8]>>,
    /// Other files that it needs.
    pub files: Vec<(Path, Arc<[u8]>)>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
    /// Where the addresses stand in its bytes.
    pub links: Links,
}

/// Makes pages: all that they share.
pub(crate) struct Maker<'a> {
    pub(crate) world: &'a World<'a>,
    pub(crate) shared: &'a Shared,
    /// The static files, where a page's scripts are looked up.
    pub(crate) published: &'a Output,
}

impl Maker<'_> {
    /// The page of a file.
    pub(crate) fn page(&self, at: usize, body: &Body) -> Part {
        let entry = &self.world.site.pages[at];
        let mut rendered = page::render(self.world, self.shared, at, body);
        let links = self.allow(&mut rendered);
        let outline = self.world.outline(entry);
        let whole = !faulty(&entry.page.findings) && !faulty(&outline.findings);
        self.audit(&entry.file, whole, &mut rendered);
        check::page(self.world, entry, body, &mut rendered.findings);
        rendered.findings.extend(body.findings.iter().cloned());
        part(rendered, links)
    }

    /// A page that no file stands for. The one of a former address names the page that has
    /// taken its place.
    pub(crate) fn own(
        &self,
        kind: &str,
        address: &str,
        moved_to: Option<&Entry>,
    ) -> Part {
        let mut rendered =
            page::render_own(self.world, self.shared, kind, address, moved_to);
        let links = self.allow(&mut rendered);
        self.audit(&format!("templates/{kind}.html").into(), true, &mut rendered);
        part(rendered, links)
    }

    /// Writes into a page what it may load: what it names, and nothing else. Returns where its
    /// addresses stand.
    fn allow(&self, page: &mut Rendered) -> Links {
        let Some(html) = &mut page.html else { return Links::default() };
        let own = page.files.iter().map(|(path, bytes)| (&**path, bytes));
        let own: FxHashMap<_, _> = own.collect();
        let find =
            |name: &str| own.get(name).copied().or_else(|| self.published.get(name));
        let file = |address: &str| Some(&**find(address.trim_start_matches('/'))?);
        let known = |address: &str| {
            self.world.site.has(address)
                || feed::FILES.contains(&address)
                || address.strip_prefix('/').is_some_and(|name| find(name).is_some())
        };
        let (mut loads, mut seen) = (Loads::default(), Seen::default());
        for value in values(html, &SEEN) {
            if value.name != "id" {
                loads.see(html, &value, file);
            }
            seen.see(html, value, known);
        }
        let (policy, mut links) = (loads.policy(), seen.links(html));
        let pending: Vec<_> = memmem::find_iter(html.as_bytes(), PENDING).collect();
        for at in pending.into_iter().rev() {
            html.replace_range(at..at + PENDING.len(), &policy);
            links = links.moved(at, policy.len() - PENDING.len());
        }
        links
    }

    /// Looks at a rendered page. `file` is where it comes from, and `whole` whether nothing
    /// is wrong there.
    ///
    /// A page that is made of something faulty is not looked at: it would only say again,
    /// in other words, what is found at the fault's own place.
    fn audit(&self, file: &Path, whole: bool, page: &mut Rendered) {
        let practice = self.world.practice;
        let whole = whole && practice.is_whole() && !faulty(&page.findings);
        if let (Some(html), true, true) = (&page.html, whole, self.world.audited) {
            let at = Span::new(file, 0, 0);
            page.findings.extend(check::markup::check(html, practice, &at));
        }
    }
}

fn part(rendered: Rendered, links: Links) -> Part {
    let Rendered { html, files, findings } = rendered;
    Part { html: html.map(|html| html.into_bytes().into()), files, findings, links }
}

pub(crate) fn faulty(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.stops(false))
}
