//! The website as a site of nginx.
use super::settings::{self, Settings, Syntax};
use crate::website::Website;

/// A file for nginx's folder of sites: `url` is the website's address, `root` the folder that
/// holds it.
///
/// It sends the compressed copies that `candor build --publish` writes. Those of Brotli need a
/// module that not each nginx has, so that line is for a person to take in.
///
/// A location with a header of its own would lose all others, so what differs from file to
/// file is looked up in maps.
pub fn nginx(website: &Website, url: &str, root: &str) -> String {
    let settings = Settings::new(website, url, root, &Nginx);
    settings::filled(include_str!("nginx.tera"), &settings)
}

/// How nginx reads a value.
struct Nginx;

impl Syntax for Nginx {
    fn quoted(&self, value: &str) -> String {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }

    fn ends_word(&self, letter: char) -> bool {
        letter.is_whitespace() || "\"'\\{};#".contains(letter)
    }

    /// nginx takes `$name` for a variable wherever it stands, and knows no escape; in an
    /// address the sign may be written by its number.
    fn target(&self, address: &str) -> String {
        self.word(&address.replace('$', "%24"))
    }
}
