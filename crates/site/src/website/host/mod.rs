//! What a host sends with each file of the website, and the forms in which hosts read it.
//!
//! Sources: CSP 3, OWASP Secure Headers, RFC 9111 (caching), RFC 8246 (`immutable`).
mod caddy;
mod netlify;
mod nginx;
mod settings;

use std::collections::BTreeMap;

use crate::assets;
use crate::source::{Path, ending};
use crate::website::redirects::Redirects;
use crate::website::{Files, Website};

pub use caddy::caddy;
pub use netlify::{HEADERS, REDIRECTS, headers_file, redirects_file};
pub use nginx::nginx;

/// A header's name and value.
pub type Header = (&'static str, String);

/// What every response carries.
const ALWAYS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", DENIED),
];

/// Browsers ask for nothing but HTTPS for a year. Only a public host sends it, a preview
/// does not.
const HTTPS_ONLY: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

/// What browsers could let a page do, and may not.
const DENIED: &str = "accelerometer=(), autoplay=(), browsing-topics=(), \
                      camera=(), clipboard-read=(), clipboard-write=(), display-capture=(), \
                      encrypted-media=(), fullscreen=(), geolocation=(), gamepad=(), \
                      gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
                      magnetometer=(), microphone=(), midi=(), payment=(), \
                      picture-in-picture=(), publickey-credentials-create=(), \
                      publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
                      storage-access=(), usb=(), window-management=(), \
                      xr-spatial-tracking=()";

/// Withdrawn advice is gone at the next visit.
const FRESH: &str = "no-cache";

/// A name with its content's fingerprint never means anything else.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The headers of the response that sends the file at `path`, which states a policy or none.
pub fn headers(path: &str, policy: Option<&str>) -> Vec<Header> {
    let mut headers: Vec<Header> =
        ALWAYS.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    headers.extend(policy.map(|policy| (POLICY, framed(policy))));
    headers.push((CACHE, cache(path).to_owned()));
    headers
}

const POLICY: &str = "Content-Security-Policy";
const CACHE: &str = "Cache-Control";

fn cache(path: &str) -> &'static str {
    let inside = path.strip_prefix(assets::FOLDER);
    if inside.is_some_and(|rest| rest.starts_with('/')) { FOREVER } else { FRESH }
}

/// A page's policy as a header has it. Only there it can say who may frame the page.
fn policy_of(files: &Files, path: &str) -> Option<String> {
    files.get(path)?.policy.as_deref().map(framed)
}

fn framed(policy: &str) -> String {
    format!("{policy}; frame-ancestors 'none'")
}

/// The policies that pages state.
fn policies_of_pages(files: &Files) -> Vec<(&Path, &str)> {
    files
        .iter()
        .filter_map(|(path, file)| Some((path, file.policy.as_deref()?)))
        .collect()
}

/// The policy that most pages have, and the pages that have another.
fn policies(files: &Files) -> (String, BTreeMap<&Path, String>) {
    let all = policies_of_pages(files).into_iter();
    let mut all: BTreeMap<_, _> =
        all.map(|(path, policy)| (path, framed(policy))).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for policy in all.values() {
        *counts.entry(policy).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    let usual = most.map(|(most, _)| most.to_owned()).unwrap_or_default();
    all.retain(|_, policy| *policy != usual);
    (usual, all)
}

fn is_page(path: &str) -> bool {
    ending(path) == "html"
}

/// The address of a file of the website: `/a/` for `a/index.html`.
fn address(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

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
    let Website { files, redirects } = website;
    let pages = files.keys().filter(|path| is_page(path) && &***path != "404.html");
    let addresses = pages.map(|path| address(path));
    addresses.filter(|address| !redirects.contains_key(address))
}

/// The name of the host in an address: `mindmd.example` of `https://mindmd.example/a`.
fn host_name(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
