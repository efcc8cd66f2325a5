//! A build after an edit that changes no more than the texts of some pages: all else stands
//! as the last build left it.
//!
//! What a page says of itself (front matter and headings) is all that other pages, lists and
//! menus show of it. As long as that is the same, and nothing but pages was edited, no other
//! page can change. Whatever does not fit this is left to a whole build.
use std::collections::BTreeMap;
use std::mem::take;
use std::sync::Arc;

use crate::check::link;
use crate::diagnostic::{self, Diagnostic};
use crate::drawing::Drawings;
use crate::graph::{Read, Site};
use crate::host::Redirects;
use crate::memo::Memo;
use crate::part::{Maker, Part};
use crate::read::addresses::Addresses;
use crate::read::check::Check;
use crate::read::colours::Colours;
use crate::read::facts::Facts;
use crate::read::judged::Judged;
use crate::read::kinds::Kinds;
use crate::read::page::{Body, Page};
use crate::read::practice::Practice;
use crate::read::template::Templates;
use crate::read::words::Words;
use crate::render::asset::Assets;
use crate::render::fill::World;
use crate::render::page::Shared;
use crate::render::policy;
use crate::source::{Path, Sources};
use crate::{Output, Report, Work};

/// All that the last build worked out.
pub(crate) struct Last {
    pub(crate) sources: Sources,
    pub(crate) audited: bool,
    pub(crate) practice: Practice,
    pub(crate) facts: Arc<Facts>,
    pub(crate) words: Arc<Words>,
    pub(crate) kinds: Arc<Kinds>,
    pub(crate) drawings: Drawings,
    pub(crate) addresses: Arc<Addresses>,
    pub(crate) colours: Arc<Colours>,
    pub(crate) judged: Arc<Judged>,
    pub(crate) redirects: Redirects,
    pub(crate) templates: Arc<Option<Templates>>,
    pub(crate) assets: Assets,
    pub(crate) checks: BTreeMap<String, Arc<Check>>,
    pub(crate) site: Site,
    pub(crate) bodies: Vec<Arc<Body>>,
    pub(crate) shared: Shared,
    /// The pages of files, in the order of the site.
    pub(crate) parts: Vec<Option<Arc<Part>>>,
    /// The pages that no file stands for.
    pub(crate) own: Vec<(Path, Arc<Part>)>,
    /// What was found besides what belongs to a page.
    pub(crate) found: Vec<Diagnostic>,
    pub(crate) output: Output,
}

impl Last {
    fn world<'a>(&'a self, sources: &'a Sources, memo: &'a Memo) -> World<'a> {
        World {
            sources,
            memo,
            audited: self.audited,
            practice: &self.practice,
            facts: &self.facts,
            words: &self.words,
            kinds: &self.kinds,
            drawings: &self.drawings,
            addresses: &self.addresses,
            colours: &self.colours,
            judged: &self.judged,
            assets: &self.assets,
            site: &self.site,
            checks: &self.checks,
        }
    }

    /// The report.
    pub(crate) fn report(&self, work: Work) -> Report {
        let (output, redirects) = (self.output.clone(), self.redirects.clone());
        Report { output, redirects, findings: self.findings(), work }
    }

    /// The report, when there is to be no other build.
    pub(crate) fn into_report(mut self, work: Work) -> Report {
        let (output, redirects) = (take(&mut self.output), take(&mut self.redirects));
        let findings = self.findings();
        // There is much to let go, and nobody has to wait for it.
        rayon::spawn(move || drop(self));
        Report { output, redirects, findings, work }
    }

    /// What was found as a whole, and of each page.
    fn findings(&self) -> Vec<Diagnostic> {
        let mut found = self.found.clone();
        let pages = self.site.pages.iter().zip(&self.parts);
        for (entry, part) in pages {
            found.extend(entry.page.findings.iter().cloned());
            found.extend(part.iter().flat_map(|part| part.findings.iter().cloned()));
        }
        found.extend(self.own.iter().flat_map(|(_, part)| part.findings.iter().cloned()));
        Diagnostic::sort(&mut found);
        found.dedup();
        crate::check::markup::merge(&mut found);
        diagnostic::shorten(&mut found);
        found
    }

    /// Whether the sources differ from those before only in these pages, and are otherwise
    /// made to be built in the same way.
    fn edited(&self, sources: &Sources, audited: bool) -> Option<Vec<Path>> {
        let old = &self.sources;
        let same = old.today == sources.today
            && old.mode == sources.mode
            && old.unread == sources.unread
            && self.audited == audited
            && Arc::ptr_eq(&old.app.wasm, &sources.app.wasm)
            && old.files.len() == sources.files.len();
        if !same {
            return None;
        }
        let mut edited = vec![];
        for ((path, file), (path_before, before)) in sources.files.iter().zip(&old.files)
        {
            if path != path_before {
                return None;
            }
            if file.hash != before.hash {
                edited.push(path.clone());
            }
        }
        Some(edited)
    }

    /// Takes in a page that was edited. Nothing, when more than that page may change.
    fn take(&mut self, sources: &Sources, memo: &Memo, path: &Path) -> Option<usize> {
        let at = *self.site.by_file.get(path)?;
        let file = sources.files.get(path)?;
        let Read { page, body } =
            crate::read_page(path, file, &self.world(sources, memo).lists());
        let entry = &mut self.site.pages[at];
        // A tick falls with the words that somebody looked at.
        let ticked = !self.judged.ticks.is_empty() && page.words != entry.page.words;
        if ticked || !same_face(&page, &entry.page) {
            return None;
        }
        (entry.page, entry.hash) = (page, file.hash);
        self.bodies[at] = body;
        let Some(before) = self.parts[at].clone() else { return Some(0) };
        let world = self.world(sources, memo);
        let templates = self.templates.as_ref().as_ref();
        let published = &self.output;
        let part = Maker { world: &world, shared: &self.shared, templates, published }
            .page(at, &self.bodies[at]);
        let stands = part.files == before.files
            && match (&before.html, &part.html) {
                (Some(old), Some(new)) => {
                    link::keeps_ids(old, new)
                        && policy::same(old, new)
                        && part.links.work(new, &self.output)
                }
                (None, None) => true,
                _ => false,
            };
        if let Some(html) = part.html.clone() {
            self.output.insert(self.site.pages[at].output.clone(), html);
        }
        self.parts[at] = Some(Arc::new(part));
        stands.then_some(1)
    }
}

/// Whether all that others may show of a page is the same.
fn same_face(a: &Page, b: &Page) -> bool {
    a.matter == b.matter && a.headings == b.headings && a.drawings == b.drawings
}

/// Builds after an edit of a few texts; nothing when that is not all that was edited.
pub(crate) fn build(sources: &Sources, memo: &Memo, audited: bool) -> Option<Report> {
    let mut last = memo.take_last()?;
    let edited = last.edited(sources, audited)?;
    let is_page = |path: &Path| last.site.by_file.contains_key(path);
    let broken = last.found.iter().any(link::is_found);
    if broken || !edited.iter().all(is_page) {
        return None;
    }
    let mut work = Work { read: edited.len(), rendered: 0 };
    for path in &edited {
        work.rendered += last.take(sources, memo, path)?;
    }
    last.sources = sources.clone();
    let report = last.report(work);
    memo.keep_last(last);
    memo.rest();
    Some(report)
}

/// The pages at some places of the output as edited templates make them, while all others
/// are as they were: what an open page shows at once. Nothing when anything else was edited,
/// or when the templates have faults.
pub fn glance(sources: &Sources, memo: &Memo, open: &[Path]) -> Option<Output> {
    let last = memo.take_last()?;
    let glance = glance_from(&last, sources, memo, open);
    memo.keep_last(last);
    glance
}

fn glance_from(
    last: &Last,
    sources: &Sources,
    memo: &Memo,
    open: &[Path],
) -> Option<Output> {
    let edited = last.edited(sources, last.audited)?;
    if edited.is_empty() || !edited.iter().all(|path| path.starts_with("templates/")) {
        return None;
    }
    let templates = crate::read_templates(sources, memo, &mut vec![]);
    let world = World { audited: false, ..last.world(sources, memo) };
    let templates = templates.as_ref().as_ref();
    let (shared, published) = (&last.shared, &last.output);
    let maker = Maker { world: &world, shared, templates, published };
    let mut output = last.output.clone();
    for (at, entry) in last.site.pages.iter().enumerate() {
        if open.contains(&entry.output) {
            output.insert(entry.output.clone(), maker.page(at, &last.bodies[at]).html?);
        }
    }
    Some(output)
}
