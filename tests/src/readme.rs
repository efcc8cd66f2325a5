//! The README's picture of a broken promise is what the command really prints.
use std::fs;
use std::path::Path;

use anstyle_svg::Term;
use support::{HERE, Site, said};

const COLUMNS: usize = 88;

/// The rule on pregnancy, up to its outcome.
const RULE: &str = "r5 = { when = { q7 = [\"yes\"] }, outcome = ";

/// The practice's site, in which that rule does not ask anybody to wait.
fn broken() -> Site {
    let (good, bad) =
        (format!("{RULE}\"not_right_now\""), format!("{RULE}\"review_first\""));
    let (site, rules) = (Site::practice(), "content/self-check/rules.toml");
    let text = site.read(rules).expect("the rules are there");
    site.write(rules, text.replace(&good, &bad));
    site
}

/// Breaks lines at spaces where a narrow terminal would break them anywhere. Colours take no
/// room.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split_inclusive(' ') {
            let mut inside = false;
            let seen = word.chars().filter(|c| match c {
                '\u{1b}' => {
                    inside = true;
                    false
                }
                'm' if inside => {
                    inside = false;
                    false
                }
                _ => !inside,
            });
            let wide = seen.count();
            if column > 0 && column + wide > COLUMNS {
                lines.push_str("\n      ");
                column = 6;
            }
            lines.push_str(word);
            column += wide;
        }
        lines.push('\n');
    }
    lines
}

#[test]
fn the_readme_shows_a_broken_promise_as_it_is() {
    let site = broken();
    let ran = site.command(&["build"]).env("CLICOLOR_FORCE", "1").output();
    let ran = ran.expect("the command starts");
    assert_eq!(ran.status.code(), Some(1), "{}", said(&ran));
    let all = said(&ran);
    // The promise; what else fails with it says the same in a story's words.
    let first = all.split("\n\n").next().expect("a finding");
    assert!(first.contains("promise-broken"), "{first}");
    let picture = Term::new().render_svg(&wrapped(&format!("$ candor build\n{first}")));
    let file = Path::new(HERE).join("pictures/broken-promise.svg");
    if std::env::var("UPDATE").is_ok() {
        fs::write(&file, &picture).expect("writable");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == picture, "run with UPDATE=1, and look at {}", file.display());
}
