//! The desk in Firefox and in `WebKitGTK`: opened, typed in, seen on the page, saved.
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::Site;
use support::desk::wait_until;
use support::running::Preview;
use thirtyfour::prelude::*;

use crate::browser;
use crate::firefox::Firefox;
use crate::webkit::WebKit;

const FILE: &str = "content/contact.md";
/// Whether the list of all pages is whole: its buttons come by a script and move what is below
/// them, so a press before them would open another page.
const READY: &str = "!document.querySelector('#new-page').hidden";
/// What opens the page from the list of all.
const LINK: &str = "a[href$='/edit/content/contact.md']";
const SAVE: &str = ".bar button.main";
const WORDS: &str = "Typed in another browser.";

/// Whether the editor stands there with the page beside it.
const OPEN: &str = "!!document.querySelector('.cm-content')
    && !!document.querySelector('iframe')?.contentDocument?.querySelector('main')";
/// Whether the page beside the text shows what was typed.
const SHOWN: &str = "document.querySelector('iframe').contentDocument.body.textContent
    .includes('Typed in another browser.')";
const SAVED: &str = "document.querySelector('.bar .state').textContent === 'Saved'";

/// What the desk says before: it makes the line above the editor another one, and until then the
/// button moves from under a pointer that is driven.
const UNSAVED: &str =
    "document.querySelector('.bar .state').textContent.startsWith('Not saved yet')";

/// Waits until the text is in its file.
fn is_saved(preview: &Preview, before: &str) {
    let saved = format!("{before}{WORDS}");
    wait_until("it is saved", || preview.site.read(FILE).as_ref() == Some(&saved));
}

#[test]
fn firefox_edits_a_page_at_the_desk() {
    if !browser::have(&["firefox-esr"], "firefox-esr is") {
        return;
    }
    let preview = Preview::start(Site::practice());
    let before = preview.site.read(FILE).expect("it is there");
    let mut firefox = Firefox::start(true);
    firefox.open(&format!("http://127.0.0.1:{}/__candor/", preview.port));
    assert!(firefox.wait_for(READY), "the list is whole");
    firefox.press(LINK, 1);
    assert!(firefox.wait_for(OPEN), "the editor opens");
    firefox.run("document.querySelector('.cm-content').focus() ?? null");
    let key = |kind: &str, key: &str| json!({ "type": kind, "value": key });
    let [control, end] = ["\u{E009}", "\u{E010}"];
    let mut keys = vec![key("keyDown", control), key("keyDown", end)];
    keys.extend([key("keyUp", end), key("keyUp", control)]);
    for letter in WORDS.chars().map(String::from) {
        keys.extend([key("keyDown", &letter), key("keyUp", &letter)]);
    }
    let keyboard = json!([{ "type": "key", "id": "keys", "actions": keys }]);
    firefox.ask("input.performActions", json!({ "actions": keyboard }));
    assert!(firefox.wait_for(SHOWN), "the page shows what was typed");
    assert!(firefox.wait_for(UNSAVED), "it says that it is not saved");
    firefox.press(SAVE, 1);
    is_saved(&preview, &before);
    assert!(firefox.wait_for(SAVED), "it says so");
}

/// Waits until an expression is true in the page.
async fn wait_for(webkit: &WebKit, expression: &str) {
    let until = Instant::now() + Duration::from_secs(20);
    while webkit.run(expression).await != Value::Bool(true) {
        assert!(Instant::now() < until, "never: {expression}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[test]
fn webkit_edits_a_page_at_the_desk() {
    if !browser::have(&["WebKitWebDriver", "Xvfb"], "webkit2gtk-driver and xvfb are") {
        return;
    }
    let preview = Preview::start(Site::practice());
    let before = preview.site.read(FILE).expect("it is there");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let webkit = WebKit::start().await;
        let home = format!("http://127.0.0.1:{}/__candor/", preview.port);
        webkit.driver.goto(home).await.expect("the desk opens");
        wait_for(&webkit, READY).await;
        webkit.press(LINK).await;
        wait_for(&webkit, OPEN).await;
        webkit.run("document.querySelector('.cm-content').focus() ?? null").await;
        let keys = webkit.driver.action_chain().key_down(Key::Control);
        let keys = keys.send_keys(Key::End).key_up(Key::Control).send_keys(WORDS);
        keys.perform().await.expect("keys are pressed");
        wait_for(&webkit, SHOWN).await;
        wait_for(&webkit, UNSAVED).await;
        webkit.press(SAVE).await;
        is_saved(&preview, &before);
        wait_for(&webkit, SAVED).await;
        webkit.driver.clone().quit().await.expect("the browser ends");
    });
}
