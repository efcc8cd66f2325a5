//! What the files come to, each read once: text to values, with what is wrong in each.
pub mod graph;
pub mod self_check;
pub mod text;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::check;
use crate::diagnostic::Diagnostic;
use crate::drawing::{self, Drawings};
use crate::load::graph::Read;
use crate::load::self_check::Check;
use crate::memo::Memo;
use crate::read::facts::{self, Facts};
use crate::read::kinds::{self, Kinds};
use crate::read::page::{self, Body, Outline, Page};
use crate::read::practice::{self, Practice};
use crate::read::prose::Prose;
use crate::read::template::{self, Templates};
use crate::read::words::Words;
use crate::render::page::fields as page_fields;
use crate::source::{File, Path, Sources, ending, hash};

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

pub(crate) fn read_facts(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Arc<Facts> {
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
pub(crate) fn read_file<T: Default + Send + Sync + 'static>(
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

/// What guards what pages say: the file, and what nothing says without it.
pub(crate) type List = (&'static str, &'static str);
pub(crate) const WORDS: List = ("content/words.toml", "which words may not appear");
pub(crate) const KINDS: List = ("content/kinds.toml", "which kinds of page there are");

/// Reads one of the practice's lists. Without it nothing is guarded, which is told.
pub(crate) fn read_list<T: Default + Send + Sync + 'static>(
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
pub(crate) fn read_drawings(
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
pub(crate) fn read_checks(
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

pub(crate) fn read_templates(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Arc<Option<Templates>> {
    let files: Vec<_> = sources.below("templates/").collect();
    remembered(memo, "templates", &files, found, |found| {
        template::read(sources, &page_fields(), found)
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

/// A page as it was read, with its file.
pub(crate) type Pages = Vec<(Path, File, Read)>;

/// Whether a later edit makes a build useless.
pub type Overtaken<'a> = &'a (dyn Fn() -> bool + Sync);

/// Reads every page, in parallel, and says how many had to be read anew. Nothing when it is
/// overtaken; what was read until then stays known.
pub(crate) fn read_pages(
    sources: &Sources,
    lists: &Lists<'_>,
    memo: &Memo,
    overtaken: Overtaken<'_>,
) -> Option<(Pages, usize)> {
    let files: Vec<_> =
        sources.below("content/").filter(|(path, _)| sources.is_page(path)).collect();
    let (anew, declared) = (AtomicUsize::new(0), hash(&(lists.words, lists.kinds)));
    let read = |(path, file): &(&Path, &File)| {
        let make = || {
            anew.fetch_add(1, Ordering::Relaxed);
            read_page(path, file, lists.kinds)
        };
        if memo.is_once() {
            return Some(Arc::new(make()));
        }
        let key = |audited| hash(&("page", &***path, file.hash, declared, audited));
        // What was looked at can be shown without a look, too; not so the other way round.
        let known = memo
            .known(key(true))
            .filter(|read: &Arc<Read>| lists.audited || read.text.known().is_some());
        known.or_else(|| (!overtaken()).then(|| memo.get(key(lists.audited), make)))
    };
    let pages: Vec<_> = files.par_iter().map(read).collect::<Option<_>>()?;
    let mut all = vec![];
    for ((path, file), read) in files.into_iter().zip(pages) {
        let read = Arc::try_unwrap(read).unwrap_or_else(|kept| (*kept).clone());
        all.push((path.clone(), file.clone(), read));
    }
    Some((all, anew.into_inner()))
}

/// What a page is read with, besides its own file.
pub(crate) struct Lists<'a> {
    pub(crate) words: &'a Words,
    pub(crate) kinds: &'a Kinds,
    pub(crate) audited: bool,
}

/// Reads a page. One that cannot be read still is where links to it lead. Its text waits
/// until somebody asks for it.
pub(crate) fn read_page(path: &Path, file: &File, kinds: &Kinds) -> Read {
    let page = match file.text(path) {
        Ok(text) => page::read(path, text, kinds),
        Err(finding) => Page { findings: vec![finding], ..Page::default() },
    };
    Read { page: Arc::new(page), text: Arc::default() }
}

/// Reads a page's text, and looks at its words. They are not kept by themselves: there may be
/// many pages.
pub(crate) fn read_text(
    path: &Path,
    file: &File,
    page: &Page,
    lists: &Lists<'_>,
) -> (Outline, Body) {
    let prose = if lists.audited { Prose::default() } else { Prose::unheard() };
    let Ok(text) = file.text(path) else { return Default::default() };
    let (outline, mut body) = page::read_text(path, text, prose);
    if lists.audited {
        body.findings = check::words(path, page, &body, lists);
    }
    body.prose = Prose::default();
    (outline, body)
}

/// A hash of what a page says; the same for all that cannot be read.
pub(crate) fn words(sources: &Sources, kinds: &Kinds, path: &Path) -> u128 {
    let text = sources.files.get(path).and_then(|file| file.text(path).ok());
    text.map(|text| page::words(path, text, kinds)).unwrap_or_default()
}

/// The pages alone.
pub(crate) fn pages(sources: &Sources) -> graph::Site {
    let (memo, found) = (&Memo::default(), &mut vec![]);
    let kinds = read_list(sources, memo, KINDS, kinds::read, found);
    let lists = Lists { words: &Words::default(), kinds: &kinds, audited: false };
    let (pages, _) = read_pages(sources, &lists, memo, &|| false).unwrap_or_default();
    graph::link(pages, sources.today, sources.mode, found)
}
