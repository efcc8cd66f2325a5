//! How many years of school a text asks for.
//!
//! Flesch–Kincaid: `0.39 × words a sentence + 11.8 × syllables a word − 15.59` (Kincaid and
//! others, 1975). A name that is on the practice's list, a figure: each counts as a word of
//! one syllable, for neither is hard to read for its length. A formula is a tripwire; it
//! never replaces a reader.
pub mod syllable;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::mem::replace;
use std::ops::Range;

use ground::diagnostic::{Diagnostic, Level};
use ground::prose::{Block, Form, Prose};
use ground::source::Span;

use crate::read::words::Words;

/// A sentence with what is counted in it.
struct Sentence<'a> {
    block: &'a Block,
    range: Range<usize>,
    words: usize,
    syllables: usize,
}

impl Sentence<'_> {
    fn span(&self) -> Span {
        self.block.span(self.range.clone())
    }
}

/// The most that a text may ask of its readers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// Years of school.
    pub(crate) grade: Option<usize>,
    /// Words in a sentence.
    pub(crate) sentence: Option<usize>,
}

/// Finds what is too hard to read in a text, whose sentences stand where `split` says. `what`
/// names it within a sentence: "this page".
pub(crate) fn check(
    prose: &Prose,
    split: &[(usize, Range<usize>)],
    list: &Words,
    limit: Limit,
    what: &str,
    found: &mut Vec<Diagnostic>,
) {
    if limit.grade.is_none() && limit.sentence.is_none() {
        return;
    }
    // Names matter only where syllables are counted, and those only for a grade.
    let names = limit.grade.map(|_| &list.names);
    let sentences = split.iter().map(|(block, range)| (&prose.blocks[*block], range));
    let sentences: Vec<_> = sentences
        .filter(|(block, range)| names.is_some() || may_be_long(block, range, limit))
        .map(|(block, range)| counted(block, range.clone(), names))
        .filter(|sentence| sentence.words > 0)
        .collect();
    let long = sentences
        .iter()
        .filter(|sentence| limit.sentence.is_some_and(|most| sentence.words > most));
    found.extend(long.map(too_long));
    if let Some(most) = limit.grade {
        found.extend(too_hard(&sentences, most, what));
    }
}

fn too_long(sentence: &Sentence<'_>) -> Diagnostic {
    let message =
        format!("visitors may lose this sentence: it has {} words", sentence.words);
    Diagnostic::warning("long-sentence", message)
        .at(sentence.span())
        .help("make two sentences of it, one thought each")
}

fn too_hard(sentences: &[Sentence<'_>], most: usize, what: &str) -> Option<Diagnostic> {
    let grade = grade(sentences)?;
    let most = f64::from(u32::try_from(most).unwrap_or(u32::MAX));
    if grade <= most {
        return None;
    }
    let mut worst: Vec<_> = sentences
        .iter()
        .filter_map(|sentence| Some((self::grade([sentence])?, sentence)))
        .collect();
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    let message = format!(
        "many visitors could not read {what}: it asks for {grade:.1} years of school, {most} at most are right"
    );
    let finding = Diagnostic::new("reading", Level::Unpublishable, message)
        .at(worst.first()?.1.span())
        .help("make sentences shorter, and use words of one or two syllables");
    // Three places in all: the finding is about the whole text, and more would hide where to
    // begin.
    let others = worst.iter().skip(1).take(2).filter(|(grade, _)| *grade > most);
    Some(others.fold(finding, |finding, (grade, sentence)| {
        finding.label(sentence.span(), format!("this sentence asks for {grade:.1}"))
    }))
}

/// The years of school that sentences ask for, to a tenth; nothing where there is no word.
fn grade<'a, 'b: 'a>(
    sentences: impl IntoIterator<Item = &'a Sentence<'b>>,
) -> Option<f64> {
    let (mut count, mut words, mut syllables) = (0_u32, 0_u32, 0_u32);
    for sentence in sentences {
        count += 1;
        words += u32::try_from(sentence.words).ok()?;
        syllables += u32::try_from(sentence.syllables).ok()?;
    }
    let [count, words, syllables] = [count, words, syllables].map(f64::from);
    let grade = 0.39 * (words / count) + 11.8 * (syllables / words) - 15.59;
    (words > 0.0).then(|| (grade * 10.0).round() / 10.0)
}

/// Where the sentences of a text stand: in which block, and where there. It is read once for all
/// that judges them.
pub(super) fn sentences(prose: &Prose) -> Vec<(usize, Range<usize>)> {
    let blocks = prose.blocks.iter().enumerate();
    let blocks = blocks.filter(|(_, block)| block.form == Form::Sentences);
    blocks
        .flat_map(|(at, block)| split(&block.text).map(move |range| (at, range)))
        .collect()
}

/// Whether a sentence may have more words than it should, by its length and the spaces in it.
/// Where no grade is asked for, nearly none has to be counted word by word.
fn may_be_long(block: &Block, range: &Range<usize>, limit: Limit) -> bool {
    let text = &block.text[range.clone()];
    // A word has a letter and a space at least.
    if limit.sentence.is_some_and(|most| text.len() / 2 < most) {
        return false;
    }
    // So many that a byte can count them.
    let spaces = text.as_bytes().chunks(255).map(|bytes| {
        usize::from(bytes.iter().map(|byte| u8::from(*byte <= b' ')).sum::<u8>())
    });
    !text.is_ascii() || limit.sentence.is_none_or(|most| spaces.sum::<usize>() >= most)
}

fn counted<'a>(
    block: &'a Block,
    range: Range<usize>,
    names: Option<&BTreeSet<String>>,
) -> Sentence<'a> {
    let text = &block.text[range.clone()];
    let (words, syllables) = match names {
        Some(names) => spoken_words(text, names),
        None => (counted_words(text), 0),
    };
    Sentence { block, range, words, syllables }
}

/// How many words a text has.
fn counted_words(text: &str) -> usize {
    if !text.is_ascii() {
        return Spaced(text).count();
    }
    let mut classes = text.bytes().map(|byte| CLASSES[usize::from(byte)]);
    let mut count = 0;
    while classes.any(|class| class == LETTER) {
        count += 1;
        classes.any(|class| class == SPACE);
    }
    count
}

/// What a byte of a plain text is.
const SIGN: u8 = 0;
const LETTER: u8 = 1;
const SPACE: u8 = 2;

/// What each byte is, so that a word is counted without a question for each kind of letter.
const CLASSES: [u8; 256] = {
    let mut classes = [SIGN; 256];
    let mut byte = 127_u8;
    while byte > 0 {
        if byte.is_ascii_alphanumeric() {
            classes[byte as usize] = LETTER;
        } else if matches!(byte, 9..=13 | b' ') {
            classes[byte as usize] = SPACE;
        }
        byte -= 1;
    }
    classes
};

/// How many words a text has, and their syllables.
fn spoken_words(text: &str, names: &BTreeSet<String>) -> (usize, usize) {
    Spaced(text).fold((0, 0), |(words, syllables), word| {
        (words + 1, syllables + spoken(word, names))
    })
}

/// The words of a text, by the spaces between them, without the signs around them. Most texts
/// have plain letters and spaces, for which a look at the class of each byte suffices.
struct Spaced<'a>(&'a str);

impl<'a> Iterator for Spaced<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while !self.0.is_empty() {
            let (text, bytes) = (self.0, self.0.as_bytes());
            let mut plain = 0;
            while plain < bytes.len() && bytes[plain].is_ascii_graphic() {
                plain += 1;
            }
            // Anything but a plain space, such as a no-break space or an accent, is looked at by
            // characters.
            let end = match bytes.get(plain) {
                Some(b' ') | None => plain,
                Some(_) => text.find(char::is_whitespace).unwrap_or(text.len()),
            };
            let space = text[end..].chars().next().map_or(0, char::len_utf8);
            self.0 = &text[end + space..];
            let word = trimmed(&text[..end]);
            if !word.is_empty() {
                return Some(word);
            }
        }
        None
    }
}

/// A word without the signs around it.
fn trimmed(word: &str) -> &str {
    let is_bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = word.as_bytes();
    if is_bare(bytes.first()) && is_bare(bytes.last()) {
        return word;
    }
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn spoken(word: &str, names: &BTreeSet<String>) -> usize {
    let small = if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    };
    // A name may own something: the list holds it without the ending.
    let stem = ["'s", "’s"].iter().find_map(|end| small.strip_suffix(end));
    let is_figure = word.starts_with(|c: char| c.is_ascii_digit());
    if is_figure || names.contains(stem.unwrap_or(&small)) {
        return 1;
    }
    let letters = word.chars().filter(char::is_ascii_uppercase).count();
    // An abbreviation such as "MRI" is spoken letter by letter.
    if letters > 1 && letters == word.chars().count() {
        return letters;
    }
    syllable::syllables(&small)
}

/// Where each sentence stands, without the spaces around it.
pub(super) fn split(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut stops = memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes());
    let (mut start, mut is_over) = (0, false);
    std::iter::from_fn(move || {
        // Of several stops in a row, the first has ended the sentence.
        for at in stops.by_ref() {
            if at >= start
                && let Some((end, next)) = ends(text, start, at)
            {
                return Some(replace(&mut start, next)..end);
            }
        }
        let rest = text[start..].trim_end();
        let is_last = !replace(&mut is_over, true) && !rest.is_empty();
        is_last.then(|| start..start + rest.len())
    })
}

/// Where the sentence ends that begins at `start` and has a stop at `at`, and where the next one
/// begins.
fn ends(text: &str, start: usize, at: usize) -> Option<(usize, usize)> {
    // So nearly all end: without this look it takes twice as long (callgrind).
    if let [b' ', b'A'..=b'Z', ..] = text.as_bytes()[at + 1..]
        && text.as_bytes()[..at].last_chunk().copied().is_some_and(ends_long_word)
    {
        return Some((at + 1, at + 2));
    }
    let is_closing = |byte: &&u8| b".!?\"')".contains(byte);
    let closing = text.as_bytes()[at + 1..].iter().take_while(is_closing).count();
    let mut rest = &text[at + 1 + closing..];
    if rest.as_bytes().first().is_some_and(|byte| !byte.is_ascii()) {
        rest = rest.trim_start_matches(['.', '!', '?', '"', '\'', '”', '’', ')']);
    }
    let next = rest.trim_start();
    // No end: "3.5" and "a.md" have no space after the stop, "e.g. this" goes on in small
    // letters, and "Dr." is a short form.
    let goes_on = next.len() == rest.len() && !rest.is_empty()
        || next.starts_with(char::is_lowercase)
        || text[at..].starts_with('.') && is_short(&text[start..at]);
    (!goes_on).then(|| (text.len() - rest.len(), text.len() - next.len()))
}

/// Whether a word is longer than any short form, by its last letters: nearly all words are.
fn ends_long_word(last: [u8; 4]) -> bool {
    last.iter().all(u8::is_ascii_alphabetic)
}

/// Whether the full stop after these words ends a short form: "U.S.", "Dr.".
fn is_short(before: &str) -> bool {
    if before.as_bytes().last_chunk().copied().is_some_and(ends_long_word) {
        return false;
    }
    let word = before.rsplit([' ', '.', '\u{a0}']).next().unwrap_or_default();
    let mut letters = word.chars();
    let initial =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial || ["Dr", "Mr", "Mrs", "Ms", "St", "No"].contains(&word)
}
