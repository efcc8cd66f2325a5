//! The practice's list of words: names that nobody has to spell, and phrases that may not
//! appear.
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::Range;

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
    /// The phrases by their first words.
    pub starts: Starts,
}

/// Where phrases begin: each word of a site is looked up here, and nearly none is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Starts {
    /// For each form of a first word the phrases that begin with it: which of
    /// [`Words::banned`], and which of its phrases.
    words: HashMap<String, Vec<(usize, usize)>, BuildHasherDefault<Quick>>,
}

/// They follow from the phrases, which are hashed.
impl Hash for Starts {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Starts {
    fn of(list: &[Banned]) -> Self {
        let mut starts = Self::default();
        for (which, banned) in list.iter().enumerate() {
            for (at, phrase) in banned.phrases.iter().enumerate() {
                for form in phrase.words.first().into_iter().flatten() {
                    starts.words.entry(form.clone()).or_default().push((which, at));
                }
            }
        }
        starts
    }

    /// The phrases that may begin with a word.
    pub fn with(&self, word: &str) -> impl Iterator<Item = (usize, usize)> {
        let figure = is_figure(word).then_some(FIGURE);
        let keys = [Some(word), figure].into_iter().flatten();
        keys.filter_map(|key| self.words.get(key)).flatten().copied()
    }
}

/// Takes eight letters at a time. Nobody chooses a list's words to be alike here.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks();
        for eight in eights {
            self.write_u64(u64::from_le_bytes(*eight));
        }
        self.write_u64(rest.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
    }

    fn write_u8(&mut self, _: u8) {}

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        // The upper bits are mixed best, and the lower ones choose the place.
        self.0.rotate_left(20)
    }
}

/// A photograph of somebody says who it is, so that nobody is taken for a patient.
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

/// A word in small letters, and its place.
pub type Word<'a> = (Cow<'a, str>, Range<usize>);

/// The words of a text in small letters, each with its place. A hyphen parts two words, an
/// apostrophe does not, and `'s` at the end is not part of its word.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at + letters(&text[at..], false);
            at = start + letters(&text[start..], true);
            let whole = &text[start..at];
            let word = whole.trim_start_matches(['\'', '’']);
            let start = at - word.len();
            let word = word.trim_end_matches(['\'', '’']);
            let stem =
                word.strip_suffix('s').and_then(|word| word.strip_suffix(['\'', '’']));
            let word = stem.unwrap_or(word);
            if !word.is_empty() {
                return Some((small(word), start..start + word.len()));
            }
        }
        None
    })
}

/// How many bytes at the beginning of a text belong to words, or to none.
fn letters(text: &str, belong: bool) -> usize {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'#');
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at +=
            bytes[at..].iter().take_while(|b| b.is_ascii() && plain(b) == belong).count();
        let next = text[at..].chars().next().filter(|next| !next.is_ascii());
        match next {
            Some(next) if (next.is_alphanumeric() || next == '’') == belong => {
                at += next.len_utf8();
            }
            _ => return at,
        }
    }
}

fn small(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase().replace('’', "'"))
    }
}

/// Reads the file.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Words {
    let doc = Doc::parse(file, 0, text, found);
    let mut table = doc.table();
    let mut read = Words::default();
    let names = table.need("names", found).and_then(|names| names.texts(found));
    for (name, _) in names.unwrap_or_default() {
        read.names.extend(words(name).map(|(word, _)| word.into_owned()));
    }
    if let Some(mut people) = table.take("people").and_then(|people| people.table(found))
    {
        let mut list = |key| -> BTreeSet<String> {
            let texts = people.need(key, found).and_then(|list| list.texts(found));
            let texts = texts.unwrap_or_default().into_iter();
            texts
                .flat_map(|(text, _)| words(text))
                .map(|(word, _)| word.into_owned())
                .collect()
        };
        read.people = People { words: list("words"), told: list("told") };
        people.finish(found);
    }
    let list = table.take("banned").and_then(|list| list.list(found));
    read.banned =
        list.unwrap_or_default().iter().filter_map(|b| banned(b, found)).collect();
    table.finish(found);
    read.starts = Starts::of(&read.banned);
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
        let forms = |(word, _): Word<'_>| {
            if exact { BTreeSet::from([word.into_owned()]) } else { forms(&word) }
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
