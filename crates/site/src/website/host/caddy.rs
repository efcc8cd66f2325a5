//! The website as a site of Caddy, which gets its certificate by itself.
use super::settings::{self, Settings, Syntax};
use crate::website::Website;

/// A `Caddyfile`: `url` is the website's address, `root` the folder that holds it.
pub fn caddy(website: &Website, url: &str, root: &str) -> String {
    let settings = Settings::new(website, url, root, &Caddy);
    settings::filled(include_str!("caddy.tera"), &settings)
}

/// How Caddy reads a value.
struct Caddy;

impl Syntax for Caddy {
    /// Within quotes only a quote has to be escaped: any other backslash stands for itself.
    fn quoted(&self, value: &str) -> String {
        format!("\"{}\"", value.replace('"', "\\\""))
    }

    fn ends_word(&self, letter: char) -> bool {
        letter.is_whitespace() || "\"`{}#".contains(letter)
    }
}
