//! A build after an edit that changes no more than the texts of some pages: all else stands
//! as the last build left it.
//!
//! What a page says of itself (front matter and headings) is all that other pages, lists and
//! menus show of it. As long as that is the same, and nothing but pages was edited, no other
//! page can change. Whatever does not fit this is left to a whole build.
use std::collections::{BTreeMap, HashMap};
use std::mem::{replace, take};
use std::sync::Arc;

use crate::assets::Assets;
use crate::build::part::{Maker, Part, faulty};
use crate::check::link;
use crate::diagnostic::{self, Diagnostic};
use crate::drawing::Drawings;
use crate::load;
use crate::load::graph::{Entry, Read, Site};
use crate::load::self_check::Check;
use crate::memo::Memo;
use crate::read::addresses::Addresses;
use crate::read::attestations::Attestations;
use crate::read::colours::Colours;
use crate::read::facts::Facts;
use crate::read::kinds::Kinds;
use crate::read::practice::Practice;
use crate::read::words::Words;
use crate::render::fill::World;
use crate::render::policy;
use crate::render::shared::Shared;
use crate::source::{Path, Sources};
use crate::website::host::Redirects;
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
    pub(crate) judged: Arc<Attestations>,
    pub(crate) redirects: Redirects,
    pub(crate) assets: Assets,
    pub(crate) checks: BTreeMap<String, Arc<Check>>,
    pub(crate) site: Site,
    pub(crate) shared: Shared,
    /// The pages of files, in the order of the site.
    pub(crate) parts: Vec<Option<Arc<Part>>>,
    /// The pages that no file stands for.
    pub(crate) own: Vec<(Path, Arc<Part>)>,
    /// What was found besides what belongs to a page.
    pub(crate) found: Vec<Diagnostic>,
    pub(crate) output: Arc<Output>,
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
        // The process ends soon: the system takes all back at once, which is quicker.
        std::mem::forget(self);
        Report { output, redirects, findings, work }
    }

    /// What was found as a whole, and of each page.
    fn findings(&self) -> Vec<Diagnostic> {
        let mut found = self.found.clone();
        let pages = self.site.pages.iter().zip(&self.parts);
        for (entry, part) in pages {
            found.extend(entry.page.findings.iter().cloned());
            let outline = entry.text.known();
            found.extend(outline.iter().flat_map(|text| text.findings.iter().cloned()));
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
    fn edited<'a>(&self, sources: &'a Sources, audited: bool) -> Option<Vec<&'a Path>> {
        let old = &self.sources;
        let same = old.today == sources.today
            && old.mode == sources.mode
            && old.unread == sources.unread
            && self.audited == audited
            && Arc::ptr_eq(&old.app.wasm, &sources.app.wasm);
        same.then(|| sources.edited(old))?
    }

    /// Takes in all that was edited. Nothing, when more may change than the edited pages.
    fn take_all(
        &mut self,
        sources: &Sources,
        memo: &Memo,
        audited: bool,
    ) -> Option<Work> {
        let edited = self.edited(sources, audited)?;
        let is_page = |path: &Path| self.site.by_file.contains_key(path);
        let broken = self.found.iter().any(link::is_found);
        if broken || !edited.iter().copied().all(is_page) {
            return None;
        }
        let mut work = Work { read: edited.len(), rendered: 0 };
        for path in &edited {
            work.rendered += self.take(sources, memo, path)?;
        }
        self.sources = sources.clone();
        Some(work)
    }

    /// Takes in a page that was edited. Nothing, when more than that page may change: then
    /// all is as it was.
    fn take(&mut self, sources: &Sources, memo: &Memo, path: &Path) -> Option<usize> {
        let at = *self.site.by_file.get(path)?;
        let world = self.world(sources, memo);
        let entry = with_edit(&world, at)?;
        // A tick falls with the words that somebody looked at.
        let words = |sources| load::words(sources, &self.kinds, path);
        let ticked =
            !self.judged.ticks.is_empty() && words(sources) != words(&self.sources);
        if ticked || !same_face(&world, &entry, &self.site.pages[at]) {
            return None;
        }
        let former = replace(&mut self.site.pages[at], entry);
        if let Some(before) = self.parts[at].clone() {
            let Some(part) = self.made(sources, memo, at, &before) else {
                self.site.pages[at] = former;
                return None;
            };
            if let Some(html) = part.html.clone() {
                let output = self.site.pages[at].output.clone();
                Arc::make_mut(&mut self.output).insert(output, html);
            }
            self.parts[at] = Some(Arc::new(part));
        }
        Some(usize::from(self.parts[at].is_some()))
    }

    /// An edited page, made anew. Nothing, when others may change with it.
    fn made(
        &self,
        sources: &Sources,
        memo: &Memo,
        at: usize,
        before: &Part,
    ) -> Option<Part> {
        let world = self.world(sources, memo);
        let (shared, published) = (&self.shared, &*self.output);
        let body = world.body(&self.site.pages[at]);
        let part = Maker { world: &world, shared, published }.page(at, &body);
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
        stands.then_some(part)
    }
}

/// A page of the last build, with its file as it is now.
fn with_edit(world: &World<'_>, at: usize) -> Option<Entry> {
    let before = &world.site.pages[at];
    let file = world.sources.files.get(&before.file)?;
    let Read { page, text } = load::read_page(&before.file, file, world.kinds);
    Some(Entry { page, text, source: file.clone(), ..before.clone() })
}

/// Whether all that others may show of a page is the same.
fn same_face(world: &World<'_>, now: &Entry, before: &Entry) -> bool {
    let [a, b] = [now, before].map(|entry| world.outline(entry));
    now.page.matter == before.page.matter
        && a.headings == b.headings
        && a.drawings == b.drawings
}

/// Builds after an edit of a few texts; nothing when that is not all that was edited.
pub(crate) fn build(sources: &Sources, memo: &Memo, audited: bool) -> Option<Report> {
    let mut last = memo.take_last()?;
    let work = last.take_all(sources, memo, audited);
    let report = work.map(|work| last.report(work));
    memo.keep_last(last);
    if report.is_some() {
        memo.rest();
    }
    report
}

/// The pages at some places of the output as edited templates and texts make them, while all
/// others are as they were: what an open page shows at once. Nothing when anything else was
/// edited, or when there are faults.
pub fn glance(sources: &Sources, memo: &Memo, open: &[Path]) -> Option<Arc<Output>> {
    let last = memo.take_last()?;
    let glance = glance_from(&last, sources, memo, open);
    memo.keep_last(last);
    glance.map(Arc::new)
}

fn glance_from(
    last: &Last,
    sources: &Sources,
    memo: &Memo,
    open: &[Path],
) -> Option<Output> {
    let edited = last.edited(sources, last.audited)?;
    let world = World { audited: false, ..last.world(sources, memo) };
    let mut entries = HashMap::new();
    for &path in edited.iter().filter(|path| !path.starts_with("templates/")) {
        let at = *last.site.by_file.get(path)?;
        let entry = with_edit(&world, at)?;
        let faulty =
            faulty(&entry.page.findings) || faulty(&world.outline(&entry).findings);
        if faulty || !same_face(&world, &entry, &last.site.pages[at]) {
            return None;
        }
        entries.insert(at, entry);
    }
    let all = entries.len() < edited.len();
    let anew = all.then(|| {
        let templates = load::read_templates(sources, memo, &mut vec![]);
        last.shared.clone().with(templates.as_ref().as_ref(), &mut vec![])
    });
    let shared = anew.as_ref().unwrap_or(&last.shared);
    let maker = Maker { world: &world, shared, published: &last.output };
    let mut output = Output::clone(&last.output);
    let (mut made, pages) = (0, last.site.pages.iter().enumerate());
    for (at, entry) in pages.filter(|(_, entry)| open.contains(&entry.output)) {
        let edited = entries.get(&at);
        if all || edited.is_some() {
            let part = maker.page(at, &world.body(edited.unwrap_or(entry)));
            if faulty(&part.findings) {
                return None;
            }
            output.insert(entry.output.clone(), part.html?);
            made += 1;
        }
    }
    (made > 0).then_some(output)
}
