//! `candor rules table`: the rules as a decision table for people (markdown).
use std::path::Path;

use self_check::proof::table;

use super::file::print_as;

/// Prints the table. Answers whether there is one.
pub(super) fn run(file: &Path) -> bool {
    print_as(file, |check| Some(table::markdown(check)))
}
