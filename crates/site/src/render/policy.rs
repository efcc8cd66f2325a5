//! What a page may load: the `Content-Security-Policy` of each kind of page.
use crate::source::Mode;

/// The policy as it stands in the page. `frame-ancestors` is not in it: a `meta` element
/// cannot set that (CSP 3, section 3.3).
pub fn policy(runs_self_check: bool, mode: Mode) -> String {
    let mut policy = vec!["default-src 'none'", "base-uri 'none'", "form-action 'none'"];
    policy.push("style-src 'self'");
    policy.push("img-src 'self'");
    policy.push("font-src 'self'");
    match (runs_self_check, mode) {
        (true, _) => policy.extend([
            "script-src 'self' 'wasm-unsafe-eval'",
            "connect-src 'self'",
            "require-trusted-types-for 'script'",
        ]),
        // The preview reloads a page when its file was saved.
        (false, Mode::Preview) => {
            policy.extend(["script-src 'self'", "connect-src 'self'"]);
        }
        (false, Mode::Build) => {}
    }
    policy.join("; ")
}
