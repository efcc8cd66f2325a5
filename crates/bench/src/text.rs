//! Made-up text in plain words: what a page of the corpus says.
use std::fmt::Write as _;

use crate::random::Random;

/// Common words in small letters of ASCII, none of which any check looks for.
const WORDS: &[&str] = &[
    "the",
    "a",
    "people",
    "visit",
    "room",
    "often",
    "quiet",
    "day",
    "week",
    "time",
    "before",
    "after",
    "with",
    "without",
    "some",
    "many",
    "few",
    "ask",
    "answer",
    "plan",
    "step",
    "note",
    "page",
    "word",
    "line",
    "hand",
    "light",
    "sound",
    "rest",
    "sleep",
    "walk",
    "read",
    "write",
    "talk",
    "listen",
    "wait",
    "begin",
    "end",
    "start",
    "again",
    "slow",
    "soft",
    "clear",
    "open",
    "close",
    "long",
    "short",
    "early",
    "late",
    "first",
    "last",
    "next",
    "same",
    "other",
    "each",
    "every",
    "here",
    "there",
    "now",
    "then",
    "still",
    "also",
    "only",
    "both",
    "between",
    "about",
    "office",
    "door",
    "window",
    "chair",
    "table",
    "paper",
    "number",
    "question",
    "minute",
    "hour",
    "morning",
    "evening",
    "friend",
    "family",
    "water",
    "food",
    "music",
    "garden",
    "river",
    "street",
    "care",
    "change",
    "choice",
    "result",
    "reason",
    "record",
    "measure",
    "small",
    "large",
    "common",
    "different",
    "important",
    "possible",
    "usual",
    "general",
    "certain",
    "ready",
    "local",
    "is",
    "are",
    "was",
    "can",
    "may",
    "will",
    "has",
    "takes",
    "gives",
    "makes",
    "keeps",
    "shows",
    "helps",
    "needs",
];

/// A word.
pub(crate) fn word(random: &mut Random) -> &'static str {
    random.one(WORDS)
}

/// Some words with spaces between, the first with a capital.
pub(crate) fn phrase(random: &mut Random, words: usize) -> String {
    let mut phrase = String::new();
    for at in 0..words {
        let word = word(random);
        if at == 0 {
            phrase.push_str(&word[..1].to_uppercase());
            phrase.push_str(&word[1..]);
        } else {
            let _ = write!(phrase, " {word}");
        }
    }
    phrase
}

/// A sentence of 6 to 16 words with a mark here and there. Returns it and its words.
pub(crate) fn sentence(random: &mut Random) -> (String, usize) {
    let words = random.between(6, 17);
    let mut sentence = phrase(random, words);
    let at = sentence.find(' ').map_or(0, |at| at + 1);
    match random.between(0, 12) {
        0 => sentence.insert_str(at, "**really** "),
        1 => sentence.insert_str(at, "*perhaps* "),
        2 => sentence.insert_str(at, "`plain` "),
        _ => {}
    }
    sentence.push('.');
    (sentence, words)
}

/// A paragraph of about so many words.
pub(crate) fn paragraph(random: &mut Random, words: usize) -> String {
    let (mut paragraph, mut count) = (String::new(), 0);
    while count < words {
        let (sentence, more) = sentence(random);
        if count > 0 {
            paragraph.push(' ');
        }
        paragraph.push_str(&sentence);
        count += more;
    }
    paragraph
}
