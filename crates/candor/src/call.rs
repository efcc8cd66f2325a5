//! How the program is called: by its name, or by cargo. What is said of its commands says it as
//! the reader called it.
use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

/// What stands before a command in texts that are written for any reader.
const WRITTEN: [&str; 3] = ["cargo run --release -- ", "cargo run -- ", "candor "];

/// The commands, by which a call is told from other words.
pub(crate) const COMMANDS: [&str; 17] = [
    "build",
    "calendar",
    "changes",
    "check",
    "completions",
    "explain",
    "hosting",
    "init",
    "log",
    "mv",
    "new",
    "publish",
    "rm",
    "rollback",
    "rules",
    "schema",
    "serve",
];

/// How the command is called by someone who called it as this process was called.
pub(crate) fn called() -> &'static str {
    static CALLED: LazyLock<&str> = LazyLock::new(|| {
        // Cargo sets the variable for what it runs.
        let by_cargo = std::env::var_os("CARGO_PKG_NAME");
        match by_cargo.is_some_and(|name| name == "candor") {
            false => "candor",
            true if cfg!(debug_assertions) => "cargo run --",
            true => "cargo run --release --",
        }
    });
    &CALLED
}

/// How to call a command for the site in a folder.
pub(crate) fn call_for(command: &str, folder: &Path) -> String {
    let call = called();
    match folder.to_str() {
        Some(".") => format!("{call} {command}"),
        // A shell parts words at spaces.
        Some(name) if name.contains(' ') => {
            format!("{call} {command} --site \"{name}\"")
        }
        _ => format!("{call} {command} --site {}", folder.display()),
    }
}

/// A text in which each command is called as this process was.
pub(crate) fn as_called(text: &str) -> Cow<'_, str> {
    with_calls(text, called())
}

fn with_calls<'a>(text: &'a str, called: &str) -> Cow<'a, str> {
    let mut new = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('c')) {
        let start = at + next;
        at = start + 1;
        if let Some(length) = call(text, start) {
            new.push_str(&text[from..start]);
            new.push_str(called);
            new.push(' ');
            from = start + length;
            at = from;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    Cow::Owned(new + &text[from..])
}

/// The bytes that come before a command's own word, where a call begins at a place.
fn call(text: &str, start: usize) -> Option<usize> {
    let is_inner = |c: char| c.is_alphanumeric() || "-_/.".contains(c);
    let written = WRITTEN.iter().find(|written| text[start..].starts_with(**written))?;
    let rest = &text[start + written.len()..];
    let word = rest.split(|c: char| !c.is_ascii_lowercase()).next()?;
    let is_call = !text[..start].ends_with(is_inner) && COMMANDS.contains(&word);
    is_call.then_some(written.len())
}
