//! A build that remembers gives what one that does not gives, byte for byte and finding for
//! finding, after any edit.
use ground::diagnostic::Diagnostic;
use ground::source::{File, Sources, Span};
use proptest::prelude::*;
use site::Session;

use crate::{build, build_cold, practice};

/// What an edit puts into a file, or takes out of it.
const PIECES: &[&str] = &[
    "",
    "x",
    "\n",
    "\n\n## New\n\n",
    "[link](side-effects.md)",
    "[@F3.3]",
    "[@F99.9]",
    "{{",
    "+++",
    ":::",
    "draft = true\n",
    "\"",
    "é",
    "<b>",
];

#[derive(Clone, Debug)]
struct Edit {
    file: prop::sample::Index,
    at: prop::sample::Index,
    length: usize,
    piece: &'static str,
    removes: bool,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..30usize);
    let edit = (edit, prop::sample::select(PIECES), prop::bool::weighted(0.05));
    let edit = edit.prop_map(|((file, at, length), piece, removes)| Edit {
        file,
        at,
        length,
        piece,
        removes,
    });
    prop::collection::vec(edit, 1..6)
}

fn apply(sources: &mut Sources, edit: &Edit) {
    let paths: Vec<_> = sources.files.keys().cloned().collect();
    let path = edit.file.get(&paths);
    if edit.removes {
        sources.files_mut().remove(path);
        return;
    }
    let mut bytes = sources.files[path].bytes.to_vec();
    let start = edit.at.index(bytes.len() + 1);
    let end = (start + edit.length).min(bytes.len());
    bytes.splice(start..end, edit.piece.bytes());
    sources.files_mut().insert(path.clone(), File::new(bytes));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn warm_is_cold(edits in edits()) {
        let mut sources = practice();
        let session = Session::new();
        build(&sources, &session);
        for edit in &edits {
            apply(&mut sources, edit);
            let warm = build(&sources, &session);
            let cold = build_cold(&sources);
            prop_assert_eq!(&warm.findings, &cold.findings);
            prop_assert!(warm.website == cold.website, "the output differs after {:?}", edit);
                    }
    }
}

#[test]
fn a_file_that_could_not_be_read_is_forgotten() {
    let mut sources = practice();
    let (path, session) = ("content/side-effects.md".into(), Session::new());
    sources.files_mut().remove(&path);
    let cold = build_cold(&sources);
    let at = Span::new(&path, 0, 0);
    sources.unread = vec![Diagnostic::error("symbolic-link", "a link").at(at)];
    let unread = build(&sources, &session);
    assert!(unread.findings.len() < cold.findings.len(), "links to it are not told");
    sources.unread.clear();
    assert_eq!(build(&sources, &session).findings, cold.findings);
}

/// A page that keeps its address under another file: links name files, so those to it break.
#[test]
fn a_page_that_changes_only_its_file_is_missed_where_it_was() {
    for (from, to) in [
        ("content/side-effects.md", "content/side-effects/index.md"),
        ("content/404.md", "content/404/index.md"),
    ] {
        let (mut sources, session) = (practice(), Session::new());
        let text = "+++\ntitle = \"A page\"\n+++\nText.\n";
        sources
            .files_mut()
            .entry(from.into())
            .or_insert_with(|| File::new(text.as_bytes()));
        build(&sources, &session);
        let file = sources.files_mut().remove(from).expect("it was built");
        sources.files_mut().insert(to.into(), file);
        let (warm, cold) = (build(&sources, &session), build_cold(&sources));
        assert_eq!(warm.findings, cold.findings, "{to}");
        assert!(warm.website == cold.website, "{to}");
    }
}
