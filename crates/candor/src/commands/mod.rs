//! What can be asked for: `build`, `check`, `serve`, and what each answers with.
mod calendar;
mod hosting;
mod mv;
mod new;
mod rules;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use clap::{CommandFactory, Parser, Subcommand};
use site::memo::Memo;
use site::read::addresses;
use site::source::{Mode, Sources};
use site::{Report, host};

use crate::error::Error;
use crate::output::Written;
use crate::output::cache::{Key, Record};
use crate::output::{self, compress};
use crate::preview::server;
use crate::{disk, json, terminal};

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
    /// Show the website on this computer, and follow each change as it is saved
    Serve {
        #[command(flatten)]
        site: Site,
        /// The port to listen on; 0 picks a free one
        #[arg(long, value_name = "N", default_value_t = 4000)]
        port: u16,
    },
    /// Start a page of some kind, with a word on each line of what it has to say
    New {
        #[command(flatten)]
        site: Site,
        /// The kind of page: `page`, `section`, … The preview's guide lists them
        kind: String,
        /// Its file below `content`: `conditions/sleep.md`
        path: String,
    },
    /// Print the schema of the lines at the top of pages, for editors
    Schema {
        #[command(flatten)]
        site: Site,
    },
    /// Say more on a finding: why it matters, and what to write instead
    Explain {
        /// The word in brackets: `link-broken`
        code: String,
    },
    /// Move a page or a section: mend what leads to it, and send its visitors on
    Mv {
        #[command(flatten)]
        site: Site,
        /// Its file below `content`: `sleep.md`; of a section its folder: `visits`
        from: String,
        /// Its new file: `conditions/sleep.md`; of a section its new folder
        to: String,
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
    /// Print the website as a site of nginx or Caddy: headers, caching, redirects
    Hosting {
        /// The server
        server: hosting::Server,
        #[command(flatten)]
        site: Site,
        /// The folder that holds the website
        #[arg(long, value_name = "DIR", default_value = "dist")]
        out: PathBuf,
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
    exit(match Candor::parse_from(arguments).command {
        Command::Build { site, out, live } => build(&site.folder, &out, live.publish),
        Command::Check { site, json, live } => check(&site.folder, json, live.publish),
        Command::Serve { site, port } => server::run(&site.folder, port).map(|()| true),
        Command::New { site, kind, path } => new::run(&site.folder, &kind, &path),
        Command::Schema { site } => schema(&site.folder),
        Command::Explain { code } => explain(&code),
        Command::Mv { site, from, to } => mv::run(&site.folder, &from, &to),
        Command::Calendar { site, json, ics } => calendar::run(&site.folder, json, ics),
        Command::Hosting { server, site, out } => {
            hosting::run(server, &site.folder, &out)
        }
        Command::Rules { command } => rules::run(command),
        Command::Completions { shell } => Ok(completions(shell)),
    })
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

/// Whether the site could be built, and is written.
fn build(folder: &Path, out: &Path, publish: bool) -> Result<bool, Error> {
    output::allow(folder, out)?;
    if let Some(record) = last_build(folder, out, publish) {
        terminal::say(&record.said);
        let written = Written { changed: 0, foreign: record.foreign, stamps: None };
        terminal::built(folder, out, record.pages, &written);
        return Ok(true);
    }
    build_anew(folder, out, publish, site::build)
}

/// The record of the last build, where building again would change nothing.
fn last_build(folder: &Path, out: &Path, publish: bool) -> Option<Record> {
    let record = Record::read(&output::notes(out))?;
    let key = Key::new(&disk::today_in(folder)?, publish)?;
    record.holds(&key, folder, out).then_some(record)
}

fn build_anew(
    folder: &Path,
    out: &Path,
    publish: bool,
    build: fn(&Sources, &Memo) -> Report,
) -> Result<bool, Error> {
    let read_at = SystemTime::now();
    let (sources, stamps) = disk::read_stamped(folder, Mode::Build)?;
    let mut report = build(&sources, &Memo::once());
    let said = terminal::said(&sources, &report.findings, publish);
    terminal::say(&said);
    if report.stopped(publish) {
        terminal::not_built(out);
        return Ok(false);
    }
    if publish {
        compress::add(Arc::make_mut(&mut report.output)).map_err(|error| {
            Error(format!("the website cannot be compressed: {error}"))
        })?;
    }
    let written = output::write(out, &report.output)?;
    let pages = terminal::pages(&report.output);
    terminal::built(folder, out, pages, &written);
    if let Some(key) = Key::new(&sources.today.to_string(), publish) {
        let record = Record::new(
            key,
            (&sources, &stamps),
            read_at,
            (out, &report.output, written.stamps.as_deref()),
        );
        // Without a record the next build is a whole one: that costs time, nothing else.
        let _ = record.and_then(|mut record| {
            (record.said, record.pages, record.foreign) = (said, pages, written.foreign);
            record.write(&output::notes(out))
        });
    }
    if publish {
        note_addresses(folder, &sources, &report)?;
    }
    // The process ends: the system takes all back at once, which is quicker.
    std::mem::forget((sources, report));
    Ok(true)
}

/// Notes where visitors find pages from now on, so that a page that leaves its address is
/// missed.
fn note_addresses(
    folder: &Path,
    sources: &Sources,
    report: &Report,
) -> Result<(), Error> {
    let file = sources.files.get(addresses::FILE);
    let text = file.and_then(|file| std::str::from_utf8(&file.bytes).ok());
    let pages: Vec<_> = host::pages(&report.output, &report.redirects).collect();
    let pages = pages.iter().map(String::as_str);
    let Some(text) = addresses::with_published(text, pages, sources.today) else {
        return Ok(());
    };
    disk::write(&folder.join(addresses::FILE), text.as_bytes())?;
    terminal::print(&format!(
        "Noted new addresses in {}: keep that file with the site.",
        addresses::FILE
    ));
    Ok(())
}

/// Builds a site into a folder without the audits of what its pages say, so that the
/// benchmark can tell one from the other. Returns the exit code.
pub fn build_unaudited(folder: &Path, out: &Path) -> ExitCode {
    let allowed = output::allow(folder, out);
    exit(allowed.and_then(|()| build_anew(folder, out, false, site::build_unaudited)))
}

/// Whether nothing stops a build.
fn check(folder: &Path, json: bool, publish: bool) -> Result<bool, Error> {
    let (sources, report) = report(folder)?;
    if json {
        terminal::print(&json::findings(&sources, &report.findings, publish));
    } else {
        terminal::all(&sources, &report.findings, publish);
    }
    Ok(!report.stopped(publish))
}

pub(crate) fn report(folder: &Path) -> Result<(Sources, Report), Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let report = site::build(&sources, &Memo::once());
    Ok((sources, report))
}

/// Prints the JSON Schema of front matter.
fn schema(folder: &Path) -> Result<bool, Error> {
    let kinds = site::authoring::guide::kinds_of(&disk::read(folder, Mode::Build)?);
    terminal::print(&format!("{:#}", site::authoring::guide::schema(&kinds)));
    Ok(true)
}

/// Prints what a finding means.
fn explain(code: &str) -> Result<bool, Error> {
    let text = site::authoring::explain::explain(code)
        .map_err(|known| Error(format!("there is no finding `{code}`; {known}")))?;
    terminal::print(text);
    Ok(true)
}

fn completions(shell: clap_complete::Shell) -> bool {
    clap_complete::generate(
        shell,
        &mut Candor::command(),
        "candor",
        &mut anstream::stdout(),
    );
    true
}
