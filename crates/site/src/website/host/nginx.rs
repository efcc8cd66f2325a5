//! The website as a site of nginx.
use std::fmt::Write as _;

use super::{
    ALWAYS, CACHE, FOREVER, FRESH, HTTPS_ONLY, POLICY, Redirects, host_name, policies,
};
use crate::assets;
use crate::website::Files;

/// A file for nginx's folder of sites: `url` is the website's address, `root` the folder that
/// holds it.
///
/// It sends the compressed copies that `candor build --publish` writes. Those of Brotli need a
/// module that not each nginx has, so that line is for a person to take in.
///
/// A location with a header of its own would lose all others, so what differs from file to
/// file is looked up in maps.
pub fn nginx(files: &Files, redirects: &Redirects, url: &str, root: &str) -> String {
    let (usual, others) = policies(files);
    let mut text = format!(
        "map $uri $candor_policy {{\n    default \"\";\n    ~\\.html$ \"{usual}\";\n"
    );
    for (path, policy) in others {
        let _ = writeln!(text, "    /{path} \"{policy}\";");
    }
    let _ = write!(
        text,
        "}}\nmap $uri $candor_cache {{\n    default \"{FRESH}\";\n    ~^/{}/ \"{FOREVER}\";\n}}\n",
        assets::FOLDER
    );
    let _ = write!(
        text,
        "server {{\n    listen 80;\n    listen [::]:80;\n    server_name {};\n    root \"{root}\";\n    \
         index index.html;\n    error_page 404 /404.html;\n    absolute_redirect off;\n    \
         server_tokens off;\n    charset utf-8;\n    gzip_static on;\n    gzip_vary on;\n    \
         # brotli_static on; # where the module for Brotli is loaded\n",
        host_name(url)
    );
    for (name, value) in ALWAYS.iter().chain([&HTTPS_ONLY]) {
        let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
    }
    let _ = writeln!(text, "    add_header {POLICY} $candor_policy always;");
    let _ = writeln!(text, "    add_header {CACHE} $candor_cache always;");
    for name in [super::HEADERS, super::REDIRECTS] {
        let _ = writeln!(text, "    location = /{name} {{ return 404; }}");
    }
    for (from, to) in redirects {
        let _ = writeln!(text, "    location = {from} {{ return 301 {to}; }}");
    }
    text.push_str("}\n");
    text
}
