//! Help in a crisis is in sight at every step, on every window.
use serde_json::json;

use crate::browser::{Browser, Server};
use crate::subject::PRACTICE;
use crate::{click, fault, on_changed, on_page, open, step};

/// Windows, down to what 1280 pixels become at 400 %.
const WINDOWS: [(u32, u32); 4] = [(320, 568), (360, 740), (1280, 720), (320, 256)];

/// Whether links that match can be seen whole, from all of them; nothing lies over them.
const IN_SIGHT: &str = "
return [...document.querySelectorAll(arguments[0])].map(link => {
  const { left, top, right, bottom, width, height } = link.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return width > 0 && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
    && (there === link || link.contains(there));
})";

/// Whether some link that calls or texts the crisis line can be seen.
async fn assert_help(browser: &Browser, place: &str) {
    let lines = "a[href=\"tel:988\"], a[href=\"sms:988\"]";
    let seen = browser.run(IN_SIGHT, vec![json!(lines)]).await;
    let seen = seen.as_array().expect("a list");
    assert!(seen.contains(&json!(true)), "{place}: no way to call 988 in sight");
}

/// At the place where a step begins, and wherever somebody scrolls.
async fn assert_help_everywhere(browser: &Browser, place: &str) {
    // So does the way to clear what was answered, and the advice to do so.
    let clear = "return ['button[type=reset]:not([data-do])', '.tools'].every(one =>
        document.querySelector(one).checkVisibility())
        && document.querySelector('.tools').innerText.includes('before you leave')";
    assert_eq!(browser.run(clear, vec![]).await, json!(true), "{place}");
    assert_help(browser, place).await;
    for part in [0.0, 0.3, 0.7, 1.0] {
        let scroll = "scrollTo(0, arguments[0] * document.documentElement.scrollHeight)";
        browser.run(scroll, vec![json!(part)]).await;
        assert_help(browser, &format!("{place}, at {part}")).await;
    }
}

async fn walk(browser: &Browser, server: &Server, (width, height): (u32, u32)) {
    browser.resize(width, height).await;
    open(browser, server, true).await;
    let at = |place: &str| format!("{place}, {width} × {height}");
    assert_help_everywhere(browser, &at("the start")).await;
    click(browser, &["[data-do=start]", "[data-do=continue]"]).await;
    assert_help(browser, &at("an answer is missing")).await;
    for question in 1..=PRACTICE.questions() {
        assert_help_everywhere(browser, &at(&format!("question {question}"))).await;
        click(browser, &[&format!("#q{question}-1"), "[data-do=continue]"]).await;
    }
    assert_help_everywhere(browser, &at("the review")).await;
    click(browser, &["[data-do=continue]"]).await;
    assert_eq!(step(browser).await, "result");
    assert_help_everywhere(browser, &at("the result")).await;
}

#[test]
fn a_number_to_call_is_always_in_sight() {
    on_page(true, async |browser, server| {
        browser.ask("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        for window in WINDOWS {
            walk(browser, server, window).await;
        }
    });
    for change in [fault::no_script, fault::no_script_no_has, fault::no_program] {
        on_changed(true, change, async |browser, _| {
            for (width, height) in WINDOWS {
                browser.resize(width, height).await;
                let place = format!("the whole page, {width} × {height}");
                assert_help_everywhere(browser, &place).await;
            }
        });
    }
}

/// Help that stops the check opens at the top of its box, with its first link in sight.
#[test]
fn a_crisis_opens_at_the_top_of_its_help() {
    on_page(true, async |browser, server| {
        browser.ask("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        for (width, height) in WINDOWS {
            browser.resize(width, height).await;
            open(browser, server, true).await;
            click(browser, &["[data-do=start]", "#q1-3", "[data-do=continue]"]).await;
            assert_eq!(step(browser).await, "result");
            let place = format!("{width} × {height}");
            let top = "const box = document.querySelector('.outcome.urgent[data-now]');
                const bars = [...document.querySelectorAll('.crisis-bar, .step-bar')]
                    .filter(bar => getComputedStyle(bar).position === 'sticky')
                    .map(bar => bar.getBoundingClientRect().bottom);
                return box.getBoundingClientRect().top - Math.max(0, ...bars)";
            let top = browser.run(top, vec![]).await.as_f64().expect("a length");
            assert!((-1.0..70.0).contains(&top), "{place}: the box begins at {top}");
            let first = ".outcome.urgent[data-now] a";
            let seen = browser.run(IN_SIGHT, vec![json!(first)]).await;
            assert_eq!(seen[0], json!(true), "{place}: the first link");
            assert_help(browser, &place).await;
        }
    });
}
