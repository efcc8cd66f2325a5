//! What a host sends with each file of the website, and the forms in which hosts read it.
//!
//! Sources: CSP 3, OWASP Secure Headers, RFC 9111 (caching), RFC 8246 (`immutable`).
mod caddy;
mod headers;
mod netlify;
mod nginx;
mod schedule;
mod settings;

use ground::source::Path;

use self::headers::is_page;
use crate::website::Website;

pub use caddy::caddy;
pub use headers::{Header, address, headers};
pub use netlify::{HEADERS, REDIRECTS, headers_file, redirects_file};
pub use nginx::nginx;
pub use schedule::{Job, Scheduler, schedule};

/// The file that a host sends for an address: `a/index.html` for `/a/`.
pub fn file(address: &str) -> Path {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') {
        return format!("{path}index.html").into();
    }
    path.into()
}

/// The addresses at which visitors find pages. Those that only send them on are none.
pub fn pages(website: &Website) -> impl Iterator<Item = String> {
    let Website { files, redirects, .. } = website;
    let pages = files.keys().filter(|path| is_page(path) && &***path != "404.html");
    let addresses = pages.map(|path| address(path));
    addresses.filter(|address| !redirects.contains_key(address))
}
