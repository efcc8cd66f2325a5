//! The practice's self-check in a real browser: the same result in every mode, nothing that
//! leaves the page, and a page that works whatever breaks.
mod browser;
#[path = "quiz/fault.rs"]
mod fault;

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use browser::{Browser, Change, Server};
use candor_tests::{HERE, Site};
use rules::{Answer, Next, Program, Table};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;

/// What the self-check adds to a page may weigh, compressed, in bytes.
const LARGEST: usize = 16 * 1024;

/// The practice's website, built once.
static WEBSITE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().to_str().expect("a plain path").to_owned();
    let from = root().to_str().expect("a plain path").to_owned();
    let built = Site::base().run(&["build", "--out", &out, "--site", &from]);
    assert!(built.status.success(), "{}", candor_tests::said(&built));
    folder
});

/// The practice's rules.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = fs::read_to_string(root().join("content/self-check/rules.toml"));
    let file = "content/self-check/rules.toml".into();
    let read = site::read::self_check::read(&file, &text.expect("readable"), &mut vec![]);
    read.expect("the practice's rules are well formed").table
});

fn root() -> PathBuf {
    Path::new(HERE).parent().expect("the tests stand in the project").to_owned()
}

/// Runs a test on the self-check's page; `change` is what the server does to its files.
fn on_page(scripts: bool, change: Change, test: impl AsyncFnOnce(&Browser, &Server)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let server = Server::start(WEBSITE.path(), change);
    let Some(browser) = runtime.block_on(Browser::start()) else { return };
    let tried = panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            if !scripts {
                browser.without_scripts().await;
            }
            open(&browser, &server, scripts).await;
            test(&browser, &server).await;
        });
    }));
    // A browser must not outlive its test, however that ends.
    runtime.block_on(browser.stop());
    if let Err(panic) = tried {
        panic::resume_unwind(panic);
    }
}

async fn open(browser: &Browser, server: &Server, scripts: bool) {
    let page = format!("{}/self-check/", server.address);
    browser.driver.goto(page).await.expect("the page opens");
    if scripts {
        let settled = "return document.querySelector('#fault').checkVisibility()
            || performance.getEntriesByType('resource')
                .some(entry => entry.name.endsWith('.wasm') && entry.responseEnd > 0)";
        let until = Instant::now() + Duration::from_secs(2);
        while browser.run(settled, vec![]).await != json!(true) && Instant::now() < until
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // From the last byte to a program that listens.
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[allow(clippy::unnecessary_wraps, reason = "other changes make a file missing")]
fn as_it_is(_: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    Some(bytes)
}

/// What the page shows of a result, in the words of the rules.
const SEEN: &str = "
const seen = selector => [...document.querySelectorAll(selector)]
  .filter(element => element.checkVisibility());
window.result = () => ({
  outcomes: seen('.outcome').map(element => element.id),
  panels: seen('.panel').map(element => element.id).sort(),
  reasons: seen('.reason').map(element => element.className).sort(),
});
window.answer = picks => {
  document.querySelector('form.self-check').reset();
  picks.forEach((pick, at) => {
    if (pick) document.getElementById(`q${at + 1}-${pick}`).checked = true;
  });
};
";

/// Answers from 1, zero where there is none, as the page numbers its inputs.
type Picks = Vec<usize>;

/// Every way to differ from the first answers in up to two questions, and biased random
/// answers: mostly a first answer, so that all outcomes come up.
fn vectors() -> Vec<Picks> {
    let sizes: Vec<usize> = TABLE.questions.iter().map(rules::Question::facts).collect();
    let ordinary = vec![1; sizes.len()];
    let mut vectors = vec![ordinary.clone()];
    for (first, size) in sizes.iter().enumerate() {
        for pick in 2..=*size {
            let mut one = ordinary.clone();
            one[first] = pick;
            for (second, size) in sizes.iter().enumerate().skip(first + 1) {
                for pick in 1..=*size {
                    let mut two = one.clone();
                    two[second] = pick;
                    vectors.push(two);
                }
            }
        }
    }
    let mut seed = 1u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    for _ in 0..500 {
        let answers = sizes.iter().map(|size| match random(3) {
            0 => random(*size) + 1,
            _ => 1,
        });
        vectors.push(answers.collect());
    }
    vectors
}

fn answers(picks: &[usize]) -> Vec<Answer> {
    picks
        .iter()
        .map(|pick| pick.checked_sub(1).map_or(Answer::Missing, Answer::Pick))
        .collect()
}

/// What the page must show for these answers, by the rules' slow and obvious meaning.
fn expected(picks: &[usize]) -> Value {
    let verdict = TABLE.decide(&answers(picks));
    let stop = TABLE.outcomes[verdict.outcome].stop;
    let panels = (0..64).filter(|panel| verdict.panels >> panel & 1 == 1);
    let decided =
        |rule: &&usize| !stop || TABLE.rules[**rule].outcome == Some(verdict.outcome);
    let reasons = verdict.fired.iter().filter(decided);
    let mut reasons: Vec<_> =
        reasons.map(|rule| format!("reason r{}", rule + 1)).collect();
    reasons.sort();
    json!({
        "outcomes": [format!("o{}", verdict.outcome + 1)],
        "panels": panels.map(|panel| format!("p{}", panel + 1)).collect::<Vec<_>>(),
        "reasons": reasons,
    })
}

async fn compare(browser: &Browser, script: &str, vectors: &[Picks]) {
    browser.run(SEEN, vec![]).await;
    let mut shown = vec![];
    for part in vectors.chunks(100) {
        let part = browser.run(script, vec![json!(part)]).await;
        shown.extend(part.as_array().expect("a list").iter().cloned());
    }
    assert_eq!(shown.len(), vectors.len());
    let mut outcomes = vec![];
    for (picks, shown) in vectors.iter().zip(&shown) {
        let expected = expected(picks);
        assert_eq!(*shown, expected, "for the answers {picks:?}");
        outcomes.push(expected["outcomes"].to_string());
    }
    outcomes.sort();
    outcomes.dedup();
    assert_eq!(outcomes.len(), TABLE.outcomes.len(), "every outcome came up");
}

#[test]
fn the_stylesheet_says_what_the_rules_say() {
    on_page(false, as_it_is, async |browser, _| {
        let all = "return arguments[0].map(picks => { answer(picks); return result() })";
        compare(browser, all, &vectors()).await;
    });
}

#[test]
fn the_program_says_what_the_rules_say() {
    on_page(true, as_it_is, async |browser, _| {
        // From each result to the list of answers, and with other answers back to a result.
        let all = "
            const press = action => document.querySelector(`[data-do=${action}]`).click();
            const form = document.querySelector('form.self-check');
            if (!form.dataset.step) { answer(arguments[0][0]); press('start') }
            for (let at = 0; at < 20 && form.dataset.step !== 'result'; at++)
              press('continue');
            return arguments[0].map(picks => {
              press('review'); answer(picks); press('continue'); return result();
            });";
        let some: Vec<_> = vectors().into_iter().step_by(3).collect();
        compare(browser, all, &some).await;
    });
}

#[test]
fn no_result_shows_before_it_is_certain_and_a_stop_shows_at_once() {
    on_page(false, as_it_is, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        let program = Program::compile(&TABLE).expect("small enough");
        let (mut shown, mut open) = (0, 0);
        for whole in vectors().iter().step_by(7) {
            for end in 0..whole.len() {
                let mut picks = whole.clone();
                picks[end..].fill(0);
                let seen = "answer(arguments[0]); return result().outcomes";
                let seen = browser.run(seen, vec![json!(picks)]).await;
                match program.next(&answers(&picks)) {
                    Next::Done(verdict) => {
                        assert_eq!(
                            seen,
                            json!([format!("o{}", verdict.outcome + 1)]),
                            "{picks:?}"
                        );
                        shown += 1;
                        break;
                    }
                    _ => assert_eq!(seen, json!([]), "{picks:?}"),
                }
                open += 1;
            }
        }
        assert!(shown > 0 && open > 0);
    });
}

#[test]
fn a_whole_run_by_keyboard_leaves_nothing_behind() {
    on_page(true, as_it_is, async |browser, server| {
        browser.run(WATCH, vec![]).await;
        let before = server.asked();
        let start = browser.driver.find(By::Css("[data-do=start]")).await.expect("there");
        start.send_keys(Key::Enter).await.expect("pressed");
        let mut titles = vec![];
        for question in 1..=TABLE.questions.len() {
            titles.push(browser.driver.title().await.expect("a title"));
            let at = "return document.activeElement.closest('fieldset').id";
            let at = browser.run(at, vec![]).await;
            assert_eq!(at, json!(format!("q{question}")), "the focus is in the question");
            // To the first answer, pick it, go on.
            for key in [Key::Tab, Key::Space, Key::Enter] {
                press(browser, key).await;
            }
        }
        titles.push(browser.driver.title().await.expect("a title"));
        let next =
            browser.driver.find(By::Css("[data-do=continue]")).await.expect("there");
        next.send_keys(Key::Enter).await.expect("pressed");
        titles.push(browser.driver.title().await.expect("a title"));
        browser.run(SEEN, vec![]).await;
        let shown = browser.run("return result()", vec![]).await;
        assert_eq!(shown, expected(&vec![1; TABLE.questions.len()]));

        for (at, title) in titles.iter().enumerate() {
            let count = TABLE.questions.len();
            let wanted = match at {
                at if at < count => format!("Question {} of {count} – ", at + 1),
                at if at == count => "Check your answers – ".to_owned(),
                _ => "Your result – ".to_owned(),
            };
            assert!(title.starts_with(&wanted), "{title}");
        }
        assert_eq!(server.asked(), before, "nothing was asked for after the load");
        let left = browser
            .run(
                "return [traces, location.href, document.cookie, \
            localStorage.length, sessionStorage.length]",
                vec![],
            )
            .await;
        let steps: Vec<_> =
            (1..=TABLE.questions.len() + 2).map(|step| json!([step, ""])).collect();
        let page = format!("{}/self-check/", server.address);
        assert_eq!(left, json!([steps, page, "", 0, 0]));
    });
}

/// Keeps every history entry, and every way to send or store something.
const WATCH: &str = "
window.traces = [];
const push = history.pushState;
history.pushState = (...entry) => { traces.push(entry); push.apply(history, entry) };
for (const [owner, name] of [[window, 'fetch'], [navigator, 'sendBeacon'],
    [XMLHttpRequest.prototype, 'open'], [history, 'replaceState'], [Storage.prototype, 'setItem'],
    [indexedDB, 'open'], [caches, 'open']]) {
  owner[name] = () => { traces.push(name) };
}";

async fn press(browser: &Browser, key: Key) {
    browser.driver.action_chain().send_keys(key).perform().await.expect("pressed");
}

/// Presses elements, one after the other.
async fn click(browser: &Browser, selectors: &[&str]) {
    for selector in selectors {
        let script = "document.querySelector(arguments[0]).click()";
        browser.run(script, vec![json!(selector)]).await;
    }
}

async fn step(browser: &Browser) -> String {
    let script = "const form = document.querySelector('form.self-check');
        const now = [...document.querySelectorAll('.question')]
            .find(question => question.checkVisibility());
        return form.dataset.step === 'question' ? now.id : form.dataset.step ?? 'start'";
    browser.run(script, vec![]).await.as_str().expect("a step").to_owned()
}

#[test]
fn the_browsers_back_goes_to_the_question_before() {
    on_page(true, as_it_is, async |browser, _| {
        click(browser, &["[data-do=start]", "#q1-1", "[data-do=continue]"]).await;
        click(browser, &["#q2-1", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "q3");
        browser.driver.back().await.expect("back");
        assert_eq!(step(browser).await, "q2");
        let kept = browser.run("return document.querySelector('#q2-1').checked", vec![]);
        assert_eq!(kept.await, json!(true), "the answer is still there");
        browser.driver.back().await.expect("back");
        browser.driver.back().await.expect("back");
        assert_eq!(step(browser).await, "start");
        browser.driver.forward().await.expect("forward");
        assert_eq!(step(browser).await, "q1");
    });
}

#[test]
fn a_skipped_question_is_said_plainly() {
    on_page(true, as_it_is, async |browser, _| {
        click(browser, &["[data-do=start]", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "q1");
        let title = browser.driver.title().await.expect("a title");
        assert!(title.starts_with("Error: Question 1 of "), "{title}");
        let focus = browser.run("return document.activeElement.id", vec![]).await;
        assert_eq!(focus, json!("problem"));
        click(browser, &["[data-do=answer]"]).await;
        let focus = browser.run("return document.activeElement.id", vec![]).await;
        assert_eq!(focus, json!("q1-1"));
    });
}

#[test]
fn someone_in_danger_gets_help_at_once_and_no_further_question() {
    on_page(true, as_it_is, async |browser, _| {
        let pick = "now";
        let rules::Kind::One(ids) = &TABLE.questions[0].kind else {
            panic!("one answer")
        };
        let at = ids.iter().position(|id| id == pick).expect("the answer is there") + 1;
        click(browser, &["[data-do=start]", &format!("#q1-{at}")]).await;
        let panel = "return document.querySelector('.urgent').checkVisibility()";
        assert_eq!(
            browser.run(panel, vec![]).await,
            json!(true),
            "as soon as it is picked"
        );
        click(browser, &["[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "result");
        browser.run(SEEN, vec![]).await;
        let mut picks = vec![0; TABLE.questions.len()];
        picks[0] = at;
        assert_eq!(browser.run("return result()", vec![]).await, expected(&picks));
    });
}

/// After leaving, nothing is on the page and nobody gets back to an answer.
#[test]
fn no_answer_is_left_behind() {
    on_page(true, as_it_is, async |browser, server| {
        click(browser, &["[data-do=start]", "#q1-1", "[data-do=continue]"]).await;
        let elsewhere = format!("{}/privacy/", server.address);
        browser.driver.goto(elsewhere).await.expect("opens");
        browser.driver.back().await.expect("back");
        let checked = "return document.querySelectorAll(':checked').length";
        assert_eq!(browser.run(checked, vec![]).await, json!(0));
    });
}

#[test]
fn three_times_shift_leaves_at_once() {
    on_page(true, as_it_is, async |browser, server| {
        click(browser, &["[data-do=start]", "#q1-1", "[data-do=continue]"]).await;
        for _ in 0..3 {
            press(browser, Key::Shift).await;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        let address = browser.driver.current_url().await.expect("an address");
        assert!(!address.as_str().starts_with(&server.address), "{address}");
    });
}

fn compressed(bytes: &[u8]) -> usize {
    let mut small = vec![];
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut small, &settings).expect("memory suffices");
    small.len()
}

/// The program, its script, its rules, and the style sheet that is made of them.
#[test]
fn the_self_check_is_small() {
    let mut sizes = vec![];
    for entry in fs::read_dir(WEBSITE.path().join("assets")).expect("there are assets") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("readable");
        let kind = path.extension().and_then(|kind| kind.to_str()).expect("it has one");
        match kind {
            "js" | "wasm" => sizes.push((name, compressed(&bytes))),
            "css" if name.starts_with("self-check") => {
                let text = String::from_utf8(bytes).expect("text");
                let made = text.find("@supports selector(:has(*))").expect("it is made");
                sizes.push((name, compressed(&text.as_bytes()[made..])));
            }
            _ => {}
        }
    }
    let page = fs::read_to_string(WEBSITE.path().join("self-check/index.html"));
    let page = page.expect("the page is there");
    let (_, rules) = page.split_once("data-program=\"").expect("the rules are there");
    let (rules, _) = rules.split_once('"').expect("they end");
    sizes.push(("rules".to_owned(), compressed(rules.as_bytes())));
    assert_eq!(sizes.len(), 4, "{sizes:?}");
    assert!(sizes.iter().map(|(_, size)| size).sum::<usize>() <= LARGEST, "{sizes:?}");
}
