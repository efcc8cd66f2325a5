//! `candor rules guard`: mutation testing of the rules. Each small slip is tried, and those that
//! no promise notices are listed.
use std::path::Path;

use site::proof::mutation::guard;

use super::file::understood;
use crate::terminal;

/// Prints the mutants that survive, and counts them. Answers whether each is accepted with a
/// reason.
pub(super) fn run(file: &Path) -> bool {
    let Some(check) = understood(file) else { return false };
    let Some(guard) = guard(&check) else { return false };
    let mut unguarded = 0;
    for loose in &guard.loose {
        let id = &check.table.rules[loose.rule].id;
        if let Some(why) = &check.texts.rules[loose.rule].unguarded {
            terminal::print(&format!("Accepted: `{id}` {}: {why}", loose.slip));
        } else {
            unguarded += 1;
            terminal::print(&format!(
                "No promise protects `{id}`: nothing notices when it {}",
                loose.slip
            ));
        }
    }
    terminal::print(&format!(
        "{} slips would change what someone is shown; {} of them are noticed, {} accepted, {unguarded} not.",
        guard.tried,
        guard.tried - guard.loose.len(),
        guard.loose.len() - unguarded
    ));
    unguarded == 0
}
