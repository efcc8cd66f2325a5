//! The website as a site of Caddy, which gets its certificate by itself.
use std::fmt::Write as _;

use super::{
    ALWAYS, CACHE, FOREVER, FRESH, HTTPS_ONLY, POLICY, Redirects, address, host_name,
    policies, policy_of,
};
use crate::assets;
use crate::website::Files;

/// A `Caddyfile`: `url` is the website's address, `root` the folder that holds it.
pub fn caddy(files: &Files, redirects: &Redirects, url: &str, root: &str) -> String {
    let (usual, others) = policies(files);
    let mut text = "(always) {\n\theader {\n".to_owned();
    for (name, value) in ALWAYS.iter().chain([&HTTPS_ONLY]) {
        let _ = writeln!(text, "\t\t{name} \"{value}\"");
    }
    text.push_str("\t\t-Server\n\t}\n}\n");
    let _ = writeln!(text, "{} {{\n\troot * \"{root}\"\n\timport always", host_name(url));
    // Of two headers that match, Caddy applies the one without a path last.
    let _ = write!(
        text,
        "\t@fresh not path /{}/*\n\theader @fresh {CACHE} \"{FRESH}\"\n",
        assets::FOLDER
    );
    let _ = writeln!(text, "\theader /{}/* {CACHE} \"{FOREVER}\"", assets::FOLDER);
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
    let _ = writeln!(
        text,
        "\tfile_server {{\n\t\thide _headers _redirects\n\t\tprecompressed br gzip\n\t}}"
    );
    // Whatever address does not exist, its answer is the page that says so. Of what was set
    // before the error, nothing is left.
    let _ = writeln!(
        text,
        "\thandle_errors {{\n\t\timport always\n\t\theader {CACHE} \"{FRESH}\""
    );
    if let Some(policy) = policy_of(files, "404.html") {
        let _ = writeln!(text, "\t\theader {POLICY} \"{policy}\"");
    }
    text.push_str("\t\trewrite * /404.html\n\t\tfile_server\n\t}\n}\n");
    text
}
