//! Whatever breaks on the way, every question can be answered and help is there.
use serde_json::json;

use crate::browser::Change;
use crate::{SEEN, TABLE, click, expected, on_page, step};

#[allow(clippy::unnecessary_wraps, reason = "other changes make a file missing")]
fn damaged(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path != "/self-check/" {
        return Some(bytes);
    }
    let html = String::from_utf8(bytes).expect("text");
    let (before, data) = html.split_once("data-program=\"").expect("the rules are there");
    let other = if data[40..].starts_with('A') { "B" } else { "A" };
    Some(format!("{before}data-program=\"{}{other}{}", &data[..40], &data[41..]).into())
}

fn no_program(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    (!path.contains(".wasm")).then_some(bytes)
}

#[allow(clippy::unnecessary_wraps, reason = "other changes make a file missing")]
fn cut_program(path: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path.contains(".wasm") {
        bytes.truncate(bytes.len() / 2);
    }
    Some(bytes)
}

fn no_script(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    (!path.contains(".js")).then_some(bytes)
}

/// Without the program every question can be answered, and the result is the same.
fn falls_back(change: Change, says_so: bool) {
    on_page(true, change, async |browser, _| {
        let fault = "return document.querySelector('#fault').checkVisibility()";
        assert_eq!(browser.run(fault, vec![]).await, json!(says_so));
        click(browser, &["[data-do=start]"]).await;
        assert_eq!(step(browser).await, "start");
        browser.run(SEEN, vec![]).await;
        let picks = vec![1; TABLE.questions.len()];
        let shown = "answer(arguments[0]); return result()";
        assert_eq!(browser.run(shown, vec![json!(picks)]).await, expected(&picks));
    });
}

#[test]
fn damaged_rules_are_refused() {
    falls_back(damaged, true);
}

#[test]
fn a_missing_program_is_said() {
    falls_back(no_program, true);
}

#[test]
fn a_cut_program_is_said() {
    falls_back(cut_program, true);
}

#[test]
fn a_missing_script_changes_nothing() {
    falls_back(no_script, false);
}
