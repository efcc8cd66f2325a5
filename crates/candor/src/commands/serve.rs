//! `candor serve`: shows the website on this computer, and follows each change.
use disk::Error;

use crate::preview::server;
use crate::publish::PublishTarget;

/// Serves a site on a port (0 picks a free one) until it is interrupted. With `open` the desk is
/// opened in the browser. `target` is where the desk publishes to.
pub(crate) fn run(target: PublishTarget, port: u16, open: bool) -> Result<bool, Error> {
    server::run(target, port, open).map(|()| true)
}
