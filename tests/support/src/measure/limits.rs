//! The limits that the laws of `laws/tidy` hold, and that the table of measures shows.

/// Files below `crates` and `tests`, in lines.
pub const FILE_LINES: usize = 400;

/// Files that may be longer, each with its reason.
pub const LONG_FILES: [(&str, &str); 0] = [];

/// Circles of imports.
pub const CIRCLES: usize = 1;

/// Files in a circle.
pub const CIRCLE_FILES: usize = 2;

/// Where the one circle may be: a placeholder can stand for a self-check, whose texts have
/// placeholders again.
pub const CIRCLE: [&str; 2] = [
    "crates/site/src/render/resolver.rs",
    "crates/site/src/render/self_check/assemble.rs",
];

/// Imports from a lower room up.
pub const UPWARD: usize = 4;

/// Public ways from sources to a website.
pub const WAYS_TO_BUILD: usize = 1;

/// The length of functions, from the `fn` to the closing brace.
pub const MEDIAN: usize = 8;

/// The length that nine functions in ten keep to.
pub const NINTH_DECILE: usize = 27;

/// The length of the longest function.
pub const LONGEST: usize = 60;

/// Lines of doc comments per 100 lines of code, at least.
pub const DOCS: f64 = 15.0;

/// Lines of comments inside functions per 100 lines of code, at least.
pub const COMMENTS: f64 = 2.0;

/// Calls of `.clone()` per 1,000 lines of code.
pub const CLONES: f64 = 11.0;

/// Functions that give a list of findings where they could add to one.
pub const FINDINGS_RETURNED: usize = 0;

/// Functions that take something else after the findings they add to.
pub const SINKS_NOT_LAST: usize = 0;

/// Names that more than one public type has, those left out that a module says.
pub const AMBIGUOUS: usize = 0;
