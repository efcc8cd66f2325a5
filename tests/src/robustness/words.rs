//! Every word that an author writes is on the page, or in a finding.
use ground::prose::Prose;
use ground::source::{Mode, Path};
use proptest::prelude::*;
use proptest::sample::select;
use site::read::page::read_text;

/// What stands in a page: each `@` is a word of its own.
const CONSTRUCTS: &[&str] = &[
    "@ @\n\n",
    "@\n",
    "# @\n\n",
    "#@\n\n",
    "@\n---\n\n",
    "2024. @\n\n",
    "- @\n  @\n",
    "- @\n\n  :::callout{title=\"@\"}\n  @\n  :::\n\n",
    "1. @\n1) @\n",
    "> @\n> @\n\n",
    "> [!NOTE]\n> @\n\n",
    "> :::warning\n",
    "| @ | @ |\n|---|---|\n| @ | @ | @ |\n| @ |\n\n",
    "| @ | @ |\n| @ | @ |\n\n",
    "[^1]: @\n\n",
    "[^2]: @ [^1]\n\n    @\n\n",
    "@[^1] @[^2] @[^3]\n\n",
    "[@]: @\n",
    "[@]: <a.md> \"@\"\n\n",
    "[a]: a.md\n[a]: @\n\n",
    "> [a]: @\n\n",
    "> > - [a]: @\n  > > [@]: @\n\n",
    "- [@]: @\n\n  @\n\n",
    "[@](a.md \"@\") [@][a] [a]\\[@] [@](a b.md)\n\n",
    "![@ *@* ![@](b.png) [@](a.md)](a.png \"@\")\n\n",
    "**@** *@* ~~@~~ `@` __@ **@ **\n\n",
    "```\n@\n:::warning\n@\n```\n\n",
    "- ```\n  @\n  ```\n",
    "``` @ ``` @\n\n",
    "    @\n\n",
    "@\n: @\n\n",
    "<b>@</b> <kbd>@</kbd> <sub>@ <abbr title=\"@\">@</abbr> @<br>@\n\n",
    "<div>\n@\n</div>\n@\n\n",
    "</div>\n@\n\n",
    "<!-- @ -->\n\n",
    ":::warning{title=\"@\"}\n",
    ":::fold{title=\"@\"}\n@\n",
    "  :::steps\n",
    "  :::\n",
    ":::\n\n",
    ":::unknown @\n",
    "    :::crisis @\n",
    ":::gap{needs=\"@\"}\n",
    "https://@.example/@ www.@.example @@example.test\n\n",
    "{{ @ }} {% @ %} !!! @\n\n",
    "@\t@ \u{2028}@ \\*@\\* &amp;@\n\n",
];

/// A page of some constructs, and its words.
fn page(constructs: &[&str]) -> (String, Vec<String>) {
    let (mut text, mut words) = (String::new(), vec![]);
    for c in constructs.concat().chars() {
        if c == '@' {
            let word = format!("w{}x", words.len());
            text.push_str(&word);
            words.push(word);
        } else {
            text.push(c);
        }
    }
    (text, words)
}

/// The words of a page that are neither on it nor in a finding.
fn lost(text: &str, words: &[String]) -> Vec<String> {
    let file: Path = "content/a.md".into();
    let whole = format!("+++\n+++\n{text}");
    let (outline, body) = read_text(&file, &whole, Mode::Build, Prose::default());
    // What is filled in later is told by its placeholder.
    let mut told = format!("{} {:?}", body.html, body.placeholders);
    for finding in &outline.findings {
        told.push_str(&finding.message);
        let at = finding.at.as_ref().expect("a finding of a text has its place");
        told.push_str(&whole[at.start..at.end]);
    }
    words.iter().filter(|word| !told.contains(*word)).cloned().collect()
}

#[test]
fn the_property_sees_a_word_that_is_lost() {
    let words = ["here".to_owned(), "gone".to_owned()];
    assert_eq!(lost("here\n", &words), ["gone"]);
}

#[test]
fn no_word_of_any_construct_is_lost() {
    for construct in CONSTRUCTS {
        let (text, words) = page(&[construct]);
        assert_eq!(lost(&text, &words), [""; 0], "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_word_is_lost(constructs in prop::collection::vec(select(CONSTRUCTS), 1..10)) {
        let (text, words) = page(&constructs);
        let lost = lost(&text, &words);
        prop_assert!(lost.is_empty(), "{lost:?} in:\n{text}");
    }
}
