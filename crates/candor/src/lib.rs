//! The command: terminal, watcher and server around the pure core.
//!
//! 1. [`commands`] reads the arguments; each subcommand is a file there.
//! 2. [`disk`] reads the site's folder into `site::Sources`. `site::build` makes a website and
//!    findings of them, and [`disk::output`] writes the website.
//! 3. [`terminal`] and [`json`] show findings, each with its [`excerpt`] of the source.
//! 4. [`publish`] compares a website with the last one, and writes it for visitors.
//! 5. `serve` does so again and again: [`watch`] tells of changes, [`preview`] builds and serves.
//!
//! A library, so that the benchmark measures this very code.
mod call;
mod commands;
mod excerpt;
mod json;
mod preview;
mod publish;
mod shown;
mod terminal;
mod watch;

pub use commands::{build_unaudited, run};
