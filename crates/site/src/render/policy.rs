//! What a page may load: its `Content-Security-Policy`, worked out from the page itself.
//!
//! A kind of load that the scan below does not see is refused by browsers: it fails closed.

use std::collections::{BTreeMap, BTreeSet};

use memchr::{memchr, memmem};

/// Stands in a page until the page is whole, for only then its policy is known.
pub const PENDING: &str = "policy-of-this-page";

/// What a page loads, always from its own origin. In the order of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Load {
    Styles,
    Pictures,
    Fonts,
    Scripts,
    /// A script compiles a program.
    Programs,
}

/// The policy as it stands in a page. `frame-ancestors` is not in it: a `meta` element cannot
/// set that (CSP 3, section 3.3). `file` gives the bytes behind an address; a script without
/// any is the preview's own, which follows changes.
///
/// A page may fetch what is its own. Without a script it cannot, and tools that look at a page
/// ask for `robots.txt` in its name (Lighthouse 12).
pub fn policy<'a>(html: &str, file: impl Fn(&str) -> Option<&'a [u8]>) -> String {
    let mut loads = BTreeSet::new();
    for tag in tags(html, "<link") {
        loads.extend(link(tag));
    }
    for _ in tags(html, "<img").take(1) {
        loads.insert(Load::Pictures);
    }
    for address in tags(html, "<script").filter_map(|tag| attribute(tag, "src")) {
        loads.extend(script(file(address)));
    }
    let has = |load| loads.contains(&load);
    let allowed = [
        (true, "default-src 'none'; base-uri 'none'; form-action 'none'"),
        (has(Load::Styles), "style-src 'self'"),
        (has(Load::Pictures), "img-src 'self'"),
        (has(Load::Fonts), "font-src 'self'"),
        (has(Load::Scripts) && !has(Load::Programs), "script-src 'self'"),
        (has(Load::Programs), "script-src 'self' 'wasm-unsafe-eval'"),
        (true, "connect-src 'self'"),
        (has(Load::Scripts), "require-trusted-types-for 'script'"),
    ];
    let allowed = allowed.into_iter().filter(|(loads, _)| *loads);
    allowed.map(|(_, allowed)| allowed).collect::<Vec<_>>().join("; ")
}

/// Whether two pages state the same policy.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    stated(a) == stated(b)
}

/// The tags that begin with some text, without it.
fn tags<'a>(html: &'a str, start: &str) -> impl Iterator<Item = &'a str> {
    let tag = |at: usize| html[at + start.len()..].split('>').next();
    let tags = memmem::find_iter(html.as_bytes(), start).filter_map(tag);
    tags.filter(|tag| tag.starts_with(|c: char| c.is_ascii_whitespace()))
}

fn link(tag: &str) -> Option<Load> {
    match attribute(tag, "rel")? {
        "stylesheet" => Some(Load::Styles),
        "icon" | "apple-touch-icon" => Some(Load::Pictures),
        "preload" if attribute(tag, "as") == Some("font") => Some(Load::Fonts),
        _ => None,
    }
}

fn script(bytes: Option<&[u8]>) -> impl Iterator<Item = Load> {
    let text = String::from_utf8_lossy(bytes.unwrap_or_default());
    let program = text.contains("WebAssembly").then_some(Load::Programs);
    std::iter::once(Load::Scripts).chain(program)
}

/// A page's policy stands within so many bytes from its start.
const HEAD: usize = 4096;

/// The policy that stands in a page.
pub fn stated(html: &[u8]) -> Option<&str> {
    let (head, start) = (&html[..html.len().min(HEAD)], STATED.as_bytes());
    let rest = &head[memmem::find(head, start)? + start.len()..];
    std::str::from_utf8(&rest[..memchr(b'"', rest)?]).ok()
}

/// What stands before the policy in a page.
const STATED: &str = "\"Content-Security-Policy\" content=\"";

/// The policy of all pages together: whatever one of them may do.
pub fn joined<'a>(policies: impl IntoIterator<Item = &'a str>) -> String {
    let mut all: BTreeMap<&str, &str> = BTreeMap::new();
    for directive in policies.into_iter().flat_map(|policy| policy.split("; ")) {
        let name = directive.split(' ').next().unwrap_or(directive);
        let known = all.entry(name).or_default();
        // Of two directives of one name, the longer one allows what the other does.
        if directive.len() > known.len() {
            *known = directive;
        }
    }
    all.into_values().collect::<Vec<_>>().join("; ")
}

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let rest = tag[at + name.len()..].strip_prefix('=')?;
        let starts = tag[..at].ends_with(|c: char| c.is_ascii_whitespace());
        let value = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split_ascii_whitespace().next(),
        };
        value.filter(|_| starts)
    })
}
