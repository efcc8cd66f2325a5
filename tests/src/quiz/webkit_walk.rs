//! One walk through the self-check in `WebKitGTK`, with the program and without.
use std::time::Duration;

use serde_json::json;

use crate::browser::{self, Change, Server};
use crate::fault;
use crate::leave::elsewhere;
use crate::subject::PRACTICE;
use crate::webkit::WebKit;

fn in_webkit(change: Change, test: impl AsyncFnOnce(&WebKit)) {
    if !browser::have(&["WebKitWebDriver", "Xvfb"], "webkit2gtk-driver and xvfb are") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let server = Server::start(PRACTICE.website.path(), change);
    runtime.expect("a runtime").block_on(async {
        let webkit = WebKit::start().await;
        for page in ["accessibility", "self-check"] {
            let page = format!("{}/{page}/", server.address);
            webkit.driver.goto(page).await.expect("the page opens");
        }
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        test(&webkit).await;
        webkit.driver.clone().quit().await.expect("the browser ends");
    });
}

const STEP: &str = "document.querySelector('form.self-check')?.dataset.step ?? 'none'";
const PICKED: &str = "document.querySelectorAll('.self-check :checked').length";
/// How much of what was answered can be seen.
const SEEN: &str = "[...document.querySelectorAll('.outcome, .self-check :checked')]
    .filter(one => one.checkVisibility({ visibilityProperty: true })).length";
const RESULTS: &str = "[...document.querySelectorAll('.outcome')]
    .filter(one => one.checkVisibility()).length";

#[test]
fn webkit_walks_through_the_check() {
    in_webkit(elsewhere, async |webkit| {
        webkit.press("[data-do=start]").await;
        for question in 1..=PRACTICE.questions() {
            let now = "document.querySelector('.question[data-now]').id";
            assert_eq!(webkit.run(now).await, json!(format!("q{question}")));
            webkit.press(&format!("label[for=q{question}-1]")).await;
            let near = "document.querySelector('[data-do=continue]')
                .scrollIntoView({ block: 'center' })";
            webkit.run(near).await;
            let button =
                webkit.driver.find(thirtyfour::By::Css("[data-do=continue]")).await;
            let twice = webkit.driver.action_chain();
            let twice = twice.double_click_element(&button.expect("there"));
            twice.perform().await.expect("pressed twice");
            assert_eq!(webkit.run(PICKED).await, json!(question), "after {question}");
            tokio::time::sleep(Duration::from_millis(550)).await;
        }
        assert_eq!(webkit.run(STEP).await, json!("review"));
        webkit.driver.back().await.expect("back");
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(webkit.run(STEP).await, json!("question"));
        webkit.driver.forward().await.expect("forward");
        tokio::time::sleep(Duration::from_millis(700)).await;
        webkit.press("[data-do=continue]").await;
        assert_eq!(webkit.run(STEP).await, json!("result"));
        assert_eq!(webkit.run(RESULTS).await, json!(1));
        webkit.press("a.leave[data-exit]").await;
        is_left(webkit).await;
    });
}

#[test]
fn webkit_shows_the_whole_check_without_a_program() {
    fn plain(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
        fault::no_script(path, bytes).and_then(|bytes| elsewhere(path, bytes))
    }
    in_webkit(plain, async |webkit| {
        let start = "document.querySelector('.start').checkVisibility({ visibilityProperty: true })";
        assert_eq!(webkit.run(start).await, json!(false));
        for question in 1..=PRACTICE.questions() {
            webkit.press(&format!("label[for=q{question}-1]")).await;
        }
        assert_eq!(webkit.run(PICKED).await, json!(PRACTICE.questions()));
        assert_eq!(webkit.run(RESULTS).await, json!(1));
        webkit.press("a.leave[data-exit]").await;
        is_left(webkit).await;
    });
}

/// Neither behind the way out nor on the way back an answer stands.
async fn is_left(webkit: &WebKit) {
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(webkit.run("location.pathname").await, json!("/privacy/"));
    webkit.driver.back().await.expect("back");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(webkit.run(SEEN).await, json!(0));
}
