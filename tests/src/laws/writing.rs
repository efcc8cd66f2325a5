//! The writer's guide warns of mistakes in the words of the findings themselves.
use std::fs;

use crate::root;

/// The fixed parts of what the guide's table says that staff see.
fn warned() -> Vec<Vec<String>> {
    let guide =
        fs::read_to_string(root().join("WRITING.md")).expect("the guide is there");
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
