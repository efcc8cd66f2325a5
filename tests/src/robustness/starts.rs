//! Where a phrase may begin is found by tables of letters, and no word is missed.
use std::sync::LazyLock;

use ground::source::Path;
use proptest::prelude::*;
use proptest::sample::select;
use site::read::words::{Words, read, words};

/// What a text is made of: words of the lists, others that are like them, and what parts them.
const PARTS: &[&str] = &[
    "cure",
    "Cures",
    "CURED",
    "curb",
    "cu",
    "c",
    "cur",
    "procure",
    "no",
    "No",
    "not",
    "a",
    "I",
    "an",
    "été",
    "ÉTÉ",
    "e\u{301}te\u{301}",
    "don't",
    "don’t",
    "DON’T",
    "café",
    "CAFÉ",
    "caf",
    "Kelvin",
    "\u{212a}elvin",
    "k",
    "5",
    "12th",
    "a5",
    "x",
    "plain",
    "words",
    "'",
    "’",
    "“",
    "”",
    "–",
    "-",
    " ",
    "  ",
    "\u{a0}",
    "\n",
    ".",
    "(",
    "#",
    "\0",
    "日本",
    "İ",
    "ﬁ",
];

/// A list with some phrases, and one that asks for figures and a word of one letter too.
static LISTS: LazyLock<[Words; 2]> = LazyLock::new(|| {
    let few = r#""cure", "no risk", "été", "don't worry", "café", "kelvin""#;
    let more = r##"["# stars", "a fix", "cure"]"##;
    [format!("[{few}]"), more.to_owned()].map(|phrases| {
        let text = format!(
            "names = []\n[[banned]]\nphrases = {phrases}\nwhy = \"w\"\ninstead = \"i\"\n"
        );
        let (file, mut found) = (Path::from("content/words.toml"), vec![]);
        let words = read(&file, &text, &mut found);
        assert!(found.is_empty(), "{found:?}");
        words
    })
});

/// Whether some word of a text begins a phrase, each looked up by itself.
fn any_word(list: &Words, text: &str) -> bool {
    words(text).any(|(word, _)| list.starts.with(&word).next().is_some())
}

#[test]
fn words_are_told_from_others() {
    for (text, is_few, is_more) in [
        ("It will cure all", true, true),
        ("We procure it", false, false),
        ("Of all texts, nearly all have no word that is looked for", true, false),
        ("Of all texts, nearly each has 5", false, true),
        ("x—CAFÉ", true, false),
        ("", false, false),
    ] {
        let any = [0, 1].map(|list| LISTS[list].starts.any_in(text));
        assert_eq!(any, [is_few, is_more], "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_word_is_missed(parts in prop::collection::vec(select(PARTS), 0..24)) {
        let text = parts.concat();
        for list in &*LISTS {
            prop_assert_eq!(list.starts.any_in(&text), any_word(list, &text), "{:?}", text);
        }
    }
}
