//! Sources in, website and findings out. Pure: no disk, clock, network or printing.
#![warn(clippy::disallowed_methods)]
pub mod calendar;
pub mod check;
pub mod desk;
pub mod diagnostic;
pub mod dmn;
pub mod drawing;
pub mod explain;
pub mod graph;
pub mod guide;
pub mod host;
pub mod html;
pub mod memo;
pub mod proof;
pub mod read;
pub mod relocate;
pub mod render;
pub mod source;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use diagnostic::Diagnostic;
use drawing::Drawings;
use host::Redirects;
use memo::Memo;
use read::addresses;
use read::check::{self as self_check, Check};
use read::colours;
use read::facts::{self, Facts};
use read::judged;
use read::kinds::{self, Kinds};
use read::page::{self, Page};
use read::practice::{self, Practice};
use read::template::{self, Templates};
use read::words;
use render::fill::World;
use render::page::{Rendered, Shared};
use render::policy::{self, policy};
use render::{asset, feed};
use source::{File, Path, Sources, Span, ending, hash};

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
    let mut found = sources.unread.clone();
    let mut output = Output::new();
    let practice = read_practice(sources, &mut found);
    let facts = read_facts(sources, memo, &mut found);
    let words = read_list(sources, memo, WORDS, words::read, &mut found);
    let kinds = read_list(sources, memo, KINDS, kinds::read, &mut found);
    let drawings = read_drawings(sources, memo, &mut found);
    let (pages, read) = read_pages(sources, &kinds, memo, &mut found);
    let site = graph::link(pages, sources.today, sources.mode, &mut found);
    let templates = read_templates(sources, memo, &mut found);
    let assets = asset::publish(sources, memo, &mut output, &mut found);
    let checks = read_checks(sources, memo, &mut found);
    let addresses =
        &*read_file(sources, memo, addresses::FILE, addresses::read, &mut found);
    let judged = &*read_file(sources, memo, judged::FILE, judged::read, &mut found);
    let colours = &*read_file(sources, memo, colours::FILE, colours::read, &mut found);
    let (practice, facts, assets, site) = (&practice, &*facts, &assets, &site);
    let (words, kinds, drawings, checks) = (&*words, &*kinds, &drawings, &checks);
    let world = World {
        sources,
        memo,
        practice,
        facts,
        addresses,
        colours,
        judged,
        words,
        kinds,
        drawings,
        assets,
        site,
        checks,
    };
    let redirects = check::moved::redirects(&world);
    check::sources(&world, &mut found);
    let rendered =
        render_pages(&world, templates.as_ref().as_ref(), &mut output, &mut found);
    let templates = templates.as_ref().as_ref();
    send_on(&world, templates, &redirects, &mut output, &mut found);
    publish_lists(&world, &redirects, &mut output);
    check::output(&world, &output, &mut found);
    Diagnostic::sort(&mut found);
    found.dedup();
    check::markup::merge(&mut found);
    diagnostic::shorten(&mut found);
    Report { output, redirects, findings: found, work: Work { read, rendered } }
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
    let (pages, _) = read_pages(sources, &kinds, memo, found);
    graph::link(pages, sources.today, sources.mode, found)
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
    remembered(memo, "templates", &files, found, |found| template::read(sources, found))
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

/// Reads every page, in parallel, and says how many had to be read anew.
fn read_pages(
    sources: &Sources,
    kinds: &Kinds,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> (Vec<(Path, u128, Arc<Page>)>, usize) {
    let files: Vec<_> =
        sources.below("content/").filter(|(path, _)| sources.is_page(path)).collect();
    let (anew, declared) = (AtomicUsize::new(0), hash(kinds));
    let read = |(path, file): &(&Path, &File)| {
        memo.get(hash(&("page", &***path, file.hash, declared)), || {
            anew.fetch_add(1, Ordering::Relaxed);
            // A page that cannot be read still is where links to it lead.
            match file.text(path) {
                Ok(text) => page::read(path, text, kinds),
                Err(finding) => Page { findings: vec![finding], ..Page::default() },
            }
        })
    };
    let pages: Vec<_> = files.par_iter().map(read).collect();
    let mut all = vec![];
    for ((path, file), page) in files.into_iter().zip(pages) {
        found.extend(page.findings.iter().cloned());
        all.push((path.clone(), file.hash, Arc::clone(&page)));
    }
    (all, anew.into_inner())
}

/// Renders every page, in parallel, and says how many had to be rendered anew.
fn render_pages(
    world: &World<'_>,
    templates: Option<&Templates>,
    output: &mut Output,
    found: &mut Vec<Diagnostic>,
) -> usize {
    let shared = Shared::new(world);
    let common = common(world);
    let (anew, assets) = (AtomicUsize::new(0), &output.clone());
    let built: Vec<usize> =
        (0..world.site.pages.len()).filter(|at| world.site.pages[*at].built).collect();
    let render = |at: &usize| {
        let entry = &world.site.pages[*at];
        world.memo.get(hash(&("rendered", common, &*entry.file, entry.hash)), || {
            anew.fetch_add(1, Ordering::Relaxed);
            let mut page = render::page::render(world, &shared, templates, *at);
            allow(assets, &mut page);
            let whole = !faulty(&entry.page.findings);
            audit(world, &entry.file, whole, &mut page);
            page
        })
    };
    let pages: Vec<_> = built.par_iter().map(render).collect();
    for (at, page) in built.into_iter().zip(pages) {
        take(&page, world.site.pages[at].output(), output, found);
    }
    let Some(templates) = templates else { return anew.into_inner() };
    for (kind, address, file) in OWN {
        if !output.contains_key(*file) && (templates.has(kind) || *kind == "404") {
            let mut page =
                render::page::render_own(world, &shared, templates, kind, address, None);
            allow(assets, &mut page);
            audit(world, &format!("templates/{kind}.html").into(), true, &mut page);
            take(&page, (*file).into(), output, found);
        }
    }
    anew.into_inner()
}

/// Writes into a page what it may load: what it names, and nothing else.
fn allow(assets: &Output, page: &mut Rendered) {
    let Some(html) = page.html.take() else { return };
    let file = |address: &str| {
        let name = address.trim_start_matches('/');
        let own = page.files.iter().find(|(path, _)| &**path == name);
        own.map(|(_, bytes)| bytes).or_else(|| assets.get(name)).map(|bytes| &**bytes)
    };
    let policy = policy(&html, file);
    page.html = Some(html.replace(policy::PENDING, &policy));
}

/// Puts a page where one was before, which sends its visitors on: that works on any host.
fn send_on(
    world: &World<'_>,
    templates: Option<&Templates>,
    redirects: &Redirects,
    output: &mut Output,
    found: &mut Vec<Diagnostic>,
) {
    let Some(templates) = templates.filter(|_| !redirects.is_empty()) else { return };
    let shared = Shared::new(world);
    let pages: Vec<_> = redirects
        .par_iter()
        .map(|(from, to)| {
            let to = world.site.by_address.get(to).map(|at| &world.site.pages[*at]);
            let (kind, own) = ("moved", render::page::render_own);
            let mut page = own(world, &shared, templates, kind, from, to);
            allow(output, &mut page);
            audit(world, &"templates/moved.html".into(), true, &mut page);
            (host::file(from), page)
        })
        .collect();
    for (file, page) in pages {
        take(&page, file, output, found);
    }
}

/// Looks at a rendered page; what is found there is kept with it. `file` is where it comes
/// from, and `whole` whether nothing is wrong there.
///
/// A page that is made of something faulty is not looked at: it would only say again, in
/// other words, what is found at the fault's own place.
fn audit(world: &World<'_>, file: &Path, whole: bool, page: &mut Rendered) {
    if !whole || faulty(&page.findings) || !world.practice.is_whole() {
        return;
    }
    if let Some(html) = &page.html {
        let at = Span::new(file, 0, 0);
        page.findings.extend(check::markup::check(html, world.practice, &at));
    }
}

fn faulty(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.stops(false))
}

/// Pages that need no file: kind, address, file of the output.
const OWN: &[(&str, &str, &str)] =
    &[("404", "/404.html", "404.html"), ("a-z", "/a-z/", "a-z/index.html")];

fn take(page: &Rendered, file: Path, output: &mut Output, found: &mut Vec<Diagnostic>) {
    found.extend(page.findings.iter().cloned());
    output.extend(page.files.iter().cloned());
    if let Some(html) = &page.html {
        output.insert(file, html.as_bytes().into());
    }
}

/// A hash of all that a page may show besides its own text: every file that is no page,
/// and of the other pages what links, lists and menus show.
fn common(world: &World<'_>) -> u128 {
    let sources = world.sources;
    let files = sources.files.iter().filter(|(path, _)| !sources.is_page(path));
    let files: Vec<_> = files.map(|(path, file)| (&**path, file.hash)).collect();
    let faces: Vec<_> = world.site.pages.iter().map(face).collect();
    hash(&(files, faces, sources.mode, &sources.app.script, &sources.app.wasm))
}

/// What other pages may show of a page.
fn face(entry: &graph::Entry) -> impl std::hash::Hash + '_ {
    let headings: Vec<_> =
        entry.page.body.headings.iter().map(|heading| heading.id.as_str()).collect();
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
