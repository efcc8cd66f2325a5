//! The tests across crates.
