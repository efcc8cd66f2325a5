//! `candor rules guard`: mutation testing of the rules. Each small slip is tried, and those that
//! no promise notices are listed.
use std::path::Path;

use self_check::proof::mutation;

use super::file::understood;
use crate::terminal;

/// Prints the mutants that survive, and counts them. Answers whether each is accepted with a
/// reason.
pub(super) fn run(file: &Path) -> bool {
    let Some(check) = understood(file) else { return false };
    let Some(mutation) = mutation::test(&check) else { return false };
    let mut unguarded = 0;
    for survivor in &mutation.survivors {
        let id = &check.table.rules[survivor.rule].id;
        if let Some(why) = &check.texts.rules[survivor.rule].unguarded {
            terminal::print(&format!("Accepted: `{id}` {}: {why}", survivor.what));
        } else {
            unguarded += 1;
            terminal::print(&format!(
                "No promise protects `{id}`: nothing notices when it {}",
                survivor.what
            ));
        }
    }
    terminal::print(&format!(
        "{} slips would change what someone is shown; {} of them are noticed, {} accepted, {unguarded} not.",
        mutation.tried,
        mutation.tried - mutation.survivors.len(),
        mutation.survivors.len() - unguarded
    ));
    unguarded == 0
}
