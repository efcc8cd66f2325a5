//! Whatever breaks on the way, every question can be answered and help is there.
#![allow(
    clippy::unnecessary_wraps,
    reason = "each is a change of the server, which may also hold a file back"
)]
use rules::Answer;
use serde_json::json;

use crate::browser::{Browser, Change};
use crate::equal::SEEN;
use crate::subject::PRACTICE;
use crate::{click, on_changed, on_page, shows, step};

const PAGE: &str = "/self-check/";

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

/// The page with its packed rules changed.
fn with_rules(path: &str, bytes: Vec<u8>, change: fn(&str) -> String) -> Vec<u8> {
    if path != PAGE {
        return bytes;
    }
    let html = text(bytes);
    let (before, data) = html.split_once("data-program=\"").expect("the rules are there");
    let (rules, after) = data.split_once('"').expect("they end");
    format!("{before}data-program=\"{}\"{after}", change(rules)).into()
}

fn damaged_rules(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    Some(with_rules(path, bytes, |rules| {
        let other = if rules[40..].starts_with('A') { "B" } else { "A" };
        format!("{}{other}{}", &rules[..40], &rules[41..])
    }))
}

fn no_rules(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    Some(with_rules(path, bytes, |_| String::new()))
}

fn cut_rules(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    Some(with_rules(path, bytes, |rules| rules[..=rules.len() / 2].to_owned()))
}

pub(crate) fn no_program(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    (!path.contains(".wasm")).then_some(bytes)
}

fn cut_program(path: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path.contains(".wasm") {
        bytes.truncate(bytes.len() / 2);
    }
    Some(bytes)
}

fn damaged_program(path: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path.contains(".wasm") {
        let middle = bytes.len() / 2;
        bytes[middle..middle + 64].iter_mut().for_each(|byte| *byte ^= 0xa5);
    }
    Some(bytes)
}

/// A policy that lets no program start.
fn refused_program(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path != PAGE {
        return Some(bytes);
    }
    let html = text(bytes);
    assert!(html.contains(" 'wasm-unsafe-eval'"));
    Some(html.replace(" 'wasm-unsafe-eval'", "").into())
}

pub(crate) fn no_script(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    (!path.contains(".js")).then_some(bytes)
}

fn cut_script(path: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path.contains(".js") {
        bytes.truncate(bytes.len() / 2);
    }
    Some(bytes)
}

/// A policy that lets no script run.
fn refused_script(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path != PAGE {
        return Some(bytes);
    }
    let html = text(bytes);
    assert!(html.contains("script-src 'self'"));
    Some(html.replace("script-src 'self'", "script-src").into())
}

/// What a browser makes of the style sheets that does not know `:has()`.
pub(crate) fn no_has(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if !path.contains(".css") {
        return Some(bytes);
    }
    Some(text(bytes).replace(":has(", ":not-known(").into())
}

pub(crate) fn no_script_no_has(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    no_script(path, bytes).and_then(|bytes| no_has(path, bytes))
}

/// Without the program every question can be answered, and the result is the same. Where the
/// script can tell, it says so in plain words, with the phone and help.
fn falls_back(change: Change, says_so: bool) {
    on_changed(true, change, async |browser, _| {
        assert_eq!(shows(browser, "#fault").await, says_so);
        if says_so {
            let words = "return document.querySelector('#fault').innerText";
            let words = browser.run(words, vec![]).await;
            let words = words.as_str().expect("a text");
            for wanted in ["We could not work this out", "424-307-9504", "988", "911"] {
                assert!(words.contains(wanted), "{words}");
            }
        }
        assert!(!shows(browser, "[data-do=start]").await, "nothing would start");
        click(browser, &["[data-do=start]"]).await;
        assert_eq!(step(browser).await, "start");
        every_question_works(browser).await;
    });
}

async fn every_question_works(browser: &Browser) {
    browser.run(SEEN, vec![]).await;
    let count = PRACTICE.questions();
    let shown = "answer(arguments[0]);
        return [told(), [...document.querySelectorAll('.question')]
            .filter(question => question.checkVisibility()
                && question.querySelector(':checked')?.checkVisibility()).length]";
    let answers = vec![Answer::Pick(0); count];
    let shown = browser.run(shown, vec![json!(PRACTICE.ticks(&answers))]).await;
    assert_eq!(shown, json!([PRACTICE.told(&answers), count]));
    // Help stands after the first question, ticked or not.
    assert!(shows(browser, ".side .calls a[href='tel:988']").await);
    click(browser, &["#q1-3"]).await;
    assert!(shows(browser, ".panel.urgent a[href='tel:988']").await);
}

#[test]
fn a_broken_program_is_said() {
    for change in [no_program, cut_program, damaged_program, refused_program] {
        falls_back(change, true);
    }
}

#[test]
fn broken_rules_are_refused() {
    for change in [damaged_rules, no_rules, cut_rules] {
        falls_back(change, true);
    }
}

#[test]
fn without_its_script_the_page_works() {
    for change in [no_script, cut_script, refused_script] {
        falls_back(change, false);
    }
}

/// The program's two ways to work out a result must agree. When they do not, half way
/// through, the page says so, and what was answered is still there.
#[test]
fn a_fault_on_the_way_leads_back_to_the_whole_page() {
    on_page(true, async |browser, _| {
        click(browser, &["[data-do=start]", "#q1-1", "[data-do=continue]"]).await;
        // Nothing in the rules can do this, so the page is broken under the program.
        let broken =
            "document.querySelectorAll('#q3 input').forEach(one => one.value = 'x');
            document.querySelector('#q3-1').value = 60;
            document.querySelector('#q3-1').checked = true;
            document.querySelector('#q2-1').click();
            document.querySelector('[data-do=continue]').click();";
        browser.run(broken, vec![]).await;
        assert_eq!(step(browser).await, "start");
        assert!(shows(browser, "#fault").await);
        assert_eq!(crate::focus(browser).await, "fault");
        let kept =
            "return document.querySelectorAll('#q1-1:checked, #q2-1:checked').length";
        assert_eq!(browser.run(kept, vec![]).await, json!(2));
    });
}
