//! The pages of the desk: the list of all pages, and the editor of one.
use std::collections::BTreeMap;
use std::fmt::Write as _;

use ground::diagnostic::Diagnostic;
use ground::html::escaped;
use site::authoring::{calendar, desk, guide};

use super::Desk;
use crate::preview::pages;
use crate::preview::state::Shown;
use crate::shown::shown;

/// How much is found in a file: what stops it, and what is only noticed.
#[derive(Default)]
struct Count {
    stops: usize,
    noticed: usize,
}

/// The list of all pages.
pub(super) fn page(desk: &Desk, shown: &Shown, nonce: &str) -> String {
    let sources = &shown.sources;
    let unsaved = desk.drafts.files();
    let counts = counts(&shown.diagnostics);
    let mut main = format!(
        "<h1>{}</h1>\n<p class=doors><button id=new-page hidden>New page</button> \
         <a class=button href=\"/__candor/publish\">Publish …</a> {}</p>\n\
         <p class=search hidden><label>Find a page <input type=search id=search></label></p>\n",
        escaped(&shown_name(shown)),
        doors()
    );
    main.push_str(&due(shown));
    for section in desk::overview(sources) {
        let title = section.title.as_deref().unwrap_or("Pages");
        let _ = write!(
            main,
            "<section><h2>{}</h2>\n<ul class=pages>\n",
            escaped(&crate::shown::shown(title))
        );
        for row in &section.pages {
            let count = counts.get(&*row.file);
            main.push_str(&item(row, count, unsaved.contains(&row.file)));
        }
        main.push_str("</ul></section>\n");
    }
    let kinds = kinds(shown);
    let data = format!("data-token=\"{}\" data-kinds=\"{kinds}\"", desk.token.as_str());
    document(
        "The desk",
        "home.js",
        &data,
        nonce,
        &format!("<main class=home>\n{main}</main>"),
    )
}

fn shown_name(state: &Shown) -> String {
    let practice = site::load::practice(&state.sources, &mut vec![]);
    shown(&practice.name).into_owned()
}

/// Ways to what else there is.
fn doors() -> String {
    [
        ("/", "See the website"),
        (pages::FINDINGS, "What is wrong"),
        (pages::WRITING, "How to write"),
        (pages::COMPONENTS, "What a page can show"),
        (pages::RULES, "The rules of the self-check"),
        (pages::JUDGE, "What only a person can judge"),
    ]
    .map(|(address, name)| format!("<a href=\"{address}\">{name}</a>"))
    .join(" ")
}

/// What comes due, the next first.
fn due(state: &Shown) -> String {
    let events = calendar::calendar(&state.sources);
    if events.is_empty() {
        return String::new();
    }
    let item = |event: &calendar::Event| {
        format!(
            "<li><time>{}</time> {}: {}</li>\n",
            event.on,
            event.what.label(),
            escaped(&shown(&event.about))
        )
    };
    let items: String = events.iter().map(item).collect();
    format!(
        "<details class=due><summary>What comes due</summary><ul>\n{items}</ul></details>\n"
    )
}

fn item(row: &desk::PageRow, count: Option<&Count>, is_unsaved: bool) -> String {
    let title = shown(&row.title);
    let unsaved = if is_unsaved { "<span class=unsaved>not saved</span>" } else { "" };
    format!(
        "<li{page}><a href=\"/__candor/edit/{address}\">{title}</a> \
         <span class=kind>{kind}</span> <span class=state>{state}</span> {unsaved}{count}</li>\n",
        page = if row.is_page { " class=page" } else { "" },
        address = escaped(&row.file),
        title = escaped(&title),
        kind = escaped(&row.kind),
        state = escaped(&row.state),
        count = count.map(told).unwrap_or_default(),
    )
}

fn told(count: &Count) -> String {
    let mut told = String::new();
    for (number, class, what) in [
        (count.stops, "stops", "to mend before it can be published"),
        (count.noticed, "noticed", "to look at"),
    ] {
        if number > 0 {
            let _ = write!(told, "<span class={class}>{number} {what}</span>");
        }
    }
    told
}

fn counts(found: &[Diagnostic]) -> BTreeMap<&str, Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for finding in found {
        // What belongs to no file stands in the list of all findings.
        let Some(at) = &finding.at else { continue };
        let count = counts.entry(&at.file).or_default();
        if finding.stops(true) {
            count.stops += 1;
        } else {
            count.noticed += 1;
        }
    }
    counts
}

/// The kinds of page that can begin, as JSON in an attribute.
fn kinds(state: &Shown) -> String {
    let kinds = guide::kinds_of(&state.sources);
    let kinds: Vec<_> = kinds
        .kinds
        .iter()
        .map(|kind| serde_json::json!({ "id": kind.id, "name": kind.name, "help": kind.help }))
        .collect();
    escaped(&serde_json::Value::from(kinds).to_string())
}

/// Where the site is published, which the script fills.
pub(super) fn publishing(desk: &Desk, nonce: &str) -> String {
    let data = format!("data-token=\"{}\"", desk.token.as_str());
    let body = "<main id=publish class=home><h1>Publish</h1>\n\
                <p role=status>What would change for visitors is being worked out …</p></main>";
    document("Publish – the desk", "publish.js", &data, nonce, body)
}

/// The editor of a file, which the script fills.
pub(super) fn editor(desk: &Desk, file: &str, nonce: &str) -> String {
    let data =
        format!("data-token=\"{}\" data-file=\"{}\"", desk.token.as_str(), escaped(file));
    let title = format!("{file} – the desk");
    document(&title, "edit.js", &data, nonce, "<main id=desk class=desk></main>")
}

fn document(title: &str, script: &str, data: &str, nonce: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <meta name=color-scheme content=\"light dark\">\n\
         <title>{title}</title>\n<link rel=stylesheet href=\"/__candor/desk/desk.css\">\n\
         <script type=module src=\"/__candor/desk/{script}\"></script>\n\
         <body data-nonce=\"{nonce}\" {data}>\n{body}\n</html>\n",
        title = escaped(title),
    )
}
