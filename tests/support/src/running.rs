//! A preview that is running, to ask and to edit under.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::Site;

/// A preview that runs until this value goes away.
pub struct Preview {
    /// The site that it shows.
    pub site: Site,
    /// The command.
    pub process: Running,
    /// Where it listens.
    pub port: u16,
    /// What it printed after its first line.
    told: Arc<Mutex<String>>,
}

/// A command that ends with this value, also when a test fails before.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

impl Preview {
    /// Starts the preview of a site.
    ///
    /// # Panics
    /// When it does not start, as all of these when it does not answer.
    pub fn start(site: Site) -> Self {
        let command = site.command(&["serve", "--port", "0"]);
        Self::of(site, command)
    }

    /// Starts the preview of a site by a command of one's own.
    ///
    /// # Panics
    /// When it does not start.
    pub fn of(site: Site, mut command: Command) -> Self {
        let mut process =
            command.stdout(Stdio::piped()).spawn().expect("the command starts");
        let mut line = String::new();
        let mut output = BufReader::new(process.stdout.take().expect("piped"));
        output.read_line(&mut line).expect("it says where it is");
        let (_, rest) = line.split_once("http://127.0.0.1:").expect("an address");
        let digits = rest.split('/').next().expect("a port");
        let port = digits.parse().expect("a port");
        // What it says later must not fill the pipe.
        let told = Arc::new(Mutex::new(String::new()));
        let more = told.clone();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                *more.lock().expect("no other thread panics") += &(line + "\n");
            }
        });
        Self { site, process: Running(process), port, told }
    }

    /// Waits until it prints some words.
    ///
    /// # Panics
    /// When it never does.
    pub fn wait_until_told(&self, words: &str) {
        let since = Instant::now();
        while !self.told.lock().expect("no other thread panics").contains(words) {
            assert!(since.elapsed() < Duration::from_secs(20), "it never told {words}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The whole answer to a request.
    ///
    /// # Panics
    /// When there is none.
    pub fn ask(&self, method: &str, path: &str, host: &str) -> String {
        let mut stream =
            TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        let mut answer = vec![];
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The status and the body of the answer to a request of a page of the preview.
    ///
    /// # Panics
    /// When there is none.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, String) {
        let mut stream =
            TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let headers: Vec<_> =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Content-Length: {}\r\n{}\r\n",
            self.port,
            body.len(),
            headers.concat()
        );
        // An answer may come before all of a body is read that is too large.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        let mut answer = vec![];
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").expect("it answers");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.expect("a status"), body.to_owned())
    }

    /// The whole answer to a browser on this computer.
    ///
    /// # Panics
    /// When there is none.
    pub fn get(&self, path: &str) -> String {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// Asks again until the answer holds some words.
    ///
    /// # Panics
    /// When it never does.
    pub fn wait_for(&self, path: &str, words: &str) -> String {
        let since = Instant::now();
        loop {
            let answer = self.get(path);
            if answer.contains(words) {
                return answer;
            }
            assert!(
                since.elapsed() < Duration::from_secs(20),
                "no `{words}` in: {answer}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
