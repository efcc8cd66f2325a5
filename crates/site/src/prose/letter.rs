//! Letters that are broken, or cannot be seen.
use ground::diagnostic::Level;

/// A letter that is broken.
pub(super) struct Letter {
    /// How many bytes it has.
    pub(super) length: usize,
    pub(super) level: Level,
    pub(super) message: String,
    pub(super) help: String,
    /// What it stands for, if that is certain.
    pub(super) instead: Option<String>,
}

/// The broken letter that begins at a byte.
pub(super) fn at(text: &str, at: usize) -> Option<Letter> {
    let rest = text.get(at..)?;
    let letter = rest.chars().next()?;
    let (level, message, help) = match letter {
        '\n' => return None,
        '\t' => return tab(text, at),
        '\u{fffd}' => (
            Level::Error,
            "a letter is lost here: it was no letter when the file was saved",
            "write the letter again; save the file as UTF-8",
        ),
        '\u{fffc}' => (
            Level::Error,
            "something that stood here was lost when the text was pasted",
            "write it again, or put the picture beside the page",
        ),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => (
            Level::Error,
            "visitors see an empty box: this sign exists in one program's font only",
            "write - at the beginning of a list's lines, or the sign's name",
        ),
        '\u{2028}' | '\u{2029}' => (
            Level::Unpublishable,
            "two lines are one here: what parts them is no end of a line on a page",
            "press Enter here, twice for a new paragraph",
        ),
        '\u{200b}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => (
            Level::Warning,
            "a sign stands here that cannot be seen",
            "remove it: select the letters around it, and write them again",
        ),
        letter if letter.is_control() => (
            Level::Error,
            "a sign stands here that no browser shows",
            "remove it: select the letters around it, and write them again",
        ),
        _ => return mistaken(rest),
    };
    let (message, help) = (message.to_owned(), help.to_owned());
    Some(Letter { length: letter.len_utf8(), level, message, help, instead: None })
}

/// A tab between words. Browsers show it as one space.
fn tab(text: &str, at: usize) -> Option<Letter> {
    // The first of several has told.
    if text[..at].ends_with('\t') {
        return None;
    }
    let before = text[..at].trim_end();
    // Behind the sign of a list that failed it is a part of that.
    let is_within = !before.is_empty()
        && !before.ends_with(super::mark::BULLETS)
        && !text[at..].trim().is_empty();
    is_within.then(|| Letter {
        length: text[at..].len() - text[at..].trim_start().len(),
        level: Level::Unpublishable,
        message: "visitors see these columns run together: a tab is one space".to_owned(),
        help: "write a table: | a | b |, then | --- | --- |".to_owned(),
        instead: None,
    })
}

/// A letter that was saved as UTF-8 and read as Windows-1252, like `â€™` for `’`.
fn mistaken(text: &str) -> Option<Letter> {
    let mut bytes = vec![];
    let mut length = 0;
    for letter in text.chars().take(4) {
        let byte = windows_1252(letter)?;
        length += letter.len_utf8();
        bytes.push(byte);
        let read = match std::str::from_utf8(&bytes) {
            Ok(read) => read,
            Err(error) if error.error_len().is_none() => continue,
            Err(_) => return None,
        };
        // An accented capital letter at the end of a quotation looks the same: `CAFÉ”`.
        let is_quoted = bytes.len() == 2 && is_mark(letter);
        let goes_on = text[length..].starts_with(char::is_alphabetic);
        // Letters of Western languages, and the marks of print.
        let is_likely = bytes.len() > 2 || matches!(bytes[0], 0xc2 | 0xc3 | 0xc5);
        if bytes.len() < 2 || !is_likely || is_quoted && !goes_on {
            return None;
        }
        let wrong = &text[..length];
        return Some(Letter {
            length,
            level: Level::Error,
            message: format!("visitors see `{wrong}` in place of `{read}`"),
            help: format!("write {read} in place of {wrong}"),
            instead: Some(read.to_owned()),
        });
    }
    None
}

/// Whether it is a mark of print that follows a word.
fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '‚' | '„' | '…' | '‘' | '’' | '“' | '”' | '–' | '—' | '‹' | '›' | '»'
    )
}

/// The byte of a letter in Windows-1252, if it is none of ASCII's. Bytes that it gives no letter
/// stand for control characters, as browsers read them (WHATWG Encoding).
fn windows_1252(letter: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}',
        'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›',
        'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    if ('\u{a0}'..='\u{ff}').contains(&letter) {
        return u8::try_from(letter).ok();
    }
    let at = HIGH.iter().position(|high| *high == letter)?;
    Some(0x80 + u8::try_from(at).ok()?)
}
