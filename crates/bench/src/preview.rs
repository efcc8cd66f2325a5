//! The preview at work: from a save to the new text in a browser's hands.
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::corpus;
use crate::measure::{quantile, rounded};

/// How many saves are measured, and how many edits of a template.
const SAVES: usize = 60;
const TEMPLATES: usize = 5;
/// A save that takes longer has failed.
const PATIENCE: Duration = Duration::from_mins(2);

/// A preview that runs until this value goes away.
struct Preview {
    process: Child,
    port: u16,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// Measures the preview of a site: its start, saves of pages, edits of a template.
pub(crate) fn measure(program: &Path, site: &Path) -> io::Result<Value> {
    let since = Instant::now();
    let preview = Preview::start(program, site)?;
    preview.wait_for(0, "<h1>")?;
    let start = milliseconds(since);
    let saves = (0..SAVES).map(|number| preview.save(site, number));
    let saves = saves.collect::<io::Result<Vec<_>>>()?;
    let edits = (0..TEMPLATES).map(|number| preview.edit_template(site, number));
    let (open, all): (Vec<_>, Vec<_>) =
        edits.collect::<io::Result<Vec<_>>>()?.into_iter().unzip();
    let of = |values: &[f64], part| rounded(quantile(values.iter().copied(), part));
    Ok(json!({
        "start_ms": rounded(start),
        "save_ms": { "p50": of(&saves, 0.5), "p95": of(&saves, 0.95) },
        "template_ms": of(&open, 0.5),
        "template_all_ms": of(&all, 0.5),
    }))
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

impl Preview {
    fn start(program: &Path, site: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(["candor", "serve", "--port", "0", "--site"]).arg(site);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn()?;
        let output =
            process.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
        let mut preview = Self { process, port: 0 };
        let (mut output, mut line) = (BufReader::new(output), String::new());
        output.read_line(&mut line)?;
        // What it says later must not fill the pipe.
        std::thread::spawn(move || io::copy(&mut output, &mut io::sink()));
        let port =
            line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        let port = port.and_then(|port| port.parse().ok());
        preview.port =
            port.ok_or_else(|| io::Error::other(format!("no port in: {line}")))?;
        Ok(preview)
    }

    /// Milliseconds from the write of a page's text until that text is answered.
    fn save(&self, site: &Path, number: usize) -> io::Result<f64> {
        let file = site.join("content").join(corpus::file(number));
        let word = format!("Saved as number {number}.");
        let text = format!("{}\n{word}\n", fs::read_to_string(&file)?);
        // Each save begins from rest, with its page open.
        self.get(number)?;
        std::thread::sleep(Duration::from_millis(150));
        let since = Instant::now();
        fs::write(file, text)?;
        self.wait_for(number, &word)?;
        Ok(milliseconds(since))
    }

    /// Milliseconds from the write of a template until the open page, and until all pages
    /// are answered as it makes them.
    fn edit_template(&self, site: &Path, number: usize) -> io::Result<(f64, f64)> {
        let file = site.join("templates/page.html");
        let word = format!("Template number {number}.");
        let text = fs::read_to_string(&file)?;
        let text =
            text.replacen("{{ body }}", &format!("<p>{word}</p>\n{{{{ body }}}}"), 1);
        let (open, other) = (100 + number, 200 + number);
        self.get(open)?;
        std::thread::sleep(Duration::from_millis(300));
        let since = Instant::now();
        fs::write(file, text)?;
        self.wait_for(open, &word)?;
        let answered = milliseconds(since);
        self.wait_for(other, &word)?;
        Ok((answered, milliseconds(since)))
    }

    /// Asks for a page until it holds some words. It must be answered all the while.
    fn wait_for(&self, number: usize, words: &str) -> io::Result<()> {
        let since = Instant::now();
        while !self.get(number)?.contains(words) {
            if since.elapsed() > PATIENCE {
                return Err(io::Error::other(format!("`{words}` never came")));
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        Ok(())
    }

    fn get(&self, number: usize) -> io::Result<String> {
        let file = corpus::file(number);
        let address = file.strip_suffix(".md").unwrap_or(&file);
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            stream,
            "GET /{address}/ HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        if answer.starts_with("HTTP/1.1 200") {
            return Ok(answer);
        }
        let line = answer.lines().next().unwrap_or_default();
        Err(io::Error::other(format!("/{address}/ was answered with {line}")))
    }
}
