//! Every message that the product can print stands in a golden text: in what a case of
//! `tests/suite` must find, show or print, or in what a test asks for letter by letter.
use std::fmt::Write as _;

use crate::literal::{Literal, golden, of_the_product};

/// A literal with this many plain words is a message, or a part of one.
const WORDS: usize = 2;

/// Literals that no test can bring about, each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("read more", "words that are looked for, in `check/markup.rs`"),
    ("duplicate key", "the TOML parser's words, which are put into others"),
    ("invalid boolean", "the TOML parser's words, which are put into others"),
    (
        "string values must be quoted",
        "the TOML parser's words, which are put into others",
    ),
    ("some of these, or none", "a chart breaks it into two lines"),
    ("the website cannot be compressed: {error}", "a fault of the compressor's own"),
    ("`{}` cannot be removed: {error}", "whatever the operating system has against it"),
    (" at line ", "the JSON parser's words, which are cut off"),
    (
        "the rules and their diagram differ: please report it",
        "would be a fault of ours, which the tests of `rules` look for",
    ),
    (
        "the preview cannot use port {port}: {error}",
        "whatever else the operating system has against a port",
    ),
    (
        "it stopped following the changes",
        "the thread that follows them would have to panic",
    ),
    (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "a policy for browsers",
    ),
];

/// Files whose texts are no messages: they are looked at in other ways.
const ELSEWHERE: [(&str, &str); 1] = [(
    "crates/site/src/desk/components.rs",
    "a page of examples, of which `real.rs` looks whether each is there",
)];

#[test]
fn every_message_stands_in_a_golden_text() {
    let golden = golden();
    let mut missing = String::new();
    for literal in messages() {
        let told =
            literal.lines().all(|parts| golden.iter().any(|line| holds(line, &parts)));
        let excepted = EXCEPTIONS.iter().any(|(text, _)| *text == literal.text);
        if !told && !excepted {
            let _ = writeln!(missing, "{}: {:?}", literal.place, literal.text);
        }
    }
    assert!(
        missing.is_empty(),
        "no golden text holds these messages. For each, add a case to tests/suite with the \
         input that causes it and an empty `findings` or `console` block, run\n\
         UPDATE=1 cargo test --release --workspace --test suite\n\
         and read what it wrote:\n{missing}"
    );
}

#[test]
fn exceptions_are_still_in_the_code() {
    let messages = messages();
    for (text, _) in EXCEPTIONS {
        assert!(
            messages.iter().any(|literal| literal.text == *text),
            "no code says {text:?} any more: remove it from EXCEPTIONS"
        );
    }
}

impl Literal {
    /// The parts of each of its lines that are always the same.
    fn lines(&self) -> impl Iterator<Item = Vec<String>> {
        let lines = self.text.lines().map(str::trim);
        lines.map(|line| if self.filled { fixed(line) } else { vec![line.to_owned()] })
    }

    /// Whether people read it: it has words, and is no markup.
    fn is_message(&self) -> bool {
        let text = self.lines().flatten().collect::<Vec<_>>().join("\u{2026} ");
        let markup = text.contains("</") || text.trim_start().starts_with('<');
        !markup && text.split_whitespace().filter(|word| is_word(word)).count() >= WORDS
    }
}

/// A run of letters, with what stands around words in sentences.
fn is_word(text: &str) -> bool {
    let inner = text
        .trim_matches(['`', '(', ')', ',', '.', ':', ';', '?', '!', '“', '”', '"', '…']);
    !inner.is_empty()
        && inner.chars().all(|letter| letter.is_alphabetic() || letter == '\'')
}

/// What a format string always says, cut where it is filled.
fn fixed(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if letters.next_if_eq(&letter).is_some() => {
                parts.last_mut().expect("one at least").push(letter);
            }
            '{' => {
                letters.by_ref().find(|letter| *letter == '}');
                parts.push(String::new());
            }
            letter => parts.last_mut().expect("one at least").push(letter),
        }
    }
    parts
}

/// Whether a line has all parts, in their order.
fn holds(line: &str, parts: &[String]) -> bool {
    let mut rest = line;
    parts.iter().all(|part| match rest.split_once(part.trim()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// All messages in the code of the command and the core.
fn messages() -> Vec<Literal> {
    let elsewhere = |literal: &Literal| {
        ELSEWHERE.iter().any(|(path, _)| literal.place.starts_with(path))
    };
    let messages = of_the_product().into_iter().filter(Literal::is_message);
    messages.filter(|literal| !elsewhere(literal)).collect()
}
