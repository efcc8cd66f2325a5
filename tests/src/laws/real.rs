//! The practice's own site builds with exactly its known gaps, and the same each time.

use ground::diagnostic::Level;
use ground::source::{Mode, ending};

use crate::{build_cold, bytes, pages, practice};

/// What only the practice, a clinician or a lawyer can settle.
const KNOWN: &[&str] = &["gap", "rules-unsigned"];

#[test]
fn it_builds_with_its_known_gaps_only() {
    let report = build_cold(&practice());
    let unknown: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| {
            finding.level != Level::Unpublishable || !KNOWN.contains(&finding.code)
        })
        .collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(report.stopped(true), "a site with gaps does not go live");
}

#[test]
fn it_is_the_same_each_time() {
    let [first, second] = [(); 2].map(|()| build_cold(&practice()));
    assert!(first.website == second.website);
}

#[test]
fn every_page_shows_crisis_help_and_a_policy() {
    let report = build_cold(&practice());
    let pages: Vec<_> = pages(&report);
    assert!(pages.len() > 15);
    for (path, bytes) in pages {
        let html =
            String::from_utf8_lossy(&bytes).replace("&#39;", "'").replace("&#x27;", "'");
        for owed in [
            "href=\"tel:988\"",
            "href=\"sms:988\"",
            "href=\"tel:911\"",
            "default-src 'none'",
        ] {
            let owed_escaped = owed.replace('\'', "&#x27;").replace('\'', "&#39;");
            assert!(
                html.contains(owed) || html.contains(&owed_escaped),
                "{path} lacks {owed}"
            );
        }
        for never in
            ["noindex", "<style", "style=\"", "onclick", "src=\"http", "__candor"]
        {
            assert!(!html.contains(never), "{path} holds {never}");
        }
    }
}

#[test]
fn only_a_preview_is_kept_from_search_engines() {
    let preview = practice();
    let preview = ground::source::Sources { mode: Mode::Preview, ..preview };
    let report = build_cold(&preview);
    let home = String::from_utf8_lossy(&bytes(&report, "index.html")).into_owned();
    assert!(home.contains("noindex") && home.contains("/__candor/"));
}

/// What a text page may weigh, with all that it loads but pictures.
const WHOLE_PAGE: usize = 20 * 1024;

#[test]
fn a_text_page_is_light_and_waits_for_one_file() {
    let report = build_cold(&practice());
    let size = |path: &str| packed(&bytes(&report, path)).len();
    for (path, bytes) in pages(&report) {
        let linked = linked(&String::from_utf8_lossy(&bytes));
        if path.starts_with("self-check/") {
            continue;
        }
        let (styles, icons): (Vec<_>, Vec<_>) =
            linked.iter().partition(|file| ending(file) == "css");
        assert_eq!(styles.len(), 1, "{path} waits for {styles:?}");
        let icons = icons.iter().filter(|file| ending(file) == "svg");
        let all: usize = styles.iter().chain(icons).map(|file| size(file)).sum();
        let all = all + packed(&bytes).len();
        assert!(all <= WHOLE_PAGE, "{path} weighs {all} bytes");
    }
}

/// The files of the website that a page's head links.
fn linked(html: &str) -> Vec<String> {
    let head = html.split("</head>").next().expect("a head");
    let links = head.split("href=\"/assets/").skip(1);
    links
        .map(|rest| format!("assets/{}", rest.split('"').next().unwrap_or_default()))
        .collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = vec![];
    let settings = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &settings).expect("in memory");
    packed
}

#[test]
fn the_page_of_components_shows_each_of_them() {
    let page =
        site::authoring::desk::components(&practice()).expect("the templates are well");
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
        "crisis",
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
}

/// The first bytes that a server sends without waiting for an answer: ten packets (RFC 6928).
const FIRST_FLIGHT: usize = 14_600;

#[test]
fn every_page_comes_with_the_first_bytes() {
    let report = build_cold(&practice());
    for (path, bytes) in pages(&report) {
        let size = packed(&bytes).len();
        assert!(size <= FIRST_FLIGHT, "{path} has {size} bytes");
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
