//! Text made fit for HTML, and the tags of HTML that we wrote.
use std::ops::Range;

use memchr::memchr;
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

/// The value of an attribute in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value<'a> {
    /// The attribute's name.
    pub(crate) name: &'a str,
    /// Where the value stands.
    pub(crate) place: Range<usize>,
    /// Whether it stands in double quotes, as all of ours do.
    pub(crate) quoted: bool,
}

/// The values of attributes, and whatever else in a text looks like one.
pub(crate) fn values(html: &str) -> impl Iterator<Item = Value<'_>> {
    let bytes = html.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        let equals = from + memchr(b'=', &bytes[from..])?;
        let quoted = bytes.get(equals + 1) == Some(&b'"');
        let start = equals + 1 + usize::from(quoted);
        let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let length = if quoted {
            memchr(b'"', &bytes[start..])
        } else {
            bytes[start..].iter().position(ends)
        };
        let end = length.map_or(html.len(), |length| start + length);
        from = end;
        Some(Value { name: name(html, equals), place: start..end, quoted })
    })
}

/// The name before a sign of equality.
fn name(html: &str, equals: usize) -> &str {
    let before = &html.as_bytes()[..equals];
    let is_other = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte);
    let start = before.iter().rposition(is_other).map_or(0, |at| at + 1);
    &html[start..equals]
}

/// The name of the tag that is opened at a place, after its bracket.
pub(crate) fn element(html: &str, open: usize) -> &str {
    let name = html.as_bytes()[open..].iter();
    let length = name.take_while(|byte| byte.is_ascii_alphanumeric()).count();
    &html[open..open + length]
}

/// The tag that is opened at a place, without its brackets.
pub(crate) fn tag(html: &str, open: usize) -> &str {
    let end = memchr(b'>', &html.as_bytes()[open..]);
    &html[open..end.map_or(html.len(), |end| open + end)]
}
