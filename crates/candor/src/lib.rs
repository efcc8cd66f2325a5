//! The command: disk, clock, terminal, watcher and server around the pure core.
//!
//! 1. [`commands`] reads the arguments; each subcommand is a file there.
//! 2. [`disk`] reads the site's folder into `site::Sources`, with [`today`]'s date and what is
//!    [`embedded`] in the program. `site::build` makes a website and findings of them.
//! 3. [`output`] writes the website, or finds in its cache that nothing changed.
//! 4. [`terminal`] and [`json`] show findings, each with its [`excerpt`] of the source.
//! 5. `serve` does so again and again: [`watch`] tells of changes, [`preview`] builds and serves.
//!
//! A library, so that the benchmark measures this very code.
mod commands;
mod disk;
mod embedded;
mod error;
mod excerpt;
mod json;
mod output;
mod preview;
mod stamp;
mod terminal;
mod today;
mod watch;

/// A page takes 213 allocations (BENCHMARKS.md), most of them small texts, on all threads at once.
/// mimalloc gives each thread a heap of its own, so that a small allocation takes no lock.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub use commands::{build_unaudited, run};
