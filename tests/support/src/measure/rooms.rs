//! The order of rooms: which folder stands below which.
use super::imports::graph;
use super::{Code, File};

/// The rooms of `ground`, the lowest level first: places in files, what is found there and
/// what to write instead, the files, and what reads them.
pub const GROUND: &[&[&str]] = &[
    &["span", "edit", "editor", "diagnostic", "html"],
    &["source"],
    &["conflict", "written"],
    &["table", "rewrite"],
    &["prose"],
    &["lib"],
];

/// The rooms of `self_check`.
pub const SELF_CHECK: &[&[&str]] = &[&["language"], &["proof", "dmn"], &["lib"]];

/// The rooms of `site`, the lowest level first. A room is a folder of `src` or a file in it.
/// A file imports from rooms of its own level and those below.
pub const SITE: &[&[&str]] = &[
    // What a build keeps, holds, and is asked for; how names are compared.
    &["memo", "store", "request", "name"],
    &["read"],
    &["prose", "drawing", "decision", "assets"],
    &["load"],
    &["render"],
    &["website"],
    &["check"],
    &["build"],
    &["authoring"],
    &["lib"],
];

/// The rooms of `disk`: what is read, and what is written.
pub const DISK: &[&[&str]] = &[
    &["error", "embedded", "stamp", "layout", "lock", "atomic", "state_folder"],
    &["today", "change", "unsaved", "history"],
    &["folder", "start"],
    &["output", "publications"],
    &["lib"],
];

/// The rooms of `candor`, in the same manner: what is told, what is watched, and who asks for
/// it.
pub const CANDOR: &[&[&str]] = &[
    &["call", "excerpt", "shown"],
    &["json"],
    &["terminal"],
    &["watch", "publish"],
    &["preview"],
    &["commands"],
    &["lib", "main"],
];

/// Each crate that keeps an order, with it. The others are small enough to do without rooms.
const ORDERS: [(&str, &[&[&str]]); 5] = [
    ("ground", GROUND),
    ("self_check", SELF_CHECK),
    ("site", SITE),
    ("disk", DISK),
    ("candor", CANDOR),
];

/// The order that a crate keeps.
fn order(krate: &str) -> Option<&'static [&'static [&'static str]]> {
    ORDERS.iter().find(|(name, _)| *name == krate).map(|(_, order)| *order)
}

/// The level of a file's room.
fn level(order: &[&[&str]], path: &str) -> Option<usize> {
    let room = path.split('/').next()?.trim_end_matches(".rs");
    order.iter().position(|level| level.contains(&room))
}

/// The files that stand in no room of the order.
pub fn homeless(code: &Code) -> Vec<String> {
    let outside = |file: &&File| {
        order(&file.krate).is_some_and(|order| level(order, &file.path).is_none())
    };
    code.files.iter().filter(outside).map(File::place).collect()
}

/// The imports from a lower level up, each as `file → file`. Two names that one file takes
/// from another are one import.
pub fn upward(code: &Code) -> Vec<String> {
    let mut upward = vec![];
    for (krate, order) in ORDERS {
        for (file, imported) in graph(code, krate) {
            let below = |other: &&str| level(order, file) < level(order, other);
            let known = |path: &str| level(order, path).is_some();
            let breaches = imported
                .into_iter()
                .filter(|other| known(file) && known(other) && below(other));
            upward.extend(breaches.map(|other| format!("{krate}: {file} → {other}")));
        }
    }
    upward
}
