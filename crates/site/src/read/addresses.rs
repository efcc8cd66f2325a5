//! The addresses under which visitors have found pages, and where each leads that a page has
//! left: `content/addresses.toml`.
use std::collections::{BTreeMap, BTreeSet};

use ground::diagnostic::Diagnostic;
use ground::rewrite;
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlTable, TomlValue};
use jiff::civil::Date;
use toml_edit::Datetime;

/// The file's path.
pub const FILE: &str = "content/addresses.toml";

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Each published address, `/a/`, and where it stands.
    pub published: BTreeMap<String, Span>,
    /// The redirects by the address that they lead from.
    pub redirects: BTreeMap<String, Redirect>,
}

/// Where visitors of a former address are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The new address.
    pub to: String,
    /// Where the former address stands.
    pub at: Span,
    /// Where the new one stands.
    pub to_at: Span,
}

/// Reads the file.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Addresses {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let published = entries(&mut table, "published", found);
    let redirects = entries(&mut table, "redirects", found);
    table.finish(found);
    let mut addresses = Addresses::default();
    for (address, at, day) in published {
        day.date(found);
        addresses.published.insert(address.to_owned(), at);
    }
    for (from, at, to) in redirects {
        let to_at = to.span();
        let Some(to) = to.text(found).map(str::to_owned) else { continue };
        addresses.redirects.insert(from.to_owned(), Redirect { to, at, to_at });
    }
    addresses
}

fn entries<'a>(
    table: &mut TomlTable<'a>,
    key: &str,
    found: &mut Vec<Diagnostic>,
) -> Vec<(&'a str, Span, TomlValue<'a>)> {
    let table = table.take(key).and_then(|value| value.table(found));
    table.map(|mut table| table.rest()).unwrap_or_default()
}

/// What a file begins with that is not there yet.
const HEAD: &str = "\
# Where visitors have found pages. An address that once was public goes on to work: where no
# page has it any more, it leads to another.

# Written by `candor build --publish`: each address, with the day it was first published.
[published]

# Written by `candor mv`, or by hand: a former address, and the one that took its place.
[redirects]
";

/// The file with more published addresses; nothing when it has all of them, or cannot be
/// read, which a build finds.
pub fn with_published<'a>(
    text: Option<&str>,
    addresses: impl IntoIterator<Item = &'a str>,
    today: Date,
) -> Option<String> {
    let known = read(&FILE.into(), text.unwrap_or_default(), &mut vec![]).published;
    let new: BTreeSet<&str> =
        addresses.into_iter().filter(|address| !known.contains_key(*address)).collect();
    if new.is_empty() {
        return None;
    }
    let today: Datetime = today.to_string().parse().ok()?;
    rewrite::text(&FILE.into(), text.unwrap_or(HEAD), |doc| {
        let mut published = rewrite::table(doc, "published")?;
        for address in new {
            published.set(address, today);
        }
        Some(())
    })
}

/// The file after pages have moved, each from one address to another: what led to a former
/// one leads to the new one, and nothing leads away from that. `None` when the file cannot
/// be read.
pub fn with_moves(text: Option<&str>, moves: &[(String, String)]) -> Option<String> {
    rewrite::text(&FILE.into(), text.unwrap_or(HEAD), |doc| {
        let mut redirects = rewrite::table(doc, "redirects")?;
        // As they were before: a redirect that is set below must not be followed on in the same
        // pass.
        let known: Vec<_> = redirects.texts().map(owned).collect();
        for (from, to) in moves {
            redirects.set(from, to);
        }
        for (address, leads_to) in known {
            if moves.iter().any(|(_, to)| *to == address) {
                // A page moved back to this address: a redirect away from it would hide it.
                redirects.remove(&address);
            } else if let Some((_, to)) = moves.iter().find(|(from, _)| *from == leads_to)
            {
                // One step for a visitor, however often a page has moved: redirects in a row are
                // slow, and hosts give up after some.
                redirects.set(&address, to);
            }
        }
        Some(())
    })
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}
