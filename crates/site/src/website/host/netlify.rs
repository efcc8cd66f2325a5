//! `_headers` and `_redirects`, which Netlify, Cloudflare Pages and others read in the
//! website itself.
//!
//! Where two rules match, these hosts join their values, and of two policies browsers obey
//! both. So each page has a rule of its own for its policy, and drawings share one.
use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::headers::{
    ALWAYS, CACHE, DRAWING, FOREVER, HTTPS_ONLY, NEVER, POLICY, address, cache, framed,
    never_kept, policies_of_pages,
};
use crate::assets;
use crate::render::policy::joined;
use crate::website::Files;
use crate::website::redirects::{Redirects, SentOn};

/// The file's name in the website.
pub const HEADERS: &str = "_headers";

/// The file's name in the website.
pub const REDIRECTS: &str = "_redirects";

/// Cloudflare Pages takes 100 rules. Above this many pages all share one policy, which the
/// policy in each page still narrows.
const MOST: usize = 95;

/// The headers of each response, of a website below a base path of its host.
pub fn headers_file(files: &Files, base_path: &str) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in ALWAYS.iter().chain([&HTTPS_ONLY]) {
        let _ = writeln!(text, "  {name}: {value}");
    }
    let pages = policies_of_pages(files);
    let is_shared = pages.len() > MOST;
    if is_shared {
        let different: BTreeSet<_> =
            pages.into_iter().map(|(_, policy)| policy).collect();
        let all = framed(&joined(different));
        let _ = writeln!(text, "  {POLICY}: {all}");
    } else {
        for (path, policy) in pages {
            let (address, policy) = (address(path), framed(policy));
            let _ = writeln!(text, "{base_path}{address}\n  {POLICY}: {policy}");
            let _ = writeln!(text, "  {CACHE}: {}", cache(path, &files[path]));
        }
    }
    for path in
        never_kept(files).filter(|path| is_shared || files[*path].policy.is_none())
    {
        let _ = writeln!(text, "{base_path}{}\n  {CACHE}: {NEVER}", address(path));
    }
    let _ = writeln!(text, "{base_path}/*.svg\n  {POLICY}: {}", framed(DRAWING));
    let _ = writeln!(text, "{base_path}/{}/*\n  {CACHE}: {FOREVER}", assets::FOLDER);
    text
}

/// Where visitors of former addresses are sent.
pub fn redirects_file(redirects: &Redirects, base_path: &str) -> String {
    let line = |(from, SentOn { to, is_for_now }): (&String, &SentOn)| {
        let code = if *is_for_now { 302 } else { 301 };
        format!("{base_path}{from} {base_path}{to} {code}\n")
    };
    redirects.iter().map(line).collect()
}
