//! Text made fit for HTML.
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
