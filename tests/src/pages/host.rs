//! Real servers, each with the configuration that `candor hosting` prints for it.
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A server that runs until this value goes away.
pub(crate) struct HostServer {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Drop for HostServer {
    fn drop(&mut self) {
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// What a server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

fn replaced(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old} in {text}");
    text.replacen(old, new, 1)
}

pub(crate) const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

impl HostServer {
    pub(crate) fn nginx(site: &str) -> Self {
        let (folder, port) = (TempDir::new().expect("a folder"), free_port());
        let listen = "listen 80;\n    listen [::]:80;";
        let site = replaced(site, listen, &format!("listen 127.0.0.1:{port};"));
        let site = replaced(&site, "# brotli_static on;", "brotli_static on;");
        let here = folder.path().display();
        let user = if fs::metadata("/proc/self").is_ok_and(|about| is_roots(&about)) {
            "user root;"
        } else {
            ""
        };
        let around = format!(
            "load_module {BROTLI};\n{user}\ndaemon off;\nworker_processes 1;\npid {here}/pid;\n\
             error_log {here}/error.log;\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\n\
             default_type application/octet-stream;\naccess_log off;\n\
             client_body_temp_path {here}/body;\nproxy_temp_path {here}/proxy;\n\
             fastcgi_temp_path {here}/fastcgi;\nuwsgi_temp_path {here}/uwsgi;\n\
             scgi_temp_path {here}/scgi;\n{site}\n}}\n"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, around).expect("writable");
        let mut command = Command::new(nginx());
        command.arg("-e").arg(folder.path().join("error.log")).arg("-c").arg(file);
        Self::run(command, port, folder)
    }

    pub(crate) fn caddy(site: &str) -> Self {
        let (folder, port) = (TempDir::new().expect("a folder"), free_port());
        let address = format!("http://127.0.0.1:{port} {{");
        // The site's own block begins with its name, whichever it is.
        let host = site.lines().find(|line| line.ends_with(".test {"));
        let site = replaced(site, host.expect("a host of tests"), &address);
        let file = folder.path().join("Caddyfile");
        fs::write(&file, format!("{{\n\tadmin off\n}}\n{site}")).expect("writable");
        let mut command = Command::new("caddy");
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file);
        command.env("XDG_DATA_HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
        Self::run(command, port, folder)
    }

    fn run(mut command: Command, port: u16, folder: TempDir) -> Self {
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut server =
            Self { process: process.expect("it starts"), port, _folder: folder };
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.process.try_wait().expect("it can be asked");
            assert!(
                ended.is_none() && Instant::now() < until,
                "{command:?} does not listen"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Asks for an address; `accept` is which compressions would do.
    pub(crate) fn get(&self, address: &str, accept: &str) -> Answer {
        let mut stream =
            TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let head = format!(
            "GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAccept-Encoding: {accept}\r\nConnection: close\r\n\r\n",
            self.port
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        let mut answer = vec![];
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let (first, rest) = head.split_once("\r\n").expect("headers");
        let headers = rest.lines().filter_map(|line| line.split_once(": "));
        let headers: BTreeMap<_, _> = headers
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let chunked =
            headers.get("transfer-encoding").is_some_and(|how| how == "chunked");
        let body = &answer[end + 4..];
        Answer {
            status: first
                .split(' ')
                .nth(1)
                .and_then(|code| code.parse().ok())
                .expect("a code"),
            body: if chunked { joined(body) } else { body.to_vec() },
            headers,
        }
    }
}

/// A body that was sent in chunks, each after a line with its length.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut all = vec![];
    loop {
        let end = body.windows(2).position(|two| two == b"\r\n").expect("a length");
        let length = std::str::from_utf8(&body[..end]).expect("digits");
        let length = usize::from_str_radix(length, 16).expect("a length");
        if length == 0 {
            return all;
        }
        all.extend_from_slice(&body[end + 2..end + 2 + length]);
        body = &body[end + 2 + length + 2..];
    }
}

#[cfg(unix)]
fn is_roots(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.uid() == 0
}

#[cfg(not(unix))]
fn is_roots(_: &fs::Metadata) -> bool {
    false
}

/// Debian keeps it where only root looks.
fn nginx() -> PathBuf {
    let known = PathBuf::from("/usr/sbin/nginx");
    if known.is_file() { known } else { PathBuf::from("nginx") }
}
