//! Words that may not appear, wherever visitors read them.
use std::ops::Range;

use ground::diagnostic::{Diagnostic, Level};
use ground::prose::{Block, Prose};
use ground::source::Span;

use crate::read::words::{Banned, Phrase, Word, Words, words};

/// Finds what may not appear in a text, each with its place.
pub(crate) fn check(prose: &Prose, list: &Words, found: &mut Vec<Diagnostic>) {
    for block in &prose.blocks {
        in_block(block, list, found);
    }
}

/// Where a text first says a phrase, in letters of any case.
pub(crate) fn first(prose: &Prose, phrase: &str) -> Option<Span> {
    let find = |block: &Block| {
        let mut windows = block.text.as_bytes().windows(phrase.len());
        let at = windows.position(|text| text.eq_ignore_ascii_case(phrase.as_bytes()))?;
        Some(block.span(at..at + phrase.len()))
    };
    prose.blocks.iter().find_map(find)
}

fn in_block(block: &Block, list: &Words, found: &mut Vec<Diagnostic>) {
    // Most blocks hold nothing that a phrase begins with.
    if !list.starts.any_in(&block.text) {
        return;
    }
    let words: Vec<_> = words(&block.text).collect();
    for (at, (word, _)) in words.iter().enumerate() {
        for (which, phrase) in list.starts.with(word) {
            let banned = &list.banned[which];
            let phrase = &banned.phrases[phrase];
            if stands(phrase, &words, at) && !is_allowed(banned, phrase, &words, at) {
                found.push(finding(block, banned, phrase, &words, at));
            }
        }
    }
}

fn stands(phrase: &Phrase, words: &[Word<'_>], at: usize) -> bool {
    phrase.begins(words[at..].iter().map(|(word, _)| &**word))
}

/// Whether the phrase at this word stands within one that is honest.
fn is_allowed(banned: &Banned, phrase: &Phrase, words: &[Word<'_>], at: usize) -> bool {
    let end = at + phrase.words.len();
    banned.allowed.iter().any(|allowed| covers(allowed, words, at..end))
}

/// Whether a phrase stands around some words, and ends with or after the last of them.
fn covers(phrase: &Phrase, words: &[Word<'_>], place: Range<usize>) -> bool {
    let length = phrase.words.len();
    // An honest phrase may begin before the banned one, but it has to cover all of it: “not a
    // cure” allows its own “cure” and not the one after it.
    let mut starts = (place.start + 1).saturating_sub(length)..=place.start;
    starts.any(|start| start + length >= place.end && stands(phrase, words, start))
}

fn finding(
    block: &Block,
    banned: &Banned,
    phrase: &Phrase,
    words: &[Word<'_>],
    at: usize,
) -> Diagnostic {
    let last = &words[at + phrase.words.len() - 1].1;
    let range = words[at].1.start..last.end;
    let message = format!("“{}”: {}", &block.text[range.clone()], banned.why);
    Diagnostic::new("banned-words", Level::Unpublishable, message)
        .at(block.span(range))
        .help(banned.instead.clone())
}
