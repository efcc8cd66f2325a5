//! A page of any text at all is read: findings that point into it, and no panic.
use std::fs;

use ground::diagnostic::Diagnostic;
use ground::prose::Prose;
use ground::source::{Mode, Path};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use site::read::body::Body;
use site::read::kinds::{self, Kinds};
use site::read::page::{read, read_text};
use support::HERE;

/// What means something in a page, or nearly.
const PIECES: &[&str] = &[
    "+++\n",
    "+++",
    "title = ",
    "\"",
    "\"A page\"\n",
    "kind = \"page\"\n",
    "draft = true\n",
    "updated = 2026-02-30\n",
    "review = {",
    "}",
    "[",
    "]",
    "(",
    ")",
    "](side-effects.md)",
    "](#a)",
    "![",
    "[@F3.3]",
    "[@",
    "; ",
    "F1.1",
    "[^a]",
    "[^a]: ",
    ":::",
    ":::warning",
    ":::callout{title=\"",
    "\"}",
    "{",
    ":::key-facts{",
    ":::table{caption=\"x\"}\n",
    ":::gap{needs=\"x\"}",
    ":::self-check",
    ":::crisis\n",
    "::",
    ":",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\0",
    " ",
    "    ",
    "\t",
    "# ",
    "## ",
    "###### ",
    "#",
    "{#id}",
    "- ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    "|",
    "|-|\n",
    "|a|b|\n",
    "---\n",
    "===\n",
    "```\n",
    "~~~",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "&amp;",
    "&#x0;",
    "\\",
    "é",
    "e\u{301}",
    "🧠",
    "\u{202e}",
    "\u{feff}",
    "\u{2028}",
    "word ",
    "988",
    "A sentence. ",
    "https://a.b",
    "mailto:a@b",
    "tel:1",
    "x\n: y\n",
];

fn pages() -> Vec<String> {
    let folder = format!("{HERE}/../content");
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
    let pages =
        entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "md"));
    pages.map(|page| fs::read_to_string(page.path()).expect("readable")).collect()
}

/// A real page with a piece put in place of some of it.
fn spliced() -> impl Strategy<Value = String> {
    let edit = (any::<Index>(), 0..40usize, select(PIECES));
    (select(pages()), prop::collection::vec(edit, 1..4)).prop_map(|(mut page, edits)| {
        for (at, length, piece) in edits {
            let start = page.floor_char_boundary(at.index(page.len() + 1));
            let end = page.floor_char_boundary(page.len().min(start + length));
            page.replace_range(start..end, piece);
        }
        page
    })
}

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(select(PIECES), 0..40);
    prop_oneof![
        5 => pieces.prop_map(|pieces| pieces.concat()),
        1 => spliced(),
        1 => any::<String>(),
    ]
}

fn kinds() -> Kinds {
    let file = "content/kinds.toml";
    let text = fs::read_to_string(format!("{HERE}/../{file}")).expect("readable");
    kinds::read(&file.into(), &text, &mut vec![])
}

/// Each finding marks something in the text, and each placeholder lies between two letters.
fn points_into(found: &[Diagnostic], body: &Body, text: &str) -> bool {
    let spans = found.iter().flat_map(|finding| {
        finding.at.iter().chain(finding.labels.iter().map(|(at, _)| at))
    });
    let html = &body.html;
    spans.into_iter().all(|at| text.get(at.start..at.end).is_some())
        && body
            .placeholders
            .iter()
            .all(|placeholder| html.is_char_boundary(placeholder.at))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_is_a_page(text in text()) {
        thread_local!(static KINDS: Kinds = kinds());
        let file: Path = "content/a.md".into();
        let page = KINDS.with(|kinds| read(&file, &text, kinds));
        let (outline, body) = read_text(&file, &text, Mode::Build, Prose::default());
        let found = [page.findings, outline.findings].concat();
        prop_assert!(points_into(&found, &body, &text), "{found:?}");
    }
}
