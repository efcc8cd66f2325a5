//! The practice's list of words: names that nobody has to spell, and phrases that may not
//! appear.
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::read::prose::inside;
use crate::read::table::{Doc, Value};
use crate::source::{Path, Span};

/// `content/words.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// Drugs, places and people, in small letters. The reading grade is counted without them.
    pub names: BTreeSet<String>,
    /// Words for people, in all their forms, and those that say who is seen in a photograph.
    pub people: People,
    /// What may not appear.
    pub banned: Vec<Banned>,
    /// For each form of a first word the phrases that begin with it: which of `banned`, and
    /// which of its phrases.
    pub starts: BTreeMap<String, Vec<(usize, usize)>>,
}

/// A photograph of somebody says beside it who it is, so that nobody is taken for a patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct People {
    /// Words for people: woman, man.
    pub words: BTreeSet<String>,
    /// Words that say who it is: model, staff.
    pub told: BTreeSet<String>,
}

/// Phrases that may not appear for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Banned {
    /// The phrases.
    pub phrases: Vec<Phrase>,
    /// Phrases within which one of them is honest.
    pub allowed: Vec<Phrase>,
    /// Why it may not appear: what it does to a visitor.
    pub why: String,
    /// What to do instead.
    pub instead: String,
}

/// A few words, each in all its forms.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// As it stands in the list.
    pub text: String,
    /// The forms of each word.
    pub words: Vec<BTreeSet<String>>,
    /// Where it stands.
    pub at: Span,
}

/// Stands for any figure in a phrase: "1 in #".
const FIGURE: &str = "#";

impl Phrase {
    /// Whether it stands at the beginning of these words.
    pub fn begins<'a>(&self, mut words: impl Iterator<Item = &'a str>) -> bool {
        self.words.iter().all(|forms| {
            words.next().is_some_and(|word| {
                forms.contains(word) || forms.contains(FIGURE) && is_figure(word)
            })
        })
    }
}

/// Whether a word is a number.
pub fn is_figure(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// The words of a text in small letters, each with its place. A hyphen parts two words, an
/// apostrophe does not, and `'s` at the end is not part of its word.
pub fn words(text: &str) -> impl Iterator<Item = (String, std::ops::Range<usize>)> {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '#');
    let mut at = 0;
    let pieces = text.split_inclusive(move |c| !inner(c));
    let places = pieces.map(move |piece| {
        let start = at;
        at += piece.len();
        (start, piece.trim_end_matches(|c| !inner(c)))
    });
    places.filter_map(|(start, piece)| {
        let word = piece.trim_matches(['\'', '’']);
        let start = start + piece.find(word)?;
        let word =
            ["'s", "’s"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let range = start..start + word.len();
        (!word.is_empty()).then(|| (word.to_lowercase().replace('’', "'"), range))
    })
}

/// Reads the file.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Words {
    let doc = Doc::parse(file, 0, text, found);
    let mut table = doc.table();
    let mut read = Words::default();
    let names = table.need("names", found).and_then(|names| names.texts(found));
    for (name, _) in names.unwrap_or_default() {
        read.names.extend(words(name).map(|(word, _)| word));
    }
    if let Some(mut people) = table.take("people").and_then(|people| people.table(found))
    {
        let mut list = |key| -> BTreeSet<String> {
            let texts = people.need(key, found).and_then(|list| list.texts(found));
            let texts = texts.unwrap_or_default().into_iter();
            texts.flat_map(|(text, _)| words(text)).map(|(word, _)| word).collect()
        };
        read.people = People { words: list("words"), told: list("told") };
        people.finish(found);
    }
    let list = table.take("banned").and_then(|list| list.list(found));
    read.banned =
        list.unwrap_or_default().iter().filter_map(|b| banned(b, found)).collect();
    table.finish(found);
    for (which, banned) in read.banned.iter().enumerate() {
        for (at, phrase) in banned.phrases.iter().enumerate() {
            for form in phrase.words.first().into_iter().flatten() {
                read.starts.entry(form.clone()).or_default().push((which, at));
            }
        }
    }
    read
}

fn banned(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Banned> {
    let mut table = value.table(found)?;
    let phrases = table.need("phrases", found);
    let exact = table.take("exact").and_then(|exact| exact.flag(found)).unwrap_or(false);
    let allowed = table.take("allowed");
    let (why, instead) = (table.text("why", found), table.text("instead", found));
    table.finish(found);
    Some(Banned {
        phrases: phrase_list(phrases, exact, found),
        allowed: phrase_list(allowed, false, found),
        why: why?.to_owned(),
        instead: instead?.to_owned(),
    })
}

fn phrase_list(
    list: Option<Value<'_>>,
    exact: bool,
    found: &mut Vec<Diagnostic>,
) -> Vec<Phrase> {
    let texts = list.and_then(|list| list.texts(found)).unwrap_or_default();
    let phrase = |(text, at): (&str, Span)| {
        let forms = |(word, _): (String, _)| {
            if exact { BTreeSet::from([word]) } else { forms(&word) }
        };
        let words: Vec<_> = words(text).map(forms).collect();
        let at = inside(text, at);
        (!words.is_empty()).then(|| Phrase { text: text.to_owned(), words, at })
    };
    texts.into_iter().filter_map(phrase).collect()
}

/// A word with its endings: "cure", "cures", "cured", "curing"; "safe", "safer", "safely".
fn forms(word: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([word.to_owned()]);
    if word.len() < 3 || !word.chars().all(|c| c.is_ascii_lowercase()) {
        return forms;
    }
    let mut stems = vec![word.to_owned()];
    let letters = word.as_bytes();
    let (last, before) = (letters[letters.len() - 1], letters[letters.len() - 2]);
    let vowel = |letter: u8| b"aeiou".contains(&letter);
    if let Some(stem) = word.strip_suffix('e') {
        stems.push(stem.to_owned());
    } else if let Some(stem) = word.strip_suffix('y').filter(|_| !vowel(before)) {
        stems.push(format!("{stem}i"));
    } else if !vowel(last) && vowel(before) {
        stems.push(format!("{word}{}", char::from(last)));
    }
    for stem in stems {
        for end in ["s", "es", "d", "ed", "ing", "r", "er", "st", "est", "ly"] {
            forms.insert(format!("{stem}{end}"));
        }
    }
    forms
}
