//! Why a command cannot even start.

/// Why a command cannot even start, in one sentence: exit code 2.
#[derive(Debug)]
pub(crate) struct Error(pub(crate) String);
