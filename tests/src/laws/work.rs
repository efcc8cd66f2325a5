//! A build does what an edit asks for, and no more.
use site::Session;
use site::Work;

use crate::{build, practice, put, text};

#[test]
fn nothing_changed_is_nothing_done() {
    let (sources, session) = (practice(), Session::new());
    let first = build(&sources, &session).work;
    assert!(
        first.parsed > 5 && first.rendered == first.parsed,
        "a cold build does all: {first:?}"
    );
    assert_eq!(build(&sources, &session).work, Work::default());
}

#[test]
fn one_paragraph_is_one_page() {
    let (mut sources, session) = (practice(), Session::new());
    build(&sources, &session);
    let page = text(&sources, "content/side-effects.md") + "\nOne more paragraph.\n";
    put(&mut sources, "content/side-effects.md", &page);
    assert_eq!(build(&sources, &session).work, Work { parsed: 1, rendered: 1 });
}

#[test]
fn one_title_is_every_page_that_may_show_it() {
    let (mut sources, session) = (practice(), Session::new());
    let all = build(&sources, &session).work.rendered;
    let page = text(&sources, "content/side-effects.md").replacen(
        "title = \"",
        "title = \"The ",
        1,
    );
    put(&mut sources, "content/side-effects.md", &page);
    assert_eq!(build(&sources, &session).work, Work { parsed: 1, rendered: all });
}
