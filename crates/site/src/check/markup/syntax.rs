//! No browser has to guess: no parse errors, ids unique.
use rustc_hash::FxHashSet;

use super::page::{MEND, Page};

/// Finds what browsers would read each in its own way.
pub(super) fn check(page: &mut Page<'_>) {
    errors(page);
    ids(page);
}

fn errors(page: &mut Page<'_>) {
    let mut errors: Vec<_> = page.tree.errors.iter().collect();
    errors.dedup();
    for error in errors {
        let message = format!("browsers have to guess what this page means: {error}");
        page.add("markup", message, MEND);
    }
}

fn ids(page: &mut Page<'_>) {
    let mut ids = FxHashSet::default();
    for element in page.with_id.clone() {
        let id = element.attr("id").unwrap_or_default();
        if !ids.insert(id) {
            let message = format!(
                "two things on this page have the id `{id}`, so links to it fail"
            );
            page.add("markup", message, "give one of them another id");
        }
    }
}
