//! How long files and functions are, and how much of the code is explained.
use std::path::Path;

use support::measure::{Code, functions, limits, shares, sizes};

use super::breach::{assert_kept, assert_seen};

#[test]
fn files_fit_in_one_head() {
    assert_kept(sizes::long_files);
}

#[test]
fn a_long_file_is_seen() {
    let long = "//! Long.\n".repeat(limits::FILE_LINES + 1);
    assert_seen(sizes::long_files, &[("tests/src/long.rs", &long)], "tests/src/long.rs");
}

#[test]
fn each_file_that_may_be_long_is() {
    for (file, _) in limits::LONG_FILES {
        let text = std::fs::read_to_string(crate::root().join(file)).unwrap_or_default();
        assert!(text.lines().count() > limits::FILE_LINES, "{file} needs no exception");
    }
}

/// Functions are short: half of them, nine in ten, and all.
fn short_functions(root: &Path) -> Vec<String> {
    let lengths = functions::lengths(&Code::read(root));
    [
        ("the median", lengths.median, limits::MEDIAN),
        ("the 90th percentile", lengths.ninth_decile, limits::NINTH_DECILE),
        ("the longest", lengths.longest, limits::LONGEST),
    ]
    .into_iter()
    .filter(|(_, lines, limit)| lines > limit)
    .map(|(name, lines, limit)| format!("{name} has {lines} lines, not {limit}"))
    .collect()
}

#[test]
fn functions_are_short() {
    assert_kept(short_functions);
}

#[test]
fn long_functions_are_seen() {
    let function =
        |lines: usize| format!("fn a() {{\n{}}}\n", "b();\n".repeat(lines - 2));
    let (short, fair) = (function(limits::MEDIAN), function(limits::NINTH_DECILE + 1));
    for (code, named) in [
        (short.repeat(99) + &function(limits::LONGEST + 1), "the longest has 61"),
        (short.repeat(8) + &fair.repeat(2), "the 90th percentile has 28"),
        (function(limits::MEDIAN + 1), "the median has 9"),
    ] {
        assert_seen(short_functions, &[("crates/rules/src/lib.rs", &code)], named);
    }
}

/// Enough is explained: what things are, and why they are so.
fn explained(root: &Path) -> Vec<String> {
    let code = Code::read(root);
    [
        ("doc lines", shares::docs(&code), limits::DOCS),
        ("comments inside functions", shares::comments(&code), limits::COMMENTS),
    ]
    .into_iter()
    .filter(|(_, share, least)| share < least)
    .map(|(name, share, least)| format!("{name}: {share:.2} per 100 lines, not {least}"))
    .collect()
}

#[test]
fn enough_is_explained() {
    assert_kept(explained);
}

#[test]
fn too_little_explanation_is_seen() {
    // A text that looks like a comment explains nothing, and a comment outside no function.
    let bare = "/// One.\n///\n/// Two.\nfn a() {\n b(\"\n// text\n/// text\n\");\n}\n// x\n// y\n";
    let code = bare.repeat(2) + &"const A: u8 = 0;\n".repeat(20);
    let file = [("crates/rules/src/lib.rs", &*code)];
    assert_seen(explained, &file, "doc lines: 12.50 per");
    assert_seen(explained, &file, "comments inside functions: 0.00 per");
}

/// Values are lent or handed over, rather than copied.
fn few_clones(root: &Path) -> Vec<String> {
    let clones = shares::clones(&Code::read(root));
    let breach = format!("{clones:.1} per 1,000 lines, not {}", limits::CLONES);
    if clones > limits::CLONES { vec![breach] } else { vec![] }
}

#[test]
fn values_are_rarely_cloned() {
    assert_kept(few_clones);
}

#[test]
fn many_clones_are_seen() {
    let code =
        "fn a() {\n  // b.clone()\n  c!(b.clone(), \".clone()\", Arc::clone(&b));\n}\n";
    assert_seen(few_clones, &[("crates/rules/src/lib.rs", code)], "333.3 per");
}
