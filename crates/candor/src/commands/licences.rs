//! `candor licences`: what the authors of all that is inside ask to be passed on.
use crate::terminal;

/// Our own licence, and those of the packages, the desk's editor, and the templates' font.
const TEXTS: [&str; 4] = [
    include_str!("../../../../LICENSE-MIT"),
    // Written by a test, which compares it each time: `tests/src/laws/licences.rs`.
    include_str!("../../licences.txt"),
    include_str!("../../preview/vendor/LICENCES.txt"),
    include_str!("../../../../static/font-license.txt"),
];

/// Prints them all.
pub(crate) fn run() {
    let line = "=".repeat(72);
    terminal::print(&TEXTS.map(str::trim_end).join(&format!("\n\n{line}\n\n")));
}
