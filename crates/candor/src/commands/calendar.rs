//! Prints what comes due.
use std::path::Path;

use disk::Error;
use ground::source::Mode;
use site::authoring::calendar;

use crate::terminal;

/// Prints the calendar as text, as JSON, or for calendar programs.
pub(crate) fn run(folder: &Path, json: bool, ics: bool) -> Result<bool, Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let (events, today) = (calendar::calendar(&sources), sources.today);
    let text = if json {
        format!("{:#}", calendar::json(&events, today))
    } else if ics {
        calendar::ics(&events, today)
    } else {
        calendar::text(&events, today)
    };
    terminal::print(text.trim_end());
    Ok(true)
}
