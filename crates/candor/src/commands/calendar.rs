//! Prints what comes due.
use std::path::Path;

use disk::Error;
use ground::source::Mode;
use site::authoring::calendar;

use crate::shown::{shown_in, shown_lines};
use crate::terminal;

/// Prints the calendar as text, as JSON, or for calendar programs.
pub(crate) fn run(folder: &Path, json: bool, ics: bool) -> Result<bool, Error> {
    let sources = disk::read(folder, Mode::Build)?;
    let (events, today) = (calendar::calendar(&sources), sources.today);
    let text = if json {
        let mut json = calendar::json(&events, today);
        shown_in(&mut json);
        format!("{json:#}")
    } else if ics {
        calendar::ics(&events, today)
    } else {
        shown_lines(&calendar::text(&events, today))
    };
    // Of a calendar's last line only the LF is left to be printed: it ends with CRLF too.
    terminal::print(text.strip_suffix('\n').unwrap_or(&text));
    Ok(true)
}
