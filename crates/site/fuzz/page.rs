//! Any text as a page, with its front matter, directives and markdown: nothing hangs, nothing
//! panics, and what is found points into the text.
#![no_main]
use ground::prose::Prose;
use ground::source::Mode;
use libfuzzer_sys::fuzz_target;
use site::read::kinds::{self, Kinds};
use site::read::page::{read, read_text};

const KINDS: &str = include_str!("../../../content/kinds.toml");

thread_local! {
    static READ: Kinds = kinds::read(&"content/kinds.toml".into(), KINDS, &mut vec![]);
}

fuzz_target!(|text: &str| {
    let file = "content/a.md".into();
    let page = READ.with(|kinds| read(&file, text, kinds));
    let (outline, body) = read_text(&file, text, Mode::Build, Prose::default());
    for finding in page.findings.iter().chain(&outline.findings) {
        let labels = finding.labels.iter().map(|(at, _)| at);
        for at in finding.at.iter().chain(labels) {
            assert!(text.get(at.start..at.end).is_some(), "{finding:?}");
        }
    }
    for placeholder in &body.placeholders {
        assert!(body.html.is_char_boundary(placeholder.at), "{placeholder:?}");
    }
});
