//! Prints the measures of the code as a table: `cargo run -p candor-tests --example measures`,
//! with another project's folder to measure that one, one of an earlier commit for instance.
#![expect(clippy::print_stdout, reason = "a program that prints figures")]
use std::path::PathBuf;

use support::{HERE, measure};

fn main() {
    let here = || PathBuf::from(HERE).join("..");
    let root = std::env::args_os().nth(1).map_or_else(here, PathBuf::from);
    print!("{}", measure::table::markdown(&root));
}
