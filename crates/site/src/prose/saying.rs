//! What a page says sentence by sentence, so that it can be compared with what others say.
use std::ops::Range;

use ground::prose::{Block, Form, Prose};
use ground::source::{Path, Span, hash_bytes};

use super::reading::split;
use crate::read::body::{Body, PlaceholderKind};
use crate::read::facts::Facts;

/// The fewest words of a sentence that is compared: less is a label, such as “No.”
const LEAST: usize = 4;

/// A sentence: a hash of its words without marks, and the place of it in its file. A site of
/// 10,000 pages has a million of them, so it is as small as it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Saying {
    /// The same for the same sentence.
    pub words: u64,
    start: u32,
    end: u32,
}

impl Saying {
    /// Its place, in the file of its page.
    pub fn span(&self, file: &Path) -> Span {
        let place = |at| usize::try_from(at).unwrap_or(usize::MAX);
        Span::new(file, place(self.start), place(self.end))
    }
}

/// The sentences of a page, each once, but for those that it owes in the same words as others:
/// what stands with every benefit, and help in a crisis.
pub(super) fn of_page(
    body: &Body,
    sentences: &[(usize, Range<usize>)],
    facts: &Facts,
) -> Vec<Saying> {
    let mut said = of_prose(&body.prose, sentences);
    for mark in owed(body, facts) {
        // A mark belongs to the sentence before it.
        let before = said.partition_point(|(start, _)| *start <= mark).checked_sub(1);
        if let Some(before) = before {
            said[before].1 = None;
        }
    }
    let mut sayings: Vec<_> = said.into_iter().filter_map(|(_, saying)| saying).collect();
    sayings.sort_unstable();
    sayings.dedup_by_key(|saying| saying.words);
    // They were collected in place of what they are made of, and every page keeps its own: three
    // times as much memory, 35 MB of a site of 10,000 pages.
    sayings.shrink_to_fit();
    sayings
}

/// The hashes of the sentences of a text, labels among them: what is said elsewhere than in
/// pages.
pub fn of_text(prose: &Prose) -> Vec<u64> {
    let sentences = |text| split(text).map(move |range| hashed(&text[range]));
    prose.blocks.iter().flat_map(|block| sentences(block.text.as_str())).collect()
}

/// Where each sentence begins, and each label, which is none.
fn of_prose(
    prose: &Prose,
    sentences: &[(usize, Range<usize>)],
) -> Vec<(usize, Option<Saying>)> {
    let (mut sentences, mut said) = (sentences.iter().peekable(), vec![]);
    for (at, block) in prose.blocks.iter().enumerate() {
        if block.form == Form::Label {
            said.push((block.bytes(0..1).start, None));
        }
        while let Some((_, range)) = sentences.next_if(|(block, _)| *block == at) {
            said.push(sentence(block, range));
        }
    }
    // A block within another ends before it.
    if !said.is_sorted_by_key(|(start, _)| *start) {
        said.sort_by_key(|(start, _)| *start);
    }
    said
}

fn sentence(block: &Block, range: &Range<usize>) -> (usize, Option<Saying>) {
    let place = block.bytes(range.clone());
    (place.start, saying(&block.text[range.clone()], &place))
}

fn saying(text: &str, place: &Range<usize>) -> Option<Saying> {
    let (start, end) = (u32::try_from(place.start).ok()?, u32::try_from(place.end).ok()?);
    is_long(text).then(|| Saying { words: hashed(text), start, end })
}

/// Whether a sentence is compared. Nearly all are told by the words that end within their first
/// bytes, which are looked at all at once.
fn is_long(text: &str) -> bool {
    let ends = |piece: &[u8; 33]| {
        let ends = (0..32).map(|at| u8::from(piece[at] > b' ' && piece[at + 1] == b' '));
        usize::from(ends.sum::<u8>())
    };
    text.as_bytes().first_chunk().is_some_and(|piece| ends(piece) >= LEAST - 1)
        || text.split_ascii_whitespace().nth(LEAST - 1).is_some()
        || !text.is_ascii() && text.split_whitespace().nth(LEAST - 1).is_some()
}

fn hashed(text: &str) -> u64 {
    u64::try_from(hash_bytes(text.as_bytes()) & u128::from(u64::MAX)).unwrap_or_default()
}

/// Where a page cites what every page owes that states a benefit, or help in a crisis.
fn owed(body: &Body, facts: &Facts) -> impl Iterator<Item = usize> {
    let companions = facts.companions.iter().flat_map(|companion| &companion.facts);
    let companions: Vec<_> = companions.map(|(fact, _)| fact.as_str()).collect();
    let is_owed = move |fact: &str| {
        companions.contains(&fact)
            || facts.facts.get(fact).is_some_and(|fact| fact.crisis)
    };
    body.placeholders.iter().filter_map(move |placeholder| {
        let PlaceholderKind::Cite(cited) = &placeholder.kind else { return None };
        cited.iter().any(|(fact, _)| is_owed(fact)).then_some(placeholder.span.start)
    })
}
