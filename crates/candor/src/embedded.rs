//! What the command carries inside, as the build script made it: the self-check's program
//! for the browser, and templates for sites that have none.
use std::collections::BTreeMap;

use site::source::{App, File, Path};

/// The self-check's program for the browser, and the script that starts it.
pub(crate) fn browser_program() -> App {
    let wasm: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/quiz.wasm"));
    App {
        script: include_str!(concat!(env!("OUT_DIR"), "/quiz.js")).into(),
        wasm: wasm.into(),
    }
}

/// Path and bytes of each default file, a list that the build script wrote.
const DEFAULTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/defaults.rs"));

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
