//! `WebKitGTK`, driven by its own driver on a screen that nobody sees.
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::running::Running;
use thirtyfour::prelude::*;

/// A browser that ends with this value.
pub(crate) struct WebKit {
    /// What drives it.
    pub(crate) driver: WebDriver,
    _processes: [Running; 2],
}

impl WebKit {
    /// Starts the screen, the driver and the browser.
    pub(crate) async fn start() -> Self {
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
        xvfb.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut xvfb = Running(xvfb.spawn().expect("Xvfb starts"));
        let mut display = String::new();
        let mut said = BufReader::new(xvfb.0.stdout.take().expect("piped"));
        said.read_line(&mut display).expect("Xvfb says which screen it is");
        let port = free_port();
        let mut driver = Command::new("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("DISPLAY", format!(":{}", display.trim()));
        driver.stdout(Stdio::null()).stderr(Stdio::null());
        let driver = Running(driver.spawn().expect("WebKitWebDriver starts"));
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "WebKitWebDriver does not listen");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let address = format!("http://127.0.0.1:{port}");
        // Without a wish it starts the browser that comes with the library.
        let connected = WebDriver::new(address, Capabilities::new()).await;
        let connected = connected.expect("WebKit starts");
        Self { driver: connected, _processes: [driver, xvfb] }
    }

    /// What an expression comes to in the page.
    pub(crate) async fn run(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        let ran = self.driver.execute(script, vec![]).await.expect("the script runs");
        ran.json().clone()
    }

    /// Presses an element with the mouse.
    pub(crate) async fn press(&self, selector: &str) {
        let element = self.driver.find(By::Css(selector)).await.expect("it is there");
        element.click().await.expect("it can be pressed");
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}
