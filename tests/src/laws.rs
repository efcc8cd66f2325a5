//! Laws that hold for every build, and for the code itself.
#[path = "laws/aid.rs"]
mod aid;
#[path = "laws/apply.rs"]
mod apply;
#[path = "case.rs"]
mod case;
#[path = "laws/changes.rs"]
mod changes;
#[path = "laws/code.rs"]
mod code;
#[path = "laws/editor.rs"]
mod editor;
#[path = "laws/examples.rs"]
mod examples;
#[path = "laws/fix.rs"]
mod fix;
#[path = "laws/hidden.rs"]
mod hidden;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[path = "laws/licences.rs"]
mod licences;
#[path = "laws/limit.rs"]
mod limit;
#[path = "laws/literal.rs"]
mod literal;
#[path = "laws/message.rs"]
mod message;
#[path = "laws/picture.rs"]
mod picture;
#[path = "laws/place.rs"]
mod place;
#[path = "laws/planted.rs"]
mod planted;
#[path = "laws/reading.rs"]
mod reading;
#[path = "laws/real.rs"]
mod real;
#[path = "laws/request.rs"]
mod request;
#[path = "laws/sheets.rs"]
mod sheets;
#[path = "laws/store.rs"]
mod store;
#[path = "laws/telephone.rs"]
mod telephone;
#[path = "laws/tidy.rs"]
mod tidy;
#[path = "laws/topic.rs"]
mod topic;
#[path = "laws/tree.rs"]
mod tree;
#[path = "laws/warm.rs"]
mod warm;
#[path = "laws/work.rs"]
mod work;
#[path = "laws/writing.rs"]
mod writing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path as DiskPath, PathBuf};

use ground::source::{App, File, Mode, Path, Sources};
use jiff::civil::date;
use site::{Report, Request, Session};
use walkdir::WalkDir;

/// The folder of the whole project.
fn root() -> PathBuf {
    PathBuf::from(support::HERE).join("..")
}

/// The practice's site on a day that does not move.
fn practice() -> Sources {
    let mut files = BTreeMap::new();
    for folder in ["content", "templates", "static"] {
        read(&root(), &root().join(folder), &mut files);
    }
    Sources {
        files: files.into(),
        unread: vec![],
        today: date(2026, 12, 7),
        mode: Mode::Build,
        app: App::default(),
    }
}

/// The made-up dental practice, with the templates and styles that the command has inside.
fn dental() -> Sources {
    let folder = root().join("tests/sites/dental");
    let mut dental = practice();
    dental
        .files_mut()
        .retain(|path, _| !path.starts_with("content/") && &**path != "static/card.png");
    read(&folder, &folder.join("content"), dental.files_mut());
    dental
}

/// Two practices, one for the mind and one for teeth: what is true of any site holds for both.
fn sites() -> [(&'static str, Sources); 2] {
    [("practice", practice()), ("dental", dental())]
}

fn read(root: &DiskPath, folder: &DiskPath, files: &mut BTreeMap<Path, File>) {
    for entry in WalkDir::new(folder) {
        let entry = entry.expect("the project's folders can be read");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).expect("it stands below the root");
            let path = path.to_str().expect("names are plain text");
            let bytes = fs::read(entry.path()).expect("the project's files can be read");
            files.insert(path.into(), File::new(bytes));
        }
    }
}

/// The small site that the cases of the suite change.
fn base() -> Sources {
    let folder = root().join("tests/suite/base");
    let mut base = practice();
    base.files_mut().clear();
    read(&folder, &folder, base.files_mut());
    base
}

/// The site of each case of the suite.
fn cases() -> Vec<Sources> {
    let (suite, base) = (root().join("tests/suite"), base());
    let files = WalkDir::new(&suite).max_depth(1).sort_by_file_name();
    let files = files.into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let texts = files.map(|file| fs::read_to_string(file.path()).expect("readable"));
    let cases = texts.flat_map(|text| case::read(&text));
    let sources = |case: case::Case| {
        let mut sources = base.clone();
        for file in &case.files {
            match file.bytes() {
                Some(bytes) => put_bytes(&mut sources, &file.path, bytes),
                None => drop(sources.files_mut().remove(&*file.path)),
            }
        }
        sources
    };
    cases.map(sources).collect()
}

fn put_bytes(sources: &mut Sources, path: &str, bytes: Vec<u8>) {
    sources.files_mut().insert(path.into(), ground::source::File::new(bytes));
}

/// A build that nobody cancels.
fn build(sources: &Sources, session: &Session) -> Report {
    site::build(sources, session, &Request::default()).expect("nothing cancels it")
}

/// A build that remembers nothing, as the command does it.
fn build_cold(sources: &Sources) -> Report {
    build(sources, &Session::once())
}

/// The bytes of a file of the website.
fn bytes(report: &Report, path: &str) -> Vec<u8> {
    let bytes = report.website.files[path].content.get().expect("it is in memory");
    bytes.into_owned()
}

/// The pages of a website, each with its bytes.
fn pages(report: &Report) -> Vec<(Path, Vec<u8>)> {
    let pages = report.website.files.keys().filter(|path| path.ends_with(".html"));
    pages.map(|path| (path.clone(), bytes(report, path))).collect()
}

/// Puts a text into the sources.
fn put(sources: &mut Sources, path: &str, text: &str) {
    sources.files_mut().insert(path.into(), File::new(text.as_bytes()));
}

/// A file's text.
fn text(sources: &Sources, path: &str) -> String {
    String::from_utf8(sources.files[path].bytes.to_vec())
        .expect("the project's text is UTF-8")
}
