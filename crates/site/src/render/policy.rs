//! What a page may load: its `Content-Security-Policy`, derived from the page itself.
//!
//! A kind of load that the scan below does not see is refused by browsers: it fails closed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ground::html;
use memchr::{memchr, memmem};

use crate::store::Content;

/// Stands in a page until the page is whole, for only then its policy is known.
pub const PENDING: &str = "policy-of-this-page";

/// What a page loads, always from its own origin. In the order of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Load {
    Styles,
    Pictures,
    Fonts,
    Sounds,
    Scripts,
    /// A script compiles a program.
    Programs,
}

/// What the addresses in a page load, one after another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loads(BTreeSet<Load>);

impl Loads {
    /// Takes down what an address is loaded for. `file` gives the bytes behind an address; a
    /// script without any is the preview's own, which follows changes.
    pub(crate) fn see<'a>(
        &mut self,
        html: &str,
        address: &html::AttributeValue<'_>,
        file: impl Fn(&str) -> Option<&'a Content>,
    ) {
        match html::element(html, address.open) {
            "link" => self.0.extend(link(html::tag(html, address.open))),
            "img" => drop(self.0.insert(Load::Pictures)),
            "audio" => drop(self.0.insert(Load::Sounds)),
            "script" => self.0.extend(script(file(&html[address.place.clone()]))),
            _ => {}
        }
    }

    /// The policy as it stands in a page. `frame-ancestors` is not in it: a `meta` element
    /// cannot set that (CSP 3, section 3.3).
    ///
    /// A page may fetch what is its own. Without a script it cannot, and tools that look at a
    /// page ask for `robots.txt` in its name (Lighthouse 12).
    pub(crate) fn policy(&self) -> String {
        // `default-src` refuses whatever no other directive names, but it is no fallback for
        // `base-uri` and `form-action` (CSP 3), so these are stated by themselves.
        let has = |load| self.0.contains(&load);
        let allowed = [
            (true, "default-src 'none'; base-uri 'none'; form-action 'none'"),
            (has(Load::Styles), "style-src 'self'"),
            (has(Load::Pictures), "img-src 'self'"),
            (has(Load::Fonts), "font-src 'self'"),
            (has(Load::Sounds), "media-src 'self'"),
            (has(Load::Scripts) && !has(Load::Programs), "script-src 'self'"),
            (has(Load::Programs), "script-src 'self' 'wasm-unsafe-eval'"),
            (true, "connect-src 'self'"),
            // Browsers that do not know Trusted Types ignore the directive.
            (has(Load::Scripts), "require-trusted-types-for 'script'"),
        ];
        let allowed = allowed.into_iter().filter(|(loads, _)| *loads);
        allowed.map(|(_, allowed)| allowed).collect::<Vec<_>>().join("; ")
    }
}

fn link(tag: &str) -> Option<Load> {
    match attribute(tag, "rel")? {
        "stylesheet" => Some(Load::Styles),
        "icon" | "apple-touch-icon" => Some(Load::Pictures),
        "preload" if attribute(tag, "as") == Some("font") => Some(Load::Fonts),
        _ => None,
    }
}

fn script(file: Option<&Content>) -> impl Iterator<Item = Load> {
    // A script that cannot be read may load no program: that fails closed.
    let bytes = file.and_then(|file| file.get().ok()).unwrap_or_default();
    let program = memmem::find(&bytes, b"WebAssembly").map(|_| Load::Programs);
    std::iter::once(Load::Scripts).chain(program)
}

/// What visitors answer in. Made once, as it takes long to prepare a search. A walk over all tags
/// of a page takes twice as long as the three.
static FIELDS: LazyLock<[memmem::Finder<'static>; 3]> =
    LazyLock::new(|| ["<input", "<select", "<textarea"].map(memmem::Finder::new));

/// Whether visitors answer something in a page. A text on HTML has its brackets escaped.
pub fn takes_answers(html: &[u8]) -> bool {
    FIELDS.iter().any(|field| field.find(html).is_some())
}

/// A page's policy stands within so many bytes from its start.
const HEAD: usize = 4096;

/// The policy that stands in a page.
pub fn stated(html: &[u8]) -> Option<&str> {
    // A limit, so that a page without a policy is not searched to its end.
    let head = &html[..html.len().min(HEAD)];
    let rest = &head[STATED.find(head)? + STATED.needle().len()..];
    std::str::from_utf8(&rest[..memchr(b'"', rest)?]).ok()
}

/// What stands before the policy in a page. Made once: to prepare the search takes five times as
/// long as to find it.
static STATED: LazyLock<memmem::Finder<'static>> =
    LazyLock::new(|| memmem::Finder::new("\"Content-Security-Policy\" content=\""));

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
    html::values(tag, &[name]).next().map(|value| &tag[value.place])
}
