//! The self-check in each of its states. They are made of its own page, as the program would show
//! it: with the same markup and styles, and without the program, so that a state stays.
use std::fmt::Write as _;

use memchr::memmem;

use crate::store::WebFile;
use crate::website::Website;

/// A state of the self-check.
pub struct CheckState {
    /// Its name in addresses.
    pub name: &'static str,
    /// What is to be seen there.
    pub title: &'static str,
    /// The step that the program names.
    step: &'static str,
    /// What is put in place of what, beside what every state has.
    changes: &'static [(&'static str, &'static str)],
}

/// The states that the program shows.
pub const STATES: [CheckState; 4] = [
    CheckState {
        name: "question",
        title: "A question and its progress: the first answer is chosen, the second has the focus, \
                the others rest or have the pointer over them",
        step: "question",
        changes: &[
            QUESTION,
            ("id=\"q1-1\"", "id=\"q1-1\" checked"),
            ("id=\"q1-2\"", "id=\"q1-2\" autofocus"),
        ],
    },
    CheckState {
        name: "problem",
        title: "A question that was not answered: what is wrong stands above it, and with it",
        step: "question",
        changes: &[
            QUESTION,
            ("id=\"problem\"", "data-now id=\"problem\""),
            ("id=\"error\"", "data-now id=\"error\""),
        ],
    },
    CheckState {
        name: "review",
        title: "The review: each question by its short name, with the answer picked",
        step: "review",
        changes: &[("class=\"question\"", "class=\"question\" data-now"), FIRST],
    },
    CheckState {
        name: "result",
        title: "A result: its title, the next step, why, and what else was answered",
        step: "result",
        changes: &[
            ("id=\"o1\"", "data-now id=\"o1\""),
            ("class=\"panel fold\"", "class=\"panel fold\" data-now"),
            ("class=\"reason ", "data-now class=\"reason "),
        ],
    },
];

const QUESTION: (&str, &str) =
    ("class=\"question\" id=\"q1\"", "class=\"question\" data-now id=\"q1\"");
/// The first answer of each question, which is the one after its hint.
const FIRST: (&str, &str) = (
    "<div class=\"answers\">\n<div class=\"answer\"><input",
    "<div class=\"answers\">\n<div class=\"answer\"><input checked",
);

/// The page of a self-check, if the website has one.
pub fn self_check(website: &Website) -> Option<&WebFile> {
    let pages = website.files.iter().filter(|(path, _)| path.ends_with("/index.html"));
    let form = memmem::Finder::new("<form class=\"self-check\"");
    let has_form = |file: &&WebFile| {
        file.content.get().is_ok_and(|bytes| form.find(&bytes).is_some())
    };
    pages.map(|(_, file)| file).find(has_form)
}

/// The page of a self-check in a state.
pub fn in_state(page: &str, state: &CheckState) -> String {
    let total = page.matches("<fieldset class=\"question\"").count();
    let mut page = without_scripts(page);
    let step = format!("data-step=\"{}\" class=\"self-check\"", state.step);
    let progress = format!("id=\"done\" data-now value=\"1\" max=\"{total}\"");
    let same = [
        ("class=\"self-check\"", &*step),
        ("id=\"done\"", &*progress),
        ("<span id=\"number\">", "<span id=\"number\">1"),
        ("id=\"of\"", "data-now id=\"of\""),
        ("<span id=\"total\">", &*format!("<span id=\"total\">{total}")),
    ];
    for (old, new) in same.into_iter().chain(state.changes.iter().copied()) {
        page = page.replace(old, new);
    }
    page
}

/// A page without its scripts: what they would do is done.
fn without_scripts(page: &str) -> String {
    let mut rest = page;
    let mut without = String::with_capacity(page.len());
    while let Some((before, script)) = rest.split_once("<script ") {
        without.push_str(before);
        rest = script.split_once("</script>").map_or("", |(_, after)| after);
    }
    without + rest
}

/// Where each state is shown, as a list. `address` is what the names stand below.
pub(super) fn list(address: &str) -> String {
    let mut html = "<ul>\n".to_owned();
    for CheckState { name, title, .. } in &STATES {
        let _ = writeln!(html, "<li><a href=\"{address}/{name}\">{title}</a></li>");
    }
    html + "</ul>\n"
}
