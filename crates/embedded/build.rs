//! Builds the self-check for the browser, so that one `cargo build` makes everything.
//!
//! The crate `quiz` becomes WebAssembly in a target folder of its own, `wasm-bindgen`
//! writes the script that speaks for it, and the command embeds both files.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to Cargo")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

use wasm_bindgen_cli_support::Bindgen;

/// Where the part of the bound script begins that loads the program.
const LOADER: &str = "async function __wbg_load(";
/// What frees the program, each part with what stands behind it, as lines without indentation. A
/// page has one program, which lives as long as it does.
const FREEING: [(&str, &str); 4] = [
    ("QuizFinalization.register(", "return obj;"),
    ("__destroy_into_raw() {", "arrive("),
    ("if (Symbol.dispose)", "export function begin("),
    ("const QuizFinalization", "function getStringFromWasm0("),
];
const TARGET: &str = "wasm32-unknown-unknown";
/// What is embedded or decides how it is made, seen from this crate: Cargo runs this script again
/// when any of it changes.
const SOURCES: [&str; 7] = [
    "build.rs",
    "../quiz",
    "../rules",
    "../../Cargo.toml",
    "../../Cargo.lock",
    "../../templates",
    "../../static",
];
/// What the outer Cargo sets for its own target and must not reach the inner one.
const FOREIGN: [&str; 6] = [
    "CARGO_ENCODED_RUSTFLAGS",
    "RUSTFLAGS",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
    "CARGO_BUILD_TARGET",
    "CARGO_TARGET_DIR",
];

fn main() -> ExitCode {
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("The command's parts could not be built: {message}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    // Before Cargo is called, whose own message would not say what to do.
    ensure_target()?;
    // A target folder of its own: the outer Cargo holds the lock on the usual one until this
    // script ends, and the two would wait for each other (a deadlock).
    let wasm = compile(&out.join("target"))?;
    let (script, wasm) = bind(&wasm)?;
    let start = read("../quiz/src/start.js")?;
    write(&out.join("defaults.rs"), defaults()?.as_bytes())?;
    let script = without_freeing(without_comments(&(script + &start)))?;
    write(&out.join("quiz.js"), script.as_bytes())?;
    write(&out.join("quiz.wasm"), &wasm)
}

/// The project's own templates and static files as a list in Rust, for sites without any.
fn defaults() -> Result<String, String> {
    let mut list = "&[\n".to_owned();
    for folder in ["templates", "templates/shared", "static"] {
        let here = Path::new("../..").join(folder);
        let entries =
            fs::read_dir(&here).map_err(|error| format!("{folder}: {error}"))?;
        let mut names: Vec<_> = entries
            .flatten()
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            // The card names this practice, which no other has to do.
            .filter(|name| !name.starts_with('.') && name != "card.png")
            .collect();
        // A folder's own order differs from machine to machine, and the same sources should give
        // the same program.
        names.sort();
        for name in names {
            // Absolute: `include_bytes!` takes a path from the generated file on.
            let file = here.join(&name).canonicalize();
            let file = file.map_err(|error| format!("{folder}/{name}: {error}"))?;
            let (path, file) = (format!("{folder}/{name}"), file.to_string_lossy());
            let _ = writeln!(list, "    ({path:?}, include_bytes!({file:?})),");
        }
    }
    Ok(list + "]\n")
}

/// Sees to it that Rust can build for the browser: asks rustup when it cannot yet.
fn ensure_target() -> Result<(), String> {
    if has_target()? {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    match rustup.args(["target", "add", TARGET]).stdout(Stdio::null()).status() {
        Ok(status) if status.success() && has_target()? => Ok(()),
        _ => Err(format!(
            "Rust's part for the browser is missing, and fetching it did not work. Connect \
             to the internet, run `rustup target add {TARGET}`, and build again. Where Rust \
             was not installed with rustup, install the package that holds {TARGET}."
        )),
    }
}

/// Whether the compiler has the standard library of the target.
fn has_target() -> Result<bool, String> {
    let output = Command::new(variable("RUSTC")?)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .map_err(|error| format!("the Rust compiler did not start ({error})"))?;
    let folder = String::from_utf8_lossy(&output.stdout);
    Ok(Path::new(folder.trim()).is_dir())
}

/// Runs Cargo for the crate `quiz`; gives the program's path.
fn compile(folder: &Path) -> Result<PathBuf, String> {
    let mut cargo = Command::new(variable("CARGO")?);
    cargo.args(["build", "-p", "quiz", "--lib", "--profile", "wasm", "--target", TARGET]);
    cargo.arg("--target-dir").arg(folder);
    for name in FOREIGN {
        cargo.env_remove(name);
    }
    let status =
        cargo.status().map_err(|error| format!("Cargo did not start ({error})"))?;
    if !status.success() {
        return Err("the compiler's messages stand above.".into());
    }
    Ok(folder.join(TARGET).join("wasm/quiz.wasm"))
}

/// The script that speaks for the program, and the program made fit for it.
fn bind(wasm: &Path) -> Result<(String, Vec<u8>), String> {
    // As a library, so that nobody needs the tool `wasm-bindgen` in the very version of the crate.
    // Without the sections that only debuggers read: the program goes to phones.
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).remove_name_section(true).remove_producers_section(true);
    let output = bindgen.web(true).and_then(Bindgen::generate_output);
    let mut output = output.map_err(|error| format!("wasm-bindgen says: {error:#}"))?;
    // What loads a program in every way that there is makes a sixth of the script; `start.js` has
    // one way.
    let (script, _) =
        output.js().split_once(LOADER).ok_or("wasm-bindgen writes otherwise")?;
    Ok((script.to_owned(), output.wasm_mut().emit_wasm()))
}

/// The script without its comments, indentation and blank lines. Both scripts keep a
/// comment on lines of its own and no text over several lines, so lines can be judged alone.
fn without_comments(script: &str) -> String {
    let comment =
        |line: &&str| ["//", "/*", "*"].iter().any(|mark| line.starts_with(mark));
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.filter(|line| !comment(line)).flat_map(|line| [line, "\n"]).collect()
}

/// The script without what frees the program.
fn without_freeing(mut script: String) -> Result<String, String> {
    for (part, next) in FREEING {
        let start = script.find(part).ok_or("wasm-bindgen writes otherwise")?;
        let length = script[start..].find(next).ok_or("wasm-bindgen writes otherwise")?;
        script.replace_range(start..start + length, "");
    }
    Ok(script)
}

/// A variable that Cargo sets for build scripts.
fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("Cargo did not set {name}"))
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{path} can't be read ({error})"))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("{} ({error})", path.display()))
}
