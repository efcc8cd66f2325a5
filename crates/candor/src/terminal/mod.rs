//! All that is said in a terminal.
//!
//! [`findings`] shows findings with the lines that they are about, [`line`](mod@line) prints,
//! [`progress`] shows how long work goes on.
mod dates;
mod findings;
mod line;
mod progress;

pub(crate) use dates::dates;
pub(crate) use findings::{aid, aside, print_all, summary};
pub(crate) use line::{count, polling, print, print_aside, refuse, say, tell};
pub(crate) use progress::ProgressLine;
