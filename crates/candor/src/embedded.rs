//! What the command carries inside, as the build script made it: the self-check's program
//! for the browser, and templates for sites that have none.
use std::collections::BTreeMap;

use site::source::{App, File, Path};

/// The program and its script, both inside the command.
pub(crate) fn app() -> App {
    let wasm: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/quiz.wasm"));
    App {
        script: include_str!(concat!(env!("OUT_DIR"), "/quiz.js")).into(),
        wasm: wasm.into(),
    }
}

const DEFAULTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/defaults.rs"));

/// Gives a site without templates ours, with the static files that these show and that it
/// does not have.
pub(crate) fn complete(files: &mut BTreeMap<Path, File>) {
    if files.keys().any(|path| path.starts_with("templates/")) {
        return;
    }
    for (path, bytes) in DEFAULTS {
        files.entry((*path).into()).or_insert_with(|| File::new(*bytes));
    }
}

/// Whether a file of a site is one of ours, which stands in no folder.
pub(crate) fn is_default(path: &Path, file: &File) -> bool {
    let mut defaults = DEFAULTS.iter();
    defaults.any(|(name, bytes)| **path == **name && *file.bytes == **bytes)
}
