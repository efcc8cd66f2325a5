//! `candor check`: what is wrong with a site; nothing is written.
use std::path::Path;

use disk::Error;
use ground::source::{Mode, Sources};
use site::{Report, Request, Session};

use crate::{json, terminal};

/// Prints all findings. Answers whether nothing stops a build.
pub(crate) fn run(folder: &Path, json: bool, publish: bool) -> Result<bool, Error> {
    let (sources, report) = report(folder)?;
    if json {
        terminal::print(&json::findings(&sources, &report.findings, publish));
    } else {
        terminal::print_all(&sources, &report.findings, publish);
        report.aids.iter().for_each(terminal::aid);
    }
    Ok(!report.stopped(publish))
}

/// The website of a folder with all findings, in memory.
pub(crate) fn report(folder: &Path) -> Result<(Sources, Report), Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let report = site::build(&sources, &Session::once(), &Request::default());
    Ok((sources, report.expect("nothing cancels it")))
}
