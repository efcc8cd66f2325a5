//! Leaving: at once, by link or key, and no answer is there for who comes after.
use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::{Browser, Server};
use crate::{click, on_changed, on_page, press, shows};

/// The way out leads to another page of the test's own server.
#[allow(clippy::unnecessary_wraps, reason = "other changes make a file missing")]
fn elsewhere(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if path != "/self-check/" {
        return Some(bytes);
    }
    let html = String::from_utf8(bytes).expect("text");
    assert_eq!(
        html.matches("https://www.weather.gov/").count(),
        2,
        "a link, and one to skip"
    );
    Some(html.replace("https://www.weather.gov/", "/privacy/").into())
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

/// Without a script the browser may keep ticks when someone goes back. So the page says what
/// to do, and its button works.
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
