//! `candor log`: who published when, and what changed.
use std::path::Path;

use disk::publications::{self, Publication};

use crate::terminal;

/// Prints all publications, the newest first.
pub(crate) fn run(folder: &Path) -> bool {
    let all = publications::all(folder);
    if all.is_empty() {
        terminal::tell("Nothing was published from this folder yet.");
        return true;
    }
    all.iter().for_each(one);
    let can = all.iter().filter(|publication| publication.files.is_some());
    terminal::tell(&format!(
        "{} can be put back with `rollback`; their files take {} MB.",
        terminal::count(can.count(), "publication"),
        publications::bytes(folder).div_ceil(1_000_000)
    ));
    true
}

fn one(publication: &Publication) {
    let Publication { number, at, day, by, out, changes, sent, .. } = publication;
    let sent = match sent {
        None => "",
        Some(true) => ", sent",
        Some(false) => ", not sent",
    };
    terminal::tell(&format!(
        "Publication {number}, {day} ({at}), by {by}, to {out}/{sent}"
    ));
    for change in changes {
        terminal::tell(&format!("    {change}"));
    }
}
