//! `candor rules`: what one self-check's file means, and what is proved of it.
//!
//! Each subcommand is a file; [`file`](mod@file) reads what all of them look at.
mod answers;
mod chart;
mod check;
mod diff;
mod eval;
mod explain;
mod export;
mod file;
mod guard;
mod import;
mod sign;
mod table;

use std::path::PathBuf;

use clap::Subcommand;
use disk::Error;

/// What can be asked of a self-check's file.
#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// Prove all that the rules owe and promise, for every combination of answers
    Check {
        /// The file with the rules
        file: PathBuf,
        /// Print findings and figures as JSON, for other programs
        #[arg(long)]
        json: bool,
    },
    /// Say what each set of answers comes to
    Eval {
        /// The file with the rules
        file: PathBuf,
        /// A JSON file with a list of answer sets: [{"heart": "yes", "age": 34}]
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
        /// Print the results as JSON, for other programs
        #[arg(long)]
        json: bool,
    },
    /// Say why each set of answers comes to what it does
    Explain {
        /// The file with the rules
        file: PathBuf,
        /// A JSON file with a list of answer sets
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
    },
    /// Say what an edit changes, for how many combinations of answers, and for whom
    Diff {
        /// The file before the edit
        old: PathBuf,
        /// The file after it
        new: PathBuf,
    },
    /// Print the decision table for a clinician to read and sign, as markdown
    Table {
        /// The file with the rules
        file: PathBuf,
    },
    /// Print the way through the questions as a picture (SVG)
    Chart {
        /// The file with the rules
        file: PathBuf,
    },
    /// Print the rules as a decision table for other programs (DMN)
    Export {
        /// The file with the rules
        file: PathBuf,
    },
    /// Print a decision table of another program (DMN) as rules, to be completed
    Import {
        /// The DMN file
        file: PathBuf,
        /// The decision to read, by its name or id, where the file holds several
        #[arg(long, value_name = "NAME")]
        decision: Option<String>,
    },
    /// Try every small slip in the rules, and list those that nothing would notice
    Guard {
        /// The file with the rules
        file: PathBuf,
    },
    /// Sign what the rules mean and say now, in the file itself
    Sign {
        /// The file with the rules
        file: PathBuf,
        /// Who signs
        #[arg(long)]
        by: String,
        /// Their credential
        #[arg(long)]
        role: String,
    },
}

/// Whether the command found nothing that stops a build.
pub(crate) fn run(command: RulesCommand) -> Result<bool, Error> {
    Ok(match command {
        RulesCommand::Check { file, json } => check::run(&file, json),
        RulesCommand::Eval { file, answers, json } => eval::run(&file, &answers, json),
        RulesCommand::Explain { file, answers } => explain::run(&file, &answers),
        RulesCommand::Diff { old, new } => diff::run(&old, &new),
        RulesCommand::Table { file } => table::run(&file),
        RulesCommand::Chart { file } => chart::run(&file),
        RulesCommand::Export { file } => export::run(&file),
        RulesCommand::Import { file, decision } => {
            import::run(&file, decision.as_deref())
        }
        RulesCommand::Guard { file } => guard::run(&file),
        RulesCommand::Sign { file, by, role } => sign::run(&file, &by, &role)?,
    })
}
