//! The website in the words of a server that is to send it.
use std::path::Path;

use disk::Error;
use site::website::host;

use crate::commands::check;
use crate::terminal;

/// A server of which the configuration can be printed.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Server {
    /// A file for `/etc/nginx/conf.d`
    Nginx,
    /// A `Caddyfile`
    Caddy,
}

/// Prints the configuration for the website as it would be built now.
pub(crate) fn run(server: Server, folder: &Path, out: &Path) -> Result<bool, Error> {
    let (sources, report) = check::report(folder)?;
    if report.stopped(false) {
        terminal::aside(&sources, &report.findings, false);
        return Ok(false);
    }
    // Absolute, as the server runs in another folder. It need not exist on this machine.
    let root = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let root = root.to_string_lossy();
    let url = site::load::practice(&sources, &mut vec![]).url;
    let write = match server {
        Server::Nginx => host::nginx,
        Server::Caddy => host::caddy,
    };
    terminal::print(write(&report.website, &url, &root).trim_end());
    Ok(true)
}
