//! An open page of the preview follows what is saved, and keeps its state as long as it can.
use std::time::Duration;

use serde_json::{Value, json};
use support::Site;
use support::running::Preview;

use crate::browser::Browser;
use crate::in_browser;

const OTHER: &str = "+++\ntitle = \"Another page\"\ndescription = \"A page that exists only so \
                     that tests can build a website from it, word by word.\"\n+++\nFirst words.\n";

/// Waits until a script comes to something.
async fn becomes(browser: &Browser, script: &str, expected: Value) {
    for _ in 0..100 {
        if browser.run(script, vec![]).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let now = browser.run(script, vec![]).await;
    assert_eq!(now, expected, "{script}");
}

#[test]
fn an_open_page_loads_itself_again_only_when_it_changed() {
    const MARK: &str = "return window.mark ?? null";
    in_browser(async |browser, _| {
        let site = Site::base();
        site.write("content/a.md", OTHER);
        let preview = Preview::start(site);
        let home = format!("http://127.0.0.1:{}/", preview.port);
        browser.driver.goto(home).await.expect("the page opens");
        browser.run("window.mark = 1", vec![]).await;
        let button = "return document.querySelector('candor-findings') !== null";

        // A finding on another page is told here, and nothing else happens.
        preview.site.write("content/a.md", OTHER.replace("First", "[First](b.md)"));
        becomes(browser, button, json!(true)).await;
        preview.site.write("content/a.md", OTHER.replace("First", "Other"));
        becomes(browser, button, json!(false)).await;
        assert!(preview.get("/a/").contains("Other words"));
        assert_eq!(browser.run(MARK, vec![]).await, json!(1), "another page changed");

        preview.site.write("static/style.css", "body { margin: 7px }");
        let margin = "return getComputedStyle(document.body).marginTop";
        becomes(browser, margin, json!("7px")).await;
        assert_eq!(browser.run(MARK, vec![]).await, json!(1), "the style changed");

        let words = preview.site.read("content/index.md").expect("it is there");
        preview.site.write("content/index.md", format!("{words}\nNew words.\n"));
        let shown = "return document.body.textContent.includes('New words.')";
        becomes(browser, shown, json!(true)).await;
        assert_eq!(browser.run(MARK, vec![]).await, json!(null), "it was loaded again");
    });
}
