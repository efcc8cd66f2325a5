//! The website in the words of a server that is to send it, and a job that publishes it.
use std::path::{Path, PathBuf};

use disk::Error;
use site::website::host::{self, Job, Scheduler};

use crate::commands::{Site, check};
use crate::terminal;

/// What is to be printed.
#[derive(clap::Subcommand)]
pub(crate) enum HostingCommand {
    /// A file for nginx: TLS, headers, caching, redirects
    Nginx {
        #[command(flatten)]
        place: Place,
    },
    /// A Caddyfile: headers, caching, redirects
    Caddy {
        #[command(flatten)]
        place: Place,
    },
    /// A job that publishes each night, so that pages come and go on their days
    Schedule {
        /// What is to run it
        runner: Runner,
        #[command(flatten)]
        place: Place,
    },
}

/// The site and its website.
#[derive(clap::Args)]
pub(crate) struct Place {
    #[command(flatten)]
    site: Site,
    /// The folder that holds the website
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,
}

/// What runs jobs at a time of day.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Runner {
    /// A service with a timer, of your own systemd
    Systemd,
    /// Lines for your crontab
    Cron,
    /// A workflow of GitHub Actions
    Github,
}

/// Prints what was asked for, for the site as it would be built now.
pub(crate) fn run(command: &HostingCommand) -> Result<bool, Error> {
    let (HostingCommand::Nginx { place }
    | HostingCommand::Caddy { place }
    | HostingCommand::Schedule { place, .. }) = command;
    let (sources, report) = check::report(&place.site.folder)?;
    if report.stopped(false) {
        terminal::aside(&sources, &report.findings, false);
        return Ok(false);
    }
    let practice = site::load::practice(&sources, &mut vec![]);
    let (url, website, out) = (&practice.url, &report.website, absolute(&place.out)?);
    let text = match command {
        HostingCommand::Nginx { .. } => host::nginx(website, url, &out),
        HostingCommand::Caddy { .. } => host::caddy(website, url, &out),
        HostingCommand::Schedule { runner, .. } => {
            let paths = [this_program()?, absolute(&place.site.folder)?, out];
            let (time_zone, today) = (&*practice.time_zone, sources.today);
            let paths = paths.each_ref().map(String::as_str);
            host::schedule(scheduler(*runner), &Job { url, time_zone, today, paths })
        }
    };
    terminal::print(text.trim_end());
    Ok(true)
}

/// Where this program lies: what runs jobs looks in other places than a person's shell.
fn this_program() -> Result<String, Error> {
    // Where the system does not know, its name has to do.
    std::env::current_exe()
        .map_or_else(|_| Ok("candor".to_owned()), |path| absolute(&path))
}

fn scheduler(runner: Runner) -> Scheduler {
    match runner {
        Runner::Systemd => Scheduler::Systemd,
        Runner::Cron => Scheduler::Cron,
        Runner::Github => Scheduler::Github,
    }
}

/// A path as it is written for a program that runs in another folder. It need not exist on this
/// machine.
fn absolute(path: &Path) -> Result<String, Error> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let text = whole.to_str().filter(|text| !text.contains(char::is_control));
    text.map(str::to_owned).ok_or_else(|| {
        let name = path.display();
        Error(format!(
            "`{name}` cannot be written into a file of another program: rename it"
        ))
    })
}
