//! Words that may not appear, wherever visitors read them.
use crate::diagnostic::{Diagnostic, Level};
use crate::read::prose::{Block, Prose};
use crate::read::words::{Banned, Phrase, Word, Words, words};

/// What may not appear in a text, each with its place.
pub(crate) fn check(prose: &Prose, list: &Words) -> Vec<Diagnostic> {
    prose.blocks.iter().flat_map(|block| in_block(block, list)).collect()
}

fn in_block(block: &Block, list: &Words) -> Vec<Diagnostic> {
    // Most blocks hold nothing that a phrase begins with.
    if !list.starts.any_in(&block.text) {
        return vec![];
    }
    let words: Vec<_> = words(&block.text).collect();
    let mut found = vec![];
    for (at, (word, _)) in words.iter().enumerate() {
        for (which, phrase) in list.starts.with(word) {
            let banned = &list.banned[which];
            let phrase = &banned.phrases[phrase];
            if stands(phrase, &words, at) && !is_allowed(banned, phrase, &words, at) {
                found.push(finding(block, banned, phrase, &words, at));
            }
        }
    }
    found
}

fn stands(phrase: &Phrase, words: &[Word<'_>], at: usize) -> bool {
    phrase.begins(words[at..].iter().map(|(word, _)| &**word))
}

/// Whether the phrase at this word stands within one that is honest.
fn is_allowed(banned: &Banned, phrase: &Phrase, words: &[Word<'_>], at: usize) -> bool {
    let end = at + phrase.words.len();
    banned.allowed.iter().any(|allowed| {
        let first = (at + 1).saturating_sub(allowed.words.len());
        (first..=at).any(|start| {
            start + allowed.words.len() >= end && stands(allowed, words, start)
        })
    })
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
