//! Text made fit for HTML, and the tags of HTML that we wrote.
use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

/// Appends text that stands between tags.
pub fn push_text(html: &mut String, text: &str) {
    escape_html_body_text(html, text).expect("a string takes all that is written");
}

/// Appends text that stands in an attribute, between double quotes.
pub fn push_attribute(html: &mut String, text: &str) {
    escape_html(html, text).expect("a string takes all that is written");
}

/// Appends an address that stands in an attribute, between double quotes.
pub fn push_address(html: &mut String, address: &str) {
    escape_href(html, address).expect("a string takes all that is written");
}

/// Text fit for an attribute or between tags.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_attribute(&mut html, text);
    html
}

/// Text fit for HTML, in which what stands between backticks is code.
pub fn with_code(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(number, part)| match number % 2 {
        0 => escaped(part),
        _ => format!("<code>{}</code>", escaped(part)),
    });
    parts.collect()
}

/// The value of an attribute in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeValue<'a> {
    /// The attribute's name.
    pub name: &'a str,
    /// Where its tag is opened, after the bracket.
    pub open: usize,
    /// Where the value stands.
    pub place: Range<usize>,
    /// Whether it stands in double quotes, as all of ours do.
    pub quoted: bool,
}

/// The values of attributes of some names, and whatever else in a text looks like one.
pub fn values<'a>(
    html: &'a str,
    names: &'a [&'a str],
) -> impl Iterator<Item = AttributeValue<'a>> {
    let bytes = html.as_bytes();
    // Where the last tag is opened, and how far that was looked for; how many quotes stand
    // between there and another place; where the last value ends.
    let (mut open, mut looked) = (0, 0);
    let (mut marks, mut counted) = (0, 0);
    let mut end = 0;
    memchr_iter(b'=', bytes).filter_map(move |equals| {
        let before = &bytes[..equals];
        let name = names.iter().copied().find(|name| ends_with_name(before, name))?;
        if equals < end {
            return None;
        }
        if let Some(bracket) = memrchr(b'<', &before[looked..]) {
            open = looked + bracket + 1;
        }
        looked = equals;
        let quoted = bytes.get(equals + 1) == Some(&b'"');
        let start = equals + 1 + usize::from(quoted);
        let length = if quoted {
            memchr(b'"', &bytes[start..])
        } else {
            if open > counted {
                (marks, counted) = (0, open);
            }
            marks += memchr_iter(b'"', &before[counted..]).count();
            counted = equals;
            if marks % 2 == 1 {
                // It is said in the value of another attribute.
                return None;
            }
            let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
            bytes[start..].iter().position(ends)
        };
        end = length.map_or(html.len(), |length| start + length);
        Some(AttributeValue { name, open, place: start..end, quoted })
    })
}

/// Whether a text ends with the whole name of an attribute.
fn ends_with_name(text: &[u8], name: &str) -> bool {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    // A look at the last letter spares most comparisons.
    text.last() == name.as_bytes().last()
        && text
            .strip_suffix(name.as_bytes())
            .is_some_and(|before| !before.last().is_some_and(is_of_name))
}

/// The name of the tag that is opened at a place, after its bracket.
pub fn element(html: &str, open: usize) -> &str {
    let name = html.as_bytes()[open..].iter();
    let length = name.take_while(|byte| byte.is_ascii_alphanumeric()).count();
    &html[open..open + length]
}

/// The tag that is opened at a place, without its brackets.
pub fn tag(html: &str, open: usize) -> &str {
    let end = memchr(b'>', &html.as_bytes()[open..]);
    &html[open..end.map_or(html.len(), |end| open + end)]
}
