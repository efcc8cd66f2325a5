//! The command line: its arguments, and which subcommand answers them.
//!
//! Each subcommand is a file with a function `run`. It answers whether all is well (exit code 0)
//! or something was found (1), or why it could not even start (2).
mod ask;
mod build;
mod calendar;
mod changes;
mod check;
mod completions;
mod explain;
mod hosting;
mod init;
mod licences;
mod log;
mod mv;
mod new;
mod pages;
mod publish;
mod rm;
mod rules;
mod schema;
mod serve;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use disk::Error;

use crate::call::called;
use crate::terminal;

/// Turns a practice's markdown and self-check rules into its website, and says in plain
/// words what is wrong with them.
#[derive(Parser)]
#[command(name = "candor", version, arg_required_else_help = true)]
struct Candor {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Begin a site: pages, a first self-check, templates and styles, to be changed
    Init {
        /// The folder to write it to; `.` is the one that you are in
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[command(flatten)]
        said: init::Said,
    },
    /// Build the website
    Build {
        #[command(flatten)]
        site: Site,
        /// The folder to write the website to
        #[arg(long, value_name = "DIR", default_value = "dist")]
        out: PathBuf,
        #[command(flatten)]
        live: Live,
    },
    /// Say what is wrong, and write nothing
    Check {
        #[command(flatten)]
        site: Site,
        /// Print the findings as JSON, for other programs
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        live: Live,
    },
    /// Say what visitors would see change since the last publication
    Changes {
        #[command(flatten)]
        site: Site,
        /// Print it as JSON, for other programs
        #[arg(long)]
        json: bool,
    },
    /// Publish the website: hold it to what it owes, show what changes, write it, send it
    Publish {
        #[command(flatten)]
        site: Site,
        #[command(flatten)]
        to: publish::PublishArgs,
        #[command(flatten)]
        answers: publish::PublishAnswers,
    },
    /// Put a former publication back; the site's own files stay as they are
    Rollback {
        /// Its number, as `log` tells it
        number: u32,
        #[command(flatten)]
        site: Site,
        #[command(flatten)]
        to: publish::PublishArgs,
        #[command(flatten)]
        answers: publish::PublishAnswers,
    },
    /// List who published when, and what changed
    Log {
        #[command(flatten)]
        site: Site,
    },
    /// Show the website on this computer, and follow each change as it is saved
    Serve {
        #[command(flatten)]
        site: Site,
        /// The port to listen on; 0 picks a free one
        #[arg(long, value_name = "N", default_value_t = 4000)]
        port: u16,
        /// Open the desk, where pages are written, in the browser
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        to: publish::PublishArgs,
    },
    /// Start a page of some kind, with a word on each line of what it has to say
    New {
        #[command(flatten)]
        site: Site,
        /// The kind of page: `page`, `section`, … The preview's guide lists them
        kind: String,
        /// Its file below `content`: `visits/parking.md`
        path: String,
    },
    /// Print the schema of the lines at the top of pages, for editors
    Schema {
        #[command(flatten)]
        site: Site,
    },
    /// Say more on a finding: why it matters, and what to write instead
    Explain {
        #[command(flatten)]
        site: Site,
        /// The word in brackets: `link-broken`
        code: String,
    },
    /// Move a page: mend the links and menus that lead to it, and send its visitors on
    Mv {
        #[command(flatten)]
        site: Site,
        /// Its file below `content`: `parking.md`
        from: String,
        /// Its new file: `visits/parking.md`
        to: String,
    },
    /// Remove a page: refused while something leads to it and no other page takes its place
    Rm {
        #[command(flatten)]
        site: Site,
        /// Its file below `content`: `parking.md`
        page: String,
        /// The page that takes its place: links, menus and visitors are led there
        #[arg(long, value_name = "OTHER")]
        instead: Option<String>,
    },
    /// List what comes due: pages that go live or expire, reviews, facts to check again
    Calendar {
        #[command(flatten)]
        site: Site,
        /// Print it as JSON, for other programs
        #[arg(long, conflicts_with = "ics")]
        json: bool,
        /// Print it as a calendar (iCalendar) that calendar programs take
        #[arg(long)]
        ics: bool,
    },
    /// Print the website as a site of nginx or Caddy, or a job that publishes it each night
    Hosting {
        #[command(subcommand)]
        command: hosting::HostingCommand,
    },
    /// Prove what a self-check's rules promise, and try answers on them
    Rules {
        #[command(subcommand)]
        command: rules::RulesCommand,
    },
    /// Print a script that completes this command in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the licences of all that is inside this program
    Licences,
}

#[derive(clap::Args)]
struct Site {
    /// The site's folder, which holds `content`, `templates` and `static`
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

#[derive(clap::Args)]
struct Live {
    /// Hold the site to what it owes when it goes live: sources, reviews, no gaps
    #[arg(long)]
    publish: bool,
}

/// Runs the command that the arguments ask for, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Its help says how to call it again.
    let command = Candor::command().bin_name(called());
    let matches = command.get_matches_from(arguments);
    exit(match Candor::from_arg_matches(&matches) {
        Ok(candor) => answer(candor.command),
        Err(error) => error.exit(),
    })
}

/// Builds a site into a folder without the audits of what its pages say, so that the
/// benchmark can tell one from the other. Returns the exit code.
pub fn build_unaudited(folder: &Path, out: &Path) -> ExitCode {
    exit(build::run_unaudited(folder, out))
}

fn answer(command: Command) -> Result<bool, Error> {
    match command {
        Command::Init { folder, said } => init::run(&folder, &said),
        Command::Build { site, out, live } => {
            build::run(&site.folder, &out, live.publish)
        }
        Command::Check { site, json, live } => {
            check::run(&site.folder, json, live.publish)
        }
        Command::Changes { site, json } => changes::run(&site.folder, json),
        Command::Publish { site, to, answers } => {
            publish::run(&to.of(&site.folder)?, &answers)
        }
        Command::Rollback { number, site, to, answers } => {
            publish::put_back(&to.of(&site.folder)?, number, &answers)
        }
        Command::Log { site } => Ok(log::run(&site.folder)),
        Command::Serve { site, port, open, to } => {
            serve::run(to.of(&site.folder)?, port, open)
        }
        Command::New { site, kind, path } => new::run(&site.folder, &kind, &path),
        Command::Schema { site } => schema::run(&site.folder),
        Command::Explain { site, code } => explain::run(&site.folder, &code),
        Command::Mv { site, from, to } => mv::run(&site.folder, &from, &to),
        Command::Rm { site, page, instead } => {
            rm::run(&site.folder, &page, instead.as_deref())
        }
        Command::Calendar { site, json, ics } => calendar::run(&site.folder, json, ics),
        Command::Hosting { command } => hosting::run(&command),
        Command::Rules { command } => rules::run(command),
        Command::Completions { shell } => {
            completions::run(shell, Candor::command());
            Ok(true)
        }
        Command::Licences => {
            licences::run();
            Ok(true)
        }
    }
}

fn exit(answer: Result<bool, Error>) -> ExitCode {
    match answer {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(refusal) => {
            terminal::refuse(&refusal.0);
            ExitCode::from(2)
        }
    }
}
