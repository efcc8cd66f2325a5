//! How a line is printed, and what several commands say.
use std::io::Write;

use annotate_snippets::{Group, Level as Word, Renderer};

use crate::call::as_called;
use crate::shown::shown;

/// Prints what was said of a build as an aside.
pub(crate) fn say(said: &[String]) {
    for said in said {
        print_aside(said);
    }
}

/// Says why changes show later than elsewhere.
pub(crate) fn polling(why: &str) {
    print(&format!(
        "The preview looks for changes twice a second, since {why}: a save may take a moment to show."
    ));
}

/// Says why a command cannot start.
pub(crate) fn refuse(why: &str) {
    let why = as_called(why);
    let title = Word::ERROR.primary_title(shown(&why));
    print_aside(&Renderer::styled().render(&[Group::with_title(title)]));
}

/// Says what was done, in one line that may name files.
pub(crate) fn tell(line: &str) {
    print(&shown(line));
}

/// "1 page", "2 pages".
pub(crate) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// Prints a line, in colour where the terminal shows it and `NO_COLOR` does not forbid it.
pub(crate) fn print(line: &str) {
    let mut output = anstream::stdout().lock();
    // A reader who has gone away (`| head`) is no fault, and `println!` would panic. Flushed,
    // since a program that started a preview waits for its line, and a pipe buffers by blocks.
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

/// Prints a line to standard error, so that what was asked for can be piped without it.
pub(crate) fn print_aside(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}
