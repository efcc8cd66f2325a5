//! `candor rules sign`: signs what the rules mean and say now, in the file itself.
use std::path::Path;

use disk::Error;
use disk::today;
use ground::diagnostic::any_stops;
use self_check::proof::{self, sign as signing};

use super::file::understood;
use crate::call::as_called;
use crate::terminal;

/// Writes a signature into the file, if nothing is wrong with it, and keeps a copy beside it.
pub(super) fn run(file: &Path, by: &str, role: &str) -> Result<bool, Error> {
    let Some(check) = understood(file) else { return Ok(false) };
    if any_stops(&proof::prove(&check).findings, false) {
        let why = "Nothing was signed: `candor rules check` finds errors.";
        terminal::print(&as_called(why));
        return Ok(false);
    }
    let unwritten =
        |error: std::io::Error| Error(format!("the file could not be written: {error}"));
    let Ok(hashes) = signing::hashes(&check) else { return Ok(false) };
    let text = std::fs::read_to_string(file).map_err(unwritten)?;
    // Without a site there is no time zone: the date is that of UTC.
    let (today, _) = today(None)?;
    let path = file.to_string_lossy().into();
    let Some(text) = signing::signed(&path, &text, &hashes, by, role, today) else {
        terminal::print("Nothing was signed: `review` is there, and is no table.");
        return Ok(false);
    };
    let beside = file.with_file_name(signing::SIGNED);
    std::fs::write(file, &text).map_err(unwritten)?;
    std::fs::write(&beside, &text).map_err(unwritten)?;
    terminal::tell(&format!(
        "Signed by {by}, {role}, on {today}: meaning {}",
        hashes.logic
    ));
    terminal::tell(&format!(
        "The rules as signed are kept in {}: later edits are compared with it.",
        beside.display()
    ));
    Ok(true)
}
