//! The website as a site of Caddy, which gets its certificate by itself.
use std::fmt::Write as _;

use super::{
    ALWAYS, CACHE, FOREVER, FRESH, HTTPS_ONLY, POLICY, Redirects, address, host_name,
    policies, policy_of,
};
use crate::Output;
use crate::render::asset;

/// A `Caddyfile`: `url` is the website's address, `root` the folder that holds it.
pub fn caddy(output: &Output, redirects: &Redirects, url: &str, root: &str) -> String {
    let (usual, others) = policies(output);
    let mut text = format!("{} {{\n\troot * \"{root}\"\n\theader {{\n", host_name(url));
    for (name, value) in ALWAYS.iter().chain([&HTTPS_ONLY]) {
        let _ = writeln!(text, "\t\t{name} \"{value}\"");
    }
    let _ = write!(text, "\t\t-Server\n\t}}\n\theader {CACHE} \"{FRESH}\"\n");
    let _ = writeln!(text, "\theader /{}/* {CACHE} \"{FOREVER}\"", asset::FOLDER);
    let _ =
        writeln!(text, "\t@pages path */ *.html\n\theader @pages {POLICY} \"{usual}\"");
    for (number, (path, policy)) in others.into_iter().enumerate() {
        let (matcher, address) = (format!("@page{number}"), address(path));
        let _ = writeln!(text, "\t{matcher} path {address} /{path}");
        let _ = writeln!(text, "\theader {matcher} {POLICY} \"{policy}\"");
    }
    for (from, to) in redirects {
        let _ = writeln!(text, "\tredir {from} {to} permanent");
    }
    let _ = writeln!(text, "\tfile_server {{\n\t\thide _headers _redirects\n\t}}");
    // Whatever address does not exist, its answer is the page that says so.
    let _ = writeln!(text, "\thandle_errors {{\n\t\theader {CACHE} \"{FRESH}\"");
    if let Some(policy) = policy_of(output, "404.html") {
        let _ = writeln!(text, "\t\theader {POLICY} \"{policy}\"");
    }
    text.push_str("\t\trewrite * /404.html\n\t\tfile_server\n\t}\n}\n");
    text
}
