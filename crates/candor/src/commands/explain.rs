//! `candor explain`: more on a finding, by its code.
use disk::Error;
use site::authoring::explain::explain;

use crate::call::as_called;
use crate::terminal;

/// Prints what a finding means. An error names the nearest code where there is none such.
pub(crate) fn run(code: &str) -> Result<bool, Error> {
    let text = explain(code)
        .map_err(|known| Error(format!("there is no finding `{code}`; {known}")))?;
    terminal::print(&as_called(text));
    Ok(true)
}
