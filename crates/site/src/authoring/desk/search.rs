//! Texts by the words that stand in them.
use ground::source::{Path, Sources};
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::overview;

/// The files of the desk's list in whose text each word of a query begins a word, in the order of
/// the list. An empty query finds none.
pub fn search(sources: &Sources, query: &str) -> Vec<Path> {
    let query = folded(query);
    let asked: Vec<_> = words(&query).collect();
    let rows: Vec<_> =
        overview(sources).into_iter().flat_map(|section| section.pages).collect();
    let holds_all = |file: &Path| {
        let text = sources.files.get(file).and_then(|text| text.text(file).ok());
        let text = folded(text.unwrap_or_default());
        let begins = |asked: &&str| words(&text).any(|word| word.starts_with(asked));
        !asked.is_empty() && asked.iter().all(begins)
    };
    let files = rows.into_par_iter().map(|row| row.file);
    files.filter(holds_all).collect()
}

/// Letters without case and marks, as somebody types them who looks for something.
fn folded(text: &str) -> String {
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    letters.flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
