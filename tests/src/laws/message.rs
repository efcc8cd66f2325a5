//! Every message that the product can print stands in a golden text: in what a case of
//! `tests/suite` must find, show or print, or in what a test asks for letter by letter.
use std::fmt::Write as _;

use crate::literal::{Literal, golden, of_the_product};

/// A literal with this many plain words is a message, or a part of one. So is one with a
/// single word that has something beside it, or begins as a sentence does.
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
    ("for {of} in ", "words that are looked for, in `read/template.rs`"),
    ("set {of} ", "words that are looked for, in `read/template.rs`"),
    (
        "{{%{trim} set {PAID} = {call}{comma}value=(",
        "a call in a template, in `read/template_meter.rs`",
    ),
    (
        "{{%{before} set {PAID} = {call}, start={start}, end={end}) {after}%}}",
        "a call in a template, in `read/template_meter.rs`",
    ),
    (". Available ", "the template engine's words, which are cut off"),
    ("Mr", "a word that is looked for, in `check/reading`"),
    ("Mrs", "a word that is looked for, in `check/reading`"),
    ("Ms", "a word that is looked for, in `check/reading`"),
    ("Rating", "a word that is looked for, in `check/owed.rs`"),
    ("Result", "the last item of a form for other programs"),
    ("Shown beside it", "an item of a form for other programs"),
    ("{}{}.{:03} ms.", "how long it took, each time anew"),
    (
        "({sum}) >= {from} and ({sum}) <= {to}",
        "a test of FEEL, which `meaning/dmn.rs` reads",
    ),
    ("count({name}) = 0", "a test of FEEL"),
    ("({name} >= {} and {name} <= {})", "a test of FEEL"),
    ("some of these, or none", "a chart breaks it into two lines"),
    ("the website cannot be compressed: {error}", "a fault of the compressor's own"),
    (
        "somebody else changed it meanwhile",
        "a file would have to change while the command runs",
    ),
    (" at line ", "the JSON parser's words, which are cut off"),
    (
        "the rules and their diagram differ: please report it",
        "would be a fault of ours, which the tests of `rules` look for",
    ),
    (
        "Nothing was signed: `review` is there, and is no table.",
        "rules with such a `review` are refused before: the file would have to change meanwhile",
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
    (
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; \
         connect-src 'self'; img-src 'self' blob: data:; frame-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types desk",
        "a policy for browsers",
    ),
    (
        "Compressing: {done} of {all} files",
        "shows on a terminal alone, from half a second on",
    ),
    (
        "Publication {number} can no longer be put back: more than 1 GB would be kept.",
        "would take a website of 1 GB",
    ),
    ("sandbox allow-same-origin; frame-ancestors 'self'", "a policy for browsers"),
    ("the preview has ended", "the thread that builds would have to panic"),
    (
        "this could not be written: {error}",
        "whatever the operating system has against it",
    ),
];

/// Files whose texts are no messages: they are looked at in other ways.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "crates/site/src/authoring/desk/components.rs",
        "a page of examples, of which `real.rs` looks whether each is there",
    ),
    (
        "crates/site/src/authoring/desk/states.rs",
        "pages of examples, of which `real.rs` looks whether each is there",
    ),
    (
        "crates/site/src/authoring/desk/labels.rs",
        "a menu of the desk, of which `command/desk.rs` looks whether each component is in it",
    ),
    ("crates/site/src/check/literal.rs", "words of style sheets"),
    (
        "crates/site/src/render/policy.rs",
        "policies for browsers, which `pages/served.rs` reads in answers",
    ),
    (
        "crates/site/src/render/self_check/style.rs",
        "a style sheet, which `quiz` looks at in a browser",
    ),
    ("crates/site/src/render/self_check/css_selector.rs", "a part of that style sheet"),
    ("crates/site/src/render/self_check/css_sums.rs", "a part of that style sheet"),
    ("crates/site/src/render/self_check/sheet.rs", "a part of that style sheet"),
];

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
        let words = text.split_whitespace().filter(|word| is_word(word)).count();
        !markup && (words >= WORDS || words == 1 && self.is_read(&text))
    }

    /// Whether people read a single word: it has something beside it, filled in or not, or
    /// it is a title.
    fn is_read(&self, text: &str) -> bool {
        let mut letters = text.chars();
        let title = letters.next().is_some_and(char::is_uppercase)
            && letters.all(char::is_lowercase);
        let beside = text.trim().contains(char::is_whitespace);
        title || beside || self.filled && self.lines().any(|parts| parts.len() > 1)
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
