//! Each finding has a code, each code an explanation and a golden text.
use std::collections::BTreeSet;

use crate::literal::{golden, of_the_product};

/// The calls that make a finding of a code.
const MAKERS: [&str; 3] = ["error", "warning", "new"];

/// The codes that the product gives to findings: in its code, and in what cases find.
fn in_use() -> BTreeSet<String> {
    let literals = of_the_product().into_iter();
    let codes = literals.filter(|literal| MAKERS.contains(&&*literal.first));
    let codes = codes.map(|literal| literal.text).filter(|text| is_code(text));
    codes.chain(golden().iter().filter_map(|line| found(line))).collect()
}

/// The code in the first line of a finding: `error[menu] content/practice.toml:10:18`.
fn found(line: &str) -> Option<String> {
    let levels = ["error[", "warning[", "hint["];
    let rest = levels.iter().find_map(|level| line.strip_prefix(level))?;
    rest.split_once(']').map(|(code, _)| code.to_owned())
}

/// Small letters and hyphens.
fn is_code(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(letters)
}

/// The codes of golden texts: `error[menu]` in a case, `"menu"` in a test.
fn in_golden_texts() -> BTreeSet<String> {
    let code = |line: String| found(&line).or_else(|| is_code(&line).then_some(line));
    golden().into_iter().filter_map(code).collect()
}

#[test]
fn each_code_is_explained_and_no_other() {
    let explained: BTreeSet<String> =
        site::authoring::explain::all().map(|(code, _)| code.to_owned()).collect();
    let codes = in_use();
    let missing: Vec<_> = codes.difference(&explained).collect();
    assert!(
        missing.is_empty(),
        "crates/site/src/authoring/explain.md explains nothing of {missing:?}. For each, add, in the \
         order of the alphabet:\n\n# CODE\n\nWhat is wrong, and why it matters to the \
         reader.\n\nFails:\n\n    an example\n\nWrite what is right:\n\n    the same, mended\n"
    );
    let extra: Vec<_> = explained.difference(&codes).collect();
    assert!(
        extra.is_empty(),
        "no finding has these codes: remove {extra:?} from explain.md"
    );
    let order: Vec<_> = site::authoring::explain::all().map(|(code, _)| code).collect();
    assert!(order.is_sorted(), "explain.md keeps the order of the alphabet: {order:?}");
}

#[test]
fn each_code_stands_in_a_golden_text() {
    let golden = in_golden_texts();
    let codes = in_use();
    let missing: Vec<_> = codes.difference(&golden).collect();
    assert!(
        missing.is_empty(),
        "no golden text shows {missing:?}: add a case to tests/suite with the input that causes it"
    );
}

#[test]
fn each_explanation_shows_what_fails_or_how_it_looks() {
    for (code, text) in site::authoring::explain::all() {
        let starts = text.lines().filter(|line| line.starts_with("Fails"));
        let hint = code == "answers-alike";
        assert!(hint || starts.count() == 1, "{code} does not say once what fails");
        assert!(
            text.split("\n\n").count() >= 3,
            "{code} does not say what to write instead"
        );
    }
}
