//! What is embedded in the program, as parts of a site.
use std::collections::BTreeMap;

use embedded::{DEFAULTS, SCRIPT, WASM};
use ground::source::{App, File, Path};

/// The self-check's program for the browser, and the script that starts it.
pub(crate) fn browser_program() -> App {
    App { script: SCRIPT.into(), wasm: WASM.into() }
}

/// Gives a site without templates the default ones, with the static files that these show and
/// that it does not have.
pub(crate) fn add_defaults(files: &mut BTreeMap<Path, File>) {
    if files.keys().any(|path| path.starts_with("templates/")) {
        return;
    }
    // All or none: a template of one's own beside a default one would not fit it.
    for (path, bytes) in DEFAULTS {
        files.entry((*path).into()).or_insert_with(|| File::new(*bytes));
    }
}

/// Whether a file of a site is a default, which stands in no folder.
pub(crate) fn is_default(path: &Path, file: &File) -> bool {
    // By its bytes too: a site may have a static file of the same name, which is then its own.
    let mut defaults = DEFAULTS.iter();
    defaults.any(|(name, bytes)| **path == **name && *file.bytes == **bytes)
}
