//! `candor rules diff`: what an edit of the rules changes for people who answer.
use std::path::Path;

use self_check::proof::difference::difference;

use super::file::{TOO_WIDE, understood};
use crate::terminal;

/// Prints what differs, in the questions' own words. Answers whether that could be told.
pub(super) fn run(old: &Path, new: &Path) -> bool {
    let (Some(old), Some(new)) = (understood(old), understood(new)) else { return false };
    let Ok(difference) = difference(&old, &new) else {
        terminal::print_aside(TOO_WIDE);
        return false;
    };
    for sentence in difference.sentences() {
        terminal::print(&sentence);
    }
    true
}
