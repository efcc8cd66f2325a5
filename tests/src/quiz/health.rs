//! The self-checks of a practice that says nobody to call in a crisis: whole without it, with
//! and without a script, on the screen and in what is kept.
use serde_json::json;

use crate::browser::Browser;
use crate::equal::{through_the_program, through_the_stylesheet};
use crate::fhir::{assert_saved, published, save};
use crate::subject::{DENTAL, Subject};
use crate::{as_it_is, click, on, shows, step};

/// Gives each question its first answer. Meanwhile nothing that is shown is empty.
async fn to_result(browser: &Browser, subject: &Subject) {
    click(browser, &["[data-do=start]"]).await;
    for question in 1..=subject.questions() {
        assert_eq!(browser.run(EMPTY, vec![]).await, json!([]), "{question}");
        click(browser, &[&format!("#q{question}-1"), "[data-do=continue]"]).await;
    }
    click(browser, &["[data-do=continue]"]).await;
    assert_eq!(step(browser).await, "result");
}

/// Links that call nobody, and what is shown without words.
const EMPTY: &str = "
return [...document.querySelectorAll('a[href^=sms], a[href=\"tel:\"], .call-now, .calls, .crisis-bar')]
  .concat([...document.querySelectorAll('main :is(p:not(.presses), ul, ol, h2, h3, section, .urgent)')].filter(one =>
    one.checkVisibility() && !one.innerText.trim() && !one.querySelector('svg, input, progress')))
  .map(one => one.outerHTML.slice(0, 90));";

#[test]
fn without_crisis_lines_the_rules_say_the_same() {
    for subject in DENTAL.iter() {
        through_the_stylesheet(subject, 500);
        through_the_program(subject, 100, 2_000);
    }
}

/// What is asked leads to a result, and neither a link nor an empty box tells of help that the
/// practice does not name.
#[test]
fn without_crisis_lines_nothing_is_left_empty() {
    for (subject, has_script) in
        DENTAL.iter().flat_map(|subject| [(subject, false), (subject, true)])
    {
        on(subject, has_script, as_it_is, async |browser, _| {
            assert_eq!(browser.run(EMPTY, vec![]).await, json!([]), "{has_script}");
            if !has_script {
                return;
            }
            to_result(browser, subject).await;
            assert_eq!(browser.run(EMPTY, vec![]).await, json!([]), "the result");
            assert!(shows(browser, ".outcome[data-now]").await);
        });
    }
}

/// A file is made of what is there: the crisis lines are no part that has to be.
#[test]
fn without_crisis_lines_a_result_can_be_kept() {
    for subject in DENTAL.iter() {
        on(subject, true, as_it_is, async |browser, _| {
            to_result(browser, subject).await;
            let (page, response) = save(browser).await;
            assert_saved(&page, &response, &published(subject));
            assert!(page.contains("Version "), "{page}");
        });
    }
}
