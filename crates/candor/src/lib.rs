//! The command: disk, clock, terminal, watcher and server around the pure core.
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
mod terminal;
mod today;
mod watch;

/// Pages are made of many small texts: an allocator that is quick at these.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub use commands::{build_unaudited, run};
