//! A build over an older website gives what one from nothing gives, whatever was edited in
//! between: text, title, date, address, template, static file, picture, settings, words.
use std::fs;

use ground::source::ending;
use proptest::prelude::*;
use proptest::sample::Index;
use support::{Site, said};

/// What a person does between two builds.
#[derive(Clone, Debug)]
enum Edit {
    /// Writes a paragraph, with a link to another page or without.
    Text(Index, Option<Index>),
    /// Gives a page another title.
    Title(Index, u8),
    /// Sets the day of the last change.
    Date(Index, u8),
    /// Puts a page in another folder, or back.
    Move(Index),
    /// Removes a page.
    Delete(Index),
    /// Hides a page until it is ready, or shows it.
    Draft(Index),
    /// Changes the frame of all pages.
    Template(u8),
    /// Changes a static file.
    Style(u8),
    /// Adds or removes a static file.
    Static(u8),
    /// Changes a setting that every page shows.
    Practice(u8),
    /// Breaks a link, so that nothing is built, until it is mended.
    Break,
}

fn edit() -> impl Strategy<Value = Edit> {
    let page = any::<Index>;
    prop_oneof![
        4 => (page(), prop::option::of(page())).prop_map(|(at, to)| Edit::Text(at, to)),
        2 => (page(), any::<u8>()).prop_map(|(at, title)| Edit::Title(at, title)),
        1 => (page(), 1..29u8).prop_map(|(at, day)| Edit::Date(at, day)),
        2 => page().prop_map(Edit::Move),
        1 => page().prop_map(Edit::Delete),
        1 => page().prop_map(Edit::Draft),
        1 => any::<u8>().prop_map(Edit::Template),
        1 => any::<u8>().prop_map(Edit::Style),
        1 => (0..3u8).prop_map(Edit::Static),
        1 => any::<u8>().prop_map(Edit::Practice),
        1 => Just(Edit::Break),
    ]
}

/// The pages of `content`, without the first one.
fn pages(site: &Site) -> Vec<String> {
    let files = site.files("content").into_keys();
    files.filter(|path| ending(path) == "md" && path != "index.md").collect()
}

/// Changes a file's text.
fn change(site: &Site, path: &str, change: impl Fn(&str) -> String) {
    let text = site.read(path).expect("it stands");
    site.write(path, change(&text));
}

/// A line of a file that starts with some words, written anew; added after the first line
/// where there is none.
fn line(text: &str, start: &str, new: &str) -> String {
    let mut lines: Vec<_> = text.lines().collect();
    match lines.iter().position(|line| line.starts_with(start)) {
        Some(at) if new.is_empty() => drop(lines.remove(at)),
        Some(at) => lines[at] = new,
        None => lines.insert(1, new),
    }
    lines.join("\n") + "\n"
}

fn apply(site: &Site, edit: &Edit) {
    let pages = pages(site);
    let pick = |at: &Index| (!pages.is_empty()).then(|| at.get(&pages).clone());
    let page = |at: &Index, edit: &dyn Fn(&str) -> String| {
        if let Some(path) = pick(at) {
            change(site, &format!("content/{path}"), edit);
        }
    };
    match edit {
        Edit::Text(at, to) => {
            let link = to.as_ref().and_then(pick);
            let link =
                link.map(|to| format!("A [link](/content/{to}).")).unwrap_or_default();
            page(at, &|text| format!("{text}\nMore. {link}\n"));
        }
        Edit::Title(at, title) => {
            page(at, &|text| line(text, "title", &format!("title = \"Page T{title}\"")));
        }
        Edit::Date(at, day) => page(at, &|text| {
            line(text, "updated", &format!("updated = 2026-10-{day:02}"))
        }),
        Edit::Move(at) => {
            if let Some(path) = pick(at) {
                let to = match path.strip_prefix("moved/") {
                    Some(name) => name.to_owned(),
                    None => format!("moved/{path}"),
                };
                let text = site.read(format!("content/{path}")).expect("it stands");
                fs::remove_file(site.path(format!("content/{path}"))).expect("ours");
                site.write(format!("content/{to}"), text);
            }
        }
        Edit::Delete(at) => {
            if let Some(path) = pick(at) {
                fs::remove_file(site.path(format!("content/{path}"))).expect("ours");
            }
        }
        Edit::Draft(at) => page(at, &|text| {
            let draft = if text.contains("draft = true") { "" } else { "draft = true" };
            line(text, "draft", draft)
        }),
        Edit::Template(mark) => change(site, "templates/base.html", |text| {
            line(text, "<body", &format!("<body class=\"t{mark}\">"))
        }),
        Edit::Style(mark) => {
            site.write("static/style.css", format!("body {{ margin: {mark}px }}\n"));
        }
        Edit::Static(number) => {
            let path = format!("static/file-{number}.txt");
            if fs::remove_file(site.path(&path)).is_err() {
                site.write(&path, "text\n");
            }
        }
        Edit::Practice(mark) => change(site, "content/practice.toml", |text| {
            line(text, "what", &format!("what = \"A practice of tests, {mark}\""))
        }),
        Edit::Break => change(site, "content/index.md", |text| {
            match text.strip_suffix("[x](nowhere.md)\n") {
                Some(mended) => mended.to_owned(),
                None => format!("{text}[x](nowhere.md)\n"),
            }
        }),
    }
}

fn several() -> Site {
    let site = Site::base();
    for number in 0..5 {
        site.write(
            format!("content/page-{number}.md"),
            format!(
                "+++\ntitle = \"Page {number}\"\ndescription = \"Page number {number} of a \
                 practice that exists only so that tests can build its website.\"\n+++\nText.\n"
            ),
        );
    }
    site
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 60, ..Default::default() })]

    #[test]
    fn a_build_over_an_older_one_is_a_clean_one(edits in prop::collection::vec(edit(), 1..12)) {
        let site = several();
        let mut last = None;
        for edit in &edits {
            apply(&site, edit);
            let over = site.run(&["build"]);
            let _ = fs::remove_dir_all(site.path("clean"));
            let clean = site.run(&["build", "--out", "clean"]);
            prop_assert_eq!(over.status.code(), clean.status.code(), "{}", said(&clean));
            let aside = |text: &[u8]| String::from_utf8_lossy(text).replace("clean/", "dist/");
            prop_assert_eq!(aside(&over.stderr), aside(&clean.stderr));
            let expected =
                if clean.status.success() { Some(site.files("clean")) } else { last };
            let found = site.path("dist").exists().then(|| site.files("dist"));
            prop_assert!(found.unwrap_or_default() == expected.clone().unwrap_or_default());
            last = expected;
        }
    }
}
