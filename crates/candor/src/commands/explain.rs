//! `candor explain`: more on a finding, by its code.
use std::path::Path;

use disk::Error;
use ground::source::Mode;
use site::authoring::examples::Examples;
use site::authoring::explain::explain;

use crate::call::as_called;
use crate::terminal;

/// Prints what a finding means, with examples from the site where there is one. An error names
/// the nearest code where there is none such.
pub(crate) fn run(folder: &Path, code: &str) -> Result<bool, Error> {
    // What findings mean can be asked anywhere.
    let sources = disk::read(folder, Mode::Build).ok();
    let examples = sources.as_ref().map(Examples::of).unwrap_or_default();
    let text = explain(code, &examples)
        .map_err(|known| Error(format!("there is no finding `{code}`; {known}")))?;
    terminal::print(&as_called(&text));
    Ok(true)
}
