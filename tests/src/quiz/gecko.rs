//! The self-check in Firefox, whose history and whose forms differ from Chromium's: state, Back
//! and Forward, a double click, no script, no program.
use serde_json::json;

use crate::browser::{self, Change, Server};
use crate::firefox::Firefox;
use crate::leave::{MODES, SCRIPTS_OFF};
use crate::subject::PRACTICE;

/// A Firefox with the website, or a line that says why not.
fn firefox(change: Change, scripts: bool) -> Option<(Firefox, Server)> {
    let there = browser::have(&["firefox-esr"], "firefox-esr is");
    there.then(|| {
        (Firefox::start(scripts), Server::start(PRACTICE.website.path(), change))
    })
}

/// Opens another page, then the check, and waits for the sign of its script, if it has one.
fn come(firefox: &mut Firefox, server: &Server, sign: Option<&str>) {
    firefox.open(&format!("{}/accessibility/", server.address));
    firefox.open(&format!("{}/self-check/", server.address));
    if let Some(sign) = sign {
        let seen = format!("document.querySelector('{sign}').checkVisibility()");
        assert!(firefox.wait_for(&seen), "{sign}");
    }
}

const STEP: &str = "(() => { const form = document.querySelector('form.self-check');
    return form && (form.querySelector('.question[data-now]')?.id ?? form.dataset.step
        ?? 'start') })()";
const PICKED: &str = "document.querySelectorAll('.self-check :checked').length";
const PATH: &str = "location.pathname + location.hash";

/// Answers the first questions by the mouse.
fn answer(firefox: &mut Firefox, count: usize) {
    firefox.press("[data-do=start]", 1);
    for question in 1..=count {
        firefox.press(&format!("#q{question} .answer:nth-child(1) label"), 1);
        firefox.press("[data-do=continue]", 1);
    }
}

#[test]
fn firefox_takes_a_double_click_for_one() {
    let Some((mut firefox, server)) = firefox(|_, bytes| Some(bytes), true) else {
        return;
    };
    come(&mut firefox, &server, Some(".start"));
    firefox.press("[data-do=start]", 3);
    for question in 1..=PRACTICE.questions() {
        assert_eq!(firefox.run(STEP), json!(format!("q{question}")));
        assert_eq!(firefox.run(PICKED), json!(question - 1), "before {question}");
        firefox.press(&format!("#q{question} .answer:nth-child(1) label"), 1);
        firefox.press("[data-do=continue]", 3);
    }
    let review = "document.querySelector('form.self-check').dataset.step";
    assert_eq!(firefox.run(review), json!("review"));
}

#[test]
fn firefox_goes_back_and_forward_as_it_should() {
    let Some((mut firefox, server)) = firefox(|_, bytes| Some(bytes), true) else {
        return;
    };
    come(&mut firefox, &server, Some(".start"));
    answer(&mut firefox, 3);
    firefox.travel(-1);
    assert_eq!(firefox.run(STEP), json!("q3"));
    assert_eq!(firefox.run(PICKED), json!(3));
    // Another answer, which stops the check, and forward.
    firefox.travel(-2);
    firefox.press("#q1 .answer:nth-child(3) label", 1);
    firefox.travel(1);
    let result = "document.querySelector('form.self-check').dataset.step";
    assert_eq!(firefox.run(result), json!("result"));
    assert_eq!(firefox.run("document.querySelector('#fault').hidden"), json!(true));
    // Loaded again, one press of Back leaves.
    firefox.reload();
    std::thread::sleep(std::time::Duration::from_millis(700));
    assert_eq!(firefox.run(PICKED), json!(0));
    firefox.travel(-1);
    assert_eq!(firefox.run(PATH), json!("/accessibility/"));
}

/// In every mode, whichever way somebody leaves: no answer is there for who comes after.
#[test]
fn firefox_shows_no_answer_after_leaving() {
    for (mode, change, sign) in MODES {
        let Some((mut firefox, server)) = firefox(change, mode != SCRIPTS_OFF) else {
            return;
        };
        for way in ["leave", "link", "reload"] {
            come(&mut firefox, &server, sign);
            if mode == "the program" {
                answer(&mut firefox, 2);
            } else {
                firefox.press("#q1 .answer:nth-child(3) label", 1);
            }
            let picked = firefox.run(PICKED);
            assert_ne!(picked, json!(0), "{mode}, {way}");
            match way {
                "leave" => firefox.press("a.leave[data-exit]", 1),
                "link" => firefox.press(".footer nav a[href='/sources/']", 1),
                _ => firefox.reload(),
            }
            std::thread::sleep(std::time::Duration::from_millis(900));
            assert_eq!(firefox.run(PICKED), json!(0), "{mode}, {way}");
            for steps in [-1, 1, -1, -1] {
                firefox.travel(steps);
                assert_eq!(firefox.run(PICKED), json!(0), "{mode}, {way}, {steps}");
                let urgent = "[...document.querySelectorAll('.panel.urgent, .outcome')]
                    .filter(one => one.checkVisibility()).length";
                assert_eq!(firefox.run(urgent), json!(0), "{mode}, {way}, {steps}");
            }
        }
    }
}
