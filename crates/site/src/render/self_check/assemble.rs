//! Puts a self-check's page together from its rules and its filled texts.
use std::sync::Arc;

use rules::Kind;

use super::{Choice, Form, Question, Reason, Text, markup, questionnaire, stylesheet};
use crate::assets;
use crate::load::Project;
use crate::load::self_check::LoadedSelfCheck;
use crate::read::self_check::QuestionText;
use crate::render::block;
use crate::render::resolver::Resolver;
use crate::source::Path;
use crate::store::Content;

/// What a self-check adds to its page.
pub struct Assembled {
    /// The form with all its states.
    pub html: String,
    /// The style sheet and the program to publish.
    pub files: Vec<(Path, Content)>,
    /// The address of its style sheet.
    pub style: String,
    /// The address of its script.
    pub script: String,
}

/// Assembles the self-check of the page at `address`, whose sources go on from the page's own.
pub fn assemble(
    project: &Project,
    check: &LoadedSelfCheck,
    address: &str,
    resolver: &mut Resolver<'_>,
) -> Assembled {
    let rules = &check.rules;
    let texts = &rules.texts;
    let program = check.program.pack();
    let mut crisis = String::new();
    block::crisis(&project.practice, &mut crisis);
    let mut texts_of = |titles: &[String], bodies: &[crate::read::page::Body]| {
        let both = titles.iter().zip(bodies);
        both.map(|(title, body)| Text {
            title: title.clone(),
            html: resolver.resolve(body),
        })
        .collect::<Vec<_>>()
    };
    let outcomes = texts_of(&texts.outcomes, &check.outcomes);
    let panels = texts_of(&texts.panels, &check.panels);
    let reasons = texts.rules.iter().map(|rule| Reason {
        because: rule.because.clone(),
        sources: resolver.numbers(&rule.source),
    });
    let form = Form {
        table: &rules.table,
        program: &program,
        reasons: reasons.collect(),
        questions: texts
            .questions
            .iter()
            .zip(&rules.table.questions)
            .map(question)
            .collect(),
        outcomes,
        panels,
        practice: &project.practice,
        questionnaire: format!("{}{}questionnaire.json", project.practice.url, address),
        crisis,
    };
    let mut assembled = publish(project, markup(&form), &stylesheet(&form));
    let fhir = questionnaire(&form, &texts.title).to_string();
    let path = format!("{address}questionnaire.json");
    let file = Content::in_memory(fhir.into_bytes().into());
    assembled.files.push((path[1..].into(), file));
    assembled
}

fn question((text, question): (&QuestionText, &rules::Question)) -> Question {
    let choice = |label: &String, fact| Choice { label: label.clone(), fact };
    let mut choices: Vec<_> = match &question.kind {
        Kind::Number(_) => {
            text.bands.iter().map(|band| choice(&band.label, band.pick)).collect()
        }
        _ => text
            .answers
            .iter()
            .enumerate()
            .map(|(fact, label)| choice(label, fact))
            .collect(),
    };
    if let Kind::Many(_) = question.kind {
        choices.push(choice(&"None of these".to_owned(), question.listed()));
    }
    let also = text.also.iter().enumerate();
    choices.extend(also.map(|(at, label)| choice(label, question.first_also() + at)));
    Question {
        ask: text.ask.clone(),
        short: text.short.clone().unwrap_or_else(|| text.ask.clone()),
        help: text.help.clone(),
        why: text.why.clone(),
        choices,
    }
}

/// The look that is written by hand, and the rules' own style sheet, in one file; the script
/// with the address of its program.
fn publish(project: &Project, html: String, rules: &str) -> Assembled {
    let files = &project.sources.files;
    let look = files.get(assets::SELF_CHECK_LOOK).map_or(&[][..], |file| &file.bytes);
    let style = [look, b"\n", rules.as_bytes()].concat();
    let app = &project.sources.app;
    let wasm_address = assets::address("quiz.wasm", &app.wasm);
    let script = app.script.replace("quiz.wasm", &wasm_address);
    let style_address = assets::address("self-check.css", &style);
    let script_address = assets::address("quiz.js", script.as_bytes());
    let file = |address: &str, bytes: Arc<[u8]>| {
        (Path::from(&address[1..]), Content::in_memory(bytes))
    };
    Assembled {
        html,
        files: vec![
            file(&style_address, style.into()),
            file(&script_address, script.into_bytes().into()),
            file(&wasm_address, app.wasm.clone()),
        ],
        style: style_address,
        script: script_address,
    }
}
