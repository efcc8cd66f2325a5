//! `candor serve`: shows the website on this computer, and follows each change.
use std::path::Path;

use disk::Error;

use crate::preview::server;

/// Serves the site in a folder on a port (0 picks a free one) until it is interrupted. With `open`
/// the desk is opened in the browser.
pub(crate) fn run(folder: &Path, port: u16, open: bool) -> Result<bool, Error> {
    server::run(folder, port, open).map(|()| true)
}
