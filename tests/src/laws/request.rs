//! What can be asked of a build: pages that are open come first, a later edit cancels it, and
//! audits can be left out.
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ground::source::{File, Path, Sources, ending};
use site::store::WebFile;
use site::{Cancelled, OpenPages, Report, Request, Session, build};

use crate::{build_cold, practice, put, text};

const BASE: &str = "templates/base.html";
const TEXT: &str = "content/how-it-works.md";

/// A site that was built, and what was made of it.
fn built() -> (Sources, Session, Report) {
    let (sources, session) = (practice(), Session::new());
    let report = crate::build(&sources, &session);
    (sources, session, report)
}

/// The pages that files stand for.
fn pages(report: &Report) -> Vec<Path> {
    let own = |path: &&Path| matches!(&***path, "404.html" | "a-z/index.html");
    let pages = report.website.files.keys();
    pages.filter(|path| ending(path) == "html" && !own(path)).cloned().collect()
}

fn edit(sources: &mut Sources, file: &str, old: &str, new: &str) {
    let before = text(sources, file);
    assert!(before.contains(old), "{file} lacks {old}");
    put(sources, file, &before.replacen(old, new, 1));
}

/// What is shown of the open pages before the build is done, with the files that they need, and
/// the build.
fn open_first(
    sources: &Sources,
    session: &Session,
    open: &[Path],
) -> (BTreeMap<Path, WebFile>, Report) {
    let shown = Mutex::new(BTreeMap::new());
    let show = |files: Vec<_>| shown.lock().expect("one build").extend(files);
    let open_pages = OpenPages { list: &|| open.to_vec(), show: &show };
    let request = Request { open_pages: Some(open_pages), ..Request::default() };
    let report = build(sources, session, &request).expect("nothing cancels it");
    let mut shown = shown.into_inner().expect("one build");
    shown.retain(|path, _| ending(path) == "html");
    (shown, report)
}

/// Edits of templates, texts and data: the file, what is replaced, and what by.
const EDITS: &[(&str, &str, &str)] = &[
    (BASE, "</main>", "<p>More on {{ page.title }}</p></main>"),
    (BASE, "</main>", "<p>{% for item in menu %}{{ item.label }}{% endfor %}</p></main>"),
    (BASE, "</main>", "{{ page.review.pending }} {{ page.toc | length }}</main>"),
    (BASE, "</main>", "<img src=\"{{ assets[\"card.png\"] }}\" alt=\"A card\"></main>"),
    ("templates/page.html", "{{ rest }}", "<p>More</p>{{ rest }}"),
    ("templates/crisis-lines.html", "<", "<b>Now</b><"),
    ("templates/shared/header.html", "<", "<b>Now</b><"),
    ("content/practice.toml", "name = \"", "name = \"The "),
    (TEXT, "title = \"", "title = \"More on "),
    (TEXT, "+++\n\n", "+++\n\nMore. "),
];

#[test]
fn open_pages_are_shown_first_as_the_build_makes_them() {
    let (whole, session, before) = built();
    let open = pages(&before);
    assert!(open.len() > 15);
    for (file, old, new) in EDITS {
        let mut sources = whole.clone();
        edit(&mut sources, file, old, new);
        let (shown, report) = open_first(&sources, &session, &open);
        let cold = build_cold(&sources).website;
        assert!(!shown.is_empty(), "nothing is shown after {new} in {file}");
        for (page, file_shown) in &shown {
            assert!(*file_shown == cold.files[page], "{page} after an edit of {file}");
        }
        let changed =
            open.iter().filter(|page| cold.files[*page] != before.website.files[*page]);
        assert!(changed.clone().all(|page| shown.contains_key(page)), "{file}");
        assert!(changed.count() > 0, "an edit of {file} shows somewhere");
        assert!(report.website == cold, "the build after the open pages is whole");
    }
}

#[test]
fn pages_that_are_not_open_wait() {
    let (mut sources, session, _) = built();
    edit(&mut sources, BASE, "</main>", "<p>More</p></main>");
    let open = ["index.html".into(), "nowhere/index.html".into()];
    let (shown, report) = open_first(&sources, &session, &open);
    assert_eq!(shown.keys().map(|path| &**path).collect::<Vec<_>>(), ["index.html"]);
    assert!(report.website == build_cold(&sources).website);
}

#[test]
fn the_files_that_an_open_page_needs_come_with_it() {
    let (sources, session) = (practice(), Session::new());
    let shown = Mutex::new(vec![]);
    let show = |files: Vec<(Path, WebFile)>| {
        shown.lock().expect("one build").extend(files.into_iter().map(|(path, _)| path));
    };
    let list = || vec![Path::from("self-check/index.html")];
    let open_pages = Some(OpenPages { list: &list, show: &show });
    let request = Request { open_pages, ..Request::default() };
    build(&sources, &session, &request).expect("nothing cancels it");
    let shown = shown.into_inner().expect("one build");
    for start in
        ["self-check/index.html", "assets/style.", "assets/self-check.", "assets/quiz."]
    {
        assert!(shown.iter().any(|path| path.starts_with(start)), "{start} in {shown:?}");
    }
}

#[test]
fn nothing_is_shown_that_is_not_new_or_that_has_faults() {
    let (whole, session, _) = built();
    let open = ["index.html".into(), "how-it-works/index.html".into()];
    let shows = |change: &dyn Fn(&mut Sources)| {
        // So that the session knows the pages as they were, whatever was tried before.
        crate::build(&whole, &session);
        let mut sources = whole.clone();
        change(&mut sources);
        !open_first(&sources, &session, &open).0.is_empty()
    };
    let base =
        |sources: &mut Sources| edit(sources, BASE, "</main>", "<p>More</p></main>");
    assert!(shows(&base));
    assert!(!shows(&|_| {}), "nothing was edited");
    let broken = "+++\n\n[More](nowhere.md) ";
    assert!(!shows(&|sources| edit(sources, TEXT, "+++\n\n", broken)), "a broken link");
    let unread = b"+++\n\xff\n+++";
    assert!(!shows(&|sources| {
        sources.files_mut().insert(TEXT.into(), File::new(*unread));
    }));
    assert!(!shows(&|sources| edit(sources, BASE, "</main>", "{{ page.titel }}</main>")));
    assert!(!shows(&|sources| edit(sources, BASE, "</main>", "{{</main>")));
    let other = "content/side-effects.md";
    assert!(
        !shows(&|sources| edit(sources, other, "+++\n\n", "+++\n\nMore. ")),
        "not open"
    );
}

#[test]
fn what_was_made_before_a_later_edit_is_not_made_again() {
    let (sources, session) = (practice(), Session::new());
    let all = build_cold(&sources).work;
    let asked = AtomicUsize::new(0);
    let is_cancelled = || asked.fetch_add(1, Ordering::Relaxed) >= 2 * all.parsed + 5;
    let request = Request { is_cancelled: &is_cancelled, ..Request::default() };
    assert_eq!(
        build(&sources, &session, &request).err(),
        Some(Cancelled),
        "it is asked before each page and each text is parsed, and each page rendered"
    );
    let rest = crate::build(&sources, &session).work;
    assert_eq!(rest.parsed, 0, "every page was parsed");
    assert!(rest.rendered + 5 <= all.rendered, "of {all:?}, {rest:?} was done again");
}

#[test]
fn a_cancelled_build_leaves_the_last_one_in_the_session() {
    let (whole, session, _) = built();
    for round in 0..5 {
        let mut sources = whole.clone();
        edit(&mut sources, BASE, "</main>", &format!("<p>{round}</p></main>"));
        let asked = AtomicUsize::new(0);
        let is_cancelled = || asked.fetch_add(1, Ordering::Relaxed) > 30;
        let request = Request { is_cancelled: &is_cancelled, ..Request::default() };
        assert!(build(&sources, &session, &request).is_err());
    }
    let again = crate::build(&whole, &session).work;
    assert_eq!((again.parsed, again.rendered), (0, 0), "all of it is still there");
}

#[test]
fn a_build_without_audits_makes_the_same_website() {
    let mut sources = practice();
    edit(&mut sources, TEXT, "+++\n\n", "+++\n\nMore is {{ here }}. ");
    let request = Request { is_audited: false, ..Request::default() };
    let bare = build(&sources, &Session::once(), &request).expect("nothing cancels it");
    let audited = build_cold(&sources);
    assert!(bare.website == audited.website);
    assert!(bare.findings.len() < audited.findings.len());
    assert!(bare.findings.iter().all(|finding| audited.findings.contains(finding)));
}
