//! The part of a file that a player or a download asks for (RFC 9110, section 14).
use std::ops::Range;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a request asks of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: it asks for no part, or in a way that may be ignored.
    Whole,
    /// Some bytes of it.
    Bytes(Range<usize>),
    /// Bytes that it does not have.
    Beyond,
}

/// The part that a request asks for, of a file with a tag and a length. Of several parts, whole
/// files are answered: so few ask for them that no server has to give them.
pub(super) fn part(
    method: &Method,
    headers: &HeaderMap,
    tag: &str,
    length: usize,
) -> Part {
    let one = |name| {
        let mut all = headers.get_all(name).iter();
        let first = all.next().filter(|_| all.next().is_none())?;
        first.to_str().ok()
    };
    // Only the same file can be continued. A date never says so: pages are made anew each second.
    let is_same = !headers.contains_key(header::IF_RANGE)
        || one(header::IF_RANGE).is_some_and(|known| known.trim() == tag);
    let asked = one(header::RANGE).filter(|_| method == Method::GET && is_same);
    asked.and_then(|asked| single(asked, length)).unwrap_or(Part::Whole)
}

/// One range of bytes: `bytes=0-9`, `bytes=10-`, `bytes=-5`.
fn single(asked: &str, length: usize) -> Option<Part> {
    let (unit, ranges) = asked.split_once('=')?;
    let mut ranges = ranges.split(',').map(str::trim).filter(|range| !range.is_empty());
    let (first, last) = ranges.next()?.split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || ranges.next().is_some() {
        return None;
    }
    let range = match (first, last) {
        ("", last) => length.saturating_sub(number(last)?)..length,
        (first, "") => number(first)?..length,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            // What ends before it begins is no range at all.
            (first <= last).then_some(())?;
            first..last.saturating_add(1).min(length)
        }
    };
    Some(if range.start < range.end { Part::Bytes(range) } else { Part::Beyond })
}

/// A number of digits alone; one that is too large is past every end.
fn number(digits: &str) -> Option<usize> {
    let is_number =
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

/// The answer with a part of a file.
pub(super) fn answer(part: &Part, file: Bytes, tag: &str) -> Response {
    let length = file.len();
    let (status, range, body) = match part {
        Part::Whole => (StatusCode::OK, None, file),
        Part::Bytes(range) => {
            let said = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            (StatusCode::PARTIAL_CONTENT, Some(said), file.slice(range.clone()))
        }
        Part::Beyond => {
            let range = format!("bytes */{length}");
            (StatusCode::RANGE_NOT_SATISFIABLE, Some(range), Bytes::new())
        }
    };
    let mut response = (status, body).into_response();
    let mut set = |name: HeaderName, value: &str| {
        let value = HeaderValue::from_str(value).expect("plain text");
        response.headers_mut().insert(name, value);
    };
    set(header::ACCEPT_RANGES, "bytes");
    set(header::ETAG, tag);
    if let Some(range) = range {
        set(header::CONTENT_RANGE, &range);
    }
    response
}
