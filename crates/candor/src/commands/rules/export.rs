//! `candor rules export`: the rules as a decision table for other programs (DMN).
use std::path::Path;

use self_check::dmn;

use super::file::print_as;

/// Prints the table. Answers whether there is one.
pub(super) fn run(file: &Path) -> bool {
    print_as(file, dmn::write)
}
