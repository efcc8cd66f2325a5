//! Which file a person means, and whether a page can stand there.
use ground::source::{Path, Sources, ending, is_left_behind, name};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::load::graph;

/// A page's file from what a person says of it: below `content`, ending in `.md`.
pub fn file(said: &str) -> Option<Path> {
    let inside = inside(said)?;
    let named = name(inside).strip_suffix(".md").is_some_and(|stem| !stem.is_empty());
    named.then(|| format!("content/{inside}").into())
}

/// A folder of pages from what a person says of it: below `content`, without a slash at the
/// end.
pub fn directory(said: &str) -> Option<Path> {
    let inside = inside(said.strip_suffix('/').unwrap_or(said))?;
    ending(inside).is_empty().then(|| format!("content/{inside}").into())
}

/// A path below `content` that goes nowhere else.
fn inside(said: &str) -> Option<&str> {
    let inside = said.strip_prefix("content/").unwrap_or(said);
    let plain = inside.split('/').all(|part| !matches!(part, "" | "." | ".."));
    plain.then_some(inside)
}

/// The file of a page with a title, in a folder below `content`; nothing where the title has no
/// letters.
pub fn named_after(folder: &str, title: &str) -> Option<Path> {
    // Letters lose their accents: an address has none.
    let plain: String = title.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let name = graph::as_word(&plain);
    let folder = folder.trim_matches('/');
    let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
    (!name.is_empty()).then(|| file(&format!("{path}.md"))).flatten()
}

/// Why no page can stand in a file, whatever it says: a build would not take it for one.
pub fn refusal(sources: &Sources, file: &Path) -> Option<String> {
    if is_left_behind(file) {
        return Some(format!(
            "`{file}` has a name that is never published: choose another"
        ));
    }
    if sources.check_of_part(file).is_some() {
        return Some(format!("`{file}` would be a text of a self-check, and no page"));
    }
    let mut wrong = vec![];
    graph::address(file, &mut wrong);
    let wrong = wrong.pop()?;
    Some(format!("{}: {}", wrong.message, wrong.help.unwrap_or_default()))
}

/// Why a new file cannot stand at a path: one stands there.
pub(super) fn free(sources: &Sources, path: &Path) -> Result<(), String> {
    let is_taken = sources.files.contains_key(path);
    if is_taken { Err(format!("`{path}` is there already")) } else { Ok(()) }
}
