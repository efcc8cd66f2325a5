//! The writer's guide warns of mistakes in the words of the findings themselves, and its examples
//! are those of the site for which it is shown.
use std::fs;

use ground::table::TomlDocument;
use site::authoring::examples::{Examples, neutral};
use site::authoring::{explain, guide as shown};

use crate::{base, root, sites};

fn guide() -> String {
    fs::read_to_string(root().join("WRITING.md")).expect("the guide is there")
}

/// The fixed parts of what the guide's table says that staff see.
fn warned() -> Vec<Vec<String>> {
    let guide = guide();
    let (_, table) = guide.split_once("| What you see |").expect("it has the table");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let seen =
        rows.map(|row| row.split('|').nth(1).unwrap_or_default().trim().to_owned());
    let parts = |seen: String| {
        seen.replace('`', "")
            .split('…')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    seen.map(parts).collect()
}

#[test]
fn each_mistake_that_the_guide_warns_of_was_made() {
    let cases = fs::read_dir(root().join("tests/suite")).expect("there are cases");
    let cases = cases.map(|entry| entry.expect("readable").path());
    let cases = cases.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let tried: String =
        cases.map(|path| fs::read_to_string(path).expect("text")).collect();
    let tried = tried.replace('`', "");
    let warned = warned();
    assert!(warned.len() > 10, "{warned:?}");
    for parts in warned {
        let found =
            tried.lines().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(found, "no case makes the mistake with the finding {parts:?}");
    }
}

/// What the planted faults quote of the guide, and what it asks of people alone.
fn quoted() -> Vec<String> {
    let (list, path) = (root().join("tests/planted.toml"), "tests/planted.toml".into());
    let list = fs::read_to_string(list).expect("it can be read");
    let doc = TomlDocument::parse(&path, 0, &list, &mut vec![]);
    let mut lists = doc.table();
    let lists = ["fault", "person"].map(|name| lists.take(name).expect("a list"));
    let ones = lists.iter().flat_map(|list| list.as_list().expect("a list"));
    let guides = ones.filter_map(|one| {
        let mut one = one.table(&mut vec![]).expect("a table");
        one.optional("guide", &mut vec![]).map(str::to_owned)
    });
    guides.collect()
}

#[test]
fn what_we_owe_the_reader_is_planted_or_left_to_people() {
    let (guide, quoted) = (guide(), quoted());
    assert!(quoted.len() > 30, "{quoted:?}");
    for quote in &quoted {
        assert!(guide.contains(quote.as_str()), "the guide does not say {quote:?}");
    }
    let (_, owed) = guide.split_once("## What we owe the reader").expect("a section");
    let (owed, _) = owed.split_once("\n## ").expect("another section");
    let owed: Vec<_> = owed.lines().filter(|line| line.starts_with("- ")).collect();
    assert!(owed.len() > 5, "{owed:?}");
    for line in owed {
        let planted = quoted.iter().any(|quote| line.contains(quote.as_str()));
        assert!(planted, "no fault of tests/planted.toml goes against: {line}");
    }
}

/// What stands between two marks, each time.
fn between<'a>(
    text: &'a str,
    start: &'a str,
    end: char,
) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0))
}

#[test]
fn each_example_stands_in_a_text_for_writers() {
    let explained = explain::all().map(|(_, text)| text);
    let texts: String = explained.chain([guide().as_str()]).collect();
    for example in neutral() {
        assert!(texts.contains(example), "no text shows {example:?}");
    }
}

#[test]
fn whoever_copies_an_example_copies_what_the_site_has() {
    for (name, site) in sites() {
        let examples = Examples::of(&site);
        let guide = shown::writing(&examples);
        let facts = site.below("content/facts/");
        let facts: String =
            facts.map(|(path, file)| file.text(path).expect("text")).collect();
        let cited: Vec<_> =
            between(&guide, "[@", ']').flat_map(|ids| ids.split("; @")).collect();
        assert!(cited.len() >= 3, "{cited:?}");
        for id in cited {
            assert!(facts.contains(&format!("id = \"{id}\"")), "{name} has no fact {id}");
        }
        // The first link stands in the example of a page, before what files may be called.
        let links = between(&guide, "](", ')').filter(|to| to.contains(".md"));
        let links: Vec<_> = links.collect();
        assert!(links.len() >= 3, "{links:?}");
        for link in links {
            let page = link.trim_start_matches("../").split('#').next().unwrap_or(link);
            let file = format!("content/{page}");
            assert!(site.files.contains_key(&*file), "{name} has no page {page}");
        }
        let uncited = explain::explain("uncited", &examples).expect("it is explained");
        assert!(!uncited.contains("F1.1") || facts.contains("\"F1.1\""), "{uncited}");
    }
}

#[test]
fn a_site_that_has_nothing_yet_is_shown_neutral_examples() {
    let mut site = base();
    site.files_mut().clear();
    assert_eq!(
        shown::writing(&Examples::of(&site)),
        shown::writing(&Examples::default())
    );
}
