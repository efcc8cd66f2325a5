//! What a glance shows of the pages that are open is what the build makes of them.
use std::sync::Arc;

use site::memo::Memo;
use site::source::{File, Path, Sources, ending};
use site::{Output, glance};

use crate::{practice, put, text};

const BASE: &str = "templates/base.html";

/// A site that was built, and what was made of it.
fn built() -> (Sources, Memo, Arc<Output>) {
    let (sources, memo) = (practice(), Memo::default());
    let output = site::build(&sources, &memo).output;
    (sources, memo, output)
}

/// The pages that files stand for.
fn pages(output: &Output) -> Vec<Path> {
    let own = |path: &&Path| matches!(&***path, "404.html" | "a-z/index.html");
    let pages = output.keys().filter(|path| ending(path) == "html" && !own(path));
    pages.cloned().collect()
}

fn edit(sources: &mut Sources, file: &str, old: &str, new: &str) {
    let before = text(sources, file);
    assert!(before.contains(old), "{file} lacks {old}");
    put(sources, file, &before.replacen(old, new, 1));
}

/// Edits of templates and texts: the file, what is replaced, and what by.
const EDITS: &[(&str, &str, &str)] = &[
    (BASE, "</main>", "<p>More on {{ page.title }}</p></main>"),
    (BASE, "</main>", "<p>{% for item in menu %}{{ item.label }}{% endfor %}</p></main>"),
    (BASE, "</main>", "{{ page.review.pending }} {{ page.toc | length }}</main>"),
    (BASE, "</main>", "<img src=\"{{ assets[\"card.png\"] }}\" alt=\"A card\"></main>"),
    ("templates/page.html", "{% block intro -%}", "{% block intro -%}<p>More</p>"),
    ("templates/crisis-lines.html", "<", "<b>Now</b><"),
    (TEXT, "+++\n\n", "+++\n\nMore. "),
];

const TEXT: &str = "content/how-it-works.md";

#[test]
fn a_glance_shows_what_a_build_makes() {
    let (whole, memo, before) = built();
    let open = pages(&before);
    assert!(open.len() > 15);
    for (file, old, new) in EDITS {
        let mut sources = whole.clone();
        edit(&mut sources, file, old, new);
        let shown = glance(&sources, &memo, &open);
        let shown = shown.unwrap_or_else(|| panic!("no glance after {new} in {file}"));
        let cold = site::build(&sources, &Memo::default()).output;
        assert!(
            open.iter().any(|page| cold[page] != before[page]),
            "{file} shows somewhere"
        );
        for page in &open {
            assert!(shown[page] == cold[page], "{page} after an edit of {file}");
        }
    }
    // It takes nothing from the build that comes after it, and leaves nothing behind.
    let again = site::build(&whole, &memo);
    assert!(again.output == before);
}

#[test]
fn pages_that_are_not_open_are_as_they_were() {
    let (mut sources, memo, before) = built();
    edit(&mut sources, BASE, "</main>", "<p>More</p></main>");
    let open = ["index.html".into(), "nowhere/index.html".into()];
    let shown = glance(&sources, &memo, &open).expect("a template alone was edited");
    assert_eq!(shown.len(), before.len());
    for (path, bytes) in &*shown {
        assert_eq!(**path == *"index.html", *bytes != before[path], "{path}");
    }
    assert!(
        site::build(&sources, &memo).output
            == site::build(&sources, &Memo::default()).output
    );
}

#[test]
fn texts_and_templates_are_seen_together() {
    let (mut sources, memo, before) = built();
    edit(&mut sources, TEXT, "+++\n\n", "+++\n\nMore. ");
    edit(&mut sources, BASE, "</main>", "<p>More</p></main>");
    let open = pages(&before);
    let shown = glance(&sources, &memo, &open).expect("no more than these was edited");
    let cold = site::build(&sources, &Memo::default()).output;
    assert!(open.iter().all(|page| shown[page] == cold[page]));
}

#[test]
fn there_is_no_glance_at_more_than_texts_and_templates() {
    let (whole, memo, _) = built();
    let open = ["index.html".into()];
    let looks = |change: &dyn Fn(&mut Sources)| {
        let mut sources = whole.clone();
        change(&mut sources);
        glance(&sources, &memo, &open).is_some()
    };
    let base =
        |sources: &mut Sources| edit(sources, BASE, "</main>", "<p>More</p></main>");
    assert!(looks(&base));
    assert!(!looks(&|_| {}), "nothing was edited");
    assert!(!looks(&|sources| {
        base(sources);
        edit(sources, "content/index.md", "title = \"", "title = \"More ");
    }));
    assert!(!looks(&|sources| {
        base(sources);
        sources.files_mut().insert("templates/more.html".into(), File::new(*b"<p>"));
    }));
    assert!(!looks(&|sources| {
        base(sources);
        sources.today = sources.today.tomorrow().expect("a day");
    }));
    let broken = "+++\n\n[More](nowhere.md) ";
    assert!(!looks(&|sources| edit(sources, TEXT, "+++\n\n", broken)), "a broken link");
    let elsewhere = "+++\n\nMore. ";
    assert!(!looks(&|sources| edit(sources, TEXT, "+++\n\n", elsewhere)), "no open page");
    assert!(!looks(&|sources| edit(sources, BASE, "</main>", "{{ page.titel }}</main>")));
    assert!(!looks(&|sources| edit(sources, BASE, "</main>", "{{</main>")));
    assert!(glance(&whole, &Memo::default(), &open).is_none(), "nothing was built");
}
