//! The decision aid in a browser, with scripts and without: what is picked shows side by side,
//! what matters is marked, and nothing of it stays.
use serde_json::{Value, json};

use crate::{Browser, Server, in_browser, open};

const PAGE: &str = "/decide/";

/// Picks what the ids name, as a press of the mouse does.
async fn press(browser: &Browser, ids: &[&str]) {
    for id in ids {
        let label = "document.querySelector(`label[for=${arguments[0]}]`).click()";
        browser.run(label, vec![json!(id)]).await;
    }
}

async fn clear(browser: &Browser, form: &str) {
    let reset = "document.querySelector(`${arguments[0]} [type=reset]`).click()";
    browser.run(reset, vec![json!(form)]).await;
}

/// The options that show under each question, and whether they stand beside each other.
const SHOWN: &str = "
const rows = [...document.querySelectorAll('.row')].map(table => [...table.rows].filter(row => row.checkVisibility()));
const names = rows.map(row => row.map(one => one.cells[0].textContent));
const top = one => Math.round(one.getBoundingClientRect().top);
return [names.length, [...new Set(names.map(one => one.join(', ')))],
  rows.every(row => row.every(one => top(one) === top(row[0]))),
  document.scrollingElement.scrollWidth <= innerWidth];";

async fn shown(browser: &Browser) -> Value {
    browser.run(SHOWN, vec![]).await
}

const ALL: &str = "Ketamine by drip, Spravato, the nasal spray, Another medicine, Talk therapy, \
                   TMS, magnetic pulses, ECT, under a short anesthetic, Waiting, with a plan";

async fn picks_stand_side_by_side(browser: &Browser, server: &Server) {
    for width in [320, 360, 1280] {
        browser.resize(width, 780).await;
        open(browser, server, PAGE).await;
        assert_eq!(shown(browser).await, json!([10, [ALL], false, true]), "{width}");
        press(browser, &["pick-1", "pick-6"]).await;
        let two = "Ketamine by drip, ECT, under a short anesthetic";
        assert_eq!(shown(browser).await, json!([10, [two], true, true]), "{width}");
        press(browser, &["pick-7"]).await;
        let three = format!("{two}, Waiting, with a plan");
        assert_eq!(shown(browser).await, json!([10, [three], true, true]), "{width}");
        // More than three would be too narrow to read.
        press(browser, &["pick-2"]).await;
        assert_eq!(shown(browser).await[2], json!(false), "{width}");
        clear(browser, ".grid").await;
        assert_eq!(shown(browser).await, json!([10, [ALL], false, true]), "{width}");
    }
}

/// What shows of the values, and what is marked elsewhere.
const MARKED: &str = "
const said = [...document.querySelectorAll('.speaks')].filter(one => one.checkVisibility());
const marked = [...document.querySelectorAll('.row caption, .asks li')]
  .filter(one => getComputedStyle(one, '::before').content.includes('Matters'));
return [said.map(one => one.parentElement.querySelector('legend').textContent),
  marked.map(one => one.textContent)];";

async fn what_matters_is_marked(browser: &Browser, server: &Server) {
    open(browser, server, PAGE).await;
    assert_eq!(browser.run(MARKED, vec![]).await, json!([[], []]));
    press(browser, &["value-1-3", "value-2-1", "value-3-2"]).await;
    let marked = browser.run(MARKED, vec![]).await;
    assert_eq!(marked[0], json!(["Feeling better fast", "No needles"]));
    assert_eq!(
        marked[1],
        json!([
            "What is it?",
            "How soon would you know?",
            "How soon would we know whether it helps, and what do we do if it does not?",
            "Is there a way without a needle?",
        ])
    );
    clear(browser, ".weigh").await;
    assert_eq!(browser.run(MARKED, vec![]).await, json!([[], []]));
}

/// What is printed.
const PRINTED: &str = "
const shows = one => document.querySelector(one).checkVisibility();
return [shows('.grid'), shows('.weigh'), shows('.head'), shows('.made'), shows('.take-along'),
  [...document.querySelectorAll('.asks li')].filter(one => one.checkVisibility()).length];";

async fn questions_fill_a_sheet_of_their_own(browser: &Browser, server: &Server) {
    open(browser, server, PAGE).await;
    let print = json!({ "media": "print" });
    browser.ask("Emulation.setEmulatedMedia", print).await;
    let all = json!([true, true, true, true, true, 13]);
    assert_eq!(browser.run(PRINTED, vec![]).await, all);
    press(browser, &["ask-1", "ask-3", "print-alone"]).await;
    let alone = json!([false, false, false, false, true, 2]);
    assert_eq!(browser.run(PRINTED, vec![]).await, alone);
    browser.ask("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
}

/// Nothing is stored, put into the address, or sent, whatever is picked.
async fn nothing_is_kept(browser: &Browser, server: &Server) {
    open(browser, server, PAGE).await;
    let before = server.asked().len();
    press(browser, &["pick-1", "value-1-3", "ask-2"]).await;
    let kept = "for (const form of document.forms) form.requestSubmit();
        return [location.pathname + location.search + location.hash, document.cookie,
          localStorage.length, sessionStorage.length];";
    assert_eq!(browser.run(kept, vec![]).await, json!([PAGE, "", 0, 0]));
    assert_eq!(server.asked().len(), before, "{:?}", server.asked());
}

#[test]
fn a_decision_is_weighed_by_styles_alone() {
    in_browser(async |browser, server| {
        picks_stand_side_by_side(browser, server).await;
        what_matters_is_marked(browser, server).await;
        questions_fill_a_sheet_of_their_own(browser, server).await;
        nothing_is_kept(browser, server).await;
        // The page has no script. The test's own still run, as the driver runs them.
        browser.without_scripts().await;
        picks_stand_side_by_side(browser, server).await;
        what_matters_is_marked(browser, server).await;
    });
}

/// By keyboard alone.
#[test]
fn a_decision_is_weighed_by_keys() {
    in_browser(async |browser, server| {
        open(browser, server, PAGE).await;
        let first = "document.querySelector('#pick-1').focus()";
        browser.run(first, vec![]).await;
        for (key, code) in [(" ", 32), ("Tab", 9), (" ", 32)] {
            for kind in ["keyDown", "keyUp"] {
                let text = if key == " " && kind == "keyDown" { " " } else { "" };
                let event = json!({
                    "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code,
                });
                browser.ask("Input.dispatchKeyEvent", event).await;
            }
        }
        let two = "Ketamine by drip, Spravato, the nasal spray";
        assert_eq!(shown(browser).await[1], json!([two]));
    });
}
