//! Names that are spelt in several ways: one normal form for addresses, headings and files.
use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A name as it is compared: without percent-encoding (RFC 3986, section 2.1), and with each
/// letter and its accents as one (Unicode's form NFC). Systems differ in how they spell `é`.
pub fn normal(written: &str) -> Cow<'_, str> {
    if !written.contains('%') {
        return composed(written);
    }
    // What stands for no text stays as it is: it names nothing.
    let name = percent_decode_str(written).decode_utf8();
    name.map_or_else(|_| composed(written), |name| composed(&name).into_owned().into())
}

/// A name with each letter and its accents as one.
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.nfc().collect())
}

/// The one of some names that is `wanted`, spelt in another way.
pub fn same<'a>(
    names: impl IntoIterator<Item = &'a str>,
    wanted: &str,
) -> Option<&'a str> {
    let wanted = composed(wanted);
    names.into_iter().find(|name| composed(name) == wanted)
}

/// Whether two names look the same to a reader, though they differ.
pub fn look_alike(one: &str, other: &str) -> bool {
    fn seen(name: &str) -> impl Iterator<Item = char> {
        let is_seen = |c: &char| {
            !c.is_control()
                && !matches!(
                    c,
                    '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
                )
        };
        let shape = |c: char| match c {
            c if c.is_whitespace() => ' ',
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}' => '-',
            c => c,
        };
        name.nfc().filter(is_seen).map(shape)
    }
    one != other && seen(one).eq(seen(other))
}
