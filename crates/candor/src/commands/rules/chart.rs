//! `candor rules chart`: the way through the questions as a picture (SVG).
use std::path::Path;

use self_check::proof::chart;

use super::file::print_as;

/// Prints the picture. Answers whether there is one.
pub(super) fn run(file: &Path) -> bool {
    print_as(file, chart::svg)
}
