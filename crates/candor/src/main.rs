//! The command `candor`.
use std::process::ExitCode;

fn main() -> ExitCode {
    candor::run(std::env::args_os())
}
