//! The self-check's program for the browser, as the build script made it.
use site::source::App;

/// The program and its script, both inside the command.
pub(crate) fn app() -> App {
    let wasm: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/quiz.wasm"));
    App {
        script: include_str!(concat!(env!("OUT_DIR"), "/quiz.js")).into(),
        wasm: wasm.into(),
    }
}
