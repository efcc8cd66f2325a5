//! Real servers, each with the configuration that `candor hosting` prints for it.
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A server that runs until this value goes away. Its file is the printed one but for ports and
/// the place of the certificate; beside 80 and 443 the site answers at a port without TLS, where
/// a thousand requests cost nothing.
pub(crate) struct HostServer {
    process: Child,
    plain: u16,
    http: u16,
    https: u16,
    /// The name of the website's host.
    name: String,
    /// Whose certificates count.
    authority: PathBuf,
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
    fn read(answer: &[u8]) -> Self {
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
        let code = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        Self {
            status: code.expect("a code"),
            body: if chunked { joined(body) } else { body.to_vec() },
            headers,
        }
    }

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
        let ports = [(); 3].map(|()| free_port());
        let ([plain, http, https], folder) = (ports, TempDir::new().expect("a folder"));
        let name = between(site, "server_name ", ";");
        certify(&name, folder.path());
        let here = folder.path().display();
        let site = replaced(
            site,
            "listen 80;\n    listen [::]:80;",
            &format!("listen 127.0.0.1:{http};"),
        );
        let site = replaced(
            &site,
            "listen 443 ssl;\n    listen [::]:443 ssl;",
            &format!("listen 127.0.0.1:{https} ssl;\n    listen 127.0.0.1:{plain};"),
        );
        let certificate = format!("/etc/letsencrypt/live/{name}/");
        let site = replaced(&site, &certificate, &format!("{here}/"));
        let site = replaced(&site, &certificate, &format!("{here}/"));
        let site = replaced(&site, "# brotli_static on;", "brotli_static on;");
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
        let authority = folder.path().join("fullchain.pem");
        Self::run(command, ports, name, authority, folder)
    }

    pub(crate) fn caddy(site: &str) -> Self {
        let ports = [(); 3].map(|()| free_port());
        let ([plain, http, https], folder) = (ports, TempDir::new().expect("a folder"));
        // The site's own block begins with its name, whichever it is.
        let block = site.lines().find(|line| line.ends_with(".test {"));
        let name = block.expect("a host of tests").trim_end_matches(" {").to_owned();
        let site = replaced(
            site,
            &format!("\n{name} {{"),
            &format!("\n{name}, http://127.0.0.1:{plain} {{"),
        );
        let global = format!(
            "{{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\thttp_port {http}\n\
             \thttps_port {https}\n\tlocal_certs\n\tskip_install_trust\n}}\n"
        );
        let file = folder.path().join("Caddyfile");
        fs::write(&file, global + site.as_str()).expect("writable");
        let mut command = Command::new("caddy");
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file);
        command.env("XDG_DATA_HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
        let authority = folder.path().join("caddy/pki/authorities/local/root.crt");
        Self::run(command, ports, name, authority, folder)
    }

    fn run(
        mut command: Command,
        [plain, http, https]: [u16; 3],
        name: String,
        authority: PathBuf,
        folder: TempDir,
    ) -> Self {
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let process = process.expect("it starts");
        let mut server =
            Self { process, plain, http, https, name, authority, _folder: folder };
        let until = Instant::now() + Duration::from_secs(20);
        for port in [plain, http, https] {
            while TcpStream::connect(("127.0.0.1", port)).is_err() {
                let ended = server.process.try_wait().expect("it can be asked");
                assert!(
                    ended.is_none() && Instant::now() < until,
                    "{command:?} does not listen"
                );
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        server
    }

    /// The name of the website's host.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Asks for an address; `accept` is which compressions would do.
    pub(crate) fn get(&self, address: &str, accept: &str) -> Answer {
        Self::ask(self.plain, &format!("127.0.0.1:{}", self.plain), address, accept)
    }

    /// Asks for an address as somebody who did not write `https://`.
    pub(crate) fn get_insecurely(&self, address: &str) -> Answer {
        Self::ask(self.http, &self.name, address, "identity")
    }

    fn ask(port: u16, host: &str, address: &str, accept: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
        stream.write_all(head(host, address, accept).as_bytes()).expect("it listens");
        let mut answer = vec![];
        stream.read_to_end(&mut answer).expect("it answers");
        Answer::read(&answer)
    }

    /// Asks for an address by a version of TLS, such as `-tls1_2`; nothing where the server does not
    /// speak it, or shows a certificate that is not the host's.
    pub(crate) fn get_by_tls(&self, address: &str, version: &str) -> Option<Answer> {
        let mut client = Command::new("openssl")
            .args([
                "s_client",
                "-quiet",
                "-verify_quiet",
                "-verify_return_error",
                version,
            ])
            // Old versions are asked for in earnest, whatever this machine allows itself.
            .args(["-cipher", "ALL:@SECLEVEL=0", "-servername", &self.name])
            .args(["-verify_hostname", &self.name, "-CAfile"])
            .arg(&self.authority)
            .args(["-connect", &format!("127.0.0.1:{}", self.https)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl starts");
        let asked = client.stdin.as_mut().expect("piped");
        // It may have hung up already.
        let _ = asked.write_all(head(&self.name, address, "identity").as_bytes());
        let output = client.wait_with_output().expect("it ends");
        (!output.stdout.is_empty()).then(|| Answer::read(&output.stdout))
    }
}

/// The head of a request.
fn head(host: &str, address: &str, accept: &str) -> String {
    format!(
        "GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {accept}\r\nConnection: close\r\n\r\n"
    )
}

/// A certificate for a host by itself, where certbot would put one by an authority.
fn certify(name: &str, folder: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
        .args(["-nodes", "-days", "2", "-subj", &format!("/CN={name}")])
        .args(["-addext", &format!("subjectAltName=DNS:{name}")])
        .arg("-keyout")
        .arg(folder.join("privkey.pem"))
        .arg("-out")
        .arg(folder.join("fullchain.pem"))
        .stderr(Stdio::null())
        .status();
    assert!(made.expect("openssl starts").success());
}

/// What stands in a text between two others.
fn between(text: &str, start: &str, end: &str) -> String {
    let (_, rest) = text.split_once(start).expect("it is there");
    rest.split(end).next().expect("it ends").to_owned()
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
