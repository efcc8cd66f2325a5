//! Who may write: the desk's own pages, which know a token that no other page can read.
use axum::http::{HeaderMap, HeaderValue, header};
use site::store;

/// What the desk's requests carry: 128 bits that nobody can guess, new with each start.
pub(super) struct Token(String);

impl Token {
    pub(super) fn new() -> Self {
        Self(random())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a request comes from a page of the desk at an origin.
    pub(super) fn allows(&self, headers: &HeaderMap) -> bool {
        let has = |name: &str, value: &str| {
            headers.get(name).is_some_and(|found| found == value)
        };
        has("x-candor-token", &self.0) && is_from_here(headers)
    }
}

/// Whether no other site sent the request. Browsers say so of themselves.
fn is_from_here(headers: &HeaderMap) -> bool {
    let get = |name| headers.get(name).map(HeaderValue::as_bytes);
    let host = get(header::HOST.as_str()).unwrap_or_default();
    let origin = get(header::ORIGIN.as_str());
    let own = [b"http://", host].concat();
    // Absent where no browser sent it: then no page elsewhere did.
    origin.is_none_or(|origin| origin == own)
        && get("sec-fetch-site").is_none_or(|site| site == b"same-origin")
}

/// 128 bits by the system's random numbers, as hex digits.
pub(super) fn random() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("every system that runs this has random numbers");
    store::hex(u128::from_ne_bytes(bytes))
}
