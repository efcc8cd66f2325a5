//! The command: disk, clock, terminal, watcher and server around the pure core.
//!
//! A library, so that the benchmark measures this very code.
mod app;
mod calendar;
mod command;
mod compress;
mod disk;
mod finding;
mod hosting;
mod json;
mod look;
mod mount;
mod mv;
mod new;
mod output;
mod page;
mod preview;
mod record;
mod rules;
mod seen;
mod serve;
mod steps;
mod terminal;
mod today;
mod watch;

/// Pages are made of many small texts: an allocator that is quick at these.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub use command::{build_unaudited, run};
