//! Scales: what their points come to without the program, with it, on paper, and in what is
//! kept.
use std::fs;

use rules::compile::Model;
use rules::{Answer, Cell, Table};
use serde_json::{Value, json};
use support::vector::biased;

use crate::browser::Browser;
use crate::equal::{SEEN, through_the_program, through_the_stylesheet};
use crate::fault::no_script_no_has;
use crate::fhir::{assert_saved, published, save};
use crate::subject::{HEART, PRACTICE, SCORED, Subject, WORRY};
use crate::{as_it_is, click, on, shows, step};

const SCALES: [&std::sync::LazyLock<Subject>; 3] = [&WORRY, &HEART, &SCORED];

#[test]
fn the_stylesheet_adds_up() {
    for subject in SCALES {
        through_the_stylesheet(subject, 400);
    }
}

#[test]
fn the_program_adds_up() {
    for subject in SCALES {
        through_the_program(subject, 30, 1_000);
    }
}

/// What a browser makes of the style sheets that knows no style queries.
#[allow(clippy::unnecessary_wraps, reason = "it is a change of the server")]
fn no_style_queries(path: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if !path.contains(".css") {
        return Some(bytes);
    }
    let text = String::from_utf8(bytes).expect("text");
    Some(text.replace("@container style(", "@container unknown(").into())
}

/// The table with every score out of it: a row that names one holds whatever its sum is, or
/// never does.
fn without_sums(table: &Table, holds: bool) -> Table {
    let mut other = table.clone();
    let rules = other.rules.iter_mut().map(|rule| &mut rule.when);
    let asks = other.questions.iter_mut().map(|question| &mut question.ask_if);
    // Nothing to ask for is to be asked always.
    for when in rules.chain(asks).filter(|when| !when.is_empty()) {
        let is_score = |cell: &Cell| matches!(cell, Cell::Score { .. });
        if holds {
            for row in when.iter_mut() {
                row.retain(|cell| !is_score(cell));
            }
        } else {
            when.retain(|row| !row.iter().any(is_score));
            if when.is_empty() {
                let never = Cell::Answer { question: 0, any: 0, all: 0, none: 0 };
                when.push(vec![never]);
            }
        }
    }
    other
}

/// The outcomes that must stand in the page where nothing is known of the sums: the one that
/// is certain, and whatever is more cautious and possible.
fn open_outcomes(table: &Table, answers: &[Answer]) -> Vec<usize> {
    let certain = without_sums(table, false).decide(answers).outcome;
    let possible = without_sums(table, true);
    let fired = possible.decide(answers).fired;
    let asked = fired.iter().filter_map(|rule| table.rules[*rule].outcome);
    let mut open: Vec<usize> = asked.filter(|outcome| *outcome > certain).collect();
    open.push(certain);
    open.sort_unstable();
    open.dedup();
    open
}

/// The outcomes that are seen, the most cautious first, each with whether it says when it is
/// meant, and why.
const OUTCOMES: &str = "return arguments[0].map(facts => {
    answer(facts);
    return [...document.querySelectorAll('.outcome')].filter(one => one.checkVisibility())
        .map(one => [+one.id.slice(1) - 1, ...['.when', '.reasons']
            .map(part => one.querySelector(part)?.checkVisibility() ?? false)]);
})";

/// Where the browser cannot compare a sum, a rule without one decides all the same, and what
/// the points may lead to stands open with what it takes. Nothing else does.
#[test]
fn without_style_queries_only_what_the_points_may_mean_stands_open() {
    for subject in SCALES {
        let table = &subject.table;
        on(subject, false, no_style_queries, async |browser, _| {
            browser.run(SEEN, vec![]).await;
            let people = people(subject);
            let facts: Vec<_> =
                people.iter().map(|answers| subject.ticks(answers)).collect();
            let seen = browser.run(OUTCOMES, vec![json!(facts)]).await;
            let mut several = 0;
            for (answers, seen) in people.iter().zip(seen.as_array().expect("a list")) {
                let open = open_outcomes(table, answers);
                assert!(open.contains(&table.decide(answers).outcome), "{answers:?}");
                let (certain, is_open) = (open[0], open.len() > 1);
                let wanted = open.iter().rev().map(|&outcome| {
                    let by_rule = outcome == certain && outcome != table.otherwise;
                    json!([outcome, is_open && !by_rule, by_rule])
                });
                assert_eq!(seen, &wanted.collect::<Value>(), "{answers:?}");
                several += usize::from(is_open);
            }
            assert!(several > 0);
        });
    }
}

/// Help in a crisis shows as soon as it is asked for, and nothing beside it.
#[test]
fn a_stop_needs_no_sum() {
    for change in [as_it_is, no_style_queries] {
        on(&WORRY, false, change, async |browser, _| {
            browser.run(SEEN, vec![]).await;
            let told = "return told()";
            assert_eq!(browser.run(told, vec![]).await, json!(""));
            click(browser, &["#q1-2"]).await;
            assert_eq!(browser.run(told, vec![]).await, json!("o5 p1 r1"));
            assert!(!shows(browser, ".sum").await && !shows(browser, "#q2").await);
            click(browser, &["#q1-1", "#q2-4"]).await;
            assert_eq!(browser.run(told, vec![]).await, json!(""));
        });
    }
}

/// People on every edge of the diagram, and some others.
fn people(subject: &Subject) -> Vec<Vec<Answer>> {
    let model = Model::new(&subject.table).expect("small enough");
    let people = model.edges().into_iter().step_by(3);
    people.chain(biased(&subject.table, 3).take(60)).collect()
}

/// The sum that stands in the page, by the counter or as a text; nothing where none is seen.
const SUM: &str = "return arguments[0].map(facts => {
    answer(facts);
    const output = document.querySelector('#s1 output');
    const counted = getComputedStyle(output, '::before').counterReset;
    const blank = document.querySelector('#s1 .blank').checkVisibility();
    return [output.checkVisibility() ? +counted.split(' ')[1] : null, blank];
})";

#[test]
fn a_sum_stands_beside_the_result_without_the_program() {
    for (change, subject) in [as_it_is, no_style_queries]
        .into_iter()
        .flat_map(|change| SCALES.map(|subject| (change, subject)))
    {
        let table = &subject.table;
        on(subject, false, change, async |browser, _| {
            browser.run(SEEN, vec![]).await;
            let people = people(subject);
            let facts: Vec<_> =
                people.iter().map(|answers| subject.ticks(answers)).collect();
            let seen = browser.run(SUM, vec![json!(facts)]).await;
            for (answers, seen) in people.iter().zip(seen.as_array().expect("a list")) {
                let stops = table.outcomes[table.decide(answers).outcome].stop;
                let sum = table.total(0, answers).filter(|_| !stops);
                assert_eq!(seen, &json!([sum, false]), "{answers:?}");
            }
        });
    }
}

/// The words of a sum, as a page's text has them.
async fn sum_text(browser: &Browser) -> String {
    let script = "return document.querySelector('#s1').innerText";
    crate::text(&browser.run(script, vec![]).await)
}

/// With the program the number is in the page's text, so it is in what is kept, in words and
/// for the systems of a clinic.
#[test]
fn a_sum_is_kept_with_the_result() {
    on(&WORRY, true, as_it_is, async |browser, _| {
        let answered = async |answers: &[usize]| {
            for (at, answer) in answers.iter().enumerate() {
                let input = format!("#q{}-{answer}", at + 1);
                click(browser, &[&input, "[data-do=continue]"]).await;
            }
            click(browser, &["[data-do=continue]"]).await;
            assert_eq!(step(browser).await, "result");
        };
        click(browser, &["[data-do=start]"]).await;
        answered(&[1, 4, 3, 2, 1, 1, 1, 4, 1]).await;
        assert_eq!(sum_text(browser).await, "GAD-7: 9 (from 0 to 21)");
        // Another answer, another sum.
        click(browser, &["[data-do=review]", "#q4-4", "[data-do=continue]"]).await;
        assert_eq!(sum_text(browser).await, "GAD-7: 11 (from 0 to 21)");
        let (page, response) = save(browser).await;
        assert!(page.contains("GAD-7: 11 (from 0 to 21)"), "{page}");
        let sum = json!({ "linkId": "gad", "text": "GAD-7", "answer": [{ "valueInteger": 11 }] });
        assert!(response["item"].as_array().expect("a list").contains(&sum));
        assert_saved(&page, &response, &published(&WORRY));
        // Nothing stands between somebody in a crisis and help.
        click(browser, &["[data-do=review]", "#q1-2", "[data-do=continue]"]).await;
        assert!(!shows(browser, ".sum").await);
    });
}

/// On paper, and where no style sheet of ours works, a hand can do the sum.
#[test]
fn on_paper_points_are_to_be_added_up() {
    on(&WORRY, true, no_script_no_has, async |browser, _| {
        let script = "return [...document.querySelectorAll('#q2 .answer, #q1 .answer')]
            .filter(one => one.checkVisibility()).map(one => one.innerText.replace(/\\s+/g, ' '))";
        let wanted = [
            "No",
            "Yes",
            "Not at all 0 points",
            "Several days 1 point",
            "More than half the days 2 points",
            "Nearly every day 3 points",
        ];
        assert_eq!(browser.run(script, vec![]).await, json!(wanted));
        let words = "return document.querySelector('#result').innerText";
        let words = crate::text(&browser.run(words, vec![]).await);
        for wanted in [
            "For GAD-7, add the points of questions 2 to 8: 5 to 9 means “Some worry”, 10 to 14 \
             means “A lot of worry”, 15 to 21 means “Very much worry”.",
            "Points of questions 2 to 8: 15 to 21",
            "GAD-7: ______ (from 0 to 21)",
        ] {
            assert!(words.contains(wanted), "{words}");
        }
    });
}

/// No verdict by colour, no percent: the sum looks like any other words of the result.
#[test]
fn a_sum_is_a_plain_number() {
    on(&WORRY, false, as_it_is, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        let look = "return arguments[0].map(facts => {
            answer(facts);
            const { color, backgroundColor, fontWeight } =
                getComputedStyle(document.querySelector('#s1'));
            const word = getComputedStyle(document.querySelector('#result')).color;
            return [color === word, backgroundColor, fontWeight];
        })";
        let alike = |answer| {
            let mut answers = vec![Answer::Pick(answer); 9];
            (answers[0], answers[8]) = (Answer::Pick(0), Answer::Pick(0));
            WORRY.ticks(&answers)
        };
        let looks = browser.run(look, vec![json!([alike(0), alike(1), alike(3)])]).await;
        let plain = json!([true, "rgba(0, 0, 0, 0)", "400"]);
        assert_eq!(looks, json!([plain, plain, plain]));
    });
}

/// A check without scores sends nothing that only scores need.
#[test]
fn a_check_without_scores_does_not_pay_for_them() {
    let folder = PRACTICE.website.path();
    let assets = fs::read_dir(folder.join("assets")).expect("there are assets");
    let own = assets.map(|entry| entry.expect("readable").path());
    let own = own.filter(|path| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        ["quiz.", "self-check."].iter().any(|start| name.starts_with(start))
            && !name.contains(".wasm")
    });
    let mut seen = 0;
    for path in own.chain([folder.join("self-check/index.html")]) {
        let text = fs::read_to_string(&path).expect("text");
        for word in
            ["@container", "@property", "MutationObserver", "points\"", "class=\"sum"]
        {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
        seen += 1;
    }
    assert_eq!(seen, 3);
}

/// The published questions carry the points of their options, and a place for each sum.
#[test]
fn the_published_questions_carry_their_points() {
    for subject in SCALES {
        let file = subject.website.path().join("self-check/questionnaire.json");
        let asked = fs::read_to_string(file).expect("it is published");
        let asked: Value = serde_json::from_str(&asked).expect("JSON");
        let item = |id: &str| {
            let mut items = asked["item"].as_array().expect("a list").iter();
            items.find(|item| item["linkId"] == id).expect("it is there").clone()
        };
        for score in &subject.table.scores {
            assert_eq!(item(&score.id)["type"], "integer");
            for part in &score.items {
                let question = item(&subject.table.questions[part.question].id);
                let options = question["answerOption"].as_array().expect("a list");
                let mut points: Vec<i64> = options.iter().filter_map(points_of).collect();
                // Two bands of a number may have the same points.
                points.sort_unstable();
                points.dedup();
                let mut wanted = part.points.clone();
                wanted.sort_unstable();
                wanted.dedup();
                assert_eq!(points, wanted, "{question:#}");
            }
        }
    }
}

/// The points of an option.
fn points_of(option: &Value) -> Option<i64> {
    let extensions = option["extension"].as_array()?;
    let points = extensions.iter().find(|extension| {
        extension["url"] == "http://hl7.org/fhir/StructureDefinition/ordinalValue"
    });
    points?["valueDecimal"].as_i64()
}
