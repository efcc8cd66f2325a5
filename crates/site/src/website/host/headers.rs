//! What every host sends with a file, whatever form the host reads it in.
use std::collections::BTreeMap;

use ground::source::{Path, ending};

use crate::assets;
use crate::store::WebFile;
use crate::website::Files;

/// A header's name and value.
pub type Header = (&'static str, String);

/// What every response carries.
pub(super) const ALWAYS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", DENIED),
];

/// Browsers ask for nothing but HTTPS for a year. Only a public host sends it, a preview
/// does not.
pub(super) const HTTPS_ONLY: (&str, &str) =
    ("Strict-Transport-Security", "max-age=31536000");

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
pub(super) const FRESH: &str = "no-cache";

/// Nobody keeps what a visitor answered, so that going back shows no answer to who comes next.
/// Tried in Firefox 153 without a script: only with it the ticks are gone. Chromium 156 shows
/// even such a page as it was, unless it loads `render::address::SILENCE`.
pub(super) const NEVER: &str = "no-store";

/// A name with its content's fingerprint never means anything else.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";

/// The headers of the response that sends the file at `path`.
pub fn headers(path: &str, file: &WebFile) -> Vec<Header> {
    let mut headers: Vec<Header> =
        ALWAYS.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let policy = file.policy.as_deref().or(policy_of_kind(path));
    headers.extend(policy.map(|policy| (POLICY, framed(policy))));
    headers.push((CACHE, cache(path, file).to_owned()));
    headers
}

/// The policy of a file that states none.
fn policy_of_kind(path: &str) -> Option<&'static str> {
    (ending(path) == "svg").then_some(DRAWING)
}

pub(super) const POLICY: &str = "Content-Security-Policy";

/// What a drawing may do that is opened by itself: draw (SVG Integration, "secure static mode").
pub(super) const DRAWING: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

pub(super) const CACHE: &str = "Cache-Control";

/// For how long a file may be kept.
pub(super) fn cache(path: &str, file: &WebFile) -> &'static str {
    let inside = path.strip_prefix(assets::FOLDER);
    match inside.is_some_and(|rest| rest.starts_with('/')) {
        _ if file.never_kept => NEVER,
        true => FOREVER,
        false => FRESH,
    }
}

/// The files of which nobody may keep a copy.
pub(super) fn never_kept(files: &Files) -> impl Iterator<Item = &Path> {
    files.iter().filter(|(_, file)| file.never_kept).map(|(path, _)| path)
}

/// A page's policy as a header has it. Only there it can say who may frame the page.
pub(super) fn policy_of(files: &Files, path: &str) -> Option<String> {
    files.get(path)?.policy.as_deref().map(framed)
}

pub(super) fn framed(policy: &str) -> String {
    format!("{policy}; frame-ancestors 'none'")
}

/// The policies that pages state.
pub(super) fn policies_of_pages(files: &Files) -> Vec<(&Path, &str)> {
    files
        .iter()
        .filter_map(|(path, file)| Some((path, file.policy.as_deref()?)))
        .collect()
}

/// The policy that most pages have, and the pages that have another.
pub(super) fn policies(files: &Files) -> (String, BTreeMap<&Path, String>) {
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

pub(super) fn is_page(path: &str) -> bool {
    ending(path) == "html"
}

/// The address of a file of the website: `/a/` for `a/index.html`.
pub fn address(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

/// The name of the host in an address: `practice.test` of `https://practice.test/a`.
pub(super) fn host_name(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
