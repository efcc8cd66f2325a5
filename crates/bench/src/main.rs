//! How fast Candor is: a made-up site of any size, the limit that no generator can pass,
//! and what Candor and its peers take for the same pages.
#![expect(clippy::print_stdout, reason = "a program that prints figures")]
mod chart;
mod compare;
mod compile;
mod corpus;
mod limit;
mod measure;
mod peer;
mod preview;
mod random;
mod run;
mod text;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "bench", about = "Measures how fast Candor is")]
struct Bench {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a made-up site
    Corpus {
        /// How many pages, besides the home page and those of the sections
        #[arg(long, default_value_t = 10_000)]
        pages: usize,
        /// The same seed gives the same site
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The folder to write it to
        folder: PathBuf,
    },
    /// Measure Candor, the limit, and the peers that are installed
    Run {
        /// How many pages
        #[arg(long, default_value_t = 10_000)]
        pages: usize,
        /// How often each program runs; the median counts
        #[arg(long, default_value_t = 5)]
        runs: usize,
        /// Print the figures as JSON
        #[arg(long)]
        json: bool,
    },
    /// Compare this version with another one, in pairs
    Compare {
        /// The program `bench` of the other version
        before: PathBuf,
        /// How many pages
        #[arg(long, default_value_t = 10_000)]
        pages: usize,
        /// How many pairs
        #[arg(long, default_value_t = 15)]
        pairs: usize,
    },
    /// Measure how long one waits for the compiler, at first and after an edit
    Compile {
        /// The checkouts to measure, one after the other
        #[arg(default_value = ".")]
        checkouts: Vec<PathBuf>,
    },
    /// Draw figures (JSON) as a chart (SVG)
    Chart {
        /// The figures, as `run --json` prints them
        figures: PathBuf,
    },
    /// The limit program by itself
    #[command(hide = true)]
    Limit { site: PathBuf, out: PathBuf },
    /// Candor's build without the audits of what pages say
    #[command(hide = true)]
    Unaudited { site: PathBuf, out: PathBuf },
    /// Candor itself
    #[command(hide = true)]
    Candor {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let done = match Bench::parse().command {
        Command::Corpus { pages, seed, folder } => corpus::write(&folder, pages, seed),
        Command::Run { pages, runs, json } => run::run(pages, runs, json),
        Command::Compare { before, pages, pairs } => compare::run(&before, pages, pairs),
        Command::Compile { checkouts } => {
            compile::run(&checkouts.iter().map(PathBuf::as_path).collect::<Vec<_>>())
        }
        Command::Chart { figures } => draw(&figures),
        Command::Limit { site, out } => limit::run(&site, &out),
        Command::Unaudited { site, out } => return candor::build_unaudited(&site, &out),
        Command::Candor { args } => {
            return candor::run(std::iter::once("candor".into()).chain(args));
        }
    };
    finish(done)
}

/// Prints the chart of a file with figures.
fn draw(figures: &Path) -> io::Result<()> {
    print!("{}", chart::draw(&serde_json::from_slice(&std::fs::read(figures)?)?));
    Ok(())
}

fn finish(done: io::Result<()>) -> ExitCode {
    let Err(error) = done else { return ExitCode::SUCCESS };
    eprintln!("{error}");
    ExitCode::FAILURE
}
