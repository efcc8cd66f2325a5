//! A website below a path of its host, as at `https://practice.test/site`.
//!
//! Within a build every address starts at the website's own top, so that links, files and
//! policies are looked up in one way. The base path is put before them last, when nothing looks
//! a page's addresses up any more.
use std::ops::Range;

use ground::html::{AttributeValue, element, values};

use crate::render::links::is_text;

/// The attributes that hold an address (HTML, "Attributes").
const ADDRESSES: [&str; 11] = [
    "href",
    "src",
    "srcset",
    "imagesrcset",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "ping",
    "content",
];

/// A page's HTML with the base path before each address that starts at the website's top.
pub(crate) fn below(base_path: &str, html: String) -> String {
    if base_path.is_empty() {
        return html;
    }
    let written = values(&html, &ADDRESSES);
    let written = written.filter(|value| !is_text(&html, value.open, value.place.start));
    let tops: Vec<usize> = written.flat_map(|value| tops(&html, &value)).collect();
    with_insertions(&html, &tops, base_path)
}

/// Where the addresses in an attribute's value start that start at the top.
fn tops(html: &str, value: &AttributeValue<'_>) -> Vec<usize> {
    let AttributeValue { name, open, place, .. } = value;
    let starts: Vec<usize> = match *name {
        "srcset" | "imagesrcset" => candidates(&html[place.clone()]).collect(),
        "content" if element(html, *open) != "meta" => vec![],
        "content" => refresh(&html[place.clone()]).into_iter().collect(),
        "ping" => words(&html[place.clone()]).map(|word| word.start).collect(),
        _ => vec![0],
    };
    let starts = starts.into_iter().map(|start| place.start + start);
    starts.filter(|start| is_top(&html[*start..place.end])).collect()
}

/// Whether an address starts at the top of the website: `//host` is another host's.
fn is_top(address: &str) -> bool {
    // As templates escape it.
    let slash = |text: &str| text.starts_with('/') || text.starts_with("&#x2F;");
    let rest = address.strip_prefix('/').or_else(|| address.strip_prefix("&#x2F;"));
    rest.is_some_and(|rest| !slash(rest) && !rest.starts_with("__candor/"))
}

/// Where the candidates of a `srcset` start (HTML, "Parsing a srcset attribute"): a comma ends
/// one where a space or a width stands before it.
fn candidates(set: &str) -> impl Iterator<Item = usize> {
    let mut is_start = true;
    words(set).filter_map(move |word| {
        let starts = is_start;
        is_start = set[word.clone()].ends_with(',');
        starts.then_some(word.start)
    })
}

/// Where the address of a `<meta http-equiv="refresh">` starts: `0; url=/side-effects/`.
fn refresh(content: &str) -> Option<usize> {
    let (wait, address) = content.split_once("url=")?;
    let is_wait = |c: char| c.is_ascii_digit() || ";,. ".contains(c);
    let start = content.len() - address.trim_start_matches(['\'', ' ']).len();
    wait.chars().all(is_wait).then_some(start)
}

/// What stands between spaces.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_ascii_whitespace().map(move |word| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        start..start + word.len()
    })
}

/// A text with the same words inserted at some places.
fn with_insertions(text: &str, places: &[usize], words: &str) -> String {
    let mut whole = String::with_capacity(text.len() + places.len() * words.len());
    let mut from = 0;
    for &place in places {
        whole.push_str(&text[from..place]);
        whole.push_str(words);
        from = place;
    }
    whole.push_str(&text[from..]);
    whole
}

#[cfg(test)]
mod tests {
    use super::below;

    /// What a browser would ask the host for is below the path; all else stays.
    #[test]
    fn each_address_at_the_top_is_below_the_path() {
        let same = [
            r#"<a href="https://practice.test/a/">"#,
            r#"<a href="//cdn.test/a">"#,
            r##"<a href="#top">"##,
            r#"<a href="page/">"#,
            r#"<a href="">"#,
            r#"<p>href="/a/"</p>"#,
            r#"<script src="/__candor/reload.js">"#,
            r#"<meta name="description" content="/a/ is a page">"#,
        ];
        for html in same {
            assert_eq!(below("/site", html.to_owned()), html);
            assert_eq!(below("", html.to_owned()), html);
        }
        let moved = [
            (r#"<a href="/">"#, r#"<a href="/site/">"#),
            ("<a href=/a/ id=b>", "<a href=/site/a/ id=b>"),
            (r#"<a href="&#x2F;a&#x2F;">"#, r#"<a href="/site&#x2F;a&#x2F;">"#),
            (
                r#"<img alt="1 > 0" src="/a.png">"#,
                r#"<img alt="1 > 0" src="/site/a.png">"#,
            ),
            (
                r#"<img srcset="/a.png 1x, /b,c.png 2x">"#,
                r#"<img srcset="/site/a.png 1x, /site/b,c.png 2x">"#,
            ),
            (r#"<form action="/send">"#, r#"<form action="/site/send">"#),
            (
                r#"<meta http-equiv="refresh" content="0; url=/a/">"#,
                r#"<meta http-equiv="refresh" content="0; url=/site/a/">"#,
            ),
            (r#"<video poster="/a.jpg">"#, r#"<video poster="/site/a.jpg">"#),
        ];
        for (html, expected) in moved {
            assert_eq!(below("/site", html.to_owned()), expected);
        }
    }
}
