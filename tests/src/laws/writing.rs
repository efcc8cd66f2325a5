//! The writer's guide warns of mistakes in the words of the findings themselves.
use std::fs;

use ground::table::TomlDocument;

use crate::root;

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
