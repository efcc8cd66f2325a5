//! What browsers are told with each file, as `_headers` says it.
use std::collections::{BTreeMap, BTreeSet};

use super::change::HeaderChange;
use crate::website::{Website, host};

/// What each address is told: by address and name.
type Headers = BTreeMap<(String, String), String>;

/// The headers that differ at addresses that both websites speak of.
pub(super) fn changes(before: &Website, now: &Website) -> Vec<HeaderChange> {
    let (before, now) = (headers(before), headers(now));
    let addresses = |headers: &Headers| -> BTreeSet<String> {
        headers.keys().map(|(address, _)| address.to_owned()).collect()
    };
    let both = &addresses(&before) & &addresses(&now);
    let all: BTreeSet<_> = before.keys().chain(now.keys()).collect();
    let mut changes: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for key @ (address, name) in all {
        let (old, new) = (before.get(key), now.get(key));
        // A page that came or went says so itself.
        if old != new && both.contains(address) {
            changes.entry((name, old, new)).or_default().push(address.to_owned());
        }
    }
    let change = |((name, old, new), addresses): ((&String, _, _), _)| HeaderChange {
        name: name.clone(),
        before: Option::<&String>::cloned(old),
        now: Option::<&String>::cloned(new),
        addresses,
    };
    changes.into_iter().map(change).collect()
}

/// What the file of headers says.
fn headers(website: &Website) -> Headers {
    let file = website.files.get(host::HEADERS);
    let bytes = file.and_then(|file| file.content.get().ok()).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let (mut headers, mut address) = (Headers::new(), "");
    for line in text.lines() {
        match line.strip_prefix("  ").and_then(|header| header.split_once(": ")) {
            Some((name, value)) => {
                let key = (address.to_owned(), name.to_owned());
                headers.insert(key, value.to_owned());
            }
            None => address = line,
        }
    }
    headers
}
