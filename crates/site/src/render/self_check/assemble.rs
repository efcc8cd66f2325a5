//! Puts a self-check's page together from its rules and its filled texts.
use std::sync::Arc;

use ground::source::{Path, Span};
use rules::Kind;
use self_check::language::{QuestionText, ScoreText};

use super::fhir::questionnaire;
use super::form::{Choice, QuestionView, Reason, ScoreView, SelfCheckForm, TitledHtml};
use super::markup::markup;
use super::style::stylesheet;
use crate::assets;
use crate::load::Project;
use crate::load::self_check::LoadedSelfCheck;
use crate::read::body::Body;
use crate::render::block;
use crate::render::citation::in_new_tabs;
use crate::render::resolver::Resolver;
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
    let program = check.program.pack();
    let form = form(project, check, &program, address, resolver);
    let sums = if form.scores.is_empty() { "" } else { SUMS };
    let fhir = questionnaire(&form, &rules.texts.title);
    let version = fhir["version"].as_str().unwrap_or_default();
    let html = markup(&form, version);
    let mut assembled = publish(project, html, &stylesheet(&form), sums);
    let path = format!("{address}questionnaire.json");
    let file = Content::in_memory(fhir.to_string().into_bytes().into());
    assembled.files.push((path[1..].into(), file));
    assembled
}

/// All that the page shows, its texts filled. In the order of the page, which decides the
/// numbers of the sources.
fn form<'a>(
    project: &'a Project,
    check: &'a LoadedSelfCheck,
    program: &'a [u8],
    address: &str,
    resolver: &mut Resolver<'_>,
) -> SelfCheckForm<'a> {
    let (rules, texts) = (&check.rules, &check.rules.texts);
    let mut crisis = String::new();
    if let Some(lines) = &project.practice.crisis {
        block::crisis(lines, &mut crisis);
    }
    let outcomes = titled(&texts.outcomes, &check.outcomes, resolver);
    let panels = titled(&texts.panels, &check.panels, resolver);
    let reasons = texts.rules.iter().map(|rule| Reason {
        because: &rule.because,
        sources: resolver.citations.cite_anywhere(&rule.source, &mut resolver.findings),
    });
    SelfCheckForm {
        table: &rules.table,
        program,
        reasons: reasons.collect(),
        questions: texts
            .questions
            .iter()
            .zip(&rules.table.questions)
            .zip(&texts.sources)
            .map(|(both, sources)| question(both, sources, resolver))
            .collect(),
        scores: texts.scores.iter().zip(&rules.table.scores).map(score).collect(),
        outcomes,
        panels,
        practice: &project.practice,
        // Where the practice has no address yet, a reserved one stands in, and nothing is
        // published: no file that somebody saves can name it.
        questionnaire: format!("{}{}questionnaire.json", project.practice.url, address),
        signed_on: signed_on(check),
        crisis,
    }
}

/// When a signature was given that still holds.
fn signed_on(check: &LoadedSelfCheck) -> Option<String> {
    let review = check.rules.review.as_ref().filter(|_| check.unsigned.is_empty());
    review.map(|review| review.on.to_string())
}

/// Titles with their texts, filled. Their links do not end the check.
fn titled<'a>(
    titles: &'a [String],
    bodies: &[Body],
    resolver: &mut Resolver<'_>,
) -> Vec<TitledHtml<'a>> {
    let both = titles.iter().zip(bodies);
    both.map(|(title, body)| {
        let html = in_new_tabs(&resolver.resolve(body));
        TitledHtml { title, html }
    })
    .collect()
}

/// A score by its title, or else by its id.
fn score<'a>((text, score): (&'a ScoreText, &'a rules::Score)) -> ScoreView<'a> {
    ScoreView { name: text.title.as_ref().unwrap_or(&score.id), range: text.range }
}

/// A question with what can be picked.
fn question<'a>(
    (text, question): (&'a QuestionText, &rules::Question),
    sources: &[(String, Span)],
    resolver: &mut Resolver<'_>,
) -> QuestionView<'a> {
    let Resolver { citations, findings, .. } = resolver;
    QuestionView {
        ask: &text.ask,
        short: text.short.as_ref().unwrap_or(&text.ask),
        help: text.help.as_deref(),
        why: text.why.as_deref(),
        sources: citations.cite_anywhere(sources, findings),
        choices: choices(text, question),
    }
}

/// What can be picked, each with the fact that it makes true.
fn choices<'a>(text: &'a QuestionText, question: &rules::Question) -> Vec<Choice<'a>> {
    let choice = |label, fact| Choice { label, fact };
    let mut choices: Vec<Choice<'_>> = if let Kind::Number(_) = &question.kind {
        text.bands.iter().map(|band| choice(&*band.label, band.pick)).collect()
    } else {
        let answers = text.answers.iter().enumerate();
        answers.map(|(fact, label)| choice(&**label, fact)).collect()
    };
    if question.is_many() {
        choices.push(choice("None of these", question.listed()));
    }
    let also = text.also.iter().enumerate();
    choices.extend(also.map(|(at, label)| choice(label, question.first_also() + at)));
    choices
}

/// Writes each sum into the page once there is a result: what a style sheet shows is not in
/// what somebody saves. Beside a stop it shows none, as it may not be known. Only a check with
/// scores gets it.
const SUMS: &str = include_str!("sums.js");

/// The look that is written by hand, and the rules' own style sheet, in one file; the script
/// with the address of its program, and what it does besides.
fn publish(project: &Project, html: String, rules: &str, besides: &str) -> Assembled {
    let look = project.assets.look(assets::SELF_CHECK_LOOK);
    let style = [look, &b"\n"[..], rules.as_bytes()].concat();
    let app = &project.sources.app;
    let wasm_address = assets::address("quiz.wasm", &app.wasm);
    let program = format!("{}{wasm_address}", project.practice.base_path());
    let script = app.script.replace("quiz.wasm", &program) + besides;
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
            file(&wasm_address, Arc::clone(&app.wasm)),
        ],
        style: style_address,
        script: script_address,
    }
}
