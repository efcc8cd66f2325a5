//! The endings that a word may take in a text.
use std::collections::BTreeSet;

/// A word with its endings: "cure", "cures", "cured", "curing"; "safe", "safer", "safely".
pub(super) fn forms(word: &str) -> BTreeSet<String> {
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
        // English doubles the letter: “stop”, “stopped”. A form that is no word costs an entry
        // of the table, and no text has it.
        stems.push(format!("{word}{}", char::from(last)));
    }
    for stem in stems {
        for end in ["s", "es", "d", "ed", "ing", "r", "er", "st", "est", "ly"] {
            forms.insert(format!("{stem}{end}"));
        }
    }
    forms
}
