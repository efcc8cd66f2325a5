//! Files of data, each parsed once for each content.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ground::diagnostic::{Diagnostic, Level, Scope};
use ground::source::{File, Path, Sources, Span, ending, hash};

use crate::assets::picture::is_picture;
use crate::decision::{self, Grids};
use crate::drawing::{self, Drawings};
use crate::load::self_check::{self, LoadedSelfCheck};
use crate::memo::Memo;
use crate::read::facts::{self, Facts};
use crate::read::practice::{self, Practice};
use crate::read::template::{self, Templates};

/// Where the practice says what is its own.
pub(crate) const PRACTICE: &str = "content/practice.toml";

/// What is the practice's own; what is missing or wrong with it is a finding.
pub fn practice(sources: &Sources, found: &mut Vec<Diagnostic>) -> Practice {
    let path: Path = PRACTICE.into();
    match sources.files.get(&path).map(|file| file.text(&path)) {
        Some(Ok(text)) => return practice::read(&path, text, found),
        Some(Err(finding)) => found.push(finding),
        None => found.push(
            Diagnostic::error("practice", "nothing says whose site this is")
                .help("add the file content/practice.toml"),
        ),
    }
    // What an empty file comes to: every field has a value then, and that each is missing would
    // be said a second time.
    practice::read(&path, "", &mut vec![])
}

/// The same, kept.
pub(super) fn practice_kept(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Arc<Practice> {
    let file = sources.files.get_key_value(PRACTICE);
    kept(memo, "practice", file, |found| practice(sources, found), found)
}

/// The facts of all files, and what is wrong between them.
pub(crate) fn facts(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Arc<Facts> {
    let files =
        || sources.below("content/facts/").filter(|(path, _)| ending(path) == "toml");
    let make = |found: &mut Vec<Diagnostic>| {
        let mut facts = Facts::default();
        for (path, file) in files() {
            match file.text(path) {
                Ok(text) => facts::read(path, text, &mut facts, found),
                Err(finding) => found.push(finding),
            }
        }
        facts::check(&facts, found);
        facts
    };
    kept(memo, "facts", files(), make, found)
}

/// Parses a file that need not be there.
pub(super) fn file<T: Default + Send + Sync + 'static>(
    sources: &Sources,
    memo: &Memo,
    path: &str,
    read: fn(&Path, &str, &mut Vec<Diagnostic>) -> T,
    found: &mut Vec<Diagnostic>,
) -> Arc<T> {
    let Some((path, file)) = sources.files.get_key_value(path) else {
        return Arc::default();
    };
    let make = |found: &mut Vec<Diagnostic>| {
        let text = file.text(path).map_err(|finding| found.push(finding));
        text.map(|text| read(path, text, found)).unwrap_or_default()
    };
    kept(memo, "file", [(path, file)], make, found)
}

/// What guards what pages say: the file, and what nothing says without it.
pub(super) type List = (&'static str, &'static str);
pub(super) const WORDS: List = ("content/words.toml", "which words may not appear");
pub(super) const KINDS: List = ("content/kinds.toml", "which kinds of page there are");

/// Parses one of the practice's lists. Without it nothing is guarded, which is told.
pub(super) fn list<T: Default + Send + Sync + 'static>(
    sources: &Sources,
    memo: &Memo,
    (path, what): List,
    read: fn(&Path, &str, &mut Vec<Diagnostic>) -> T,
    found: &mut Vec<Diagnostic>,
) -> Arc<T> {
    if !sources.files.contains_key(path) {
        found.push(missing(&path.into(), what));
        return Arc::default();
    }
    file(sources, memo, path, read, found)
}

/// Says that nothing guards what pages say: the file is not there.
pub(crate) fn missing(file: &Path, what: &str) -> Diagnostic {
    Diagnostic::new("ungoverned", Level::Unpublishable, format!("nothing says {what}"))
        .help(format!("add the file {file}"))
}

/// Draws what the drawings' data say.
pub(super) fn drawings(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Arc<Drawings> {
    named(sources, memo, drawing::FOLDER, drawing::read, found)
}

/// The decision grids.
pub(super) fn grids(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Arc<Grids> {
    named(sources, memo, decision::FOLDER, decision::read, found)
}

/// The TOML files of a folder, each parsed and by its name.
fn named<T: Send + Sync + 'static>(
    sources: &Sources,
    memo: &Memo,
    folder: &str,
    read: fn(&Path, &str, &mut Vec<Diagnostic>) -> T,
    found: &mut Vec<Diagnostic>,
) -> Arc<BTreeMap<String, T>> {
    let files = || sources.below(folder).filter(|(path, _)| ending(path) == "toml");
    let make = |found: &mut Vec<Diagnostic>| {
        let one = |(path, file): (&Path, &File)| {
            let name = path.strip_prefix(folder)?.strip_suffix(".toml")?;
            let text = file.text(path).map_err(|finding| found.push(finding)).ok()?;
            Some((name.to_owned(), read(path, text, found)))
        };
        files().filter_map(one).collect()
    };
    kept(memo, folder, files(), make, found)
}

/// Loads the self-checks: wherever there is a `rules.toml`.
pub(super) fn self_checks(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Arc<LoadedSelfCheck>> {
    let mut checks = BTreeMap::new();
    for (path, _) in sources.below("content/") {
        let Some(folder) = path.strip_suffix("/rules.toml") else { continue };
        let inside = format!("{folder}/");
        let load = |found: &mut Vec<Diagnostic>| {
            self_check::load(sources, path, found).map(Arc::new)
        };
        let check = kept(memo, "check", sources.below(&inside), load, found);
        checks.extend(check.iter().map(|check| (folder.to_owned(), Arc::clone(check))));
    }
    same_id(&checks, found);
    checks
}

/// The ids of the self-checks that can be read.
pub(crate) fn check_ids(sources: &Sources) -> BTreeSet<String> {
    let checks = self_checks(sources, &Memo::once(), &mut vec![]);
    checks.values().map(|check| check.rules.texts.id.clone()).collect()
}

/// Finds self-checks of one name: whoever accepts one by it would accept the other.
fn same_id(checks: &BTreeMap<String, Arc<LoadedSelfCheck>>, found: &mut Vec<Diagnostic>) {
    let mut first = BTreeMap::new();
    for (folder, check) in checks {
        let id = check.rules.texts.id.as_str();
        let place =
            |folder: &str| Span::new(&format!("{folder}/rules.toml").into(), 0, 0);
        let Some(other) = first.insert(id, folder) else { continue };
        let message = format!("two self-checks have the id `{id}`");
        found.push(
            Diagnostic::error("name-twice", message)
                .at(place(folder))
                .label(place(other), "the other one is here")
                .help("give one of them another id"),
        );
    }
}

/// Parses the templates, all together: each may include others.
pub(super) fn templates(
    sources: &Sources,
    memo: &Memo,
    found: &mut Vec<Diagnostic>,
) -> Arc<Option<Templates>> {
    let make = |found: &mut Vec<Diagnostic>| {
        let before = found.len();
        let templates = template::read(sources, found);
        found[before..].iter_mut().for_each(|finding| finding.scope = Scope::Template);
        templates
    };
    kept(memo, "templates", sources.below("templates/"), make, found)
}

/// The files that are published as they are, and pictures wherever they stand.
pub(super) fn all_assets(sources: &Sources) -> impl Iterator<Item = (&Path, &File)> {
    sources
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("static/") || is_picture(path))
}

/// A hash of every input that is no page: the files, what could not be read, and what kind of
/// build is wanted. The date is not among it: what depends on it says so in its own key.
pub(super) fn hash_of_all(sources: &Sources) -> u128 {
    let files = sources.files.iter().filter(|(path, _)| !sources.is_page(path));
    let files: Vec<_> = files.map(|(path, file)| (&**path, file.hash)).collect();
    let program = (&sources.app.script, hash(&sources.app.wasm));
    // What could not be read is no file here, but findings depend on it: a link to it is not
    // reported as broken.
    let unread: Vec<_> = sources.unread.iter().map(|finding| &finding.at).collect();
    hash(&(files, unread, sources.mode, program))
}

/// What is made of some files, memoised: made anew only when one of them changed. Its findings
/// are kept with it, and told each time.
pub(super) fn kept<'a, T: Send + Sync + 'static>(
    memo: &Memo,
    what: &str,
    files: impl IntoIterator<Item = (&'a Path, &'a File)>,
    make: impl FnOnce(&mut Vec<Diagnostic>) -> T,
    found: &mut Vec<Diagnostic>,
) -> Arc<T> {
    let files = files.into_iter().map(|(path, file)| (&**path, file.hash));
    kept_by(memo, hash(&(what, files.collect::<Vec<_>>())), make, found)
}

/// The same for any key.
pub(super) fn kept_by<T: Send + Sync + 'static>(
    memo: &Memo,
    key: u128,
    make: impl FnOnce(&mut Vec<Diagnostic>) -> T,
    found: &mut Vec<Diagnostic>,
) -> Arc<T> {
    let kept = memo.get(key, || {
        let mut found = vec![];
        (Arc::new(make(&mut found)), found)
    });
    found.extend(kept.1.iter().cloned());
    Arc::clone(&kept.0)
}
