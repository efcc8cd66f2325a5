//! Firefox, driven by `WebDriver BiDi` over a socket of its own: Debian has no `geckodriver`.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A Firefox that ends with this value.
pub(crate) struct Firefox {
    process: Child,
    socket: TcpStream,
    /// How many commands were sent.
    sent: u64,
    /// The tab.
    context: Value,
    _profile: TempDir,
}

/// What no test should wait for, or be disturbed by.
const SETTINGS: &str = "user_pref('app.update.disabledForTesting', true);
user_pref('browser.shell.checkDefaultBrowser', false);
user_pref('datareporting.policy.dataSubmissionEnabled', false);
user_pref('toolkit.telemetry.enabled', false);
user_pref('network.captive-portal-service.enabled', false);
user_pref('network.connectivity-service.enabled', false);
user_pref('browser.safebrowsing.downloads.remote.enabled', false);
";

impl Firefox {
    /// Starts it, with a tab, in which pages run their scripts or do not.
    pub(crate) fn start(scripts: bool) -> Self {
        let profile = TempDir::new().expect("a temporary folder");
        let settings = format!("{SETTINGS}user_pref('javascript.enabled', {scripts});\n");
        std::fs::write(profile.path().join("user.js"), settings).expect("writable");
        let mut firefox = Command::new("firefox-esr");
        firefox.args(["--headless", "--no-remote", "--remote-debugging-port", "0"]);
        firefox.arg("--profile").arg(profile.path());
        firefox.env("HOME", profile.path()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = firefox.spawn().expect("firefox-esr starts");
        let mut lines = BufReader::new(process.stderr.take().expect("piped")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, address) = line.split_once("listening on ws://127.0.0.1:")?;
            address.trim().parse::<u16>().ok()
        });
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let port = port.expect("Firefox says where it listens");
        let mut firefox = Self {
            process,
            socket: connect(port),
            sent: 0,
            context: Value::Null,
            _profile: profile,
        };
        firefox.ask("session.new", json!({ "capabilities": {} }));
        let tree = firefox.ask("browsingContext.getTree", json!({}));
        firefox.context = tree["contexts"][0]["context"].clone();
        firefox
    }

    /// Sends a command and waits for what it comes to.
    pub(crate) fn ask(&mut self, method: &str, mut params: Value) -> Value {
        if !self.context.is_null() {
            params["context"] = self.context.clone();
        }
        let answer = self.try_ask(method, &params);
        assert_eq!(answer["type"], "success", "{method} {params}: {answer}");
        answer["result"].clone()
    }

    fn try_ask(&mut self, method: &str, params: &Value) -> Value {
        self.sent += 1;
        let command = json!({ "id": self.sent, "method": method, "params": params });
        send(&mut self.socket, &command.to_string());
        loop {
            let message = receive(&mut self.socket);
            let message: Value = serde_json::from_str(&message).expect("JSON");
            // Events have no number.
            if message["id"] == json!(self.sent) {
                return message;
            }
        }
    }

    /// Opens a page.
    pub(crate) fn open(&mut self, address: &str) {
        let page = json!({ "url": address, "wait": "complete" });
        self.ask("browsingContext.navigate", page);
    }

    /// Loads the page again.
    pub(crate) fn reload(&mut self) {
        self.ask("browsingContext.reload", json!({ "wait": "complete" }));
    }

    /// Goes through the history, as the browser's own buttons do; false at its ends.
    pub(crate) fn travel(&mut self, steps: i32) -> bool {
        let params = json!({ "context": self.context, "delta": steps });
        let went = self.try_ask("browsingContext.traverseHistory", &params);
        std::thread::sleep(Duration::from_millis(400));
        went["type"] == "success"
    }

    /// What an expression comes to in the page.
    pub(crate) fn run(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": format!("JSON.stringify({expression})"),
            "target": { "context": self.context }, "awaitPromise": true });
        let answer = self.try_ask("script.evaluate", &params);
        let text = answer["result"]["result"]["value"].as_str();
        let text = text.unwrap_or_else(|| panic!("{expression}: {answer}"));
        serde_json::from_str(text).expect("JSON")
    }

    /// Whether an expression comes true within some seconds.
    pub(crate) fn wait_for(&mut self, expression: &str) -> bool {
        let until = Instant::now() + Duration::from_secs(8);
        while Instant::now() < until {
            if self.run(expression) == json!(true) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }

    /// Presses an element with the mouse, so many times as fast as a double click.
    pub(crate) fn press(&mut self, selector: &str, times: usize) {
        let middle = format!(
            "(() => {{ const one = [...document.querySelectorAll({})]
                .find(one => one.checkVisibility());
            one.scrollIntoView({{ block: 'nearest' }});
            const {{ x, y, width, height }} = one.getBoundingClientRect();
            return [Math.round(x + width / 2), Math.round(y + height / 2)] }})()",
            json!(selector)
        );
        let place = self.run(&middle);
        let go = json!({ "type": "pointerMove", "x": place[0], "y": place[1] });
        let press = [
            json!({ "type": "pointerDown", "button": 0 }),
            json!({ "type": "pointerUp", "button": 0 }),
            json!({ "type": "pause", "duration": 40 }),
        ];
        let presses = press.iter().cycle().take(3 * times).cloned();
        let steps: Vec<_> = std::iter::once(go).chain(presses).collect();
        let mouse = json!([{ "type": "pointer", "id": "mouse", "actions": steps }]);
        self.ask("input.performActions", json!({ "actions": mouse }));
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// Opens the socket (RFC 6455, section 4.1).
fn connect(port: u16) -> TcpStream {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    socket.set_read_timeout(Some(Duration::from_mins(1))).expect("a time");
    let head = format!(
        "GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n\
         Connection: Upgrade\r\nSec-WebSocket-Key: Y2FuZG9yIGNhbmRvciBjYQ==\r\n\
         Sec-WebSocket-Version: 13\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).expect("it listens");
    let mut answer = vec![];
    while !answer.ends_with(b"\r\n\r\n") {
        answer.extend(read(&mut socket, 1));
    }
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.starts_with("HTTP/1.1 101"), "{answer}");
    socket
}

/// What a client hides its texts by, so that no proxy takes them for something else. Firefox
/// refuses a mask of zeros.
const MASK: u8 = 1;

/// Sends a text in one frame (section 5.2).
fn send(socket: &mut TcpStream, text: &str) {
    let length = u16::try_from(text.len()).expect("a short command");
    let mut frame = vec![0x81];
    match u8::try_from(length) {
        Ok(short) if short < 126 => frame.push(0x80 | short),
        _ => {
            frame.push(0x80 | 0x7e);
            frame.extend(length.to_be_bytes());
        }
    }
    frame.extend([MASK; 4]);
    frame.extend(text.bytes().map(|byte| byte ^ MASK));
    socket.write_all(&frame).expect("it listens");
}

/// The next text, of one frame or of several.
fn receive(socket: &mut TcpStream) -> String {
    let mut text = vec![];
    loop {
        let head = read(socket, 2);
        let length = match head[1] & 127 {
            126 => {
                usize::from(u16::from_be_bytes(read(socket, 2).try_into().expect("2")))
            }
            127 => {
                let length = u64::from_be_bytes(read(socket, 8).try_into().expect("8"));
                usize::try_from(length).expect("a length")
            }
            short => usize::from(short),
        };
        text.extend(read(socket, length));
        if head[0] & 0x80 != 0 {
            return String::from_utf8(text).expect("text");
        }
    }
}

fn read(socket: &mut TcpStream, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    socket.read_exact(&mut bytes).expect("Firefox answers");
    bytes
}
