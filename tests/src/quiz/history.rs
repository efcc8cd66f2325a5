//! The browser's history: one step a question, no way into a trap, and nothing in it that an
//! answer decided.
use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::{Browser, Server};
use crate::subject::PRACTICE;
use crate::{click, on_page, open, shows, step};

/// Answers the first questions, one after the other.
async fn answer(browser: &Browser, count: usize) {
    click(browser, &["[data-do=start]"]).await;
    for question in 1..=count {
        click(browser, &[&format!("#q{question}-1"), "[data-do=continue]"]).await;
    }
}

/// Goes through the history as the browser's own buttons do.
async fn travel(browser: &Browser, steps: i32) {
    let script = "setTimeout(steps => history.go(steps), 0, arguments[0])";
    browser.run(script, vec![json!(steps)]).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
}

/// The path that is shown now.
async fn path(browser: &Browser) -> String {
    let path = browser.run("return location.pathname + location.hash", vec![]).await;
    path.as_str().expect("a text").to_owned()
}

/// Opens another page, then the check.
async fn come(browser: &Browser, server: &Server) {
    let before = format!("{}/privacy/", server.address);
    browser.driver.goto(before).await.expect("opens");
    open(browser, server, true).await;
}

/// Forward leads where the answers of now lead, whatever was there before.
#[test]
fn forward_shows_the_first_question_without_an_answer() {
    on_page(true, async |browser, server| {
        // Help in a crisis, and back to another answer.
        click(browser, &["[data-do=start]", "#q1-3", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "result");
        travel(browser, -1).await;
        assert_eq!(step(browser).await, "q1");
        click(browser, &["#q1-1"]).await;
        travel(browser, 1).await;
        assert_eq!(step(browser).await, "q2");
        // The other way round: what stops the check is not passed by.
        open(browser, server, true).await;
        answer(browser, 3).await;
        travel(browser, -3).await;
        assert_eq!(step(browser).await, "q1");
        click(browser, &["#q1-3"]).await;
        travel(browser, 2).await;
        assert_eq!(step(browser).await, "result");
        // After all is cleared.
        open(browser, server, true).await;
        answer(browser, PRACTICE.questions()).await;
        click(browser, &["[data-do=continue]", "[data-do=again]"]).await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(step(browser).await, "start");
        for steps in [17, 1, 4] {
            travel(browser, steps).await;
            if steps == 17 {
                assert_eq!(step(browser).await, "q1");
            }
            assert!(!shows(browser, "#fault").await, "{steps}");
        }
    });
}

/// Where no answer is left, one press of Back leaves the check.
#[test]
fn back_is_no_trap() {
    on_page(true, async |browser, server| {
        // Loaded again on the way.
        come(browser, server).await;
        answer(browser, 7).await;
        assert_eq!(step(browser).await, "q8");
        browser.driver.refresh().await.expect("reloads");
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(step(browser).await, "start");
        travel(browser, -1).await;
        assert_eq!(path(browser).await, "/privacy/", "loaded again");
        // To another page, and back.
        come(browser, server).await;
        answer(browser, PRACTICE.questions()).await;
        click(browser, &["[data-do=continue]", ".footer nav a"]).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_ne!(path(browser).await, "/self-check/");
        travel(browser, -1).await;
        assert_eq!(path(browser).await, "/self-check/");
        travel(browser, -1).await;
        assert_eq!(path(browser).await, "/privacy/", "to another page");
        // Loaded again, begun again, and left.
        come(browser, server).await;
        answer(browser, 4).await;
        browser.driver.refresh().await.expect("reloads");
        tokio::time::sleep(Duration::from_millis(700)).await;
        answer(browser, 1).await;
        let away = "document.querySelector('.leave').href = '/sources/'";
        browser.run(&away.replace(".leave", "[data-exit]"), vec![]).await;
        click(browser, &[".leave"]).await;
        tokio::time::sleep(Duration::from_millis(900)).await;
        assert_eq!(path(browser).await, "/sources/");
        travel(browser, -1).await;
        assert_eq!(path(browser).await, "/privacy/", "left");
        for _ in 0..3 {
            travel(browser, 1).await;
            assert_eq!(path(browser).await, "/sources/", "nothing of the check is ahead");
        }
        // Cleared, by each of the two buttons, and gone forward into what was.
        for (button, forward) in [
            ("[type=reset]:not([data-do])", 0),
            ("[type=reset]:not([data-do])", 3),
            ("[data-do=again]", 0),
            ("[data-do=again]", 16),
        ] {
            come(browser, server).await;
            answer(browser, PRACTICE.questions()).await;
            click(browser, &[button]).await;
            tokio::time::sleep(Duration::from_millis(400)).await;
            assert_eq!(step(browser).await, "start", "{button}");
            if forward > 0 {
                travel(browser, forward).await;
                assert_eq!(step(browser).await, "q1", "{button}");
            }
            travel(browser, -1).await;
            assert_eq!(path(browser).await, "/privacy/", "{button}, {forward}");
        }
        // With answers it goes one question back, also beyond such a place.
        come(browser, server).await;
        answer(browser, 4).await;
        click(browser, &["[type=reset]:not([data-do])"]).await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        travel(browser, 3).await;
        click(browser, &["#q1-1", "[data-do=continue]"]).await;
        for wanted in ["q1", "start"] {
            travel(browser, -1).await;
            assert_eq!(step(browser).await, wanted);
        }
        travel(browser, -1).await;
        assert_eq!(path(browser).await, "/privacy/");
    });
}

/// Every address, title and entry of the history on the way.
const HEARD: &str = "
window.heard = [];
navigation.addEventListener('navigate', event => {
  heard.push(event.destination.url.replace(location.origin, ''));
  // What leads to another page, or to another place in this one, is only noted.
  if (event.navigationType !== 'traverse' && event.cancelable
    && (event.hashChange || !event.destination.sameDocument)) event.preventDefault();
});
window.open = address => { heard.push(String(address)); return null };";

/// Presses the link or button of that number among all that can be seen, and tells where it
/// leads: nothing, or past the last one.
const PRESS: &str = "
heard.length = 0;
const all = [...document.querySelectorAll('main a, main button, main summary, body > a')]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[data-exit]'));
const one = all[arguments[0]];
if (!one) return null;
const told = one.outerHTML.slice(0, 120);
if (one.matches('[href^=\"tel:\"], [href^=\"sms:\"], [data-do=print], [data-do=save], [data-do=fhir]')) return [told, []];
// What opens in a tab of its own leaves this one as it is.
const aside = one.target === '_blank';
if (aside) one.addEventListener('click', event => event.preventDefault(), { once: true });
one.click();
return [told, aside ? [] : [...heard]];";

/// No press anywhere in the check changes the address, whatever was answered.
#[test]
fn no_address_depends_on_an_answer() {
    on_page(true, async |browser, server| {
        let ways: [(&str, usize, &[&str]); 6] = [
            ("start", 0, &[]),
            ("a question", 4, &["[data-do=start]"]),
            ("left out", 0, &["[data-do=start]", "[data-do=continue]"]),
            ("a crisis", 0, &["[data-do=start]", "#q1-3", "[data-do=continue]"]),
            ("the review", PRACTICE.questions(), &["[data-do=start]"]),
            ("a result", PRACTICE.questions(), &["[data-do=start]"]),
        ];
        for (name, answers, way) in ways {
            let mut at = 0;
            loop {
                reach(browser, server, name, answers, way).await;
                // As many as leave the state as it is.
                let before = step(browser).await;
                let mut same = true;
                while same {
                    let pressed = browser.run(PRESS, vec![json!(at)]).await;
                    if pressed == Value::Null {
                        at = usize::MAX;
                        break;
                    }
                    at += 1;
                    tokio::time::sleep(Duration::from_millis(30)).await;
                    for to in pressed[1].as_array().expect("a list") {
                        let to = to.as_str().expect("an address");
                        let tells =
                            to.starts_with("/self-check/") && to != "/self-check/";
                        assert!(!tells, "{name}: {pressed}");
                    }
                    assert_eq!(path(browser).await, "/self-check/", "{name}: {pressed}");
                    let title = browser.driver.title().await.expect("a title");
                    let known = [
                        "Question ",
                        "Error: Question ",
                        "Check your answers",
                        "Your result",
                        "Self-check",
                    ];
                    assert!(
                        known.iter().any(|known| title.starts_with(known)),
                        "{title}"
                    );
                    same = step(browser).await == before
                        && browser.run("return 'heard' in window", vec![]).await
                            == json!(true);
                }
                if at == usize::MAX {
                    break;
                }
            }
        }
    });
}

/// Comes to a state by a fresh page.
async fn reach(
    browser: &Browser,
    server: &Server,
    name: &str,
    answers: usize,
    way: &[&str],
) {
    open(browser, server, true).await;
    click(browser, way).await;
    for question in 1..=answers {
        let pick = if question == 2 { 2 } else { 1 };
        click(browser, &[&format!("#q{question}-{pick}"), "[data-do=continue]"]).await;
    }
    if name == "a result" {
        click(browser, &["[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "result");
    }
    browser.run(HEARD, vec![]).await;
}
