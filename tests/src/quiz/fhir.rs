//! What the systems of a clinic take: the questions as they are published, and what a person
//! saves, against each other, against the rules, and against the schema of FHIR R4.
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rules::{Answer, Next, Program};
use serde_json::{Value, json};
use support::HERE;
use tempfile::TempDir;

use crate::browser::{self, Browser};
use crate::equal::SEEN;
use crate::keep::{to_result, wordy};
use crate::subject::{PRACTICE, SCORED, Subject, WHOLE, WORRY};
use crate::{as_it_is, click, on, on_page, step};

/// The questions of a website as they are published.
pub(crate) fn published(subject: &Subject) -> Value {
    let file = subject.website.path().join("self-check/questionnaire.json");
    let text = fs::read_to_string(file).expect("it is published");
    serde_json::from_str(&text).expect("JSON")
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

/// Presses a button and reads the one file that there is then, whose name tells nothing.
async fn saved(browser: &Browser, action: &str, name: &str) -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().to_str().expect("a plain path");
    let allow = json!({ "behavior": "allow", "downloadPath": path });
    browser.ask("Browser.setDownloadBehavior", allow).await;
    click(browser, &[&format!("[data-do={action}]")]).await;
    let file = folder.path().join(name);
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if file.is_file() {
            break;
        }
    }
    let names: Vec<_> = fs::read_dir(folder.path())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name())
        .collect();
    assert_eq!(names, [name]);
    fs::read_to_string(file).expect("readable")
}

/// The page that a person saves, and the response for a clinic.
pub(crate) async fn save(browser: &Browser) -> (String, Value) {
    let page = saved(browser, "save", "notes.html").await;
    let response = saved(browser, "fhir", "notes.json").await;
    let response: Value = serde_json::from_str(&response).expect("JSON");
    let (_, within) = page.split_once("application/fhir+json\">").expect("it is there");
    let (within, _) = within.split_once("</script>").expect("it ends");
    let mut within: Value = serde_json::from_str(within).expect("JSON");
    // A moment lies between them.
    within["authored"] = response["authored"].clone();
    assert_eq!(within, response);
    (page, response)
}

/// Everything that a response owes to the published questions.
pub(crate) fn assert_saved(page: &str, response: &Value, asked: &Value) {
    let canonical = format!("{}|{}", text(asked, "url"), text(asked, "version"));
    assert_eq!(response["questionnaire"], canonical);
    assert_eq!(response["status"], "completed");
    let items = list(response, "item");
    for item in items {
        assert_item(item, list(asked, "item"));
        let shown = ["text", "display"].map(|key| escaped(&words(item, key)));
        for words in shown.iter().filter(|words| !words.is_empty()) {
            assert!(
                item["answer"][0]["valueInteger"].is_i64() || page.contains(words),
                "{words}"
            );
        }
    }
    let order = |items: &[Value]| -> Vec<String> {
        items.iter().map(|item| text(item, "linkId").to_owned()).collect()
    };
    let answered = order(items);
    let kept = |id: &String| answered.contains(id);
    let wanted: Vec<_> = order(list(asked, "item")).into_iter().filter(kept).collect();
    assert_eq!(answered, wanted, "in the order of the questions");
    assert_eq!(answered.last().map(String::as_str), Some("result"));
    for name in ["subject", "author", "source", "identifier"] {
        assert!(response.get(name).is_none(), "it names nobody");
    }
    assert_schema(&[asked, response]);
}

/// The words of an item, or of its first answer.
fn words(item: &Value, key: &str) -> String {
    let words = match key {
        "text" if item["linkId"] != "result" => &item["text"],
        "text" => &Value::Null,
        _ => &item["answer"][0]["valueCoding"]["display"],
    };
    words.as_str().unwrap_or_default().to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// An item of a response says what its question says, in the same words and codes.
fn assert_item(item: &Value, asked: &[Value]) {
    let id = &item["linkId"];
    let question = asked.iter().find(|one| &one["linkId"] == id);
    let question = question.unwrap_or_else(|| panic!("{id} is asked"));
    assert_eq!(item["text"], question["text"]);
    assert!(!list(item, "answer").is_empty(), "{item}");
    for answer in list(item, "answer") {
        if question["type"] == "integer" {
            assert!(answer["valueInteger"].is_i64());
            continue;
        }
        let coding = &answer["valueCoding"];
        let mut offered = list(question, "answerOption").iter();
        assert!(offered.any(|one| &one["valueCoding"] == coding), "{coding}");
        for within in list(answer, "item") {
            assert_item(within, list(question, "item"));
        }
    }
}

/// Resources against the JSON schema of FHIR R4, by a library that has it.
fn assert_schema(resources: &[&Value]) {
    let tools = Path::new(HERE).join("browser");
    if !browser::have_tools() || !browser::have(&["node"], "Node is") {
        return;
    }
    let mut node = Command::new("node");
    node.arg("fhir.js").arg(json!(resources).to_string()).current_dir(&tools);
    let output = node.output().expect("node starts");
    let faults = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{faults} in {resources:#?}");
}

/// The codes of an item's answers.
fn codes(item: &Value) -> Vec<&str> {
    list(item, "answer")
        .iter()
        .map(|answer| text(&answer["valueCoding"], "code"))
        .collect()
}

/// What a response says of the result is what the rules say of the answers.
fn assert_result(subject: &Subject, answers: &[Answer], response: &Value) {
    let table = &subject.table;
    let Next::Done(verdict) = Program::compile(table).expect("small").next(answers)
    else {
        panic!("there is a result")
    };
    let result = list(response, "item").last().expect("the result");
    assert_eq!(codes(result), [table.outcomes[verdict.outcome].id.as_str()]);
    let panels = table.panels.iter().enumerate();
    let shown = panels.filter(|(at, _)| verdict.panels >> at & 1 == 1);
    let shown: BTreeSet<&str> = shown.map(|(_, id)| id.as_str()).collect();
    let within = list(&result["answer"][0], "item");
    let told: BTreeSet<&str> = within.iter().flat_map(codes).collect();
    assert_eq!(told, shown);
}

#[test]
fn what_is_saved_fits_the_published_questions() {
    on_page(true, async |browser, server| {
        for answers in wordy() {
            crate::open(browser, server, true).await;
            to_result(browser, &answers).await;
            let (page, response) = save(browser).await;
            assert_saved(&page, &response, &published(&PRACTICE));
            assert_result(&PRACTICE, &answers, &response);
            for words in
                ["This is not a diagnosis.", "424-307-9504", "Version ", "988", "911"]
            {
                assert!(page.contains(words), "{words}");
            }
        }
    });
    on(&WHOLE, true, as_it_is, async |browser, _| {
        click(browser, &["[data-do=start]", "#q1-1", "[data-do=continue]"]).await;
        click(browser, &["#q2-2", "[data-do=continue]", "#q3-5", "[data-do=continue]"])
            .await;
        for question in 5..=12 {
            click(browser, &[&format!("#q{question}-1"), "[data-do=continue]"]).await;
        }
        click(browser, &["[data-do=continue]"]).await;
        let (page, response) = save(browser).await;
        assert_saved(&page, &response, &published(&WHOLE));
        assert!(!page.contains("How many treatments"), "it was not asked");
    });
}

/// The page's programs once more, for many people in a second: what each would save.
pub(crate) const RESPONSES: &str = "
const press = action => document.querySelector(`[data-do=${action}]`).click();
const form = document.querySelector('form.self-check');
const blobs = [];
URL.createObjectURL = blob => { blobs.push(blob); return '#' };
if (!form.dataset.step) { answer(arguments[0][0]); press('start') }
for (let at = 0; at < 30 && form.dataset.step !== 'result'; at++) press('continue');
const [done] = [...arguments].slice(-1);
for (const facts of arguments[0]) {
  press('review'); answer(facts); press('continue'); press('fhir');
}
Promise.all(blobs.map(blob => blob.text())).then(done);
";

/// Random people, those whom a stop sends to help at once among them.
#[test]
fn what_anybody_saves_is_what_the_rules_say() {
    for subject in [&PRACTICE, &WHOLE, &SCORED, &WORRY] {
        let asked = published(subject);
        on(subject, true, as_it_is, async |browser, _| {
            browser.run(SEEN, vec![]).await;
            let people: Vec<_> =
                support::vector::biased(&subject.table, 11).take(60).collect();
            let facts: Vec<_> =
                people.iter().map(|answers| subject.ticks(answers)).collect();
            let told = browser.run_async(RESPONSES, vec![json!(facts)]).await;
            let told = told.as_array().expect("a list");
            assert_eq!(told.len(), people.len());
            let mut stops = 0;
            for (answers, response) in people.iter().zip(told) {
                let response = response.as_str().expect("a text");
                let response: Value = serde_json::from_str(response).expect("JSON");
                for item in list(&response, "item") {
                    assert_item(item, list(&asked, "item"));
                }
                assert_result(subject, answers, &response);
                let outcome = subject.table.decide(answers).outcome;
                stops += usize::from(subject.table.outcomes[outcome].stop);
            }
            assert!(stops > 0, "somebody is sent to help");
        });
    }
}

/// Whoever is sent to help after the first question can keep that too.
#[test]
fn a_result_that_ends_early_can_be_saved() {
    on(&WORRY, true, as_it_is, async |browser, _| {
        click(browser, &["[data-do=start]", "#q1-2", "[data-do=continue]"]).await;
        assert_eq!(step(browser).await, "result");
        assert!(crate::shows(browser, "[data-do=fhir]").await);
        let (page, response) = save(browser).await;
        let asked = published(&WORRY);
        assert_saved(&page, &response, &asked);
        assert_eq!(list(&response, "item").len(), 2, "one answer, and the result");
    });
}

/// All items of the questions, those within others too.
fn all(items: &[Value]) -> Vec<&Value> {
    items.iter().flat_map(|item| [vec![item], all(list(item, "item"))].concat()).collect()
}

/// What the schema does not hold: ids stand once, a code has a system and one meaning there.
#[test]
fn the_published_questions_are_those_of_the_page() {
    for subject in [&PRACTICE, &WHOLE, &SCORED] {
        let asked = published(subject);
        assert_eq!(asked["resourceType"], "Questionnaire");
        assert_eq!(asked["status"], "draft", "nobody has signed it");
        let url = text(&asked, "url").strip_suffix("/self-check/questionnaire.json");
        let site =
            url.filter(|url| url.starts_with("https://")).expect("where it stands");
        let (questions, scores) = (&subject.table.questions, &subject.table.scores);
        let ids = questions.iter().map(|question| question.id.as_str());
        let ids = ids.chain(scores.iter().map(|score| score.id.as_str()));
        let top: Vec<_> =
            list(&asked, "item").iter().map(|it| text(it, "linkId")).collect();
        assert_eq!(top, ids.chain(["result"]).collect::<Vec<_>>());
        let items = all(list(&asked, "item"));
        let unique: BTreeSet<_> = items.iter().map(|item| text(item, "linkId")).collect();
        assert_eq!(unique.len(), items.len());
        for (at, item) in items.iter().enumerate() {
            let prefix = item["prefix"].as_str();
            let number = (at < questions.len()).then(|| format!("{}.", at + 1));
            assert_eq!(prefix, number.as_deref());
            let system = format!("{site}/self-check/answers/{}", text(item, "linkId"));
            let mut codes = BTreeSet::new();
            for option in list(item, "answerOption") {
                let coding = &option["valueCoding"];
                assert_eq!(text(coding, "system"), system);
                assert!(codes.insert(text(coding, "code")), "{coding} stands twice");
            }
        }
        assert_schema(&[&asked]);
    }
}

/// The version tells apart what differs: a text of the questions, and what the rules say.
#[test]
fn the_version_is_that_of_questions_and_rules() {
    let read = |name: &str| {
        fs::read_to_string(Path::new(HERE).join("checks").join(name)).expect("readable")
    };
    let (text, version) = (read("gad-7.toml"), |text: &str| {
        published(&Subject::of_rules(text))["version"].clone()
    });
    let words = text.replace("Nearly every day", "Almost every day");
    let rule = text.replace("10..14", "10..13").replace("15..21", "14..21");
    let because = text.replace("because = \"", "because = \"So: ");
    let named = text.replace("item-1", "result");
    let versions = [&text, &words, &rule].map(|text| version(text));
    assert_eq!(version(&text), versions[0]);
    assert_eq!(version(&because), versions[0], "a reason is no question");
    assert!(versions[0] != versions[1] && versions[0] != versions[2]);
    let asked = published(&Subject::of_rules(&named));
    assert_eq!(list(&asked, "item")[0]["linkId"], "result-", "the other is the result");
}

/// Only what a clinician signed is said to be in use.
#[test]
fn what_is_signed_is_active() {
    let file = Path::new(HERE).join("checks/gad-7.toml");
    let text = fs::read_to_string(file).expect("readable");
    let check = self_check::language::read(&"x".into(), &text, &mut vec![]);
    let hashes = self_check::proof::sign::hashes(&check.expect("well formed"));
    let hashes = hashes.expect("small");
    let signed = format!(
        "{text}\n[review]\nby = \"Somebody\"\nrole = \"MD\"\non = 2026-11-02\nlogic = \"{}\"\n\
         wording = \"{}\"\n",
        hashes.logic, hashes.wording
    );
    let [unsigned, signed] =
        [&text, &signed].map(|text| published(&Subject::of_rules(text)));
    assert_eq!(
        (&unsigned["status"], &signed["status"]),
        (&json!("draft"), &json!("active"))
    );
    assert_eq!(signed["approvalDate"], "2026-11-02");
    assert_eq!(signed["version"], unsigned["version"], "the same questions and rules");
    assert_schema(&[&signed]);
}
