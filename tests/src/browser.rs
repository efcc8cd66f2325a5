//! A real browser for tests, and a server for what it opens.
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};
use thirtyfour::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

/// A browser that ends with this value.
pub(crate) struct Browser {
    /// What drives it.
    pub(crate) driver: WebDriver,
    process: Child,
}

/// Starts the driver, and says where it listens, if it does.
fn listening(driver: &Path) -> Option<(Child, u16)> {
    let mut process = Command::new(driver)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .spawn()
        .expect("chromedriver starts");
    let said = BufReader::new(process.stdout.take().expect("it is piped"));
    let port = said.lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    if port.is_none() {
        // It has ended by itself, or never says where it is.
        let _ = process.kill().and_then(|()| process.wait());
    }
    Some((process, port?))
}

impl Browser {
    /// Starts the browser, or says in one line that it is not there. `CANDOR_BROWSER=1`
    /// makes that a failure.
    pub(crate) async fn start() -> Option<Self> {
        if !have(&["chromedriver", "chromium"], "chromium and chromedriver are") {
            return None;
        }
        let (driver, chromium) = (find("chromedriver")?, find("chromium")?);
        // The free port that it finds may be taken before it listens there.
        let (process, port) = std::iter::repeat_with(|| listening(&driver))
            .take(5)
            .flatten()
            .next()
            .expect("chromedriver has a port");
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(chromium.to_str().expect("a plain path")).expect("a path");
        for argument in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-ipc-flooding-protection",
            "--window-size=360,780",
        ] {
            wanted.add_arg(argument).expect("an argument");
        }
        wanted.set_logging_prefs("browser", LoggingPrefsLogLevel::All).expect("a level");
        let address = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(address, wanted).await.expect("chromium starts");
        Some(Self { driver, process })
    }

    /// Runs a function's body in the page.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let ran = self.driver.execute(script, arguments).await.expect("the script runs");
        ran.json().clone()
    }

    /// Runs a function's body that calls its last argument with what it comes to.
    pub(crate) async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        let ran = self.driver.execute_async(script, arguments).await;
        ran.expect("the script runs").json().clone()
    }

    /// Asks the browser itself for something.
    pub(crate) async fn ask(&self, command: &str, with: Value) -> Value {
        let answer = self.driver.cdp().send_raw(command, with).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Gives the page a size, in CSS pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1,
            "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Lets the page think that somebody prefers something.
    pub(crate) async fn prefer(&self, feature: &str, value: &str) {
        let media = json!({ "features": [{ "name": feature, "value": value }] });
        self.ask("Emulation.setEmulatedMedia", media).await;
    }

    /// How large the browser's ordinary text is: 16 is usual.
    pub(crate) async fn text_size(&self, pixels: u32) {
        let sizes = json!({ "fontSizes": { "standard": pixels, "fixed": pixels } });
        self.ask("Page.setFontSizes", sizes).await;
    }

    /// Turns the page's own scripts off, from the next page on.
    pub(crate) async fn without_scripts(&self) {
        let off = json!({ "value": true });
        self.ask("Emulation.setScriptExecutionDisabled", off).await;
    }

    /// Ends the browser.
    pub(crate) async fn stop(mut self) {
        self.driver.clone().quit().await.expect("the browser ends");
        self.process.kill().expect("chromedriver ends");
        self.process.wait().expect("chromedriver ended");
    }
}

/// Has axe look at the page as it is, by every rule of WCAG and its own.
pub(crate) const AXE: &str = "
const [done] = [...arguments].slice(-1);
// Where nothing is under the bar that stays in sight.
scrollTo(0, 0);
const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'wcag2aaa',
  'best-practice'];
axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] }).then(
  ({ violations }) => done(violations.map(({ id, nodes }) =>
    [id, ...nodes.slice(0, 3).map(node => node.target.join() + ' ' + node.failureSummary)])),
  error => done(String(error)));";

/// Whether programs are there, or a line says that their tests are skipped. `CANDOR_BROWSER=1`
/// makes that a failure.
pub(crate) fn have(programs: &[&str], which: &str) -> bool {
    all_there(programs.iter().all(|program| find(program).is_some()), which)
}

/// Whether the tools of `tests/browser` are there, which `npm ci` brings.
pub(crate) fn have_tools() -> bool {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/node_modules");
    all_there(folder.is_dir(), "`npm ci` in tests/browser brings what is")
}

/// Whether something else is there; the same else.
pub(crate) fn all_there(there: bool, which: &str) -> bool {
    assert!(there || env::var("CANDOR_BROWSER").is_err(), "{which} needed");
    if !there {
        eprintln!("skipped: {which} needed");
    }
    there
}

fn find(program: &str) -> Option<PathBuf> {
    let mut paths = env::var_os("PATH")?;
    // Where Debian keeps servers, and not each user looks.
    paths.push(":/usr/sbin");
    env::split_paths(&paths).map(|path| path.join(program)).find(|path| path.is_file())
}

/// What becomes of a file before it is sent; nothing makes it missing.
pub(crate) type Change = fn(&str, Vec<u8>) -> Option<Vec<u8>>;

/// Serves a folder, and keeps what was asked for.
pub(crate) struct Server {
    /// The address of its root, without a slash at the end.
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts to serve; the thread ends with the test.
    pub(crate) fn start(folder: &Path, change: Change) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(vec![]));
        let (folder, log) = (folder.to_owned(), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (folder, log) = (folder.clone(), Arc::clone(&log));
                thread::spawn(move || answer(stream, &folder, &log, change));
            }
        });
        Self { address, asked }
    }

    /// All paths that were asked for so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no thread panics with it").clone()
    }
}

fn answer(
    mut stream: TcpStream,
    folder: &Path,
    log: &Mutex<Vec<String>>,
    change: Change,
) {
    let mut request = [0; 4096];
    let length = stream.read(&mut request).unwrap_or(0);
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let Some(path) = request.split(' ').nth(1) else { return };
    log.lock().expect("no thread panics with it").push(path.to_owned());
    let mut file = folder.join(path.trim_start_matches('/'));
    if path.ends_with('/') {
        file.push("index.html");
    }
    let bytes = fs::read(&file).ok().and_then(|bytes| change(path, bytes));
    let kind = match file.extension().and_then(|kind| kind.to_str()) {
        Some("html") => "text/html",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    let kept = fs::read_to_string(folder.join("_headers")).unwrap_or_default();
    let kept = kept_for(&kept, path);
    let status = if bytes.is_some() { "200 OK" } else { "404 Not Found" };
    let bytes = bytes.unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{kept}Connection: close\r\n\r\n",
        bytes.len()
    );
    let _ = stream.write_all(&[head.as_bytes(), &bytes].concat());
}

/// The header that says how long a page may be kept, as the website tells its hosts.
fn kept_for(rules: &str, path: &str) -> String {
    let rule = rules.lines().skip_while(|line| *line != path).skip(1);
    let mut headers = rule.map_while(|line| line.strip_prefix("  "));
    let kept = headers.find(|header| header.starts_with("Cache-Control"));
    kept.map(|header| format!("{header}\r\n")).unwrap_or_default()
}
