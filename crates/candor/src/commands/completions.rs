//! `candor completions`: a script that completes the command in a shell.

/// Prints the script for a shell.
pub(crate) fn run(shell: clap_complete::Shell, mut command: clap::Command) {
    clap_complete::generate(shell, &mut command, "candor", &mut anstream::stdout());
}
