//! What the command carries inside, as this crate's build script makes it: the self-check for
//! the browser, and templates and styles for sites that have none.
//!
//! A crate of its own, without code and without dependencies: it is made while the others are
//! compiled, and an edit of a template compiles nothing but this.

/// The self-check's program for the browser (WebAssembly).
pub const WASM: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/quiz.wasm"));

/// The script that loads and starts [`WASM`].
pub const SCRIPT: &str = include_str!(concat!(env!("OUT_DIR"), "/quiz.js"));

/// Path and bytes of each default file below a site's folder.
pub const DEFAULTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/defaults.rs"));
