//! The self-check for everyone: by keyboard, with any size of text, in any colours, without
//! motion, and at once.
use std::fs;

use rules::Answer;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::browser::{self, AXE, Browser, Server};
use crate::equal::SEEN;
use crate::subject::PRACTICE;
use crate::{click, fault, focus, on_changed, on_page, open, press, step};

/// A state of the page, and how it is reached.
type State = (&'static str, &'static [&'static str]);

/// Every state of the page with the program, but for those behind all questions.
const STATES: [State; 5] = [
    ("start", &[]),
    ("question", &["[data-do=start]"]),
    ("error", &["[data-do=start]", "[data-do=continue]"]),
    ("crisis", &["[data-do=start]", "#q1-3", "[data-do=continue]"]),
    ("reach out", &["[data-do=start]", "#q1-2", "[data-do=continue]"]),
];

/// Shows every state of the page to `look`, one after the other.
async fn each_state(browser: &Browser, server: &Server, mut look: impl AsyncFnMut(&str)) {
    for (name, way) in STATES {
        open(browser, server, true).await;
        click(browser, way).await;
        look(name).await;
    }
    open(browser, server, true).await;
    browser.run(SEEN, vec![]).await;
    // An outcome with all its notes.
    let mut answers = vec![Answer::Pick(0); PRACTICE.questions()];
    for (at, pick) in [(1, 1), (2, 1), (7, 1), (14, 1)] {
        answers[at] = Answer::Pick(pick);
    }
    browser.run("answer(arguments[0])", vec![json!(PRACTICE.ticks(&answers))]).await;
    click(browser, &["[data-do=start]"]).await;
    for _ in 0..answers.len() {
        click(browser, &["[data-do=continue]"]).await;
    }
    assert_eq!(step(browser).await, "review");
    look("review").await;
    click(browser, &["[data-do=continue]"]).await;
    assert_eq!(step(browser).await, "result");
    look("result").await;
}

/// A figure to look at with `--nocapture`.
#[allow(clippy::print_stdout, reason = "the harness shows it to who asks for it")]
fn say(figure: &str) {
    println!("{figure}");
}

/// Shows the states of the page without the program: before and after a result, and on paper.
fn each_plain_state(look: &impl AsyncFn(&Browser, &str)) {
    on_changed(true, fault::no_script, async |browser, _| {
        look(browser, "no script").await;
        browser.run(SEEN, vec![]).await;
        let answers = vec![Answer::Pick(0); PRACTICE.questions()];
        browser.run("answer(arguments[0])", vec![json!(PRACTICE.ticks(&answers))]).await;
        look(browser, "no script, result").await;
        click(browser, &["#q1-3"]).await;
        look(browser, "no script, crisis").await;
    });
    on_changed(true, fault::no_script_no_has, async |browser, _| {
        look(browser, "paper").await;
    });
}

/// What axe finds in the page as it is, in both themes and at every size.
async fn axe(browser: &Browser, source: &str, state: &str) {
    browser.run(source, vec![]).await;
    for theme in ["light", "dark"] {
        browser.prefer("prefers-color-scheme", theme).await;
        for (width, text) in [(320, 16), (360, 16), (1280, 16), (360, 32)] {
            browser.resize(width, 780).await;
            browser.text_size(text).await;
            let found = browser.run_async(AXE, vec![]).await;
            assert_eq!(found, json!([]), "{state}, {theme}, {width}, text of {text}");
        }
    }
}

#[test]
fn axe_finds_nothing_in_any_state() {
    let path = std::path::Path::new(support::HERE);
    let path = path.join("browser/node_modules/axe-core/axe.min.js");
    if !browser::have_tools() {
        return;
    }
    let source = fs::read_to_string(path).expect("readable");
    on_page(true, async |browser, server| {
        each_state(browser, server, async |state| axe(browser, &source, state).await)
            .await;
    });
    each_plain_state(&async |browser, state| axe(browser, &source, state).await);
}

/// What is too small to press, does not fit, or moves.
const MEASURE: &str = "
const seen = [...document.querySelectorAll(arguments[0])].filter(one => one.checkVisibility());
const small = seen.filter(one => {
  const box = one.getBoundingClientRect();
  return box.height < 43.9 || box.width < 43.9;
}).map(one => one.outerHTML.slice(0, 90) + ' ' + one.getBoundingClientRect().height);
const page = document.scrollingElement;
const wide = page.scrollWidth > innerWidth
  ? [...document.querySelectorAll('body *')].filter(one => one.checkVisibility()
      && one.getBoundingClientRect().right > innerWidth + 1)
      .map(one => one.outerHTML.slice(0, 90)).slice(0, 3) : [];
const cut = [...document.querySelectorAll('main *')].filter(one => one.checkVisibility()
  && !one.matches('.hidden, .hidden *') && !one.closest('.head')
  && getComputedStyle(one).overflow !== 'visible'
  && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
  .map(one => one.outerHTML.slice(0, 90));
const bars = [...document.querySelectorAll('.crisis-bar, .step-bar')].filter(one =>
  one.checkVisibility() && getComputedStyle(one).position === 'sticky');
const cover = bars.reduce((sum, bar) => sum + bar.getBoundingClientRect().height, 0) / innerHeight;
return { small, wide, cut, cover: cover > 0.4, moves: document.getAnimations().length };";

/// All that is pressed to get through the check, or to reach help.
const PRESSED: &str =
    ".answer, button:not(.cite), .button, .actions a, .leave, .back, .change a, .todo a, .tools a, .problem a,
    .ready a, main summary, .crisis-bar a, :is(#fault, .side, .urgent, .outcome)
    a:is([href^='tel:'], [href^='sms:'])";

async fn measure(browser: &Browser, state: &str) {
    let nothing =
        json!({ "small": [], "wide": [], "cut": [], "cover": false, "moves": 0 });
    for (width, height, text) in
        [(320, 640, 16), (320, 256, 16), (1280, 256, 16), (360, 640, 32)]
    {
        browser.resize(width, height).await;
        browser.text_size(text).await;
        let found = browser.run(MEASURE, vec![json!(PRESSED)]).await;
        assert_eq!(found, nothing, "{state}, {width} × {height}, text of {text}");
    }
    // Spaces as a reader may force them (WCAG 1.4.12).
    browser.resize(320, 640).await;
    browser.text_size(16).await;
    let wider = "const wider = new CSSStyleSheet();
        wider.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; \
            word-spacing: .16em !important } p { margin-block-end: 2em !important }');
        document.adoptedStyleSheets = [wider];";
    browser.run(wider, vec![]).await;
    let found = browser.run(MEASURE, vec![json!(PRESSED)]).await;
    assert_eq!(found, nothing, "{state} with wider text");
    browser.run("document.adoptedStyleSheets = []", vec![]).await;
}

#[test]
fn everything_fits_and_can_be_pressed() {
    on_page(true, async |browser, server| {
        each_state(browser, server, async |state| measure(browser, state).await).await;
    });
    each_plain_state(&async |browser, state| measure(browser, state).await);
}

/// What is wrong with the ring around what has the focus.
const RING: &str = "
const now = document.activeElement;
if (now === document.body) return 'nowhere';
const ringed = now.closest('.answer') ?? now;
const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
const box = ringed.getBoundingClientRect();
const covers = one => {
  const bar = one.getBoundingClientRect();
  return !one.contains(now) && box.bottom > bar.top + 1
    && box.top < bar.bottom - 1 && box.right > bar.left && box.left < bar.right;
};
const covered = !now.matches('.skip-link')
  && [...document.querySelectorAll('.crisis-bar, .step-bar')].some(covers);
if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return 'no ring: ' + now.outerHTML;
if (covered) return 'covered: ' + now.outerHTML;
return now === window.first ? 'round' : (window.first ??= now, 'well');";

/// Every stop of the Tab key has a ring of two pixels and more that nothing covers, and the
/// stops come round without a gap.
#[test]
fn the_focus_can_always_be_seen() {
    on_page(true, async |browser, server| {
        browser.resize(360, 640).await;
        each_state(browser, server, async |state| {
            assert!(state == "start" || focus(browser).await != "body", "{state}");
            for stop in 1.. {
                press(browser, Key::Tab).await;
                let found = browser.run(RING, vec![]).await;
                // Past the last stop the keyboard leaves the page, and comes back to the first.
                if found == json!("round") || found == json!("nowhere") && stop > 10 {
                    break;
                }
                assert_eq!(found, json!("well"), "{state}, stop {stop}");
                assert!(stop < 400, "{state} ends");
            }
        })
        .await;
    });
}

/// What of a question a window does not show, and whether no link there calls 988.
const OUT_OF_SIGHT: &str = "
const bars = [...document.querySelectorAll('.crisis-bar, .step-bar')];
const top = Math.max(...bars.map(bar => bar.getBoundingClientRect().bottom));
const question = document.querySelector(arguments[0]);
const parts = question ? ['legend', '.hint', '.answer'].flatMap(part =>
  [...question.querySelectorAll(part)].filter(one => one.innerText.trim()).slice(0, 3)) : [];
const outside = parts.filter(part => {
  const box = part.getBoundingClientRect();
  return box.top < top - 1 || box.bottom > innerHeight;
}).map(part => part.outerHTML.slice(0, 90));
const shown = link => {
  const { left, top, width, height } = link.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, top + height / 2) === link;
};
const help = [...document.querySelectorAll('a[href=\"tel:988\"]')].some(shown);
return [...outside, ...(help ? [] : ['988'])];";

/// Before anybody scrolls, a phone shows a question, how to answer it, and three answers at
/// least; and a link that calls 988, from the start to the result.
#[test]
fn the_window_of_a_phone_shows_what_matters() {
    on_page(true, async |browser, _| {
        browser.resize(360, 740).await;
        browser.ask("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        let outside =
            async |part: &str| browser.run(OUT_OF_SIGHT, vec![json!(part)]).await;
        assert_eq!(outside("#none").await, json!([]), "the start");
        let start = "const box = document.querySelector('[data-do=start]').getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight";
        assert_eq!(browser.run(start, vec![]).await, json!(true), "the way in");
        click(browser, &["[data-do=start]"]).await;
        for question in 1..=PRACTICE.questions() {
            let question = format!("#q{question}");
            assert_eq!(outside(&question).await, json!([]), "{question}");
            click(browser, &[&format!("{question}-1"), "[data-do=continue]"]).await;
        }
        assert_eq!(outside("#none").await, json!([]), "the review");
        click(browser, &["[data-do=continue]"]).await;
        assert_eq!(outside("#none").await, json!([]), "the result");
    });
}

/// What is chosen, wrong and current is told by lines, which stay where colours are forced.
#[test]
fn forced_colours_keep_what_is_chosen_wrong_and_current() {
    on_page(true, async |browser, _| {
        browser.prefer("forced-colors", "active").await;
        let forced = "return matchMedia('(forced-colors: active)').matches";
        assert_eq!(browser.run(forced, vec![]).await, json!(true));
        click(browser, &["[data-do=start]", "[data-do=continue]"]).await;
        let line = |selector: &str, edge: &str| {
            format!(
                "const style = getComputedStyle(document.querySelector('{selector}'));
                return style.{edge}Style !== 'none' && parseFloat(style.{edge}Width) >= 3"
            )
        };
        for selector in ["#problem", "#error"] {
            let seen = browser.run(&line(selector, "borderInlineStart"), vec![]).await;
            assert_eq!(seen, json!(true), "{selector}");
        }
        press(browser, Key::Tab).await;
        click(browser, &["#q1-1"]).await;
        let chosen = line(".answer:has(:checked)", "outline");
        assert_eq!(
            browser.run(&chosen, vec![]).await,
            json!(true),
            "the answer that is chosen"
        );
        let other = line(".answer:not(:has(:checked))", "outline");
        assert_eq!(browser.run(&other, vec![]).await, json!(false), "and no other");
    });
}

/// From the press of "Start" the first question has the focus within a tenth of a second, and
/// nothing on the page moves but what was asked for.
#[test]
fn the_first_question_is_there_at_once() {
    on_page(true, async |browser, server| {
        let mut times = vec![];
        for _ in 0..7 {
            open(browser, server, true).await;
            let watch = "
                const start = document.querySelector('[data-do=start]');
                window.shifts = [];
                new PerformanceObserver(list => shifts.push(...list.getEntries()
                    .map(entry => [entry.value, entry.hadRecentInput])))
                    .observe({ type: 'layout-shift', buffered: true });
                addEventListener('pointerdown', event => window.pressed = event.timeStamp);
                addEventListener('focusin', event => {
                    const legend = event.target.closest('#q1 legend');
                    if (!legend) return;
                    window.focused = performance.now();
                    requestAnimationFrame(() => setTimeout(() => drawn = performance.now()));
                });
                window.drawn = 0;
                start.scrollIntoView()";
            browser.run(watch, vec![]).await;
            let start = browser.driver.find(By::Css("[data-do=start]")).await;
            start.expect("there").click().await.expect("pressed");
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            let told = "return [focused - pressed, drawn - pressed, shifts]";
            let told = browser.run(told, vec![]).await;
            let times_of = |at: usize| told[at].as_f64().expect("a time");
            times.push((times_of(0), times_of(1)));
            let shifts = told[2].as_array().expect("a list").iter();
            let unasked: Vec<&Value> =
                shifts.filter(|shift| shift[1] == json!(false)).collect();
            assert!(unasked.is_empty(), "the page moved: {unasked:?}");
        }
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (to_focus, to_frame) = times[times.len() / 2];
        say(&format!(
            "from Start to the first question: focus {to_focus:.1} ms, drawn {to_frame:.1} ms"
        ));
        assert!(to_focus <= 100.0, "{times:?}");
    });
}

/// Without `:has()` nothing is lost but comfort: the check is there on paper, and the program
/// works.
#[test]
fn browsers_without_has_show_the_check_on_paper() {
    on_changed(true, fault::no_script_no_has, async |browser, _| {
        let seen =
            "return ['.when', '.outcome', '.panel', '.question', '.given'].map(one =>
            [...document.querySelectorAll(one)].every(part => part.checkVisibility()))";
        assert_eq!(browser.run(seen, vec![]).await, json!(vec![true; 5]));
        let hidden =
            "return ['.todo', '.ready', '.reason', '#fault', '#problem'].some(one =>
            [...document.querySelectorAll(one)].some(part => part.checkVisibility()))";
        assert_eq!(browser.run(hidden, vec![]).await, json!(false));
    });
    on_changed(true, fault::no_has, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        let answers = vec![Answer::Pick(0); PRACTICE.questions()];
        click(browser, &["[data-do=start]"]).await;
        assert_eq!(step(browser).await, "q1");
        browser.run("answer(arguments[0])", vec![json!(PRACTICE.ticks(&answers))]).await;
        for _ in 0..=answers.len() {
            click(browser, &["[data-do=continue]"]).await;
        }
        let shown = browser.run("return told()", vec![]).await;
        assert_eq!(shown, json!(PRACTICE.told(&answers)));
        let paper = "return document.querySelector('.when').checkVisibility()";
        assert_eq!(browser.run(paper, vec![]).await, json!(false));
    });
}
