//! What an author wrote is told of at the author's line, never of the page as a whole.
use ground::diagnostic::Diagnostic;

use crate::{base, build_cold, put, put_bytes, root};

/// The words of a link that does not say where it leads.
const WORDS: [&str; 3] = ["here", "Read more", "this page"];

/// Where `@` is such words: in marks, in a picture, in each kind of block.
const LINKS: &[&str] = &[
    "[@](index.md)",
    "[*@*](index.md)",
    "[**@**](index.md)",
    "[***@***](index.md)",
    "[~~@~~](index.md)",
    "[`@`](index.md)",
    "[<kbd>@</kbd>](index.md)",
    "[<abbr title=\"A word\">@</abbr>](index.md)",
    "*A [@](index.md) word*",
    "**[@](index.md)**",
    "[@][r]\n\n[r]: index.md",
    "[*@*][r]\n\n[r]: index.md",
    "[![@](/a.png)](index.md)",
    "[*![@](/a.png)*](index.md)",
    "## Words, and [@](index.md)",
    "- [*@*](index.md)",
    "> [@](index.md)",
    "| [*@*](index.md) | b |\n|---|---|\n| c | d |",
    "A word\n: [*@*](index.md)",
    "A note.[^1]\n\n[^1]: [*@*](index.md)",
    ":::callout{title=\"A box\"}\n[*@*](index.md)\n:::",
    ":::fold{title=\"A fold\"}\n- [**@**](index.md)\n:::",
];

/// What is found in a page with a text on its fifth line.
fn found(text: &str) -> Vec<Diagnostic> {
    let mut site = base();
    let head = "title = \"A page\"\ndescription = \"A page that exists only so that tests can \
                build a website from it, word by word.\"";
    put(&mut site, "content/a.md", &format!("+++\n{head}\n+++\n{text}\n"));
    let picture = root().join("tests/pictures/text.png");
    put_bytes(&mut site, "static/a.png", std::fs::read(picture).expect("a picture"));
    build_cold(&site).findings
}

#[test]
fn a_link_that_says_nothing_is_told_at_its_own_place() {
    for link in LINKS {
        for words in WORDS {
            let text = link.replace('@', words);
            let found = found(&text);
            let found: Vec<_> =
                found.iter().filter(|finding| finding.code == "link-text").collect();
            assert_eq!(found.len(), 1, "{text}: {found:#?}");
            let at = found[0].at.as_ref().expect("it has a place");
            assert_eq!((&*at.file, at.end > 0), ("content/a.md", true), "{text}");
        }
    }
}
