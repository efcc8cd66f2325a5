//! Addresses that leave the site.
use ground::diagnostic::Diagnostic;
use ground::source::Span;

use crate::read::practice::Practice;
use crate::render::target::{Broken, Target, broken};

/// The scheme of an address, if it has one.
pub(super) fn scheme(to: &str) -> Option<&str> {
    let (scheme, _) = to.split_once(':')?;
    let plain = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    (plain && !scheme.is_empty()).then_some(scheme)
}

/// What a question mark in an address that leaves the site may do. Pages send no referrer, so
/// that is the way in which another site could still learn where a visitor comes from; what
/// follows a `#` browsers keep for themselves (RFC 9110, section 4.2.1).
pub(crate) fn telling(address: &str, at: Span) -> Option<Diagnostic> {
    let (bare, query) = address.split('#').next()?.split_once('?')?;
    let message = format!("`{query}` can tell others where a visitor was");
    let finding = Diagnostic::warning("leaving", message).at(at);
    Some(finding.help(format!("write {bare}, if it leads to the same page")))
}

/// Where an address with a scheme leads.
pub(super) fn target(to: &str, scheme: &str) -> Result<Target, Broken> {
    let rest = &to[scheme.len()..];
    // Browsers take a scheme in any spelling; all that looks at addresses later knows one.
    let scheme = scheme.to_ascii_lowercase();
    let works =
        |leaves| Ok(Target { leaves, ..Target::inside(format!("{scheme}{rest}")) });
    match scheme.as_str() {
        "https" => works(true),
        "tel" | "sms" | "mailto" => works(false),
        "http" => broken(
            "others can read along on the way to this address",
            format!("write https{rest}"),
        ),
        _ => broken(
            format!("browsers do not open `{scheme}:` for visitors"),
            "write an address that starts with https://, or a page: [text](page.md)",
        ),
    }
}

/// The address that was meant by one without its scheme: a host's, a person's, a phone's.
pub(super) fn with_scheme(path: &str) -> Option<String> {
    let host = path.split('/').next().unwrap_or_default();
    let is_number = path.chars().all(|c| c.is_ascii_digit() || " ()+-./".contains(c));
    let digits = path.chars().filter(char::is_ascii_digit).count();
    if host.to_ascii_lowercase().starts_with("www.") {
        Some(format!("https://{path}"))
    } else if host
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    {
        Some(format!("mailto:{path}"))
    } else {
        (is_number && digits >= 7).then(|| format!("tel:{}", Practice::dial(path)))
    }
}
