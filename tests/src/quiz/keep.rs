//! What a person keeps on paper: the printed sheet, and the check on paper for whoever prints
//! before there is a result.
use std::fs;
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rules::Answer;
use serde_json::json;
use tempfile::TempDir;

use crate::browser::{self, Browser};
use crate::equal::SEEN;
use crate::subject::PRACTICE;
use crate::{click, on_page, step};

/// Letter and A4, in inches.
const SHEETS: [(f64, f64); 2] = [(8.5, 11.0), (8.27, 11.69)];

/// A page as it comes out of a printer.
struct Printed {
    folder: TempDir,
    text: String,
    /// The words of each page.
    pages: Vec<String>,
}

impl Printed {
    async fn by(browser: &Browser, (width, height): (f64, f64)) -> Self {
        let how = json!({ "paperWidth": width, "paperHeight": height, "printBackground": true });
        let sheet = browser.ask("Page.printToPDF", how).await;
        let bytes = BASE64_STANDARD.decode(sheet["data"].as_str().expect("a text"));
        let folder = TempDir::new().expect("a temporary folder");
        fs::write(folder.path().join("sheet.pdf"), bytes.expect("base64"))
            .expect("writable");
        let poppler = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).current_dir(folder.path());
            let output = command.output().expect("poppler-utils is there");
            assert!(output.status.success(), "{program}");
            String::from_utf8(output.stdout).expect("text")
        };
        let text = poppler("pdftotext", &["-raw", "sheet.pdf", "-"]);
        // A form feed ends each page.
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let pages = text.trim_end_matches('\u{c}').split('\u{c}').map(words).collect();
        let text = words(&text);
        poppler("pdftoppm", &["-r", "50", "sheet.pdf", "page"]);
        Self { folder, text, pages }
    }

    /// The number of the page on which some words stand first.
    fn page_of(&self, words: &str) -> usize {
        let page = self.pages.iter().position(|page| page.contains(words));
        1 + page.unwrap_or_else(|| panic!("{words:?} is missing in {}", self.text))
    }

    /// The pages as pictures.
    fn pictures(&self) -> Vec<Vec<u8>> {
        let mut paths: Vec<_> = fs::read_dir(self.folder.path())
            .expect("readable")
            .map(|entry| entry.expect("readable").path())
            .filter(|path| path.extension().is_some_and(|kind| kind == "ppm"))
            .collect();
        paths.sort();
        paths.iter().map(|path| fs::read(path).expect("readable")).collect()
    }

    /// On a white ground nothing has a colour.
    fn assert_black_on_white(&self) {
        for picture in self.pictures() {
            // Three lines of head, then three bytes for each dot.
            let head =
                picture.split_inclusive(|byte| *byte == b'\n').take(3).map(<[u8]>::len);
            let dots = &picture[head.sum()..];
            let coloured = |dot: &&[u8]| dot.iter().max() > dot.iter().min();
            assert_eq!(dots.chunks(3).filter(coloured).count(), 0, "nothing is coloured");
            let white = dots.chunks(3).filter(|dot| dot.iter().all(|part| *part == 255));
            assert!(white.count() * 10 > dots.len() / 3 * 6, "the ground is white");
        }
    }
}

/// Whether printed pages can be looked at here; `CANDOR_BROWSER=1` makes "no" a failure.
fn can_look() -> bool {
    browser::have(&["pdftotext", "pdfinfo", "pdftoppm"], "poppler-utils is")
}

/// The people with the most to print: all notes, and all reasons for a clinician's look.
pub(crate) fn wordy() -> [Vec<Answer>; 2] {
    let ids = |wanted: [&str; 15]| {
        let questions = PRACTICE.table.questions.iter().zip(wanted);
        let at = |(question, id): (&rules::Question, &str)| {
            let rules::Kind::One(ids) = &question.kind else { panic!("one answer") };
            let mut all = ids.iter().chain(&question.also);
            Answer::Pick(all.position(|one| one == id).expect("the answer is there"))
        };
        questions.map(at).collect()
    };
    [
        ids([
            "no", "older", "anx", "two", "yes", "no", "no", "ctrl", "no", "no", "no",
            "no", "no", "no", "unsure",
        ]),
        ids([
            "skip", "older", "anx", "zero", "unsure", "unsure", "maybe", "high", "yes",
            "unsure", "skip", "yes", "yes", "yes", "no",
        ]),
    ]
}

pub(crate) async fn to_result(browser: &Browser, answers: &[Answer]) {
    browser.run(SEEN, vec![]).await;
    let script = "const press = action => document.querySelector(`[data-do=${action}]`).click();
        const form = document.querySelector('form.self-check');
        answer(arguments[0]);
        press('start');
        for (let at = 0; at < 20 && form.dataset.step !== 'result'; at++) press('continue');";
    browser.run(script, vec![json!(PRACTICE.ticks(answers))]).await;
    assert_eq!(step(browser).await, "result");
}

/// Everything that a summary owes.
async fn assert_summary(
    browser: &Browser,
    answers: &[Answer],
    dated: bool,
    pages: usize,
) {
    let script = "
        const words = selector => [...document.querySelectorAll(selector)]
            .filter(part => part.checkVisibility()).map(part => part.innerText.trim());
        return [words('.outcome h3'), words('.reason').map(text => text.replace(/\u{2060}.*/s, '')),
            [...document.querySelectorAll('.brief')].map(part => part.textContent),
            [...document.querySelectorAll(':checked + label')].map(part => part.textContent)]";
    let wanted = browser.run(script, vec![]).await;
    let page = fs::read_to_string(PRACTICE.website.path().join("self-check/index.html"));
    let page = page.expect("the page is there");
    let (_, version) = page.split_once(". Version ").expect("it is told");
    let version = &version[..8];
    for size in SHEETS {
        let sheet = Printed::by(browser, size).await;
        let text = &sheet.text;
        for words in wanted.as_array().expect("lists").iter().flat_map(|list| {
            list.as_array()
                .expect("a list")
                .iter()
                .map(|text| text.as_str().expect("a text"))
        }) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&words), "{words:?} is missing in {text}");
        }
        for words in [
            "This is not a diagnosis.",
            "424-307-9504",
            "Call 988 Text 988",
            "Call 911",
            &format!("Version {version}"),
        ] {
            assert!(text.contains(words), "{words:?} is missing in {text}");
        }
        if dated {
            let today = "return new Date().toLocaleDateString()";
            let today = browser.run(today, vec![]).await;
            let date = format!("Date: {}", today.as_str().expect("a text"));
            assert!(text.contains(&date), "{date:?} is missing in {text}");
        }
        // What to ask may go on to a sheet of its own.
        let (last, asks) = (
            sheet.page_of(&format!("Version {version}")),
            sheet.page_of("Questions to take along"),
        );
        assert!(last <= pages, "{answers:?} print {last} pages: {text}");
        assert!(asks <= last + 1 && sheet.pages.len() <= last + 1, "{answers:?}: {text}");
        sheet.assert_black_on_white();
    }
}

#[test]
fn the_summary_is_one_sheet() {
    if !can_look() {
        return;
    }
    on_page(true, async |browser, server| {
        // All notes at once fit on one sheet; every reason there is may go on to a second.
        for (answers, pages) in wordy().into_iter().zip([1, 2]) {
            crate::open(browser, server, true).await;
            to_result(browser, &answers).await;
            assert_summary(browser, &answers, true, pages).await;
        }
    });
    on_page(false, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        for answers in wordy() {
            let facts = json!(PRACTICE.ticks(&answers));
            browser.run("answer(arguments[0])", vec![facts]).await;
            // Without a script the page's first words stand above it.
            assert_summary(browser, &answers, false, 2).await;
        }
    });
}

/// Printed before there is a result, the page is the check on paper: all questions, all
/// results with what leads to them, and nothing of what was ticked.
#[test]
fn before_a_result_the_check_is_printed_on_paper() {
    if !can_look() {
        return;
    }
    let mut sheets = vec![];
    on_page(true, async |browser, _| {
        sheets.push(Printed::by(browser, SHEETS[0]).await);
        click(browser, &["[data-do=start]", "#q1-1", "[data-do=continue]", "#q2-2"])
            .await;
        sheets.push(Printed::by(browser, SHEETS[0]).await);
        let rest = "for (const question of [...document.querySelectorAll('.question')].slice(1)) {
            document.querySelector(`#${question.id}-2`).click();
            document.querySelector('[data-do=continue]').click();
        }";
        browser.run(rest, vec![]).await;
        assert_eq!(step(browser).await, "review");
        sheets.push(Printed::by(browser, SHEETS[0]).await);
    });
    on_page(false, async |browser, _| {
        sheets.push(Printed::by(browser, SHEETS[0]).await);
        click(browser, &["#q1-1", "#q2-2", "#q8-2"]).await;
        sheets.push(Printed::by(browser, SHEETS[0]).await);
    });
    if sheets.is_empty() {
        return;
    }
    let table = &PRACTICE.table;
    for (at, sheet) in sheets.iter().enumerate() {
        sheet.assert_black_on_white();
        // Only a script knows the date.
        let same = &sheets[if at < 3 { 0 } else { 3 }];
        assert_eq!(sheet.text, same.text, "sheet {at}");
        assert!(sheet.pictures() == same.pictures(), "sheet {at} shows no tick");
    }
    let text = &sheets[0].text;
    let help = text.find("Call 988 Text 988").expect("help is there");
    assert!(help < text.find("How old are you?").expect("the questions are there"));
    assert!(text.contains("Read from the top."), "{text}");
    let told =
        text.matches("This is your result if you gave one of these answers:").count();
    assert_eq!(told, table.outcomes.len());
    // What is folded up on a screen is open on paper.
    let sources = text.split_once("Sources of this page (").expect("they are there").1;
    assert!(
        sources.split_once(") ").is_some_and(|(_, list)| list.starts_with("1. ")),
        "{text}"
    );
}
