//! The command: disk, clock, terminal, watcher and server around the pure core.
mod app;
mod calendar;
mod command;
mod compress;
mod disk;
mod finding;
mod hosting;
mod json;
mod mv;
mod new;
mod output;
mod page;
mod preview;
mod rules;
mod seen;
mod serve;
mod terminal;
mod today;
mod watch;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
