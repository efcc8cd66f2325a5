//! LHC-Forms, with which clinics fill in FHIR's questionnaires, takes the published questions and
//! what a person saves. It is the U.S. National Library of Medicine's (a BSD license with notices),
//! and too large to come with the other tools: this test is run by name, and fetches it from npm.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use support::vector::biased;

use crate::browser::{Browser, Server};
use crate::equal::SEEN;
use crate::fhir::{RESPONSES, published};
use crate::subject::{PRACTICE, SCORED, Subject, WHOLE};
use crate::{as_it_is, on};

const PACKAGE: &str = "lforms";
const VERSION: &str = "40.1.3";

/// The folder of the program, fetched once.
fn lforms() -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = home.join(PACKAGE);
    let program = folder.join("package/dist/lforms");
    if !program.is_dir() {
        fs::create_dir_all(&folder).expect("writable");
        let run = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            let status = command.args(arguments).current_dir(&folder).status();
            assert!(status.expect("it starts").success(), "{program} {arguments:?}");
        };
        run("npm", &["pack", "--silent", &format!("{PACKAGE}@{VERSION}")]);
        run("tar", &["-xzf", &format!("{PACKAGE}-{VERSION}.tgz")]);
    }
    program
}

/// A page with an empty form.
const PAGE: &str = "<!DOCTYPE html><meta charset=utf-8><link rel=stylesheet \
    href=webcomponent/styles.css><div id=form></div><script src=webcomponent/assets/lib/zone.min.js>\
    </script><script src=webcomponent/lhc-forms.js></script><script \
    src=fhir/R4/lformsFHIR.min.js></script>";

/// Fills the form with a response, and reads back what it shows and what it would hand on.
const FILL: &str = "
const [questions, response, done] = arguments;
const { Util } = LForms;
const form = Util.mergeFHIRDataIntoLForms(
  response, Util.convertFHIRQuestionnaireToLForms(questions, 'R4'), 'R4');
Util.addFormToPage(form, 'form').then(() => done([
  Util.getFormFHIRData('QuestionnaireResponse', 'R4', document.querySelector('#form')),
  document.querySelector('#form').innerText,
]), error => done(String(error)));
";

/// What some people of a check save.
fn responses(subject: &Subject) -> Vec<Value> {
    let mut saved = vec![];
    on(subject, true, as_it_is, async |browser, _| {
        browser.run(SEEN, vec![]).await;
        let people: Vec<_> = biased(&subject.table, 5).take(6).collect();
        let facts: Vec<_> = people.iter().map(|answers| subject.ticks(answers)).collect();
        let told = browser.run_async(RESPONSES, vec![json!(facts)]).await;
        for response in told.as_array().expect("a list") {
            let response = response.as_str().expect("a text");
            saved.push(serde_json::from_str(response).expect("JSON"));
        }
    });
    saved
}

/// A number, or a code without what LHC-Forms adds to it: the points of its option.
fn value(answer: &Value) -> Value {
    let coding = &answer["valueCoding"];
    let parts = ["system", "code", "display"].map(|part| coding[part].clone());
    if coding.is_null() { answer["valueInteger"].clone() } else { json!(parts) }
}

/// The answers of each item, those within others too.
fn answers(items: &Value) -> Vec<(String, Value)> {
    let items = items.as_array().map_or(&[][..], Vec::as_slice);
    let own = items.iter().flat_map(|item| {
        let given = item["answer"].as_array().map_or(&[][..], Vec::as_slice);
        let within = given.iter().flat_map(|answer| answers(&answer["item"]));
        let values: Value = given.iter().map(value).collect();
        let id = item["linkId"].as_str().expect("an id").to_owned();
        std::iter::once((id, values)).chain(within).collect::<Vec<_>>()
    });
    own.collect()
}

async fn assert_taken(
    browser: &Browser,
    server: &Server,
    asked: &Value,
    response: &Value,
) {
    let page = format!("{}/candor.html", server.address);
    browser.driver.goto(page).await.expect("the page opens");
    let taken = browser.run_async(FILL, vec![asked.clone(), response.clone()]).await;
    assert!(taken.is_array(), "{taken}");
    assert_eq!(answers(&taken[0]["item"]), answers(&response["item"]));
    let shown = taken[1].as_str().expect("a text");
    for item in response["item"].as_array().expect("a list") {
        let text = item["text"].as_str().expect("a text");
        assert!(shown.contains(text), "{text:?} is missing in {shown}");
    }
}

#[test]
#[ignore = "slow, and fetches 13 MB from npm: LHC-Forms"]
fn lhc_forms_takes_what_is_saved() {
    let program = lforms();
    fs::write(program.join("candor.html"), PAGE).expect("writable");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    for subject in [&PRACTICE, &WHOLE, &SCORED] {
        let (asked, responses) = (published(subject), responses(subject));
        assert_eq!(responses.len(), 6);
        let server = Server::start(&program, as_it_is);
        runtime.as_ref().expect("a runtime").block_on(async {
            let browser = Browser::start().await.expect("a browser");
            for response in &responses {
                assert_taken(&browser, &server, &asked, response).await;
            }
            browser.stop().await;
        });
    }
}
