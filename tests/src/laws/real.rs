//! The practice's own site, and one of another trade, build with exactly their known gaps, and
//! the same each time.

use std::collections::BTreeMap;

use ground::diagnostic::{Diagnostic, Level};
use ground::source::{File, Mode, Path, ending};
use site::Report;
use site::authoring::desk;

use crate::{build_cold, bytes, dental, pages, practice, sites};

/// What only the practice, a clinician or a lawyer can settle.
const KNOWN: &[&str] = &["gap", "rules-unsigned", "fact-unapproved"];

#[test]
fn it_builds_with_its_known_gaps_only() {
    for (name, site) in sites() {
        let report = build_cold(&site);
        let is_known = |finding: &&Diagnostic| {
            finding.level == Level::Unpublishable && KNOWN.contains(&finding.code)
        };
        let unknown: Vec<_> =
            report.findings.iter().filter(|finding| !is_known(finding)).collect();
        assert!(unknown.is_empty(), "{name}: {unknown:#?}");
        assert!(report.stopped(true), "{name}: a site with gaps does not go live");
    }
}

#[test]
fn it_is_the_same_each_time() {
    for (name, site) in sites() {
        let [first, second] = [(); 2].map(|()| build_cold(&site));
        assert!(first.website == second.website, "{name}");
    }
}

#[test]
fn every_page_shows_crisis_help() {
    let pages = pages(&build_cold(&practice()));
    assert!(pages.len() > 15);
    for (path, bytes) in pages {
        let html = String::from_utf8_lossy(&bytes);
        for owed in ["href=\"tel:988\"", "href=\"sms:988\"", "href=\"tel:911\""] {
            assert!(html.contains(owed), "{path} lacks {owed}");
        }
    }
}

/// What stands on a page of a practice that says nobody to call is neither empty nor another's.
#[test]
fn a_practice_without_crisis_lines_shows_no_trace_of_them() {
    let pages = pages(&build_cold(&dental()));
    assert!(pages.len() > 10);
    for (path, bytes) in pages {
        let html = String::from_utf8_lossy(&bytes).to_lowercase();
        let another = ["crisis", "suicid", "988", "sms:", "call-now", "help now"];
        let empty = ["tel:\"", "<ul></ul>", "<p></p>", "<h2></h2>", "<li></li>"];
        for never in another.into_iter().chain(empty) {
            assert!(!html.contains(never), "{path} holds {never}");
        }
    }
}

#[test]
fn every_page_has_a_policy_and_nothing_from_elsewhere() {
    for (name, site) in sites() {
        for (path, bytes) in pages(&build_cold(&site)) {
            let html = String::from_utf8_lossy(&bytes).replace("&#39;", "'");
            let html = html.replace("&#x27;", "'");
            assert!(html.contains("default-src 'none'"), "{name}: {path}");
            for never in
                ["noindex", "<style", "style=\"", "onclick", "src=\"http", "__candor"]
            {
                assert!(!html.contains(never), "{name}: {path} holds {never}");
            }
        }
    }
}

/// What patients look for first, beside the menu of any site.
const ONE_STEP: &[&str] = &[
    "who-should-not",
    "questions",
    "forms-and-approvals",
    "help-now",
    "compare",
    "decide",
];

#[test]
fn every_page_leads_in_one_step_to_what_most_patients_need() {
    for (path, bytes) in pages(&build_cold(&practice())) {
        let html = String::from_utf8_lossy(&bytes);
        let missing = |page: &&&str| !html.contains(&format!("href=\"/{page}/\""));
        let missing: Vec<_> = ONE_STEP.iter().filter(missing).collect();
        assert!(missing.is_empty(), "{path} does not lead to {missing:?}");
    }
}

#[test]
fn each_source_stands_in_the_list_of_all_once() {
    let report = build_cold(&practice());
    let lists =
        pages(&report).into_iter().filter(|(path, _)| path.starts_with("sources/"));
    let lists: Vec<_> =
        lists.map(|(_, html)| String::from_utf8_lossy(&html).into_owned()).collect();
    let listed: usize = lists
        .iter()
        .filter_map(|html| html.split_once("class=\"all-sources\">"))
        .map(|(_, list)| list.split("</ul>").next().unwrap_or_default())
        .map(|list| list.matches("<li>").count())
        .sum();
    let file = crate::text(&practice(), "content/facts/sources.toml");
    assert_eq!(listed, file.matches("[[source]]").count());
}

#[test]
fn only_a_preview_is_kept_from_search_engines() {
    let preview = practice();
    let preview = ground::source::Sources { mode: Mode::Preview, ..preview };
    let report = build_cold(&preview);
    let home = String::from_utf8_lossy(&bytes(&report, "index.html")).into_owned();
    assert!(home.contains("noindex") && home.contains("/__candor/"));
}

/// The decision aid: all options, and all that is asked of each.
const AID: &str = "decide/index.html";
/// What its page may weigh.
const DECISION_AID: usize = 30_000;

/// What a page may weigh at a first visit, with all that it loads but pictures. What all pages
/// share, style and font, is two thirds of it.
const WHOLE_PAGE: usize = 20_000;

#[test]
fn each_page_is_light_and_waits_for_one_file() {
    for (name, site) in sites() {
        let heavy = heavy(&build_cold(&site));
        assert!(heavy.is_empty(), "{name}: {heavy:#?}");
    }
}

/// The pages that weigh too much.
fn heavy(report: &Report) -> Vec<String> {
    let mut heavy = vec![];
    for (path, bytes) in pages(report) {
        let html = String::from_utf8_lossy(&bytes);
        // It holds all questions and results, and a program comes after it.
        if html.contains(SELF_CHECK.0) || &*path == AID {
            continue;
        }
        let linked = linked(&html);
        let count = |kind| linked.iter().filter(|file| ending(file) == kind).count();
        assert_eq!(count("css"), 1, "{path} waits for {linked:?}");
        assert_eq!(count("woff2"), 1, "{path} is drawn in one font");
        let others = linked.iter().filter(|file| !["png", "svg"].contains(&ending(file)));
        let others = others.map(|file| crate::bytes(report, file));
        let files: Vec<_> = others.chain([bytes]).collect();
        let weight: usize = files.iter().map(|file| packed(file, 9)).sum();
        // Twenty times as fast, and a little more.
        if weight > WHOLE_PAGE {
            let best: usize = files.iter().map(|file| packed(file, 11)).sum();
            heavy.extend(
                (best > WHOLE_PAGE).then(|| format!("{path} weighs {best} bytes")),
            );
        }
    }
    heavy
}

/// The files of the website that a page loads at once, as it names them.
fn linked(html: &str) -> Vec<String> {
    let head = html.split("</head>").next().expect("a head");
    let links =
        ["href=\"/assets/", "src=\"/assets/"].map(|name| head.split(name).skip(1));
    links
        .into_iter()
        .flatten()
        .map(|rest| format!("assets/{}", rest.split('"').next().unwrap_or_default()))
        .collect()
}

/// How many bytes of Brotli a server sends. It sends what `--publish` compressed at quality 11.
fn packed(bytes: &[u8], quality: i32) -> usize {
    let mut packed = vec![];
    let settings = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &settings).expect("in memory");
    packed.len()
}

#[test]
fn the_page_of_components_shows_each_of_them() {
    let page = desk::components(&practice()).expect("the templates are well");
    let page =
        String::from_utf8_lossy(&page.content.get().expect("in memory")).into_owned();
    for kind in site::read::directive::KINDS {
        assert!(
            page.contains(&format!(":::{}", kind.name)),
            "{} is not told of",
            kind.name
        );
    }
    for class in [
        "warning",
        "callout",
        "key-facts",
        "steps",
        "table",
        "urgent",
        "studies",
        "actions",
        "ways",
        "head",
        "lead",
        "note",
        "fold",
        "contact",
        "gap",
        "drawing curve",
        "cards",
        "crisis-bar",
        "review",
        "contents",
        "sources",
        "pager",
        "part-of",
        "cite",
        "draft",
        "footnotes",
    ] {
        assert!(page.contains(&format!("class=\"{class}")), "{class} is not shown");
    }
    assert!(page.contains("<figcaption>What it says"), "no picture has a caption");
    for state in &desk::STATES {
        let address = format!("{}/{}", desk::COMPONENTS, state.name);
        assert!(page.contains(&address), "the way to {address} is not there");
    }
}

#[test]
fn each_state_of_the_self_check_is_shown() {
    let report = build_cold(&practice());
    let page = desk::self_check(&report.website).expect("the practice has one");
    let page =
        String::from_utf8_lossy(&page.content.get().expect("in memory")).into_owned();
    let states =
        desk::STATES.iter().map(|state| (state.name, desk::in_state(&page, state)));
    let states: BTreeMap<_, _> = states.collect();
    let questions = page.matches("<fieldset").count();
    for (name, now, chosen) in [
        ("question", 1, 1),
        ("problem", 1, 0),
        ("review", questions, questions),
        ("result", 0, 0),
    ] {
        let state = &states[name];
        assert!(!state.contains("<script"), "{name} runs the program");
        assert!(state.contains("<form data-step=\""), "{name} is at no step");
        assert_eq!(state.matches("class=\"question\" data-now").count(), now, "{name}");
        let checked =
            ["<input checked ", "\" checked value="].map(|one| state.matches(one));
        let checked: usize = checked.into_iter().map(Iterator::count).sum();
        assert_eq!(checked, chosen, "{name}");
    }
    assert!(states["question"].contains("autofocus"));
    assert!(states["problem"].contains("data-now id=\"problem\""));
    assert!(states["result"].contains("data-now id=\"o1\""));
}

/// The first bytes that a server sends without waiting for an answer: ten packets (RFC 6928).
const FIRST_FLIGHT: usize = 14_600;

/// The self-check's page holds all questions and results, for those without a script: what it is
/// known by, and what it may weigh.
const SELF_CHECK: (&str, usize) = ("<form class=\"self-check\"", 18_000);

#[test]
fn every_page_comes_with_the_first_bytes() {
    for (name, site) in sites() {
        for (path, bytes) in pages(&build_cold(&site)) {
            let size = packed(&bytes, 9);
            let is_check = String::from_utf8_lossy(&bytes).contains(SELF_CHECK.0);
            let limit = match &*path {
                _ if is_check => SELF_CHECK.1,
                AID => DECISION_AID,
                _ => FIRST_FLIGHT,
            };
            assert!(size <= limit, "{name}: {path} has {size} bytes");
        }
    }
}

#[test]
fn templates_may_ask_for_every_field_of_a_page_and_no_other() {
    let known = site::read::template::PAGE_FIELDS.map(str::to_owned).to_vec();
    let view = site::render::page::PageView::default();
    let view = serde_json::to_value(view).expect("texts and lists can be written");
    let fields: Vec<_> =
        view.as_object().expect("it has fields").keys().cloned().collect();
    assert_eq!(fields, known);
}

#[test]
fn two_self_checks_have_two_names() {
    let mut sources = practice();
    let own = sources.files.iter().filter_map(|(path, file)| {
        let rest = path.strip_prefix("content/self-check/")?;
        Some((format!("content/sleep-check/{rest}").into(), file.clone()))
    });
    let copies: Vec<(Path, File)> = own.collect();
    sources.files_mut().extend(copies);
    let findings = build_cold(&sources).findings;
    let told: Vec<_> = findings.iter().filter(|one| one.code == "name-twice").collect();
    assert_eq!(told.len(), 1, "{findings:#?}");
    assert_eq!(told[0].message, "two self-checks have the id `ketamine`");
    assert!(format!("{:?}", told[0]).contains("the other one is here"));
    assert_eq!(
        told[0].at.as_ref().expect("a place").file,
        "content/sleep-check/rules.toml".into()
    );
}
