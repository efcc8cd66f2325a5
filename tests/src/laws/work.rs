//! A build does what an edit asks for, and no more.
use std::sync::atomic::{AtomicUsize, Ordering};

use site::Work;
use site::memo::Memo;

use crate::{practice, put, text};

#[test]
fn nothing_changed_is_nothing_done() {
    let (sources, memo) = (practice(), Memo::default());
    let first = site::build(&sources, &memo).work;
    assert!(
        first.read > 5 && first.rendered == first.read,
        "a cold build does all: {first:?}"
    );
    assert_eq!(site::build(&sources, &memo).work, Work::default());
}

#[test]
fn one_paragraph_is_one_page() {
    let (mut sources, memo) = (practice(), Memo::default());
    site::build(&sources, &memo);
    let page = text(&sources, "content/side-effects.md") + "\nOne more paragraph.\n";
    put(&mut sources, "content/side-effects.md", &page);
    assert_eq!(site::build(&sources, &memo).work, Work { read: 1, rendered: 1 });
}

#[test]
fn one_title_is_every_page_that_may_show_it() {
    let (mut sources, memo) = (practice(), Memo::default());
    let all = site::build(&sources, &memo).work.rendered;
    let page = text(&sources, "content/side-effects.md").replacen(
        "title = \"",
        "title = \"The ",
        1,
    );
    put(&mut sources, "content/side-effects.md", &page);
    assert_eq!(site::build(&sources, &memo).work, Work { read: 1, rendered: all });
}

#[test]
fn what_was_made_before_a_later_edit_is_not_made_again() {
    let (sources, memo) = (practice(), Memo::default());
    let all = site::build(&sources, &Memo::default()).work;
    let asked = AtomicUsize::new(0);
    let overtaken = || asked.fetch_add(1, Ordering::Relaxed) >= 2 * all.read + 5;
    let report = site::build_unless(&sources, &memo, true, &overtaken);
    assert!(
        report.is_none(),
        "it is asked before each page and each text is read, and each page made"
    );
    let rest = site::build(&sources, &memo).work;
    assert_eq!(rest.read, 0, "every page was read");
    assert!(rest.rendered + 5 <= all.rendered, "of {all:?}, {rest:?} was done again");
}
