//! The order of rooms: which folder stands below which.
use super::imports::graph;
use super::{Code, File};

/// The rooms of `site`, the lowest level first. A room is a folder of `src` or a file in it.
/// A file imports from rooms of its own level and those below.
pub const SITE: &[&[&str]] = &[
    // The ground: what everybody names.
    &["source", "span", "diagnostic", "edit", "memo", "store", "request", "html", "name"],
    &["read"],
    &["prose", "proof", "dmn", "drawing", "assets"],
    &["load"],
    &["render"],
    &["website"],
    &["check"],
    &["build"],
    &["authoring"],
    &["lib"],
];

/// The rooms of `candor`, in the same manner: what the disk says, what is written, what is
/// watched, what is told, and who asks for it.
pub const CANDOR: &[&[&str]] = &[
    &["error"],
    &["excerpt", "json", "embedded", "today", "stamp", "disk"],
    &["terminal"],
    &["output"],
    &["watch"],
    &["preview"],
    &["commands"],
    &["lib", "main"],
];

/// The order that a crate keeps. Crates without one are small enough to do without rooms.
fn order(krate: &str) -> Option<&'static [&'static [&'static str]]> {
    match krate {
        "site" => Some(SITE),
        "candor" => Some(CANDOR),
        _ => None,
    }
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
    for krate in ["site", "candor"] {
        let order = order(krate).unwrap_or_default();
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
