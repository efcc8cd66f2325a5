//! The website as real servers send it, with the configuration that `candor hosting` prints:
//! headers, compressed copies, caching, redirects, and what does not exist.
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use ground::source::ending;
use support::{Site, said};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::browser;

/// The practice's website as it would go live, without its gaps, and with a page that moved
/// twice after it was live.
static LIVE: LazyLock<Site> = LazyLock::new(|| {
    let site = Site::practice();
    for entry in WalkDir::new(site.path("content")) {
        let path = entry.expect("readable").into_path();
        if path.extension().is_some_and(|end| end == "md" || end == "toml") {
            let text = fs::read_to_string(&path).expect("text");
            fs::write(&path, live(&text)).expect("writable");
        }
    }
    let rules = "content/self-check/rules.toml";
    let signed = ["rules", "sign", rules, "--by", "A. Name", "--role", "MD"];
    let publish = &["build", "--publish"][..];
    let moves = [["mv", MOVED[0], MOVED[1]], ["mv", MOVED[1], MOVED[2]]];
    for command in [&signed[..], publish, &moves[0], publish, &moves[1], publish] {
        let ran = site.run(command);
        assert!(ran.status.success(), "{}", said(&ran));
    }
    site
});

/// The files in which the page that moved stood, one after the other.
const MOVED: [&str; 3] = ["accessibility.md", "access.md", "for-everyone.md"];

/// The address of a page by its file.
fn address_of(file: &str) -> String {
    format!("/{}/", file.trim_end_matches(".md"))
}

/// A text without gaps, and without addresses that nobody can have.
fn live(text: &str) -> String {
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with(":::gap"));
    lines.collect::<String>().replace("mindmd.example", "mindmd.test")
}

/// A server that runs until this value goes away.
struct Server {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// What a server answered.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

fn hosting(server: &str) -> String {
    let out = LIVE.path("dist");
    let ran = LIVE.run(&["hosting", server, "--out", out.to_str().expect("plain")]);
    assert!(ran.status.success(), "{}", said(&ran));
    String::from_utf8(ran.stdout).expect("text")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

fn replaced(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old} in {text}");
    text.replacen(old, new, 1)
}

const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

impl Server {
    fn nginx() -> Self {
        let (folder, port) = (TempDir::new().expect("a folder"), free_port());
        let listen = "listen 80;\n    listen [::]:80;";
        let site =
            replaced(&hosting("nginx"), listen, &format!("listen 127.0.0.1:{port};"));
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

    fn caddy() -> Self {
        let (folder, port) = (TempDir::new().expect("a folder"), free_port());
        let address = format!("http://127.0.0.1:{port} {{");
        let site = replaced(&hosting("caddy"), "mindmd.test {", &address);
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
    fn get(&self, address: &str, accept: &str) -> Answer {
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

fn body(path: &str) -> Vec<u8> {
    fs::read(LIVE.path(format!("dist/{path}"))).expect("it was built")
}

/// The files of the website, without their compressed copies.
fn files() -> Vec<String> {
    let dist = LIVE.path("dist");
    let files = WalkDir::new(&dist)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("readable"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let names = files.map(|entry| {
        let path = entry.path().strip_prefix(&dist).expect("below it");
        path.to_str().expect("plain").to_owned()
    });
    names.filter(|name| !matches!(ending(name), "br" | "gz")).collect()
}

fn is_right(server: &Server) {
    for file in files() {
        if file.starts_with('_') {
            assert_eq!(server.get(&format!("/{file}"), "").status, 404, "{file}");
            continue;
        }
        let address = format!("/{}", file.strip_suffix("index.html").unwrap_or(&file));
        if MOVED[..2].iter().any(|from| address_of(from) == address) {
            continue; // Nobody is sent what lies there: `sends_on` looks at it.
        }
        for (accept, end) in [("identity", ""), ("br", ".br"), ("gzip", ".gz")] {
            let copy = format!("{file}{end}");
            let there = LIVE.path(format!("dist/{copy}")).is_file();
            let answer = server.get(&address, accept);
            assert_eq!(answer.status, 200, "{address}");
            // A picture has no smaller copy, and comes as it is.
            let sent = if there { &copy } else { &file };
            assert!(answer.body == body(sent), "{address} as {accept} is {sent}");
            if there && !end.is_empty() {
                assert_eq!(answer.header("content-encoding"), accept, "{address}");
                assert_eq!(answer.header("vary"), "Accept-Encoding", "{address}");
            }
            always(&answer, &address);
            let asset = file.starts_with("assets/");
            let kept = match asset {
                true => "public, max-age=31536000, immutable",
                _ if takes_answers(&file) || file == "never-kept.wav" => "no-store",
                _ => "no-cache",
            };
            assert_eq!(answer.header("cache-control"), kept, "{address}");
            if ending(&file) == "html" {
                assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
                let policy = answer.header("content-security-policy");
                for part in ["default-src 'none'", "frame-ancestors 'none'"] {
                    assert!(policy.contains(part), "{address}: {policy}");
                }
                let runs = policy.contains("wasm-unsafe-eval");
                assert_eq!(runs, address == "/self-check/", "{address}: {policy}");
            }
            if ending(&file) == "svg" {
                let policy = answer.header("content-security-policy");
                assert!(policy.contains("; sandbox;"), "{address}: {policy}");
            }
            if ending(&file) == "wasm" {
                assert_eq!(answer.header("content-type"), "application/wasm");
            }
        }
    }
    assert!(files().iter().any(|file| takes_answers(file)), "the self-check does");
    assert!(files().iter().any(|file| ending(file) == "svg"), "the icon is a drawing");
    for from in &MOVED[..2] {
        sends_on(server, &address_of(from));
    }
    let bare = server.get("/side-effects", "");
    assert!([301, 302, 307, 308].contains(&bare.status), "{}", bare.status);
    assert!(bare.header("location").ends_with("/side-effects/"), "{:?}", bare.headers);
    let missing = server.get("/no-such-page/<b>", "identity");
    assert_eq!(missing.status, 404);
    assert!(missing.body == body("404.html"), "what does not exist has its own page");
    assert_eq!(missing.header("cache-control"), "no-cache");
    assert!(missing.header("content-security-policy").contains("default-src 'none'"));
    always(&missing, "a page that is not there");
}

/// Whether visitors answer something in a page.
fn takes_answers(file: &str) -> bool {
    ending(file) == "html" && String::from_utf8_lossy(&body(file)).contains("<input")
}

/// Who kept a former address comes to where the page stands now, at once and for good.
fn sends_on(server: &Server, address: &str) {
    let answer = server.get(address, "identity");
    assert!([301, 308].contains(&answer.status), "{address}: {}", answer.status);
    let to = answer.header("location");
    assert_eq!(to, address_of(MOVED[2]), "{address}");
    assert_eq!(server.get(to, "identity").status, 200, "{to}");
    always(&answer, address);
}

/// What every answer carries.
fn always(answer: &Answer, address: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        assert_eq!(answer.header(name), value, "{address}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"), "{address}");
}

#[test]
fn nginx_sends_the_website_as_it_should() {
    if browser::have(&["nginx"], "nginx is")
        && browser::all_there(Path::new(BROTLI).is_file(), "nginx's module for Brotli is")
    {
        is_right(&Server::nginx());
    }
}

#[test]
fn caddy_sends_the_website_as_it_should() {
    if browser::have(&["caddy"], "caddy is") {
        is_right(&Server::caddy());
    }
}
