//! Hands that tremble, click twice, or hold a key: a press that began before a step changed
//! does nothing after it.
use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::{Browser, Server};
use crate::subject::PRACTICE;
use crate::{click, on_page, open, shows, step};

/// After so long a press is one of its own.
const REST: Duration = Duration::from_millis(550);

/// What presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    Mouse,
    Finger,
}

/// Windows, by their width and height.
const WINDOWS: [(u32, u32); 2] = [(360, 740), (1280, 720)];

/// Presses so many times at one place, as fast as a double click does.
async fn press(browser: &Browser, hand: Hand, [x, y]: [f64; 2], times: u32) {
    for count in 1..=times {
        if hand == Hand::Mouse {
            for kind in ["mousePressed", "mouseReleased"] {
                let event = json!({ "type": kind, "x": x, "y": y, "button": "left",
                    "buttons": 1, "clickCount": count });
                browser.ask("Input.dispatchMouseEvent", event).await;
            }
        } else {
            let start =
                json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] });
            browser.ask("Input.dispatchTouchEvent", start).await;
            let end = json!({ "type": "touchEnd", "touchPoints": [] });
            browser.ask("Input.dispatchTouchEvent", end).await;
        }
    }
}

/// Whether no two taps of a series were further apart than taps of fingers that tremble: on a
/// machine that has much else to do they may come late.
async fn were_quick(browser: &Browser) -> bool {
    let script = "return window.taps.splice(0).every((at, index, all) =>
        index === 0 || at - all[index - 1] < 450)";
    browser.run(script, vec![]).await == json!(true)
}

/// Notes when each press begins.
const NOTED: &str = "window.taps = []; addEventListener('pointerdown', event => taps.push(event.timeStamp), true)";

/// The middle of an element, which is brought into the window.
async fn middle(browser: &Browser, selector: &str) -> [f64; 2] {
    let script = "const one = [...document.querySelectorAll(arguments[0])]
            .find(one => one.checkVisibility());
        one.scrollIntoView({ block: 'nearest' });
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x + width / 2, y + height / 2]";
    let place = browser.run(script, vec![json!(selector)]).await;
    serde_json::from_value(place).expect("two numbers")
}

/// How many answers are picked.
async fn picked(browser: &Browser) -> Value {
    let script = "return document.querySelectorAll('.self-check :checked').length";
    browser.run(script, vec![]).await
}

/// Where someone is, and how many answers are picked; no question may be found wanting.
async fn assert_is(browser: &Browser, wanted: &str, answers: usize, how: &str) {
    assert_eq!(step(browser).await, wanted, "{how}");
    assert_eq!(picked(browser).await, json!(answers), "{wanted}, {how}");
    assert!(!shows(browser, "#problem").await, "{wanted}, {how}");
}

/// What stands behind a question.
fn after(question: usize) -> String {
    let count = PRACTICE.questions();
    if question == count { "review".to_owned() } else { format!("q{}", question + 1) }
}

/// The whole check, each step by a triple press at one place. False when the presses came too
/// slowly to be one series, which tells nothing of the page.
async fn walk(
    browser: &Browser,
    server: &Server,
    hand: Hand,
    window: (u32, u32),
) -> bool {
    let how = format!("{hand:?}, {window:?}");
    let count = PRACTICE.questions();
    browser.resize(window.0, window.1).await;
    open(browser, server, true).await;
    browser.run(NOTED, vec![]).await;
    let mut ways = vec![("[data-do=start]".to_owned(), "q1".to_owned(), 0)];
    ways.extend((1..=count).map(|at| ("[data-do=continue]".to_owned(), after(at), at)));
    let change = ("#q3 [data-do=change]".to_owned(), "q3".to_owned(), count);
    let back = ("[data-do=back]".to_owned(), "q3".to_owned(), count);
    let go_on = ("[data-do=continue]".to_owned(), "review".to_owned(), count);
    // The browser answers the way back later than a second press comes.
    ways.extend([change, go_on, back]);
    for (at, (pressed, wanted, answers)) in ways.into_iter().enumerate() {
        if (1..=count).contains(&at) {
            let answer = format!("#q{at} .answer:nth-child(1) label");
            let place = middle(browser, &answer).await;
            press(browser, hand, place, 1).await;
        }
        if at > count {
            tokio::time::sleep(REST).await;
        }
        let place = middle(browser, &pressed).await;
        browser.run("taps.length = 0", vec![]).await;
        press(browser, hand, place, 3).await;
        if !were_quick(browser).await {
            return false;
        }
        assert_is(browser, &wanted, answers, &how).await;
        tokio::time::sleep(if hand == Hand::Finger { REST } else { Duration::ZERO })
            .await;
    }
    // Whoever rests a moment is heard.
    tokio::time::sleep(REST).await;
    let place = middle(browser, "#q3 .answer:nth-child(2) label").await;
    press(browser, hand, place, 1).await;
    let second = "return document.querySelector('#q3-2').checked";
    assert_eq!(browser.run(second, vec![]).await, json!(true), "{how}");
    true
}

/// Walks until the presses were quick.
async fn walk_quickly(browser: &Browser, server: &Server, hand: Hand) {
    for window in WINDOWS {
        let mut tries = 0;
        while !walk(browser, server, hand, window).await {
            tries += 1;
            assert!(
                tries < 10,
                "this machine is too slow to press twice in half a second"
            );
        }
    }
}

#[test]
fn a_double_press_answers_no_question() {
    on_page(true, async |browser, server| {
        walk_quickly(browser, server, Hand::Mouse).await;
        let touch = json!({ "enabled": true, "maxTouchPoints": 1 });
        browser.ask("Emulation.setTouchEmulationEnabled", touch).await;
        walk_quickly(browser, server, Hand::Finger).await;
    });
}

/// A mouse that is at another place has been moved there, and counts at once.
#[test]
fn a_quick_mouse_is_heard() {
    on_page(true, async |browser, _| {
        let place = middle(browser, "[data-do=start]").await;
        press(browser, Hand::Mouse, place, 1).await;
        for question in 1..=PRACTICE.questions() {
            let answer = format!("#q{question} .answer:nth-child(1) label");
            let place = middle(browser, &answer).await;
            press(browser, Hand::Mouse, place, 1).await;
            assert_is(browser, &format!("q{question}"), question, "a mouse").await;
            let place = middle(browser, "[data-do=continue]").await;
            press(browser, Hand::Mouse, place, 1).await;
        }
        assert_is(browser, "review", PRACTICE.questions(), "a mouse").await;
    });
}

/// A key goes down, so many times more by itself, and up where `ends`.
async fn hold(browser: &Browser, key: &str, more: usize, ends: bool) {
    let (code, number, text) = match key {
        "Enter" => ("Enter", 13, "\r"),
        " " => ("Space", 32, " "),
        _ => (key, 40, ""),
    };
    let event = |kind: &str, again: bool| {
        let kind = if kind == "keyDown" && text.is_empty() { "rawKeyDown" } else { kind };
        json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number,
            "text": text, "autoRepeat": again })
    };
    for at in 0..=more {
        browser.ask("Input.dispatchKeyEvent", event("keyDown", at > 0)).await;
    }
    if ends {
        browser.ask("Input.dispatchKeyEvent", event("keyUp", false)).await;
    }
}

async fn focus_on(browser: &Browser, selector: &str) {
    let script = "document.querySelector(arguments[0]).focus()";
    browser.run(script, vec![json!(selector)]).await;
}

/// A key that is held goes one step, and picks nothing there.
#[test]
fn a_key_that_is_held_goes_one_step() {
    on_page(true, async |browser, server| {
        for (width, height) in WINDOWS {
            browser.resize(width, height).await;
            open(browser, server, true).await;
            focus_on(browser, "[data-do=start]").await;
            hold(browser, "Enter", 4, true).await;
            assert_is(browser, "q1", 0, "held Enter").await;
            for question in 1..=PRACTICE.questions() {
                focus_on(browser, &format!("#q{question}-1")).await;
                hold(browser, " ", 3, true).await;
                // From an answer and from the button, and with another key held down before.
                match question % 3 {
                    0 => focus_on(browser, "[data-do=continue]").await,
                    1 => {
                        hold(browser, "ArrowDown", 0, false).await;
                        click(browser, &[&format!("#q{question}-1")]).await;
                    }
                    _ => {}
                }
                hold(browser, "Enter", 4, true).await;
                focus_on(browser, "[data-do=continue]").await;
                for key in ["ArrowDown", "Enter", " "] {
                    repeat(browser, key).await;
                }
                let next = after(question);
                assert_is(browser, &next, question, "held Enter").await;
                if next != "review" {
                    focus_on(browser, &format!("#{next}-1")).await;
                    repeat(browser, "ArrowDown").await;
                    assert_is(browser, &next, question, "a held arrow").await;
                }
            }
            let answers = PRACTICE.questions();
            focus_on(browser, "#q3 [data-do=change]").await;
            hold(browser, "Enter", 4, true).await;
            assert_is(browser, "q3", answers, "held Enter on Change").await;
        }
    });
}

/// A key that was down before comes once more.
async fn repeat(browser: &Browser, key: &str) {
    let (number, text) = match key {
        "Enter" => (13, "\r"),
        " " => (32, " "),
        _ => (40, ""),
    };
    let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
    let event = json!({ "type": kind, "key": key, "windowsVirtualKeyCode": number,
        "text": text, "autoRepeat": true });
    browser.ask("Input.dispatchKeyEvent", event).await;
}
