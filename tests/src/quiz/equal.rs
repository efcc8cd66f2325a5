//! The style sheet and the program say what the rules say, for people on every edge of the
//! diagram and for thousands of others.
use rules::compile::Model;
use rules::{Answer, Next, Program};
use serde_json::json;
use support::vector;

use crate::browser::Browser;
use crate::subject::{PRACTICE, Subject, WHOLE};
use crate::{as_it_is, on};

/// What the page shows of a result, in the numbers of the rules; and answers as facts.
pub(crate) const SEEN: &str = "
const parts = document.querySelectorAll('.outcome, .panel, .reason');
const number = part => part.id || part.className.slice('reason '.length);
window.told = () =>
  [...parts].filter(part => part.checkVisibility()).map(number).sort().join(' ');
const form = document.querySelector('form.self-check');
const inputs = new Map([...form.querySelectorAll('input')].reverse()
  .map(input => [`${input.name.slice(1) - 1} ${input.value}`, input]));
let ticked = [];
window.answer = facts => {
  const wanted = facts.flatMap((facts, at) => facts.map(fact => inputs.get(`${at} ${fact}`)));
  for (const input of ticked) if (!wanted.includes(input)) input.checked = false;
  for (const input of wanted) input.checked = true;
  ticked = wanted;
};
";

/// The same in a copy of the form that is never drawn, with a program of its own, so that
/// many people can answer it in a second. The program and its script are the shipped ones.
const COPY: &str = "
const [done] = [...arguments].slice(-1);
const address = document.querySelector('script[src*=\"/quiz\"]').src;
import(address).then(({ begin }) => {
  const copy = document.implementation.createHTMLDocument();
  copy.body.append(copy.importNode(form, true));
  const packed = Uint8Array.from(atob(form.dataset.program), byte => byte.charCodeAt(0));
  const quiz = begin(copy, packed);
  const review = copy.querySelector('[data-do=review]');
  const inputs = new Map([...copy.querySelectorAll('input')].reverse()
    .map(input => [`${input.name.slice(1) - 1} ${input.value}`, input]));
  const shown = ['.outcome[data-now]', '.panel[data-now]', '.outcome[data-now] .reason[data-now]',
    '.also[data-now] .by[data-now] .reason[data-now]'].join();
  const number = part => part.id || part.className.slice('reason '.length);
  const root = copy.querySelector('form');
  history.pushState = () => {};
  window.tell = people => people.map(facts => {
    // A form that is not on a screen can't be reset.
    inputs.forEach(input => input.checked = false);
    facts.forEach((facts, at) => facts.forEach(fact => inputs.get(`${at} ${fact}`).checked = true));
    quiz.forget();
    quiz.press(review);
    quiz.proceed();
    return root.dataset.step === 'result'
      ? [...root.querySelectorAll(shown)].map(number).sort().join(' ') : 'no result';
  });
  done(true);
}, error => done(String(error)));
";

/// People on every edge of the diagram, then random ones.
fn people(subject: &Subject, random: usize) -> Vec<Vec<Answer>> {
    let model = Model::new(&subject.table).expect("small enough");
    let mut people = model.edges();
    people.extend(vector::biased(&subject.table, 1).take(random));
    people
}

async fn compare(
    browser: &Browser,
    subject: &Subject,
    script: &str,
    people: &[Vec<Answer>],
) {
    let mut outcomes = vec![];
    for people in people.chunks(500) {
        let facts = |(at, answers): (usize, &Vec<Answer>)| match at % 2 {
            0 => subject.ticks(answers),
            _ => subject.careless_ticks(answers),
        };
        let facts: Vec<_> = people.iter().enumerate().map(facts).collect();
        let shown = browser.run(script, vec![json!(facts)]).await;
        let shown = shown.as_array().expect("a list");
        assert_eq!(shown.len(), people.len());
        for (answers, shown) in people.iter().zip(shown) {
            assert_eq!(shown, &json!(subject.told(answers)), "for {answers:?}");
            outcomes.push(subject.table.decide(answers).outcome);
        }
    }
    outcomes.sort_unstable();
    outcomes.dedup();
    assert_eq!(outcomes.len(), subject.table.outcomes.len(), "every outcome came up");
}

const BY_STYLE: &str =
    "return arguments[0].map(facts => { answer(facts); return told() })";

/// From each result to the list of answers, and with other answers back to a result.
const BY_PROGRAM: &str = "
const press = action => document.querySelector(`[data-do=${action}]`).click();
const form = document.querySelector('form.self-check');
if (!form.dataset.step) { answer(arguments[0][0]); press('start') }
for (let at = 0; at < 20 && form.dataset.step !== 'result'; at++) press('continue');
return arguments[0].map(facts => {
  press('review'); answer(facts); press('continue'); return told();
});";

pub(crate) fn through_the_stylesheet(subject: &Subject, random: usize) {
    on(subject, false, as_it_is, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        compare(browser, subject, BY_STYLE, &people(subject, random)).await;
    });
}

pub(crate) fn through_the_program(subject: &Subject, seen: usize, random: usize) {
    on(subject, true, as_it_is, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        compare(browser, subject, BY_PROGRAM, &people(subject, seen)).await;
        let copied = browser.run_async(&format!("{SEEN}{COPY}"), vec![]).await;
        assert_eq!(copied, json!(true));
        let all = "return tell(arguments[0])";
        compare(browser, subject, all, &people(subject, random)).await;
    });
}

#[test]
fn the_stylesheet_says_what_the_rules_say() {
    through_the_stylesheet(&PRACTICE, 5_000);
}

#[test]
#[ignore = "slow: some ten minutes"]
fn the_stylesheet_says_what_the_rules_say_to_100_000() {
    through_the_stylesheet(&PRACTICE, 100_000);
}

#[test]
fn the_program_says_what_the_rules_say() {
    through_the_program(&PRACTICE, 300, 100_000);
}

#[test]
fn the_stylesheet_knows_the_whole_language() {
    through_the_stylesheet(&WHOLE, 1_000);
}

#[test]
fn the_program_knows_the_whole_language() {
    through_the_program(&WHOLE, 300, 10_000);
}

/// Which questions are asked follows the answers before, and what is hidden counts for nothing.
#[test]
fn without_a_script_a_question_shows_when_it_is_asked() {
    on(&WHOLE, false, as_it_is, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        let script = "return arguments[0].map(facts => {
            answer(facts);
            return [...document.querySelectorAll('.question')].map(one => one.checkVisibility());
        })";
        let going_on = |answers: &Vec<Answer>| {
            let verdict = WHOLE.table.decide(answers);
            !WHOLE.table.outcomes[verdict.outcome].stop
        };
        let people: Vec<_> = people(&WHOLE, 50).into_iter().filter(going_on).collect();
        let facts: Vec<_> = people.iter().map(|answers| WHOLE.ticks(answers)).collect();
        let shown = browser.run(script, vec![json!(facts)]).await;
        let asked = |answers: &Vec<Answer>| -> Vec<bool> {
            let asked = WHOLE.table.asked(answers).into_iter();
            asked.map(|asked| asked == Some(true)).collect()
        };
        let wanted: Vec<_> = people.iter().map(asked).collect();
        assert!(wanted.iter().flatten().any(|asked| !asked), "some are not asked");
        assert_eq!(shown, json!(wanted));
    });
}

#[test]
fn no_result_shows_before_it_is_certain_and_a_stop_shows_at_once() {
    for subject in [&PRACTICE, &WHOLE] {
        result_shows_when_certain(subject);
    }
}

fn result_shows_when_certain(subject: &Subject) {
    on(subject, false, as_it_is, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        let program = Program::compile(&subject.table).expect("small enough");
        let (mut shown, mut open) = (0, 0);
        for whole in people(subject, 20).iter().step_by(7) {
            let cut = |end| -> Vec<Answer> {
                let given = |(at, answer): (usize, &Answer)| {
                    if at < end { *answer } else { Answer::Missing }
                };
                whole.iter().enumerate().map(given).collect()
            };
            let all: Vec<_> = (0..=whole.len()).map(cut).collect();
            let facts: Vec<_> =
                all.iter().map(|answers| subject.ticks(answers)).collect();
            let seen = browser.run(BY_STYLE, vec![json!(facts)]).await;
            for (answers, seen) in all.iter().zip(seen.as_array().expect("a list")) {
                let seen = seen.as_str().expect("a text");
                let outcome = seen.split(' ').find(|part| part.starts_with('o'));
                let wanted = match program.next(answers) {
                    Next::Done(verdict) => Some(format!("o{}", verdict.outcome + 1)),
                    _ => None,
                };
                assert_eq!(outcome, wanted.as_deref(), "{answers:?}");
                if wanted.is_some() { shown += 1 } else { open += 1 }
            }
        }
        assert!(shown > 0 && open > 0);
    });
}
