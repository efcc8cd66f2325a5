//! Sources in, website and findings out. Pure: no disk, clock, network or printing.
#![warn(clippy::disallowed_methods)]
pub mod assets;
pub mod authoring;
mod build;
pub mod check;
pub mod diagnostic;
pub mod dmn;
pub mod drawing;
pub mod edit;
pub mod html;
pub mod load;
pub mod memo;
pub mod proof;
pub mod prose;
pub mod read;
pub mod render;
pub mod source;
pub mod span;
pub mod website;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use authoring::calendar;
use authoring::guide;
pub use build::follow::glance;
use build::follow::{self, Last};
use build::part::{Maker, Part};
use diagnostic::Diagnostic;
use load::graph::{self, Entry};
use load::{
    KINDS, Lists, WORDS, pages, read_checks, read_drawings, read_facts, read_file,
    read_list, read_pages, read_templates,
};
pub use load::{Overtaken, read_practice};
use memo::Memo;
use read::{addresses, attestations, colours, kinds, words};
use render::fill::World;
use render::shared::Shared;
use source::{Path, Sources, hash};
use website::feed;
pub use website::host;
use website::host::Redirects;

/// The website: every file's bytes by its path, `side-effects/index.html`.
pub type Output = BTreeMap<Path, Arc<[u8]>>;

/// What a build gives: the website as far as it could be made, and all findings.
#[derive(Default)]
pub struct Report {
    /// The website. To be published only when nothing stops the build.
    pub output: Arc<Output>,
    /// Where visitors of former addresses are sent, for hosts.
    pub redirects: Redirects,
    /// All findings, sorted by file and place.
    pub findings: Vec<Diagnostic>,
    /// How much was done, for tests and timings.
    pub work: Work,
}

/// How much a build did, and did not have to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Markdown files read anew.
    pub read: usize,
    /// Pages rendered anew.
    pub rendered: usize,
}

impl Report {
    /// Whether some finding stops the build, or with `publish` a build that goes live.
    pub fn stopped(&self, publish: bool) -> bool {
        self.findings.iter().any(|finding| finding.stops(publish))
    }
}

/// Builds after an edit of a few texts, at once; nothing when that is not all that was edited.
pub fn follow(sources: &Sources, memo: &Memo) -> Option<Report> {
    follow::build(sources, memo, true)
}

/// Builds the whole site. Total: any text gives a report, none a panic.
pub fn build(sources: &Sources, memo: &Memo) -> Report {
    build_unless(sources, memo, true, &|| false).expect("nothing overtakes it")
}

/// Builds the whole site without looking at what its pages say: for the benchmark, which
/// tells the cost of one from that of the other.
pub fn build_unaudited(sources: &Sources, memo: &Memo) -> Report {
    build_unless(sources, memo, false, &|| false).expect("nothing overtakes it")
}

/// Builds the whole site, and looks at what its pages say if it is to be `audited`. Nothing
/// once `overtaken` says that a later edit makes it useless: it is asked before each page.
pub fn build_unless(
    sources: &Sources,
    memo: &Memo,
    audited: bool,
    overtaken: Overtaken<'_>,
) -> Option<Report> {
    if let Some(report) = follow::build(sources, memo, audited) {
        return Some(report);
    }
    let (last, work) = build_whole(sources, memo, audited, overtaken)?;
    if memo.is_once() {
        return Some(last.into_report(work));
    }
    let report = last.report(work);
    memo.keep_last(Box::new(last));
    Some(report)
}

fn build_whole(
    sources: &Sources,
    memo: &Memo,
    audited: bool,
    overtaken: Overtaken<'_>,
) -> Option<(Last, Work)> {
    let mut found = sources.unread.clone();
    let mut output = Output::new();
    let practice = read_practice(sources, &mut found);
    let facts = read_facts(sources, memo, &mut found);
    let words = read_list(sources, memo, WORDS, words::read, &mut found);
    let kinds = read_list(sources, memo, KINDS, kinds::read, &mut found);
    let drawings = read_drawings(sources, memo, &mut found);
    let lists = Lists { words: &words, kinds: &kinds, audited };
    let (pages, read) = read_pages(sources, &lists, memo, overtaken)?;
    let site = graph::link(pages, sources.today, sources.mode, &mut found);
    let templates = read_templates(sources, memo, &mut found);
    let assets = assets::publish(sources, memo, &mut output, &mut found);
    let checks = read_checks(sources, memo, &mut found);
    let addresses =
        read_file(sources, memo, addresses::FILE, addresses::read, &mut found);
    let judged =
        read_file(sources, memo, attestations::FILE, attestations::read, &mut found);
    let colours = read_file(sources, memo, colours::FILE, colours::read, &mut found);
    let world = World {
        sources,
        memo,
        audited,
        practice: &practice,
        facts: &facts,
        words: &words,
        kinds: &kinds,
        drawings: &drawings,
        addresses: &addresses,
        colours: &colours,
        judged: &judged,
        assets: &assets,
        site: &site,
        checks: &checks,
    };
    let redirects = check::redirects::redirects(&world);
    check::sources(&world, &mut found);
    let shared = Shared::new(&world, templates.as_ref().as_ref(), &mut found);
    let maker = Maker { world: &world, shared: &shared, published: &output };
    let Some((parts, rendered)) = make_pages(&maker, overtaken) else {
        // There is much to let go, and the later edit does not have to wait for it.
        std::thread::spawn(move || drop((shared, site)));
        return None;
    };
    let made = site.pages.iter().zip(&parts);
    let made: Vec<_> =
        made.filter_map(|(entry, part)| Some((&entry.output, part.as_ref()?))).collect();
    let taken = made.iter().map(|(path, _)| *path).collect();
    let mut own = make_own(&maker, &taken);
    own.extend(send_on(&maker, &redirects));
    let made: Vec<_> =
        made.into_iter().chain(own.iter().map(|(path, part)| (path, part))).collect();
    let html =
        |(path, part): &(&Path, &Arc<Part>)| Some(((*path).clone(), part.html.clone()?));
    // Many pages show the same picture.
    let files = made.iter().flat_map(|(_, part)| &part.files);
    let files: FxHashMap<_, _> = files.map(|(path, file)| (path, file)).collect();
    let files = files.into_iter().map(|(path, file)| (path.clone(), file.clone()));
    // From a list at once: to find each one's place in turn takes longer.
    output.append(&mut files.chain(made.iter().filter_map(html)).collect());
    publish_lists(&world, &redirects, &mut output);
    check::output(&world, &output, &made, &mut found);
    let (sources, work) = (sources.clone(), Work { read, rendered });
    let last = Last {
        sources,
        audited,
        practice,
        facts,
        words,
        kinds,
        drawings,
        addresses,
        colours,
        judged,
        redirects,
        assets,
        checks,
        site,
        shared,
        parts,
        own,
        found,
        output: Arc::new(output),
    };
    Some((last, work))
}

/// What comes due on the site, by day.
pub fn calendar(sources: &Sources) -> Vec<calendar::Event> {
    let facts = read_facts(sources, &Memo::default(), &mut vec![]);
    calendar::events(&pages(sources), &facts, sources.today)
}

/// What only a person can judge, as the main part of a page of the preview.
pub fn judge(sources: &Sources) -> String {
    guide::judge(&guide::judged_of(sources), &pages(sources), sources)
}

/// Makes every page, in parallel. Returns them by their files, and how many had to be made
/// anew.
///
/// Texts that wait are read some at a time before their pages are made, and in the only build
/// let go after: what a processor has at hand, of the program and of the pages, is used while
/// it is there.
///
/// Only what was looked at is kept. Until all is made, that is what was made for one state of
/// all else: edit upon edit of a template would fill the memory.
fn make_pages(
    maker: &Maker<'_>,
    overtaken: Overtaken<'_>,
) -> Option<(Vec<Option<Arc<Part>>>, usize)> {
    const AT_A_TIME: usize = 32;
    let (world, memo) = (maker.world, maker.world.memo);
    let is_kept = world.audited && !memo.is_once();
    let common = if is_kept { Some(common(world, overtaken)?) } else { None };
    let key = |all: u128, entry: &Entry| {
        hash(&("rendered", all, &*entry.file, entry.source.hash))
    };
    let anew = AtomicUsize::new(0);
    let make = |at: usize, entry: &Entry| {
        let make = || {
            anew.fetch_add(1, Ordering::Relaxed);
            Arc::new(maker.page(at, &world.body(entry)))
        };
        let Some(all) = common else { return make() };
        let key = key(all, entry);
        memo.known(key).unwrap_or_else(|| memo.under_way(all, key, make))
    };
    let make_group = |(group, entries): (usize, &[Entry])| {
        for entry in entries.iter().filter(|entry| entry.text.known().is_none()) {
            if overtaken() {
                return None;
            }
            world.outline(entry);
        }
        let parts = (group * AT_A_TIME..).zip(entries).map(|(at, entry)| {
            let part = (!overtaken()).then(|| entry.built.then(|| make(at, entry)));
            if memo.is_once() {
                entry.text.let_go();
            }
            part
        });
        parts.collect::<Option<Vec<_>>>()
    };
    let pages = &world.site.pages;
    let groups = pages.par_chunks(AT_A_TIME).enumerate().map(make_group);
    let parts: Vec<_> =
        groups.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    if let Some(all) = common {
        for (entry, part) in pages.iter().zip(&parts) {
            if let Some(part) = part {
                memo.keep(key(all, entry), Arc::clone(part));
            }
        }
        memo.done();
    }
    Some((parts, anew.into_inner()))
}

/// Pages that need no file: kind, address, file of the output.
const OWN: &[(&str, &str, &str)] =
    &[("404", "/404.html", "404.html"), ("a-z", "/a-z/", "a-z/index.html")];

/// Makes the pages that need no file, where there is none for them.
fn make_own(maker: &Maker<'_>, taken: &BTreeSet<&Path>) -> Vec<(Path, Arc<Part>)> {
    let Some(templates) = maker.shared.templates() else { return vec![] };
    let wanted = OWN.iter().filter(|(kind, _, file)| {
        !taken.contains(&Path::from(*file)) && (templates.has(kind) || *kind == "404")
    });
    let make = |(kind, address, file): &(&str, &str, &str)| {
        ((*file).into(), Arc::new(maker.own(kind, address, None)))
    };
    wanted.map(make).collect()
}

/// The pages that stand where one was before, and send its visitors on: that works on any
/// host.
fn send_on(maker: &Maker<'_>, redirects: &Redirects) -> Vec<(Path, Arc<Part>)> {
    if maker.shared.templates().is_none() {
        return vec![];
    }
    let site = maker.world.site;
    let page = |(from, to): (&String, &String)| {
        let to = site.by_address.get(to.as_str()).map(|at| &site.pages[*at]);
        (host::file(from), Arc::new(maker.own("moved", from, to)))
    };
    redirects.par_iter().map(page).collect()
}

/// A hash of all that a page may show besides its own text: every file that is no page,
/// and of the other pages what links, lists and menus show. Reads their texts.
fn common(world: &World<'_>, overtaken: Overtaken<'_>) -> Option<u128> {
    let sources = world.sources;
    let files = sources.files.iter().filter(|(path, _)| !sources.is_page(path));
    let files: Vec<_> = files.map(|(path, file)| (&**path, file.hash)).collect();
    let face = |entry| (!overtaken()).then(|| face(world, entry));
    let faces: Vec<_> = world.site.pages.par_iter().map(face).collect::<Option<_>>()?;
    let app = (&sources.app.script, &sources.app.wasm);
    let unread: Vec<_> = sources.unread.iter().map(|finding| &finding.at).collect();
    Some(hash(&(files, faces, unread, sources.mode, world.audited, app)))
}

/// What other pages may show of a page.
fn face<'a>(world: &World<'_>, entry: &'a Entry) -> impl std::hash::Hash + use<'a> {
    let headings = &world.outline(entry).headings;
    let headings: Vec<_> = headings.iter().map(|heading| heading.id.as_str()).collect();
    let matter = &entry.page.matter;
    (
        &entry.address,
        &matter.title,
        &matter.description,
        entry.section,
        entry.hidden,
        headings,
    )
}

fn publish_lists(world: &World<'_>, redirects: &Redirects, output: &mut Output) {
    let World { practice, site, sources, .. } = *world;
    let lists: [(&str, &(dyn Fn() -> String + Sync)); 5] = [
        ("feed.xml", &|| feed::feed(practice, site, sources.today)),
        ("sitemap.xml", &|| feed::sitemap(practice, site)),
        ("robots.txt", &|| feed::robots(practice, sources.mode)),
        (host::HEADERS, &|| host::headers_file(output)),
        (host::REDIRECTS, &|| host::redirects_file(redirects)),
    ];
    let file = |(name, list): &(&str, &(dyn Fn() -> String + Sync))| {
        (Path::from(*name), Arc::from(list().into_bytes()))
    };
    let files: Vec<_> = lists.par_iter().map(file).collect();
    output.extend(files);
}
