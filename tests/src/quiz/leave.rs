//! Leaving: at once, by link or key, and no answer is there for who comes after.
use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::{Browser, Change, Server};
use crate::fault;
use crate::subject::QUIET;
use crate::{click, on, on_changed, on_page, press, shows};

/// The way out leads to another page of the test's own server.
#[allow(clippy::unnecessary_wraps, reason = "other changes make a file missing")]
pub(crate) fn elsewhere(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path != "/self-check/" {
        return Some(bytes);
    }
    let html = String::from_utf8(bytes).expect("text");
    let away = ["https://www.weather.gov/", "https://elsewhere.test/"];
    let links = away.map(|away| html.matches(away).count());
    assert_eq!(links.iter().sum::<usize>(), 2, "a link, and one to skip");
    let away = away.into_iter().fold(html, |html, away| html.replace(away, "/privacy/"));
    Some(away.into())
}

async fn checked(browser: &Browser) -> serde_json::Value {
    let script = "return document.querySelectorAll('.self-check :checked').length";
    browser.run(script, vec![]).await
}

async fn address(browser: &Browser, server: &Server) -> String {
    let address = browser.driver.current_url().await.expect("an address");
    address.as_str().replace(&server.address, "")
}

const THREE: [&str; 5] =
    ["[data-do=start]", "#q1-1", "[data-do=continue]", "#q2-1", "[data-do=continue]"];

/// After leaving by an ordinary link, neither Back, Forward nor Reload shows an answer.
#[test]
fn no_answer_is_left_behind() {
    on_page(true, async |browser, server| {
        click(browser, &THREE).await;
        let other = format!("{}/privacy/", server.address);
        browser.driver.goto(&other).await.expect("opens");
        browser.driver.back().await.expect("back");
        assert_eq!(checked(browser).await, json!(0), "back");
        assert!(!browser.driver.title().await.expect("a title").starts_with("Question"));
        browser.driver.back().await.expect("back again");
        assert_eq!(checked(browser).await, json!(0), "back again");
        browser.driver.goto(&other).await.expect("opens");
        browser.driver.back().await.expect("back");
        browser.driver.refresh().await.expect("reloads");
        assert_eq!(checked(browser).await, json!(0), "reload");
        browser.driver.forward().await.expect("forward");
        browser.driver.back().await.expect("back");
        assert_eq!(checked(browser).await, json!(0), "forward and back");
    });
}

/// The mode in which the browser itself runs no script.
pub(crate) const SCRIPTS_OFF: &str = "scripts off";

/// The ways in which the page works, each with the way out to another page of the test's server
/// and what shows that its script is ready.
pub(crate) const MODES: [(&str, Change, Option<&str>); 4] = [
    (SCRIPTS_OFF, elsewhere, None),
    ("the program", elsewhere, Some(".start")),
    (
        "no program",
        |path, bytes| {
            fault::no_program(path, bytes).and_then(|bytes| elsewhere(path, bytes))
        },
        Some("#fault"),
    ),
    (
        "no script",
        |path, bytes| {
            fault::no_script(path, bytes).and_then(|bytes| elsewhere(path, bytes))
        },
        None,
    ),
];

/// In every mode, whichever way somebody leaves: no answer is there for who comes after, nor
/// what it led to.
#[test]
fn no_mode_leaves_an_answer_behind() {
    for (mode, change, sign) in MODES {
        on_changed(mode != SCRIPTS_OFF, change, async |browser, server| {
            for way in ["leave", "link", "reload"] {
                let before = format!("{}/accessibility/", server.address);
                browser.driver.goto(before).await.expect("opens");
                crate::open(browser, server, sign.is_some()).await;
                if sign == Some(".start") {
                    click(browser, &["[data-do=start]"]).await;
                }
                click(browser, &["label[for=q1-3]"]).await;
                assert_eq!(checked(browser).await, json!(1), "{mode}, {way}");
                match way {
                    "leave" => by_mouse(browser, "a.leave[data-exit]").await,
                    "link" => by_mouse(browser, ".footer nav a[href='/sources/']").await,
                    _ => browser.driver.refresh().await.expect("reloads"),
                }
                tokio::time::sleep(Duration::from_millis(800)).await;
                is_clean(browser, &format!("{mode}, {way}")).await;
                for steps in [-1, 1, -1, -1] {
                    let travelled = if steps < 0 {
                        browser.driver.back().await
                    } else {
                        browser.driver.forward().await
                    };
                    travelled.expect("the browser goes there");
                    tokio::time::sleep(Duration::from_millis(400)).await;
                    is_clean(browser, &format!("{mode}, {way}, {steps}")).await;
                }
            }
        });
    }
}

async fn by_mouse(browser: &Browser, selector: &str) {
    let link = browser.driver.find(By::Css(selector)).await.expect("there");
    link.scroll_into_view().await.expect("in the window");
    let down = browser.driver.action_chain().click_and_hold_element(&link);
    down.perform().await.expect("pressed");
    // As long as a hand takes.
    tokio::time::sleep(Duration::from_millis(150)).await;
    browser.driver.action_chain().release().perform().await.expect("let go");
}

/// No answer is picked, and nothing shows that one was.
async fn is_clean(browser: &Browser, how: &str) {
    assert_eq!(checked(browser).await, json!(0), "{how}");
    let told = "return [...document.querySelectorAll('.panel.urgent, .outcome, .self-check :checked')]
        .filter(one => one.checkVisibility({ visibilityProperty: true }))
        .map(one => one.id)";
    assert_eq!(browser.run(told, vec![]).await, json!([]), "{how}");
}

/// Where a host does not send what the website tells it, a browser without a script may keep
/// ticks. So the page says what to do, and its button works.
#[test]
fn without_a_script_answers_can_be_cleared() {
    on_page(false, async |browser, _| {
        let pick = "document.querySelector('label[for=q1-3]').click()";
        browser.run(pick, vec![]).await;
        assert_eq!(checked(browser).await, json!(1));
        let said = browser.driver.source().await.expect("the page");
        assert!(said.contains("choose “Clear my answers” before you leave"));
        let clear =
            browser.driver.find(By::Css("button[type=reset]:not([data-do])")).await;
        clear.expect("there").click().await.expect("pressed");
        assert_eq!(checked(browser).await, json!(0));
        // Enter in the form sends nothing: the address stays as it is.
        browser.run(pick, vec![]).await;
        press(browser, Key::Enter).await;
        let address = browser.driver.current_url().await.expect("an address");
        assert!(address.as_str().ends_with("/self-check/"), "{address}");
        browser.driver.refresh().await.expect("reloads");
        assert_eq!(checked(browser).await, json!(0), "reload");
    });
}

/// Whoever comes after finds neither the steps nor the answers.
async fn is_gone(browser: &Browser, server: &Server) {
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(address(browser, server).await, "/privacy/");
    browser.driver.back().await.expect("back");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = address(browser, server).await;
    assert!(!before.starts_with("/self-check/"), "{before}");
    for _ in 0..2 {
        browser.driver.forward().await.expect("forward");
        assert_eq!(checked(browser).await, json!(0));
        assert!(!browser.driver.title().await.expect("a title").starts_with("Question"));
    }
}

#[test]
fn three_times_shift_leaves_at_once() {
    on_changed(true, elsewhere, async |browser, server| {
        click(browser, &THREE).await;
        // Twice, another key, and once more: that is somebody who types.
        for key in [Key::Shift, Key::Shift, Key::Tab, Key::Shift] {
            press(browser, key).await;
        }
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(address(browser, server).await, "/self-check/");
        press(browser, Key::Tab).await;
        for _ in 0..3 {
            press(browser, Key::Shift).await;
        }
        is_gone(browser, server).await;
    });
}

/// What is said of the presses so far.
async fn presses(browser: &Browser) -> String {
    let script = "return document.querySelector('.presses[role=status]').innerText";
    crate::text(&browser.run(script, vec![]).await)
}

/// Shift with anything else is no way to leave: whoever marks text, scrolls sideways or goes
/// back by Tab means something else.
#[test]
fn shift_with_anything_else_does_not_leave() {
    on_changed(true, elsewhere, async |browser, server| {
        click(browser, &THREE).await;
        let here = async || address(browser, server).await == "/self-check/";
        let heading = browser.driver.find(By::Css("#q3 h2")).await.expect("there");
        for _ in 0..4 {
            let chain = browser.driver.action_chain().key_down(Key::Shift);
            chain
                .click_element(&heading)
                .key_up(Key::Shift)
                .perform()
                .await
                .expect("done");
            assert_eq!(presses(browser).await, "", "a click");
        }
        for _ in 0..4 {
            let chain = browser.driver.action_chain().key_down(Key::Shift);
            chain.send_keys(Key::Tab).key_up(Key::Shift).perform().await.expect("done");
            assert_eq!(presses(browser).await, "", "another key");
        }
        for _ in 0..4 {
            let chain = browser.driver.action_chain().key_down(Key::Control);
            let chain = chain.send_keys(Key::Shift).key_up(Key::Control);
            chain.perform().await.expect("done");
            assert_eq!(presses(browser).await, "", "with Control");
        }
        let key = |kind| json!({ "type": kind, "key": "Shift", "code": "ShiftLeft", "windowsVirtualKeyCode": 16 });
        let wheel = json!({ "type": "mouseWheel", "x": 100, "y": 300, "deltaX": 0, "deltaY": 40 });
        for _ in 0..4 {
            browser.ask("Input.dispatchKeyEvent", key("rawKeyDown")).await;
            browser.ask("Input.dispatchMouseEvent", wheel.clone()).await;
            browser.ask("Input.dispatchKeyEvent", key("keyUp")).await;
            assert_eq!(presses(browser).await, "", "the wheel");
        }
        assert!(here().await);
        // Each press alone is shown and said, and forgotten when something comes between.
        for _ in 0..2 {
            press(browser, Key::Shift).await;
            assert_eq!(presses(browser).await, "Press Shift 2 more times to leave.");
            assert!(shows(browser, ".presses").await);
            press(browser, Key::Shift).await;
            assert_eq!(presses(browser).await, "Press Shift once more to leave.");
            browser.run("scrollTo(0, 0)", vec![]).await;
            heading.click().await.expect("pressed");
            assert_eq!(presses(browser).await, "");
        }
        assert!(here().await);
        press(browser, Key::Shift).await;
        tokio::time::sleep(Duration::from_millis(5_300)).await;
        assert_eq!(presses(browser).await, "", "after a while");
        for _ in 0..3 {
            press(browser, Key::Shift).await;
        }
        is_gone(browser, server).await;
    });
}

/// A practice may do without the shortcut. Then nothing tells of it.
#[test]
fn the_shortcut_can_be_switched_off() {
    on(&QUIET, true, elsewhere, async |browser, server| {
        let told = browser.driver.source().await.expect("the page");
        assert!(!told.contains("Shift"), "nothing tells of a key");
        for _ in 0..4 {
            press(browser, Key::Shift).await;
        }
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(address(browser, server).await, "/self-check/");
    });
}

#[test]
fn slow_presses_do_not_leave() {
    on_changed(true, elsewhere, async |browser, server| {
        for wait in [0, 2_600, 2_600] {
            tokio::time::sleep(Duration::from_millis(wait)).await;
            press(browser, Key::Shift).await;
        }
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(address(browser, server).await, "/self-check/");
    });
}

/// The link blanks the page before anything is loaded, and takes no step of history along.
#[test]
fn the_way_out_blanks_the_page_at_once() {
    on_changed(true, elsewhere, async |browser, server| {
        click(browser, &THREE).await;
        let script = "document.querySelector('.leave').click();
            return document.documentElement.childNodes.length";
        assert_eq!(browser.run(script, vec![]).await, json!(0));
        is_gone(browser, server).await;
    });
}

/// Without a script the way out is a plain link that tells the other website nothing.
#[test]
fn without_a_script_the_way_out_is_a_link() {
    on_changed(false, elsewhere, async |browser, server| {
        assert!(shows(browser, ".leave").await);
        let link = browser.driver.find(By::Css(".leave")).await.expect("there");
        let rel = link.attr("rel").await.expect("readable");
        assert_eq!(rel.as_deref(), Some("noreferrer"));
        link.click().await.expect("pressed");
        assert_eq!(address(browser, server).await, "/privacy/");
        let referrer = browser.run("return document.referrer", vec![]).await;
        assert_eq!(referrer, json!(""));
    });
}
