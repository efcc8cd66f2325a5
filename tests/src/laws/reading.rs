//! The reading grade rests on a count of syllables that is right for nearly every word.
use site::prose::reading::syllable::syllables;

/// Words by the syllables that a pronouncing dictionary gives them.
const WORDS: &str = include_str!("../../words/syllables.txt");

#[test]
fn at_most_two_words_in_a_hundred_are_counted_wrong() {
    let mut right = 0;
    let mut wrong = vec![];
    for paragraph in WORDS.split("\n\n") {
        let Some((count, words)) = paragraph.split_once(": ") else { continue };
        let Ok(count) = count.parse::<usize>() else { continue };
        for word in words.split_whitespace() {
            if syllables(word) == count { right += 1 } else { wrong.push(word) }
        }
    }
    assert!(right > 1_000, "the list is whole: {right}");
    assert!(wrong.len() * 50 <= right, "{wrong:?}");
}
