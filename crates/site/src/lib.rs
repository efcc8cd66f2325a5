//! Sources in, website and findings out. Pure: no disk, clock, network or printing.
#![warn(clippy::disallowed_methods)]
pub mod calendar;
pub mod check;
pub mod desk;
pub mod diagnostic;
pub mod dmn;
pub mod drawing;
pub mod explain;
mod follow;
pub mod graph;
pub mod guide;
pub mod host;
pub mod html;
pub mod memo;
pub mod part;
pub mod proof;
pub mod read;
pub mod relocate;
pub mod render;
pub mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use diagnostic::Diagnostic;
use drawing::Drawings;
use follow::Last;
pub use follow::glance;
use graph::Read;
use host::Redirects;
use memo::Memo;
use part::{Maker, Part};
use read::addresses;
use read::check::{self as self_check, Check};
use read::colours;
use read::facts::{self, Facts};
use read::judged;
use read::kinds::{self, Kinds};
use read::page::{self, Body, Page};
use read::practice::{self, Practice};
use read::prose::Prose;
use read::template::{self, Templates};
use read::words::{self, Words};
use render::fill::World;
use render::page::Shared;
use render::{asset, feed};
use source::{File, Path, Sources, ending, hash};

/// The website: every file's bytes by its path, `side-effects/index.html`.
pub type Output = BTreeMap<Path, Arc<[u8]>>;

/// What a build gives: the website as far as it could be made, and all findings.
#[derive(Default)]
pub struct Report {
    /// The website. To be published only when nothing stops the build.
    pub output: Output,
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

/// Builds the whole site. Total: any text gives a report, none a panic.
pub fn build(sources: &Sources, memo: &Memo) -> Report {
    build_to(sources, memo, true)
}

/// Builds the whole site without looking at what its pages say: only for the benchmark,
/// which tells the cost of one from that of the other.
pub fn build_unaudited(sources: &Sources, memo: &Memo) -> Report {
    build_to(sources, memo, false)
}

fn build_to(sources: &Sources, memo: &Memo, audited: bool) -> Report {
    if let Some(report) = follow::build(sources, memo, audited) {
        return report;
    }
    let (last, work) = build_whole(sources, memo, audited);
    let report = last.report(work);
    memo.keep_last(Box::new(last));
    report
}

fn build_whole(sources: &Sources, memo: &Memo, audited: bool) -> (Last, Work) {
    let mut found = sources.unread.clone();
    let mut output = Output::new();
    let practice = read_practice(sources, &mut found);
    let facts = read_facts(sources, memo, &mut found);
    let words = read_list(sources, memo, WORDS, words::read, &mut found);
    let kinds = read_list(sources, memo, KINDS, kinds::read, &mut found);
    let drawings = read_drawings(sources, memo, &mut found);
    let lists = Lists { words: &words, kinds: &kinds, audited };
    let (pages, read) = read_pages(sources, &lists, memo);
    let (site, mut bodies) = graph::link(pages, sources.today, sources.mode, &mut found);
    let templates = read_templates(sources, memo, &mut found);
    let assets = asset::publish(sources, memo, &mut output, &mut found);
    let checks = read_checks(sources, memo, &mut found);
    let addresses =
        read_file(sources, memo, addresses::FILE, addresses::read, &mut found);
    let judged = read_file(sources, memo, judged::FILE, judged::read, &mut found);
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
    let redirects = check::moved::redirects(&world);
    check::sources(&world, &mut found);
    let shared = Shared::new(&world);
    let maker = Maker {
        world: &world,
        shared: &shared,
        templates: templates.as_ref().as_ref(),
        published: &output,
    };
    let texts = if memo.is_once() { std::mem::take(&mut bodies) } else { bodies.clone() };
    let (parts, rendered) = make_pages(&maker, texts);
    let made = site.pages.iter().zip(&parts);
    let made: Vec<_> =
        made.filter_map(|(entry, part)| Some((&entry.output, part.as_ref()?))).collect();
    let taken = made.iter().map(|(path, _)| *path).collect();
    let mut own = make_own(&maker, &taken);
    own.extend(send_on(&maker, &redirects));
    let made: Vec<_> =
        made.into_iter().chain(own.iter().map(|(path, part)| (path, part))).collect();
    for (path, part) in &made {
        output.extend(part.files.iter().cloned());
        output.extend(part.html.clone().map(|html| ((*path).clone(), html)));
    }
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
        templates,
        assets,
        checks,
        site,
        bodies,
        shared,
        parts,
        own,
        found,
        output,
    };
    (last, work)
}

/// What is the practice's own; what is missing or wrong with it is a finding.
pub fn read_practice(sources: &Sources, found: &mut Vec<Diagnostic>) -> Practice {
    let path: Path = "content/practice.toml".into();
    match sources.files.get(&path).map(|file| file.text(&path)) {
        Some(Ok(text)) => return practice::read(&path, text, found),
        Some(Err(finding)) => found.push(finding),
        None => found.push(
            Diagnostic::error("practice", "nothing says whose site this is")
                .help("add the file content/practice.toml"),
        ),
    }
    practice::read(&path, "", &mut vec![])
}

fn read_facts(sources: &Sources, memo: &Memo, found: &mut Vec<Diagnostic>) -> Arc<Facts> {
    let files =
        sources.below("content/facts/").filter(|(path, _)| ending(path) == "toml");
    let files: Vec<_> = files.collect();
    remembered(memo, "facts", &files, found, |found| {
        let mut facts = Facts::default();
        for (path, file) in &files {
            match file.text(path) {
                Ok(text) => facts::read(path, text, &mut facts, found),
                Err(finding) => found.push(finding),
            }
        }
        facts::check(&facts, found);
        facts
    })
}

/// Reads a file that need not be there.
fn read_file<T: Default + Send + Sync + 'static>(
    sources: &Sources,
    memo: &Memo,
    path: &str,
    read: fn(&Path, &str, &mut Vec<Diagnostic>) -> T,
    found: &mut Vec<Diagnostic>,
) -> Arc<T> {
    let path: Path = path.into();
    let Some(file) = sources.files.get(&path) else { return Arc::default() };
    remembered(memo, "file", &[(&path, file)], found, |found| {
        let text = file.text(&path).map_err(|finding| found.push(finding));
        text.map(|text| read(&path, text, found)).unwrap_or_default()
    })
}

/// What comes due on the site, by day.
pub fn calendar(sources: &Sources) -> Vec<calendar::Event> {
    let facts = read_facts(sources, &Memo::default(), &mut vec![]);
    calendar::events(&pages(sources), &facts, sources.today)
}

/// What only a person can judge, as the main part of a page of the preview.
pub fn judge(sources: &Sources) -> String {
    guide::judge(&guide::judged_of(sources), &pages(sources), sources.today)
}

/// The pages alone.
fn pages(sources: &Sources) -> graph::Site {
    let (memo, found) = (&Memo::default(), &mut vec![]);
    let kinds = read_list(sources, memo, KINDS, kinds::read, found);
    let lists = Lists { words: &Words::default(), kinds: &kinds, audited: false };
    let (pages, _) = read_pages(sources, &lists, memo);
    graph::link(pages, sources.today, sources.mode, found).0
}

/// What guards what pages say: the file, and what nothing says without it.
type List = (&'static str, &'static str);
const WORDS: List = ("content/words.toml", "which words may not appear");
const KINDS: List = ("content/kinds.toml", "which kinds of page there are");

/// Reads one of the practice's lists. Without it nothing is guarded, which is told.
fn read_list<T: Default + Send + Sync + 'static>(
    sources: &Sources,
    memo: &Memo,
    (path, what): List,
    read: fn(&Path, &str, &mut Vec<Diagnostic>) -> T,
    found: &mut Vec<Diagnostic>,
) -> Arc<T> {
    let path: Path = path.into();
    if !sources.files.contains_key(&path) {
        found.push(kinds::missing(&path, what));
        return Arc::default();
    }
    read_file(sources, memo, &path, read, found)
}

/// Draws what the drawings' data say.
fn read_drawings(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Drawings {
    let files = sources.below(drawing::FOLDER).filter(|(path, _)| ending(path) == "toml");
    let read = |(path, file): (&Path, &File)| {
        let read = remembered(memo, "drawing", &[(path, file)], found, |found| {
            file.text(path)
                .map_err(|finding| found.push(finding))
                .map(|text| drawing::read(path, text, found))
                .ok()
        });
        let name = path.strip_prefix(drawing::FOLDER)?.strip_suffix(".toml")?;
        Some((name.to_owned(), Option::clone(&read)?))
    };
    files.filter_map(read).collect()
}

/// Reads the self-checks: wherever there is a `rules.toml`.
fn read_checks(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Arc<Check>> {
    let mut checks = BTreeMap::new();
    for (path, _) in sources.below("content/") {
        let Some(folder) = path.strip_suffix("/rules.toml") else { continue };
        let inside = format!("{folder}/");
        let files: Vec<_> = sources.below(&inside).collect();
        let read = remembered(memo, "check", &files, found, |found| {
            self_check::read(sources, path, found).map(Arc::new)
        });
        checks.extend(read.as_ref().clone().map(|check| (folder.to_owned(), check)));
    }
    checks
}

fn read_templates(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Arc<Option<Templates>> {
    let files: Vec<_> = sources.below("templates/").collect();
    remembered(memo, "templates", &files, found, |found| {
        template::read(sources, &render::page::fields(), found)
    })
}

/// What some files come to, read anew only when one of them changed. Its findings are kept
/// with it, and told each time.
fn remembered<T: Send + Sync + 'static>(
    memo: &Memo,
    what: &str,
    files: &[(&Path, &File)],
    found: &mut Vec<Diagnostic>,
    read: impl FnOnce(&mut Vec<Diagnostic>) -> T,
) -> Arc<T> {
    let hashes: Vec<_> = files.iter().map(|(path, file)| (&***path, file.hash)).collect();
    let kept = memo.get(hash(&(what, hashes)), || {
        let mut found = vec![];
        (Arc::new(read(&mut found)), found)
    });
    found.extend(kept.1.iter().cloned());
    kept.0.clone()
}

/// A page as it was read, with its file and a hash of that.
type Pages = Vec<(Path, u128, Read)>;

/// Reads every page, in parallel, and says how many had to be read anew.
fn read_pages(sources: &Sources, lists: &Lists<'_>, memo: &Memo) -> (Pages, usize) {
    let files: Vec<_> =
        sources.below("content/").filter(|(path, _)| sources.is_page(path)).collect();
    let (anew, declared) = (AtomicUsize::new(0), hash(lists));
    let read = |(path, file): &(&Path, &File)| {
        let key = || hash(&("page", &***path, file.hash, declared));
        memo.get_large(key, || {
            anew.fetch_add(1, Ordering::Relaxed);
            read_page(path, file, lists)
        })
    };
    let pages: Vec<_> = files.par_iter().map(read).collect();
    let mut all = vec![];
    for ((path, file), read) in files.into_iter().zip(pages) {
        let read = Arc::try_unwrap(read).unwrap_or_else(|kept| (*kept).clone());
        all.push((path.clone(), file.hash, read));
    }
    (all, anew.into_inner())
}

/// What a page is read with, besides its own file.
#[derive(Hash)]
pub(crate) struct Lists<'a> {
    pub(crate) words: &'a Words,
    pub(crate) kinds: &'a Kinds,
    pub(crate) audited: bool,
}

/// Reads a page, and looks at its words. One that cannot be read still is where links to it
/// lead. The words by themselves are not kept: there may be many pages.
fn read_page(path: &Path, file: &File, lists: &Lists<'_>) -> Read {
    let (page, mut body) = match file.text(path) {
        Ok(text) => page::read(path, text, lists.kinds),
        Err(finding) => {
            (Page { findings: vec![finding], ..Page::default() }, Body::default())
        }
    };
    if lists.audited {
        body.findings = check::words(path, &page, &body, lists);
    }
    body.prose = Prose::default();
    Read { page: Arc::new(page), body: Arc::new(body) }
}

/// Makes every page, in parallel. Returns them by their files, and how many had to be made
/// anew. A text is let go as soon as its page is made: there may be many.
fn make_pages(
    maker: &Maker<'_>,
    bodies: Vec<Arc<Body>>,
) -> (Vec<Option<Arc<Part>>>, usize) {
    let world = maker.world;
    let (anew, common) = (AtomicUsize::new(0), common(world));
    let make = |(at, body): (usize, Arc<Body>)| {
        let entry = &world.site.pages[at];
        let key = || hash(&("rendered", common, &*entry.file, entry.hash));
        entry.built.then(|| {
            world.memo.get_large(key, || {
                anew.fetch_add(1, Ordering::Relaxed);
                maker.page(at, &body)
            })
        })
    };
    let parts = bodies.into_par_iter().enumerate().map(make).collect();
    (parts, anew.into_inner())
}

/// Pages that need no file: kind, address, file of the output.
const OWN: &[(&str, &str, &str)] =
    &[("404", "/404.html", "404.html"), ("a-z", "/a-z/", "a-z/index.html")];

/// Makes the pages that need no file, where there is none for them.
fn make_own(maker: &Maker<'_>, taken: &BTreeSet<&Path>) -> Vec<(Path, Arc<Part>)> {
    let Some(templates) = maker.templates else { return vec![] };
    let wanted = OWN.iter().filter(|(kind, _, file)| {
        !taken.contains(&Path::from(*file)) && (templates.has(kind) || *kind == "404")
    });
    let make = |(kind, address, file): &(&str, &str, &str)| {
        ((*file).into(), Arc::new(maker.own(templates, kind, address, None)))
    };
    wanted.map(make).collect()
}

/// The pages that stand where one was before, and send its visitors on: that works on any
/// host.
fn send_on(maker: &Maker<'_>, redirects: &Redirects) -> Vec<(Path, Arc<Part>)> {
    let Some(templates) = maker.templates else { return vec![] };
    let site = maker.world.site;
    let page = |(from, to): (&String, &String)| {
        let to = site.by_address.get(to.as_str()).map(|at| &site.pages[*at]);
        (host::file(from), Arc::new(maker.own(templates, "moved", from, to)))
    };
    redirects.par_iter().map(page).collect()
}

/// A hash of all that a page may show besides its own text: every file that is no page,
/// and of the other pages what links, lists and menus show.
fn common(world: &World<'_>) -> u128 {
    let sources = world.sources;
    let files = sources.files.iter().filter(|(path, _)| !sources.is_page(path));
    let files: Vec<_> = files.map(|(path, file)| (&**path, file.hash)).collect();
    let faces: Vec<_> = world.site.pages.iter().map(face).collect();
    let app = (&sources.app.script, &sources.app.wasm);
    let unread: Vec<_> = sources.unread.iter().map(|finding| &finding.at).collect();
    hash(&(files, faces, unread, sources.mode, world.audited, app))
}

/// What other pages may show of a page.
fn face(entry: &graph::Entry) -> impl std::hash::Hash + '_ {
    let headings: Vec<_> =
        entry.page.headings.iter().map(|heading| heading.id.as_str()).collect();
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
    let lists = [
        (host::HEADERS, host::headers_file(output)),
        (host::REDIRECTS, host::redirects_file(redirects)),
        ("sitemap.xml", feed::sitemap(practice, site)),
        ("feed.xml", feed::feed(practice, site, sources.today)),
        ("robots.txt", feed::robots(practice, sources.mode)),
    ];
    for (file, text) in lists {
        output.insert(file.into(), text.into_bytes().into());
    }
}
