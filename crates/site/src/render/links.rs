//! What a rendered page names: where its addresses lead, its ids, and what it loads.
//!
//! The scan goes from one sign of equality to the next and sees whatever a template, an author
//! or the renderer has written. The tree of the audit (`check/tree`) would tell the same, but it
//! is read of the page as it is published, with the policy that this scan gives; and to read it
//! takes 9 of 100 instructions of a build with audits (callgrind, 500 pages).
use std::borrow::Cow;
use std::ops::Range;

use ground::html::{AttributeValue, values};
use ground::source::Span;
use memchr::memchr_iter;

use crate::name::normal;
use crate::render::policy::Loads;
use crate::render::target::OtherHeading;
use crate::store::Content;

/// The addresses of a page that are checked once all pages are made: until then it is not known
/// what stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Links {
    /// Those within the website that are not known yet to lead somewhere.
    pub inside: Vec<String>,
    /// Those that name an id which the page itself lacks.
    pub broken: Vec<String>,
    /// Those that leave the website and carry something along.
    pub carrying: Vec<String>,
}

/// An author's link to a heading of another page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// The address as it stands in the page.
    pub address: String,
    /// What it leads to.
    pub heading: OtherHeading,
    /// Where the link is written.
    pub at: Span,
    /// Where its address is written.
    pub place: Option<Span>,
}

/// The ids of a page. As no id has a space in it (HTML, 3.2.6), they are kept in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ids(Box<str>);

impl Ids {
    /// Whether there is an id.
    pub fn has(&self, id: &str) -> bool {
        self.0.split(' ').any(|known| known == id)
    }
}

/// What was seen in a page.
#[derive(Default)]
pub(crate) struct Scan {
    /// The addresses that are checked once all pages are made.
    pub(crate) links: Links,
    /// The ids.
    pub(crate) ids: Ids,
    /// What the page may load.
    pub(crate) policy: String,
}

/// Scans a page. Addresses that are `known` lead somewhere; `file` gives what stands at one.
pub(crate) fn scan<'a>(
    html: &str,
    known: impl Fn(&str) -> bool,
    file: impl Fn(&str) -> Option<&'a Content>,
) -> Scan {
    let (mut loads, mut links) = (Loads::default(), Links::default());
    let (mut ids, mut own) = (vec![], vec![]);
    for value in values(html, &["href", "src", "id"]) {
        if value.name != "id" {
            loads.see(html, &value, &file);
        }
        let AttributeValue { name, open, place, quoted } = value;
        let text = &html[place.clone()];
        match name {
            // Our own output quotes each value; what is not quoted counts for the policy only.
            _ if !quoted || is_text(html, open, place.start) => {}
            "id" => ids.push(text),
            _ if text.starts_with('#') => own.push(place),
            _ if known(text) => {}
            _ => links.see(&as_read(text)),
        }
    }
    // Sorted for the binary search below; their order on the page plays no part in its interface
    // then.
    ids.sort_unstable();
    links.broken = missing(html, &own, &ids);
    Scan { links, ids: Ids(ids.join(" ").into()), policy: loads.policy() }
}

/// Whether what looks like a value stands between tags: there it is a text on HTML.
pub(crate) fn is_text(html: &str, open: usize, value: usize) -> bool {
    let tag = &html.as_bytes()[open..value];
    // A bracket within quotes is part of another value.
    memchr_iter(b'>', tag)
        .any(|end| memchr_iter(b'"', &tag[..end]).count().is_multiple_of(2))
}

/// Those of a page's addresses within itself that name an id which it lacks.
fn missing(html: &str, own: &[Range<usize>], ids: &[&str]) -> Vec<String> {
    let addresses = own.iter().map(|place| &html[place.clone()]);
    let is_missing = |address: &&str| {
        ids.binary_search(&&address[1..]).is_err()
            && ids.binary_search(&&*normal(&as_read(&address[1..]))).is_err()
    };
    let missing = addresses.filter(is_missing);
    missing.map(|address| as_read(address).into_owned()).collect()
}

impl Links {
    fn see(&mut self, address: &str) {
        if !leaves(address) {
            self.inside.push(address.to_owned());
        } else if carries(address) {
            self.carrying.push(address.to_owned());
        }
    }
}

/// An address as browsers read it.
pub(crate) fn as_read(written: &str) -> Cow<'_, str> {
    if written.contains('&') {
        Cow::Owned(written.replace("&amp;", "&").replace("&#x2F;", "/"))
    } else {
        Cow::Borrowed(written)
    }
}

/// Whether an address leaves the website, or is the preview's own.
fn leaves(address: &str) -> bool {
    if address.starts_with('/') {
        return address.starts_with("/__candor/");
    }
    // A colon after a slash, as in `a/b:c`, belongs to a relative path (RFC 3986, section 4.2).
    let path = address.split('#').next().unwrap_or_default();
    path.split_once(':').is_some_and(|(scheme, _)| !scheme.contains('/'))
}

/// Whether an address that leaves carries something along.
fn carries(address: &str) -> bool {
    let scheme = address.get(.."https://".len()).unwrap_or_default();
    let sent = address.split('#').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https://") && sent.contains('?')
}
