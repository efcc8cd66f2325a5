//! Why a command cannot even start: what is wrong with the site itself are findings.

/// Why a command cannot even start, in one sentence: exit code 2.
#[derive(Debug)]
pub struct Error(pub String);
