//! The practice's list of words: names that nobody has to spell, and phrases that may not
//! appear.
mod forms;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use ground::diagnostic::Diagnostic;
use ground::prose::inside;
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlValue};
use rustc_hash::FxHashMap;

use self::forms::forms;

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
///
/// By hand, though aho-corasick could look for all first words at once: for the benchmark's
/// corpus (0.3 MB of text, 190 forms, none found) its DFA takes 5.8 million instructions where
/// two bytes a word take 3.4 (callgrind), its smaller NFA 11.6. For the practice's own pages,
/// where four blocks of five hold such a word, all three are within 2 %, as the comparison of
/// whole phrases takes nearly all the time there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Starts {
    /// For each form of a first word the phrases that begin with it: which of
    /// [`Words::banned`], and which of its phrases.
    words: FxHashMap<String, Vec<(usize, usize)>>,
    /// For each two bytes whether they may be the first of one of them.
    pairs: Option<Box<Pairs>>,
}

/// For each two bytes whether they may be the first of a word that is looked for.
type Pairs = [bool; 1 << 16];

/// They follow from the phrases, which are hashed.
impl Hash for Starts {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Starts {
    /// The tables for a list of phrases.
    fn of(list: &[Banned]) -> Self {
        let mut words = FxHashMap::<String, Vec<_>>::default();
        let pairs = vec![false; 1 << 16].into_boxed_slice();
        let mut pairs: Box<Pairs> =
            pairs.try_into().expect("there are as many as two bytes can be");
        for (which, banned) in list.iter().enumerate() {
            for (at, phrase) in banned.phrases.iter().enumerate() {
                for form in phrase.words.first().into_iter().flatten() {
                    words.entry(form.clone()).or_default().push((which, at));
                    note(form.as_bytes(), &mut pairs);
                }
            }
        }
        if words.contains_key(FIGURE) {
            (b'0'..=b'9').for_each(|digit| note(&[digit], &mut pairs));
        }
        // What may have another form in a text is looked up as a word.
        for (at, may_begin) in (0..=u16::MAX).zip(&mut *pairs) {
            let [first, second] = at.to_be_bytes();
            let odd = |byte| CLASSES[usize::from(byte)] & (WIDE | APOSTROPHE) != 0;
            let is_letter = CLASSES[usize::from(first)] & PLAIN != 0;
            *may_begin |= odd(first) || is_letter && odd(second);
        }
        Self { words, pairs: Some(pairs) }
    }

    /// Whether some phrase may begin within a text. Nearly all its words are told from those
    /// of the list by two bytes.
    pub fn any_in(&self, text: &str) -> bool {
        let (Some(pairs), bytes) = (&self.pairs, text.as_bytes()) else { return false };
        let begins = |at: usize| {
            let before =
                at.checked_sub(1).map(|before| CLASSES[usize::from(bytes[before])]);
            before.is_none_or(|before| before & PLAIN == 0)
        };
        let (mut from, last) = (0, bytes.len().saturating_sub(1));
        while from < bytes.len() {
            let mut two = bytes[from..].windows(2).zip(from..);
            let found = two.find(|(two, at)| pairs[pair(two[0], two[1])] && begins(*at));
            // No byte follows the last one: a word of one letter is looked up as if a zero did.
            let alone = pairs[pair(bytes[last], 0)] && begins(last);
            let Some(at) = found.map(|(_, at)| at).or(alone.then_some(last)) else {
                break;
            };
            let near = around(bytes, at);
            if words(&text[near.clone()]).any(|(word, _)| self.any(&word)) {
                return true;
            }
            from = near.end.max(at + 1);
        }
        false
    }

    /// Whether a phrase begins with this word.
    fn any(&self, word: &str) -> bool {
        self.words.contains_key(word)
            || is_figure(word) && self.words.contains_key(FIGURE)
    }

    /// The phrases that may begin with a word.
    pub fn with(&self, word: &str) -> impl Iterator<Item = (usize, usize)> {
        let figure = is_figure(word).then_some(FIGURE);
        let keys = [Some(word), figure].into_iter().flatten();
        keys.filter_map(|key| self.words.get(key)).flatten().copied()
    }
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

/// A word in small letters, and its place.
pub type Word<'a> = (Cow<'a, str>, Range<usize>);

/// The words of a text in small letters, each with its place. A hyphen parts two words, an
/// apostrophe does not, and `'s` at the end is not part of its word.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = gap(text, at);
            let is_small;
            (at, is_small) = letters(text, start);
            let place = bare(text, start..at);
            let word = &text[place.clone()];
            if !word.is_empty() {
                return Some((
                    if is_small { word.into() } else { small(word).into() },
                    place,
                ));
            }
        }
        None
    })
}

/// What may stand in a word, and is none of it at its ends.
const QUOTES: [char; 2] = ['\'', '’'];

/// The place of a word without quotes around it, and without `'s`.
#[inline]
fn bare(text: &str, place: Range<usize>) -> Range<usize> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric();
    if let [first, .., before, last] = text.as_bytes()[place.clone()]
        && is_letter(first)
        && is_letter(before)
        && is_letter(last)
    {
        return place;
    }
    unquoted(text, place)
}

/// The place of a word without quotes around it and `'s` at its end.
fn unquoted(text: &str, place: Range<usize>) -> Range<usize> {
    let word = text[place.clone()].trim_start_matches(QUOTES);
    let start = place.end - word.len();
    let word = word.trim_end_matches(QUOTES);
    let stem = word.strip_suffix('s').and_then(|word| word.strip_suffix(QUOTES));
    start..start + stem.unwrap_or(word).len()
}

/// A word in small letters, with the plain apostrophe.
fn small(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.to_lowercase().replace('’', "'")
}

/// What a byte may be in a text: of no word, a letter as it is looked up, another one, either
/// of them, the first of a letter or a sign that takes several, what is of a word within it
/// only, and what follows on the first of several.
const GAP: u8 = 0;
const SMALL: u8 = 1;
const LARGE: u8 = 2;
const PLAIN: u8 = SMALL | LARGE;
const WIDE: u8 = 4;
const APOSTROPHE: u8 = 8;
const TAIL: u8 = 16;

/// What each byte is: a site has millions.
const CLASSES: [u8; 256] = {
    let mut classes = [GAP; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'#' => SMALL,
            b'\'' => APOSTROPHE,
            b'A'..=b'Z' => LARGE,
            0x80..=0xbf => TAIL,
            0xc0.. => WIDE,
            _ => GAP,
        };
        byte -= 1;
    }
    classes
};

/// How long the letter or the sign is that begins at a wide byte, and whether it is of a word.
fn wide(text: &str, at: usize) -> (usize, bool) {
    let letter = text[at..].chars().next().unwrap_or_default();
    (letter.len_utf8(), letter.is_alphanumeric() || letter == '’')
}

/// Where the next word begins.
fn gap(text: &str, mut at: usize) -> usize {
    while let Some(byte) = text.as_bytes().get(at) {
        match CLASSES[usize::from(*byte)] {
            GAP => at += 1,
            WIDE => match wide(text, at) {
                (_, true) => break,
                (length, false) => at += length,
            },
            _ => break,
        }
    }
    at
}

/// Where a word ends, and whether its letters are looked up as they stand.
fn letters(text: &str, mut at: usize) -> (usize, bool) {
    let mut seen = GAP;
    while let Some(byte) = text.as_bytes().get(at) {
        let class = CLASSES[usize::from(*byte)];
        if class & (PLAIN | APOSTROPHE) != 0 {
            at += 1;
        } else if class == WIDE && wide(text, at).1 {
            at += wide(text, at).0;
        } else {
            break;
        }
        seen |= class;
    }
    (at, seen & (LARGE | WIDE) == 0)
}

/// Notes how a form begins, in small letters and in large ones.
fn note(form: &[u8], pairs: &mut Pairs) {
    let Some(first) = form.first() else { return };
    let seconds = form.get(1).map_or(0..=u8::MAX, |second| *second..=*second);
    for second in seconds {
        for first in [first.to_ascii_lowercase(), first.to_ascii_uppercase()] {
            pairs[pair(first, second)] = true;
            pairs[pair(first, second.to_ascii_uppercase())] = true;
        }
    }
}

/// Where a table of pairs of bytes holds one.
fn pair(first: u8, second: u8) -> usize {
    usize::from(u16::from_be_bytes([first, second]))
}

/// What stands between two bytes of no word around a place.
fn around(text: &[u8], at: usize) -> Range<usize> {
    let is_gap = |byte: &u8| CLASSES[usize::from(*byte)] == GAP;
    let start = text[..at].iter().rposition(is_gap).map_or(0, |start| start + 1);
    let end = text[at..].iter().position(is_gap).map_or(text.len(), |end| at + end);
    start..end
}

/// Reads the file.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Words {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let names = table.need("names", found);
    let names = word_set(names, found);
    let people = table.take("people").and_then(|people| read_people(&people, found));
    let list = table.take("banned").and_then(|list| list.list(found));
    let list = list.unwrap_or_default();
    let banned: Vec<_> = list.iter().filter_map(|one| banned(one, found)).collect();
    table.finish(found);
    let starts = Starts::of(&banned);
    Words { names, people: people.unwrap_or_default(), banned, starts }
}

/// `[people]` of the file.
fn read_people(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<People> {
    let mut table = value.table(found)?;
    let mut list = |key| word_set(table.need(key, found), found);
    let people = People { words: list("words"), told: list("told") };
    table.finish(found);
    Some(people)
}

/// All words of a list of texts, in small letters.
fn word_set(
    list: Option<TomlValue<'_>>,
    found: &mut Vec<Diagnostic>,
) -> BTreeSet<String> {
    let texts = list.and_then(|list| list.texts(found)).unwrap_or_default().into_iter();
    let words = texts.flat_map(|(text, _)| words(text));
    words.map(|(word, _)| word.into_owned()).collect()
}

/// One `[[banned]]` of the file.
fn banned(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<Banned> {
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

/// The phrases of a list, each word with its endings unless `exact` forbids them.
fn phrase_list(
    list: Option<TomlValue<'_>>,
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
