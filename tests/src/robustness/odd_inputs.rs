//! Input from anywhere: a page or a diagnostic, never a panic, never a long wait.
use std::process::Command;

use support::{Site, said};

const HEAD: &str = "+++\ntitle = \"Odd\"\ndescription = \"A page with something odd on it, which \
                    is either shown to visitors or told to its writer.\"\n+++\n";

/// What is written again and again until it fills a page.
const PATTERNS: &[&str] = &[
    "x",
    "x ",
    "*",
    "_",
    "**a ",
    "*a **b ",
    "[",
    "[a](",
    "![",
    "[a][",
    "[^1]",
    "`",
    "`a``",
    "<",
    "<b",
    "<!--",
    "&",
    "&amp",
    "\\",
    ">",
    "> ",
    "- ",
    "* a\n",
    "1. a\n",
    "  - ",
    "#",
    "# a\n",
    "|",
    "|a",
    "|a|b|\n|-|-|\n",
    "[@F1.1]",
    "[@F1.1;",
    "[@",
    "{",
    "{#a}",
    ":::",
    ":::crisis\n",
    ":::gap{",
    ":::gap{needs=\"x\"}\n",
    "::: ",
    "+++\n",
    "\n",
    "\r",
    "\t",
    "\0",
    "é",
    "“",
    "a’",
    "`=\"`",
    "` src=\"a\"`",
    "src=",
    "src=a ",
    "🧠",
    "\u{202e}",
    "\u{200b}",
    "[a]: b\n",
    "[^a]: b\n",
    "a\n===\n",
    "~~",
    "https://a.b ",
    "'",
    "\"",
    "-- ",
    "...",
    "988 ",
    "safe ",
    "cure. ",
    "A sentence. ",
    "a. b! c? ",
];

/// More processor time than any of these needs if its time grows with its length, and less
/// than one needs whose time grows with the square of it.
const SECONDS: u32 = 20;

fn is_told(site: &Site, what: &str) {
    let candor = site.command(&[]);
    let checked = Command::new("sh")
        .args(["-c", &format!("ulimit -t {SECONDS}; exec \"$0\" check --json")])
        .arg(candor.get_program())
        .current_dir(site.path(""))
        .output()
        .expect("there is a shell");
    let code = checked.status.code();
    assert!(
        matches!(code, Some(0 | 1)),
        "{what:?}: {} {}",
        checked.status,
        said(&checked)
    );
}

#[test]
fn no_pattern_takes_long() {
    let site = Site::base();
    for pattern in PATTERNS {
        let text = pattern.repeat(300_000 / pattern.len());
        site.write("content/odd.md", format!("{HEAD}{text}\n"));
        is_told(&site, pattern);
    }
}

#[test]
fn a_thousand_findings_of_a_file_are_enough() {
    let site = Site::base();
    site.write(
        "content/odd.md",
        format!("{HEAD}{}", ":::gap{needs=\"x\"}\n".repeat(1_000)),
    );
    assert!(!said(&site.run(&["check"])).contains("findings more"));
    let error = "[x](nowhere.md)\n";
    let text = ":::gap{needs=\"x\"}\n".repeat(1_001);
    site.write("content/odd.md", format!("{HEAD}{text}\n{error}"));
    let checked = site.run(&["check"]);
    assert!(said(&checked).contains("there are 2 findings more in this file"));
    assert_eq!(checked.status.code(), Some(1), "one that is not listed still counts");
}

#[test]
fn nesting_has_no_end() {
    let site = Site::base();
    let deep = 20_000;
    for (open, close) in [
        ("[", "](index.md)"),
        ("> ", ""),
        ("- ", ""),
        ("*", "*"),
        ("![", "](x.png)"),
        (":::warning\n", ":::\n"),
        ("1. > ", ""),
    ] {
        let text = format!("{HEAD}{}x\n{}", open.repeat(deep), close.repeat(deep));
        site.write("content/odd.md", text);
        is_told(&site, open);
    }
    for open in ["[", "{ a = ", "[[", "a.", "\""] {
        let text = format!("+++\ntitle = {}\n+++\nText.\n", open.repeat(deep));
        site.write("content/odd.md", text);
        is_told(&site, open);
    }
    let path: String = "a/".repeat(500);
    site.write("content/odd.md", format!("{HEAD}Text.\n"));
    site.write(format!("content/{path}deep.md"), HEAD.replace("Odd", "Deep"));
    is_told(&site, "a deep folder");
}

#[test]
fn a_line_of_ten_megabytes_is_read() {
    let site = Site::base();
    for (words, bytes) in [
        ("word ", 10_000_000),
        ("word", 10_000_000),
        ("*word* ", 2_000_000),
        ("[link](index.md) ", 1_000_000),
    ] {
        let text = words.repeat(bytes / words.len());
        site.write("content/odd.md", format!("{HEAD}{text}\n"));
        is_told(&site, words);
    }
    for file in ["content/practice.toml", "content/words.toml", "templates/page.html"] {
        let site = Site::base();
        let text = site.read(file).expect("it stands");
        site.write(file, format!("{text}\n# {}", "x".repeat(10_000_000)));
        is_told(&site, file);
        site.write(file, "\0".repeat(1_000_000));
        is_told(&site, file);
    }
}

#[test]
fn names_of_every_kind_are_pages_or_findings() {
    let site = Site::base();
    for name in [
        "two words",
        "🧠",
        "كيتامين",
        "\u{202e}evil",
        "CON",
        "a%20b",
        "a?b",
        "a#b",
        "a&b",
        "a'b",
        "a\"b",
        "a<b",
        "a\\b",
        "..a",
        ".hidden",
        "-",
        "a:b",
        "é",
        "e\u{301}",
        "UPPER",
        "upper",
        "index.md",
        "ÅNGSTRÖM",
        " ",
    ] {
        site.write(
            format!("content/{name}.md"),
            HEAD.replace("Odd", &format!("Odd {}", name.len())),
        );
        site.write(format!("static/{name}.txt"), "text");
    }
    is_told(&site, "odd names");
    assert_eq!(site.run(&["build"]).status.code(), Some(1));
    assert!(!site.path("dist").exists());
}

#[test]
fn names_that_some_systems_take_for_one_are_told() {
    let site = Site::base();
    for name in ["Visit", "visit", "VISIT"] {
        site.write(format!("content/{name}.md"), HEAD.replace("Odd", name));
    }
    let checked = said(&site.run(&["check"]));
    assert!(checked.contains("rename the file to content/visit.md"), "{checked}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_holds_itself_is_told() {
    let site = Site::base();
    std::os::unix::fs::symlink(".", site.path("content/again"))
        .expect("links can be made");
    std::os::unix::fs::symlink("../templates", site.path("static/t"))
        .expect("links can be made");
    is_told(&site, "a loop");
    assert_eq!(said(&site.run(&["check", "--json"])).matches("symbolic-link").count(), 2);
}
