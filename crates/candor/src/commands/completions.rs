//! `candor completions`: a script that completes the command in a shell.
use crate::error::Error;

/// Prints the script for a shell.
pub(crate) fn run(
    shell: clap_complete::Shell,
    mut command: clap::Command,
) -> Result<bool, Error> {
    clap_complete::generate(shell, &mut command, "candor", &mut anstream::stdout());
    Ok(true)
}
