//! How much there is of something for each line of code.
use super::{Code, Line, functions};

/// Lines of doc comments per 100 lines of code.
pub fn docs(code: &Code) -> f64 {
    per_line(code.count(Line::Doc), code) * 100.0
}

/// Lines of comments inside functions per 100 lines of code.
pub fn comments(code: &Code) -> f64 {
    per_line(functions::comments(code), code) * 100.0
}

/// Calls of `.clone()` per 1,000 lines of code.
pub fn clones(code: &Code) -> f64 {
    let count = functions::clones(code).iter().map(|(_, count)| count).sum();
    per_line(count, code) * 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "nobody writes so many lines")]
fn per_line(count: usize, code: &Code) -> f64 {
    count as f64 / code.count(Line::Code).max(1) as f64
}
