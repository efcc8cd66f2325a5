//! Where a static file stands in the website: under a name with its fingerprint, or at the top
//! under its own, where others look for it.
use ground::source::{ending, name};

/// Files that others look for at the top of a website (RFC 9309, RFC 9116, hosts and search
/// engines).
const AT_TOP: &[&str] = &[
    "favicon.ico",
    "robots.txt",
    "CNAME",
    "humans.txt",
    "security.txt",
    "ads.txt",
    "app-ads.txt",
    "llms.txt",
    "BingSiteAuth.xml",
    "apple-app-site-association",
];

/// Endings of files that a browser opens as a page.
const PAGES: &[&str] = &["html", "htm", "xhtml", "xht", "shtml", "mhtml", "mht", "svgz"];

/// What makes a page, or a style sheet that makes one, of XML.
const MARKS: &[&str] =
    &["http://www.w3.org/1999/xhtml", "<?xml-stylesheet", "<html", "<script"];

/// No search engine asks for more than a line.
const VERIFICATION: usize = 1024;

/// Whether a file keeps its name, by its path below `static`.
pub(super) fn keeps_name(path: &str, bytes: &[u8]) -> bool {
    path.starts_with(".well-known/")
        || AT_TOP.contains(&path)
        || is_verification(path, bytes)
        || is_key(path)
}

/// Whether a browser would open a file as a page, which nothing checks and no policy guards.
pub(super) fn is_page(path: &str, bytes: &[u8]) -> bool {
    let ending = ending(path).to_ascii_lowercase();
    if PAGES.contains(&ending.as_str()) {
        return !is_verification(path, bytes);
    }
    matches!(ending.as_str(), "xml" | "xsl" | "xslt" | "") && is_marked(bytes)
}

fn is_marked(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    MARKS.iter().any(|mark| text.contains(mark))
}

/// A page that proves to a search engine whose website it is: a line without a tag.
fn is_verification(path: &str, bytes: &[u8]) -> bool {
    name(path) == path
        && ending(path) == "html"
        && bytes.len() <= VERIFICATION
        && !bytes.contains(&b'<')
}

/// A text that is named after the key in it (`IndexNow`: 8 to 128 hexadecimal digits).
fn is_key(path: &str) -> bool {
    let key = path.strip_suffix(".txt").unwrap_or_default();
    (8..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether rules for crawlers keep all of them from all pages (RFC 9309, section 2.2).
pub(super) fn hides_all(robots: &str) -> bool {
    let (mut is_for_all, mut in_rules) = (false, false);
    for line in robots.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            // Several may stand above the same rules.
            "user-agent" => {
                is_for_all = is_for_all && !in_rules || value == "*";
                in_rules = false;
            }
            "disallow" if is_for_all && value == "/" => return true,
            _ => in_rules = true,
        }
    }
    false
}
