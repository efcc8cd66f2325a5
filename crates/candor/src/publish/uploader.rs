//! The program that sends a website to its host: started without a shell, with what it prints
//! shown as it comes, and ended after a while.
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// A program with its arguments, and how long it may take.
#[derive(Clone, Debug)]
pub(crate) struct Uploader {
    words: Vec<String>,
    limit: Duration,
}

impl Uploader {
    /// A program as it is written in one line: words, with quotes around those that hold spaces.
    pub(crate) fn parse(line: &str, limit: Duration) -> Result<Self, String> {
        let words = shlex::split(line).ok_or("a quote is never closed")?;
        if words.first().is_none_or(String::is_empty) {
            return Err("it names no program".to_owned());
        }
        Ok(Self { words, limit })
    }

    /// The program as a person would write it.
    pub(crate) fn line(&self) -> String {
        // Only a zero byte cannot be quoted, and no argument of a program holds one.
        let quoted = shlex::try_join(self.words.iter().map(String::as_str));
        quoted.unwrap_or_else(|_| self.words.join(" "))
    }

    /// Runs it until it ends. Each line that it prints is told.
    ///
    /// # Errors
    /// What went wrong, in a sentence: it is not there, failed, or took too long.
    pub(crate) fn run(&self, tell: &dyn Fn(&str)) -> Result<(), String> {
        let name = &self.words[0];
        let mut child = self.start().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => format!("there is no program `{name}`"),
            _ => format!("`{name}` cannot be started: {error}"),
        })?;
        let (sender, lines) = mpsc::channel();
        read(child.stdout.take(), sender.clone());
        read(child.stderr.take(), sender);
        let until = Instant::now() + self.limit;
        loop {
            match lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => tell(&line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => return Err(self.too_long(&mut child)),
            }
        }
        // It may have closed what it prints to and go on.
        match wait(&mut child, until) {
            Some(status) => told(name, status),
            None => Err(self.too_long(&mut child)),
        }
    }

    fn start(&self) -> std::io::Result<Child> {
        let mut command = Command::new(&self.words[0]);
        command
            .args(&self.words[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // A group of its own, so that what it starts can be ended with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.spawn()
    }

    fn too_long(&self, child: &mut Child) -> String {
        end(child);
        format!("`{}` was ended, as it took longer than {:?}", self.words[0], self.limit)
    }
}

/// Reads lines as they come. They need not be UTF-8.
fn read(from: Option<impl Read + Send + 'static>, to: Sender<String>) {
    let lines = from.into_iter().flat_map(|from| BufReader::new(from).split(b'\n'));
    // A thread for each pipe: a program that has filled the one that nobody reads waits for ever.
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            // A progress bar goes back to the start of its line: what it showed last counts.
            let last = line.trim_end().rsplit('\r').next().unwrap_or_default().to_owned();
            if to.send(last).is_err() {
                break;
            }
        }
    });
}

/// Waits for the end until a moment; nothing when it does not come.
fn wait(child: &mut Child, until: Instant) -> Option<ExitStatus> {
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if Instant::now() >= until {
            return None;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn told(name: &str, status: ExitStatus) -> Result<(), String> {
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => Err(format!("`{name}` failed with exit code {code}")),
        None => Err(format!("`{name}` was ended from outside")),
    }
}

/// Ends a program with all that it started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}
