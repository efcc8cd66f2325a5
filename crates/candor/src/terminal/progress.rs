//! A line that is written anew as long work goes on, where somebody looks at it.
use std::io::{IsTerminal, Write, stderr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A progress line on standard error.
pub(crate) struct ProgressLine {
    /// When it was written last; nothing before the first time.
    last: Mutex<Option<Instant>>,
    /// Before this moment nothing is written: short work needs no line.
    from: Instant,
}

/// As often is it written.
const EVERY: Duration = Duration::from_millis(200);

impl ProgressLine {
    /// A line that shows from half a second on.
    pub(crate) fn new() -> Self {
        Self { last: Mutex::default(), from: Instant::now() + Duration::from_millis(500) }
    }

    /// Writes it.
    pub(crate) fn show(&self, text: &str) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if now < self.from || last.is_some_and(|last| now - last < EVERY) || !is_seen() {
            return;
        }
        *last = Some(now);
        let _ = write!(stderr(), "\r{text}\x1b[K").and_then(|()| stderr().flush());
    }
}

/// In a file or a pipe each state would be another line.
fn is_seen() -> bool {
    stderr().is_terminal()
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        let last = self.last.get_mut().unwrap_or_else(PoisonError::into_inner);
        if last.is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
