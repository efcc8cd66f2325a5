//! The self-check in a real browser: the same result in every mode, nothing that leaves the
//! page, and a page that works whatever breaks.
#[path = "quiz/access.rs"]
mod access;
mod browser;
#[path = "desk/others.rs"]
mod desk;
#[path = "quiz/equal.rs"]
mod equal;
#[path = "quiz/fault.rs"]
mod fault;
#[path = "quiz/fhir.rs"]
mod fhir;
mod firefox;
#[path = "quiz/gecko.rs"]
mod gecko;
#[path = "quiz/hands.rs"]
mod hands;
#[path = "quiz/health.rs"]
mod health;
#[path = "quiz/history.rs"]
mod history;
#[path = "quiz/intake.rs"]
mod intake;
#[path = "quiz/keep.rs"]
mod keep;
#[path = "quiz/leave.rs"]
mod leave;
#[path = "quiz/pair.rs"]
mod pair;
#[path = "quiz/scores.rs"]
mod scores;
#[path = "quiz/second.rs"]
mod second;
#[path = "quiz/sight.rs"]
mod sight;
#[path = "quiz/subject.rs"]
mod subject;
#[path = "quiz/walk.rs"]
mod walk;
mod webkit;
#[path = "quiz/webkit_walk.rs"]
mod webkit_walk;

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use browser::{Browser, Change, Server};
use serde_json::{Value, json};
use subject::{PRACTICE, Subject};
use thirtyfour::prelude::*;

/// What the self-check adds to its page may weigh, compressed, in bytes: the program and its
/// script 14,000, and up to 3,400 of rules and style for a check of 15 questions and 29 rules.
const LARGEST: usize = 17 * 1024;

/// Runs a test on the practice's self-check, the page's scripts on or off.
fn on_page(scripts: bool, test: impl AsyncFnOnce(&Browser, &Server)) {
    on_changed(scripts, as_it_is, test);
}

/// The same; `change` is what the server does to its files.
fn on_changed(scripts: bool, change: Change, test: impl AsyncFnOnce(&Browser, &Server)) {
    on(&PRACTICE, scripts, change, test);
}

/// Runs a test on the page of any self-check.
fn on(
    subject: &Subject,
    scripts: bool,
    change: Change,
    test: impl AsyncFnOnce(&Browser, &Server),
) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let server = Server::start(subject.website.path(), change);
    let Some(browser) = runtime.block_on(Browser::start()) else { return };
    let tried = panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            if !scripts {
                browser.without_scripts().await;
            }
            open_in(subject.folder, &browser, &server, scripts).await;
            test(&browser, &server).await;
        });
    }));
    // A browser must not outlive its test, however that ends.
    runtime.block_on(browser.stop());
    if let Err(panic) = tried {
        panic::resume_unwind(panic);
    }
}

async fn open(browser: &Browser, server: &Server, scripts: bool) {
    open_in("self-check", browser, server, scripts).await;
}

/// Opens the self-check of a folder.
async fn open_in(folder: &str, browser: &Browser, server: &Server, scripts: bool) {
    let page = format!("{}/{folder}/", server.address);
    browser.driver.goto(page).await.expect("the page opens");
    if scripts {
        let settled = "return document.querySelector('#fault').checkVisibility()
            || performance.getEntriesByType('resource')
                .some(entry => entry.name.endsWith('.wasm') && entry.responseEnd > 0)";
        let until = Instant::now() + Duration::from_secs(2);
        while browser.run(settled, vec![]).await != json!(true) && Instant::now() < until
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // From the last byte to a program that listens.
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[allow(clippy::unnecessary_wraps, reason = "other changes make a file missing")]
fn as_it_is(_: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    Some(bytes)
}

async fn press(browser: &Browser, key: Key) {
    browser.driver.action_chain().send_keys(key).perform().await.expect("pressed");
}

/// Presses elements, one after the other.
async fn click(browser: &Browser, selectors: &[&str]) {
    for selector in selectors {
        let script = "document.querySelector(arguments[0]).click()";
        browser.run(script, vec![json!(selector)]).await;
    }
}

/// Where someone is: a question's id or the name of the step.
async fn step(browser: &Browser) -> String {
    let script = "const form = document.querySelector('form.self-check');
        const now = [...document.querySelectorAll('.question')]
            .find(question => question.checkVisibility());
        return form.dataset.step === 'question' ? now.id : form.dataset.step ?? 'start'";
    text(&browser.run(script, vec![]).await)
}

async fn title(browser: &Browser) -> String {
    browser.driver.title().await.expect("a title")
}

/// The id of what has the focus, or the name of its element.
async fn focus(browser: &Browser) -> String {
    let script = "const now = document.activeElement; return now.id || now.localName";
    text(&browser.run(script, vec![]).await)
}

/// Whether an element can be seen.
async fn shows(browser: &Browser, selector: &str) -> bool {
    let script = "return document.querySelector(arguments[0])
        .checkVisibility({ visibilityProperty: true })";
    browser.run(script, vec![json!(selector)]).await == json!(true)
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn compressed(bytes: &[u8]) -> usize {
    let mut small = vec![];
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut small, &settings).expect("memory suffices");
    small.len()
}

/// The program, its script, its rules, and the style sheet that is made of them.
#[test]
fn the_self_check_is_small() {
    let page = fs::read_to_string(PRACTICE.website.path().join("self-check/index.html"));
    let page = page.expect("the page is there");
    let mut sizes = vec![];
    for entry in
        fs::read_dir(PRACTICE.website.path().join("assets")).expect("there are assets")
    {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        // Other pages may have programs of their own.
        if !["quiz.", "self-check."].iter().any(|own| name.starts_with(own)) {
            continue;
        }
        let bytes = fs::read(&path).expect("readable");
        let kind = path.extension().and_then(|kind| kind.to_str()).expect("it has one");
        match kind {
            "js" | "wasm" => sizes.push((name, compressed(&bytes))),
            "css" if name.starts_with("self-check") => {
                let text = String::from_utf8(bytes).expect("text");
                let made =
                    text.rfind("@supports selector(:has(*)){").expect("it is made");
                sizes.push((name, compressed(&text.as_bytes()[made..])));
            }
            _ => {}
        }
    }
    let (_, rules) = page.split_once("data-program=\"").expect("the rules are there");
    let (rules, _) = rules.split_once('"').expect("they end");
    sizes.push(("rules".to_owned(), compressed(rules.as_bytes())));
    assert_eq!(sizes.len(), 4, "{sizes:?}");
    assert!(sizes.iter().map(|(_, size)| size).sum::<usize>() <= LARGEST, "{sizes:?}");
}
