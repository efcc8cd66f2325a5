//! Questions at a terminal.
use std::fmt::Display;
use std::io::stdin;

use crate::terminal;

/// What somebody answers; nothing for an empty line, or where nobody answers any more. What cannot
/// be taken is asked again.
pub(super) fn text<T, E: Display>(
    question: &str,
    take: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    terminal::tell(question);
    loop {
        let line = line()?;
        match take(&line) {
            _ if line.is_empty() => return None,
            Ok(taken) => return Some(taken),
            Err(why) => terminal::tell(&why.to_string()),
        }
    }
}

/// Whether somebody says yes.
pub(super) fn yes(question: &str) -> bool {
    let take = |line: &str| match line.to_lowercase().as_str() {
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err("Write y or n."),
    };
    text(question, take).unwrap_or(false)
}

/// A line without the spaces around it. Nothing at the end.
fn line() -> Option<String> {
    let mut line = String::new();
    let read = stdin().read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim().to_owned())
}
