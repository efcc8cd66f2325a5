//! The desk of a preview that is running, as its page asks it.
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Site;
use crate::running::Preview;

/// A preview with the desk's token.
pub struct Desk {
    /// What it belongs to.
    pub preview: Preview,
    /// What says that a request comes from the desk's own page.
    pub token: String,
}

impl Desk {
    /// The desk of a site.
    ///
    /// # Panics
    /// When the desk does not answer.
    pub fn start(site: Site) -> Self {
        Self::of(Preview::start(site))
    }

    /// The desk of a preview.
    ///
    /// # Panics
    /// When the desk does not answer.
    pub fn of(preview: Preview) -> Self {
        let home = preview.get("/__candor/");
        let (_, rest) = home.split_once("data-token=\"").expect("the desk has a token");
        let token = rest.split('"').next().expect("it ends").to_owned();
        Self { preview, token }
    }

    /// The status and the answer to a request of the desk's page.
    ///
    /// # Panics
    /// When the desk does not answer.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, Value) {
        let mut headers =
            vec![("X-Candor-Token", &*self.token), ("Content-Type", "application/json")];
        headers.extend(more);
        let (status, body) = self.preview.send(method, path, &headers, body);
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    /// What the desk shows of a file.
    ///
    /// # Panics
    /// When the desk does not answer.
    pub fn open(&self, file: &str) -> Value {
        let (status, open) =
            self.send("GET", &format!("/__candor/draft/{file}"), &[], b"");
        assert_eq!(status, 200, "{open}");
        open
    }

    /// Types the text of a file that is not saved yet. `base` is the hash of what it began from.
    ///
    /// # Panics
    /// When the desk does not answer.
    pub fn type_text(&self, file: &str, text: &str, base: &Value) -> (u16, Value) {
        let typed = json!({ "text": text, "base": base, "undo": [1, 2] }).to_string();
        self.send("PUT", &format!("/__candor/draft/{file}"), &[], typed.as_bytes())
    }

    /// Saves the text of a file that is still the one with this hash.
    ///
    /// # Panics
    /// When the desk does not answer.
    pub fn save(&self, file: &str, text: &str, hash: &str) -> (u16, Value) {
        let tag = format!("\"{hash}\"");
        let path = format!("/__candor/edit/{file}");
        self.send("PUT", &path, &[("If-Match", &*tag)], text.as_bytes())
    }

    /// Asks for something to be done.
    ///
    /// # Panics
    /// When the desk does not answer.
    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send("POST", path, &[], body.to_string().as_bytes())
    }

    /// The text of a file on the disk; nothing where there is none.
    pub fn on_disk(&self, file: &str) -> String {
        self.preview.site.read(file).unwrap_or_default()
    }

    /// Ends it as a machine does that fails.
    pub fn kill(self) -> Site {
        let Preview { site, process, .. } = self.preview;
        drop(process);
        site
    }
}

/// The hash of the file that the desk shows.
///
/// # Panics
/// When there is none.
pub fn hash(open: &Value) -> &str {
    open["hash"].as_str().expect("it stands on the disk")
}

/// Waits for what another thread does.
///
/// # Panics
/// When it never does it.
pub fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < Duration::from_secs(10), "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
