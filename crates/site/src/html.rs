//! Text made fit for HTML, and the tags of HTML that we wrote.
use std::ops::Range;

use memchr::{memchr, memchr_iter};
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

/// Where the values of attributes stand in HTML, all of them in double quotes as ours are.
pub(crate) fn values(html: &str) -> impl Iterator<Item = Range<usize>> {
    let mut quotes = memchr_iter(b'"', html.as_bytes());
    std::iter::from_fn(move || {
        let opens = |at: &usize| html.as_bytes()[..*at].ends_with(b"=");
        let start = quotes.find(opens)? + 1;
        Some(start..quotes.next()?)
    })
}

/// The name of the attribute whose value begins at `value`.
pub(crate) fn name(html: &str, value: usize) -> &str {
    let before = &html.as_bytes()[..value - "=\"".len()];
    let is_other = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte);
    let start = before.iter().rposition(is_other).map_or(0, |at| at + 1);
    &html[start..before.len()]
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
