//! The rules of a self-check as staff and clinicians write them: read, proved, exchanged.
//!
//! 1. [`language`]: `rules.toml` to the rules that the crate `rules` decides by, with findings.
//! 2. [`proof`]: whether every promise holds for every combination of answers, and what tells a
//!    clinician so: example, table, chart, difference, signature.
//! 3. [`dmn`]: decision tables of other programs, in and out.
//!
//! Pure: no disk, clock, network or printing.
#![warn(clippy::disallowed_methods)]
pub mod dmn;
pub mod language;
pub mod proof;
