//! A person's way through the self-check, one question at a time, by keyboard.
use rules::{Answer, Kind};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::equal::SEEN;
use crate::subject::{PRACTICE, WHOLE};
use crate::{
    as_it_is, click, fault, focus, on, on_changed, on_page, press, shows, step, title,
};

/// Keeps every history entry, every title, and every way to send or store something.
pub(crate) const WATCH: &str = "
window.traces = [];
window.entries = [];
const push = history.pushState;
history.pushState = (...entry) => { entries.push(entry); push.apply(history, entry) };
for (const [owner, name] of [[window, 'fetch'], [navigator, 'sendBeacon'], [window, 'open'],
    [window, 'WebSocket'], [window, 'EventSource'], [window, 'Worker'], [window, 'SharedWorker'],
    [window, 'BroadcastChannel'], [window, 'Image'], [window, 'RTCPeerConnection'],
    [XMLHttpRequest.prototype, 'open'], [history, 'replaceState'], [Storage.prototype, 'setItem'],
    [indexedDB, 'open'], [caches, 'open'], [navigator.serviceWorker ?? {}, 'register'],
    [window, 'postMessage']]) {
  owner[name] = function () { traces.push(name) };
}
Object.defineProperty(document, 'cookie', { set: () => traces.push('cookie'), get: () => '' });
new PerformanceObserver(list => traces.push(...list.getEntries().map(entry => entry.name)))
  .observe({ type: 'resource' });
window.print = () => dispatchEvent(new Event('beforeprint'));
";

/// All that the page has left behind.
const LEFT: &str = "return [traces, entries, location.href, localStorage.length,
    sessionStorage.length]";

/// The whole check, printing and saving at its end: nothing leaves the page or stays behind.
#[test]
fn a_whole_run_by_keyboard_leaves_nothing_behind() {
    on_page(true, async |browser, server| {
        browser.run(WATCH, vec![]).await;
        let before = server.asked();
        let start = browser.driver.find(By::Css("[data-do=start]")).await;
        start.expect("there").send_keys(Key::Enter).await.expect("pressed");
        let count = PRACTICE.questions();
        for question in 1..=count {
            assert_title(browser, &format!("Question {question} of {count}")).await;
            let at = "return document.activeElement.closest('fieldset').id";
            let at = browser.run(at, vec![]).await;
            assert_eq!(at, json!(format!("q{question}")), "the focus is in the question");
            // To the first answer, pick it, go on.
            for key in [Key::Tab, Key::Space, Key::Enter] {
                press(browser, key).await;
            }
        }
        assert_title(browser, "Check your answers").await;
        assert_eq!(focus(browser).await, "review");
        tab_to(browser, "[data-do=continue]").await;
        press(browser, Key::Enter).await;
        assert_title(browser, "Your result").await;
        assert_eq!(focus(browser).await, "result-title");
        browser.run(SEEN, vec![]).await;
        let shown = browser.run("return told()", vec![]).await;
        assert_eq!(shown, json!(PRACTICE.told(&vec![Answer::Pick(0); count])));
        for wanted in ["[data-do=print]", "[data-do=save]", "[data-do=fhir]"] {
            tab_to(browser, wanted).await;
            press(browser, Key::Enter).await;
        }
        assert_eq!(server.asked(), before, "nothing was asked for after the load");
        let steps: Vec<_> = (1..=count + 2).map(|step| json!([step, ""])).collect();
        let page = format!("{}/self-check/", server.address);
        let left = browser.run(LEFT, vec![]).await;
        assert_eq!(left, json!([[], steps, page, 0, 0]));
        let cookies = browser.driver.get_all_cookies().await.expect("a list");
        assert!(cookies.is_empty(), "{cookies:?}");
    });
}

/// Presses Tab until the focus is there. It may never fall out of the page on the way.
async fn tab_to(browser: &Browser, wanted: &str) {
    for _ in 0..80 {
        press(browser, Key::Tab).await;
        let script = "return [document.activeElement.matches(arguments[0]),
            document.activeElement === document.body]";
        let there = browser.run(script, vec![json!(wanted)]).await;
        if there[0] == json!(true) {
            return;
        }
        assert_eq!(there[1], json!(false), "the focus is nowhere");
    }
    panic!("{wanted} can't be reached by keyboard");
}

async fn assert_title(browser: &Browser, wanted: &str) {
    let title = title(browser).await;
    assert!(title.starts_with(&format!("{wanted} – ")), "{title}");
}

#[test]
fn the_browsers_back_goes_to_the_question_before() {
    on_page(true, async |browser, _| {
        click(browser, &["[data-do=start]", "#q1-1", "[data-do=continue]"]).await;
        click(browser, &["#q2-1", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "q3");
        browser.driver.back().await.expect("back");
        assert_eq!(step(browser).await, "q2");
        assert_title(browser, "Question 2 of 15").await;
        let kept = browser.run("return document.querySelector('#q2-1').checked", vec![]);
        assert_eq!(kept.await, json!(true), "the answer is still there");
        click(browser, &["[data-do=back]"]).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!(step(browser).await, "q1", "the page's own Back does the same");
        browser.driver.back().await.expect("back");
        assert_eq!(step(browser).await, "start");
        assert_ne!(focus(browser).await, "body");
        browser.driver.forward().await.expect("forward");
        assert_eq!(step(browser).await, "q1");
        assert_ne!(focus(browser).await, "body");
    });
}

#[test]
fn a_skipped_question_is_said_plainly() {
    on_page(true, async |browser, _| {
        click(browser, &["[data-do=start]", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "q1");
        let said = title(browser).await;
        assert!(said.starts_with("Error: Question 1 of 15 – "), "{said}");
        assert_eq!(focus(browser).await, "problem");
        let words = "return [document.querySelector('#problem a').textContent,
            document.querySelector('#q1 #error').innerText.trim().replace(/\\s+/, ' ')]";
        let words = browser.run(words, vec![]).await;
        assert_eq!(
            words,
            json!(["Choose an answer: Suicidal thoughts", "Error: Choose an answer"])
        );
        click(browser, &["[data-do=answer]"]).await;
        assert_eq!(focus(browser).await, "q1-1");
        click(browser, &["#q1-1", "[data-do=continue]"]).await;
        assert_title(browser, "Question 2 of 15").await;
        assert!(!shows(browser, "#problem").await && !shows(browser, "#error").await);
    });
}

/// How a browser tells an element to those who do not see it: its name, its description, and
/// whether it is marked as wrong.
async fn told_of(browser: &Browser, selector: &str) -> [String; 3] {
    let document = browser.ask("DOM.getDocument", json!({})).await;
    let root = &document["root"]["nodeId"];
    let ask = json!({ "nodeId": root, "selector": selector });
    let node = browser.ask("DOM.querySelector", ask).await;
    let ask = json!({ "nodeId": node["nodeId"], "fetchRelatives": false });
    let tree = browser.ask("Accessibility.getPartialAXTree", ask).await;
    let node = &tree["nodes"][0];
    let mut properties = node["properties"].as_array().into_iter().flatten();
    let invalid = properties.find(|property| property["name"] == "invalid");
    let invalid = invalid.map(|property| property["value"]["value"].to_string());
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    [text(&node["name"]), text(&node["description"]), invalid.unwrap_or_default()]
}

/// Those who hear the page hear where they are with each question, and at one that was left
/// out what is missing, until they answer it.
#[test]
fn a_question_is_heard_with_its_number_and_its_fault() {
    on_page(true, async |browser, _| {
        click(browser, &["[data-do=start]"]).await;
        for question in 1..=PRACTICE.questions() {
            let id = format!("#q{question}");
            let place = format!("Question {question} of {}", PRACTICE.questions());
            let [name, description, invalid] = told_of(browser, &id).await;
            assert!(name.starts_with(&place), "{name}");
            assert!(!description.contains("Choose an answer"), "{description}");
            assert_ne!(invalid, "\"true\"", "{id}");
            let focused =
                "return document.activeElement.textContent.startsWith(arguments[0])";
            let focused = browser.run(focused, vec![json!(place)]).await;
            assert_eq!(focused, json!(true), "the focus is on it");
            click(browser, &["[data-do=continue]"]).await;
            let [_, description, invalid] = told_of(browser, &id).await;
            assert!(description.contains("Choose an answer"), "{description}");
            assert_eq!(invalid, "\"true\"", "{id}");
            let short =
                "return document.querySelector(arguments[0] + ' .brief').textContent";
            let short = browser.run(short, vec![json!(id)]).await;
            let problem = "return document.querySelector('#problem').innerText";
            let problem = crate::text(&browser.run(problem, vec![]).await);
            assert!(problem.contains(short.as_str().expect("a text")), "{problem}");
            click(browser, &[&format!("{id}-1")]).await;
            let [_, _, invalid] = told_of(browser, &id).await;
            assert_ne!(invalid, "\"true\"", "answered");
            click(browser, &["[data-do=continue]"]).await;
        }
        assert_eq!(step(browser).await, "review");
        let marked = "return document.querySelectorAll('[aria-invalid]').length";
        assert_eq!(browser.run(marked, vec![]).await, json!(0));
    });
}

#[test]
fn someone_in_danger_gets_help_at_once_and_no_further_question() {
    on_page(true, async |browser, _| {
        let Kind::One(ids) = &PRACTICE.table.questions[0].kind else {
            panic!("one answer")
        };
        let at = ids.iter().position(|id| id == "now").expect("the answer is there");
        let input = format!("#q1-{}", at + 1);
        click(browser, &["[data-do=start]", &input]).await;
        assert_eq!(step(browser).await, "q1", "picking never moves on");
        assert!(shows(browser, ".panel.urgent").await, "as soon as it is picked");
        click(browser, &["[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "result");
        browser.run(SEEN, vec![]).await;
        let mut answers = vec![Answer::Missing; PRACTICE.questions()];
        answers[0] = Answer::Pick(at);
        let shown = browser.run("return told()", vec![]).await;
        assert_eq!(shown, json!(PRACTICE.told(&answers)));
        // Only help and a way to correct the answer.
        assert!(!shows(browser, "[data-do=continue]").await);
        click(browser, &["[data-do=review]"]).await;
        assert_eq!(step(browser).await, "review");
        click(browser, &["#q1 [data-do=change]", "#q1-1", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "q2", "the check goes on");
    });
}

/// The total is told only while no answer can change it, and what is no longer asked is
/// kept, so that nobody has to answer twice.
#[test]
fn progress_follows_what_is_asked() {
    on(&WHOLE, true, as_it_is, async |browser, _| {
        click(browser, &["[data-do=start]"]).await;
        assert_title(browser, "Question 1").await;
        click(browser, &["#q1-1", "[data-do=continue]", "#q2-2", "[data-do=continue]"])
            .await;
        assert_title(browser, "Question 3").await;
        // Depression: then how many treatments were tried is asked.
        click(browser, &["#q3-1"]).await;
        click(browser, &["[data-do=continue]"]).await;
        assert_title(browser, "Question 4 of 12").await;
        click(browser, &["#q4-1", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "q5");
        browser.driver.back().await.expect("back");
        browser.driver.back().await.expect("back");
        // "None of these" takes the tick back.
        let none =
            "return [...document.querySelectorAll('#q3 :checked')].map(one => one.value)";
        click(browser, &["#q3-5"]).await;
        assert_eq!(browser.run(none, vec![]).await, json!(["4"]));
        click(browser, &["[data-do=continue]"]).await;
        assert_eq!(
            step(browser).await,
            "q5",
            "nobody is asked of treatments for nothing"
        );
        assert_title(browser, "Question 4 of 11").await;
        for question in 5..=12 {
            click(browser, &[&format!("#q{question}-1"), "[data-do=continue]"]).await;
        }
        assert_title(browser, "Check your answers").await;
        assert_eq!(listed(browser).await, [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]);

        // A change that opens a question asks it, with the answer of before still there.
        click(browser, &["#q3 [data-do=change]"]).await;
        assert_eq!(step(browser).await, "q3");
        click(browser, &["#q3-1", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "review", "its answer is there already");
        assert_eq!(listed(browser).await, (1..=12).collect::<Vec<_>>());
        click(browser, &["#q11 [data-do=change]", "#q11-2", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "review", "back where the change was asked for");
        click(browser, &["[data-do=continue]"]).await;
        browser.run(SEEN, vec![]).await;
        let mut answers = vec![Answer::Pick(0); 12];
        answers[1] = Answer::Pick(1);
        answers[2] = Answer::Ticks(1);
        answers[10] = Answer::Ticks(0b11);
        let shown = browser.run("return told()", vec![]).await;
        assert_eq!(shown, json!(WHOLE.told(&answers)));

        click(browser, &["[data-do=again]"]).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(step(browser).await, "start");
        let checked = "return document.querySelectorAll('.self-check :checked').length";
        assert_eq!(browser.run(checked, vec![]).await, json!(0));
    });
}

/// The numbers of the questions that can be seen.
async fn listed(browser: &Browser) -> Vec<usize> {
    let script = "return [...document.querySelectorAll('.question')]
        .filter(one => one.checkVisibility()).map(one => +one.id.slice(1))";
    let seen: Value = browser.run(script, vec![]).await;
    serde_json::from_value(seen).expect("numbers")
}

/// Where all questions stand below each other, each has the number by which the result calls
/// it; one by one, the line above it says that already.
#[test]
fn questions_have_the_numbers_that_the_page_calls_them_by() {
    let numbered = "return [...document.querySelectorAll('.todo li a')].map(link =>
        [link.textContent.replace('Question ', ''),
         document.querySelector(link.hash + ' h2').innerText.split('. ')[0]])";
    on_changed(true, fault::no_script, async |browser, _| {
        let pairs = browser.run(numbered, vec![]).await;
        let pairs = pairs.as_array().expect("a list");
        assert_eq!(pairs.len(), PRACTICE.questions());
        for pair in pairs {
            assert_eq!(pair[0], pair[1]);
        }
    });
    on_page(true, async |browser, _| {
        click(browser, &["[data-do=start]"]).await;
        let first = "return document.querySelector('#q1 h2').innerText";
        let first = browser.run(first, vec![]).await;
        assert!(
            first.as_str().is_some_and(|text| text.starts_with("In the past")),
            "{first}"
        );
    });
}
