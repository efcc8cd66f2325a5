//! Every style sheet that is published, and every style in a page, loads its own files alone.
use std::collections::BTreeMap;

use ground::diagnostic::Diagnostic;
use ground::source::{Path, Sources};
use site::Report;
use site::read::sheet::references;

use crate::{base, build_cold, bytes, cases, dental, practice, put};

/// The style sheets that a site of its own can have: each is published in another way.
const SHEETS: [&str; 6] = [
    "static/style.css",
    "static/self-check.css",
    "static/inner/other.css",
    "static/LOUD.CSS",
    "static/Mixed.Css",
    "static/.well-known/known.css",
];

/// What loads something from elsewhere, or from nowhere.
const FOREIGN: [&str; 31] = [
    "@import url(https://evil.test/a.css);",
    "@import \"https://evil.test/a.css\";",
    "@import '//evil.test/a.css' screen;",
    "@IMPORT URL( 'https://evil.test/a.css' );",
    "@import/**/url(https://evil.test/a.css);",
    "@import\turl(\"https://evil.test/a.css\") layer(x) supports(display: grid);",
    "@\\69mport url(https://evil.test/a.css);",
    "@import \\75rl(https://evil.test/a.css);",
    "@import \"\\68ttps://evil.test/a.css\";",
    "@import url(https://evil.test/a.css)",
    "a { background: url(https://evil.test/a.png) }",
    "a { background: url( \"//evil.test/a.png\" ) }",
    "a { background: \\55 RL(https://evil.test/a.png) }",
    "a { background: u\\72l('https://evil.test/a.png') }",
    "a { background: image-set(\"https://evil.test/a.png\" 1x) }",
    "a { background: -webkit-image-set(url(https://evil.test/a.png) 1x) }",
    "a { background: image(\"https://evil.test/a.png\") }",
    "a { background: src(\"https://evil.test/a.png\") }",
    "a { --x: url(https://evil.test/a.png) }",
    "a { cursor: url(https://evil.test/a.cur), auto }",
    "a { filter: url(https://evil.test/a.svg#x) }",
    "a { content: url(https://evil.test/a.png) }",
    "a { b { background: url(https://evil.test/a.png) } }",
    "@media print { a { background: url(https://evil.test/a.png) } }",
    "@font-face { font-family: x; src: local(y), url(https://evil.test/a.woff2) }",
    "@supports (display: grid) { a { background: url(ftp://evil.test/a.png) } }",
    "@container (width > 1px) { a { mask: url(HTTPS://evil.test/a.png) } }",
    "a { background: url(data:image/png;base64,AAAA) }",
    "a { background: url(nothing.png) }",
    "a { background: url(/assets/nothing.png) }",
    "a { background: url('javascript:alert(1)') }",
];

/// The small site with a self-check.
fn site() -> Sources {
    let (mut sources, practice) = (base(), practice());
    let check = practice.below("content/self-check/");
    for (path, file) in check.chain(practice.below("content/facts/")) {
        sources.files_mut().insert(path.clone(), file.clone());
    }
    sources
}

/// The findings at a file.
fn at<'a>(report: &'a Report, file: &str) -> Vec<&'a Diagnostic> {
    let is_at =
        |finding: &&Diagnostic| finding.at.as_ref().is_some_and(|at| *at.file == *file);
    report.findings.iter().filter(is_at).collect()
}

#[test]
fn no_sheet_loads_from_elsewhere() {
    for sheet in SHEETS {
        let mut all = site();
        for (number, rule) in FOREIGN.iter().enumerate() {
            // Behind what is right, so that the place is looked at too.
            put(&mut all, sheet, &format!("p{{margin:0}}\n{rule}\n"));
            let report = build_cold(&all);
            let found = at(&report, sheet);
            let told = found.iter().filter(|finding| {
                let at = finding.at.as_ref().expect("it has a place");
                finding.code == "asset-missing" && finding.stops(false) && at.start > 13
            });
            assert_eq!(told.count(), 1, "{sheet}, {number}: {rule}: {found:?}");
        }
    }
}

/// What a sheet may name: files of the site, parts of the page, and names that load nothing.
#[test]
fn a_sheet_may_name_what_is_there() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
    for rule in [
        "a{background:url(DOT.svg)}",
        "a{background:url('DOT.svg')}",
        "a{filter:url(#part)}",
        "@namespace url(https://www.w3.org/1999/xhtml);",
        "a::before{content:\"https://evil.test/\"}",
        "/* url(https://evil.test/) */a{margin:0}",
    ] {
        for sheet in SHEETS {
            let mut all = site();
            let here = sheet.strip_prefix("static/").expect("it is there");
            let folder = here
                .rsplit_once('/')
                .map_or("static", |_| sheet.rsplit_once('/').expect("as before").0);
            put(&mut all, &format!("{folder}/dot.svg"), svg);
            put(&mut all, sheet, &rule.replace("DOT", "dot"));
            let report = build_cold(&all);
            let stops = at(&report, sheet).into_iter().filter(|found| found.stops(false));
            assert_eq!(stops.count(), 0, "{sheet}: {rule}: {:?}", at(&report, sheet));
        }
    }
}

/// The style sheets of a website, with their texts.
fn published(report: &Report) -> BTreeMap<Path, String> {
    let files = report.website.files.keys();
    let sheets = files.filter(|path| path.to_ascii_lowercase().ends_with(".css"));
    let text = |path: &Path| String::from_utf8(bytes(report, path)).expect("text");
    sheets.map(|path| (path.clone(), text(path))).collect()
}

#[test]
fn what_is_published_names_what_is_published() {
    let mut of_checks = 0;
    for sources in cases().into_iter().chain([practice(), dental(), site()]) {
        let report = build_cold(&sources);
        if report.stopped(false) {
            continue;
        }
        for (path, text) in published(&report) {
            of_checks += usize::from(path.contains("self-check."));
            for reference in references(&text) {
                let below = reference.address.strip_prefix(&*report.website.base_path);
                let file =
                    below.unwrap_or_default().strip_prefix('/').unwrap_or_default();
                let is_there = report.website.files.contains_key(file);
                assert!(
                    is_there || reference.address.starts_with('#'),
                    "{path}: {reference:?}"
                );
            }
        }
    }
    assert!(of_checks > 2, "only {of_checks} sheets of self-checks");
}

#[test]
fn the_look_of_a_self_check_has_the_addresses_of_its_files() {
    let mut all = site();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
    put(&mut all, "static/dot.svg", svg);
    put(
        &mut all,
        "static/self-check.css",
        ".dot { background: url(dot.svg) } /* ours */",
    );
    let report = build_cold(&all);
    let sheets = published(&report);
    let own = sheets.iter().find(|(path, _)| path.contains("self-check."));
    let (_, text) = own.expect("it is published");
    assert!(text.starts_with(".dot{background:url(/assets/dot."), "{}", &text[..60]);
    assert!(text.contains(":has("), "the rules stand behind it");
}

#[test]
fn a_look_that_is_no_text_or_is_named_by_another_sheet_is_found() {
    let mut all = site();
    all.files_mut().insert(
        "static/self-check.css".into(),
        ground::source::File::new(b"a { color: \xff }".to_vec()),
    );
    let found = build_cold(&all);
    assert_eq!(at(&found, "static/self-check.css")[0].code, "not-utf8");
    put(&mut all, "static/self-check.css", ".dot { margin: 0 }");
    put(&mut all, "static/style.css", "@import \"self-check.css\";");
    let found = build_cold(&all);
    let finding = at(&found, "static/style.css")[0];
    let wanted = "`self-check.css` is published within the style sheets of single pages";
    assert_eq!((finding.code, &*finding.message), ("asset-missing", wanted));
    let help = "remove this: each page that needs it has it";
    assert_eq!(finding.help.as_deref(), Some(help));
}

/// A style in a page is none that browsers would take, whatever it says: a page's own style is in
/// its style sheets.
#[test]
fn no_page_holds_a_style_of_its_own() {
    for style in [
        "<style>@import url(https://evil.test/a.css)</style>",
        "<style>p { margin: 0 }</style>",
        "<STYLE media=print>p { margin: 0 }</STYLE>",
        "<style\n>p { background: url(//evil.test/a.png) }</style\n>",
        "<svg viewBox=\"0 0 1 1\"><style>@import 'https://evil.test/a.css'</style></svg>",
        "<p style=\"background: url(https://evil.test/a.png)\">x</p>",
        "<p STYLE='background: url(&#104;ttps://evil.test/a.png)'>x</p>",
        "<noscript><style>p { margin: 0 }</style></noscript>",
        "<NOSCRIPT><p>x<STYLE>p { margin: 0 }</STYLE></NOSCRIPT>",
        "<div><div><style>p { margin: 0 }</style></div></div>",
        "<link rel=\"stylesheet\" href=\"https://evil.test/a.css\">",
        "<link REL=STYLESHEET href=\"//evil.test/a.css\">",
        "<link rel=\"alternate stylesheet\" href=\"https://evil.test/a.css\">",
        "<link rel=\"preload\" as=\"style\" href=\"https://evil.test/a.css\">",
        "{% if page.title %}<style>p { margin: 0 }</style>{% endif %}",
    ] {
        let mut all = site();
        let base = crate::text(&all, "templates/base.html");
        put(
            &mut all,
            "templates/base.html",
            &base.replace("</main>", &format!("{style}</main>")),
        );
        let report = build_cold(&all);
        let found = report
            .findings
            .iter()
            .any(|finding| finding.code == "third-party" && finding.stops(false));
        assert!(found, "{style}: {:?}", report.findings);
    }
}
