//! The website as real servers send it, with the configuration that `candor hosting` prints:
//! headers, compressed copies, caching, redirects, and what does not exist.
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use ground::source::ending;
use support::{Site, said};
use walkdir::WalkDir;

use crate::browser;
use crate::host::{Answer, BROTLI, HostServer};

/// A website as it would go live, without its gaps, and with a page that moved twice after it
/// was live.
struct Live {
    site: Site,
    /// The path of the host below which it is served.
    base_path: &'static str,
}

static AT_TOP: LazyLock<Live> = LazyLock::new(|| live(Site::practice(), ""));
static BELOW: LazyLock<Live> =
    LazyLock::new(|| live(Site::practice(), "/our.group/site"));
static DENTAL: LazyLock<Live> = LazyLock::new(|| live(Site::dental(), ""));

fn live(site: Site, base_path: &'static str) -> Live {
    let mut commands: Vec<Vec<String>> = vec![];
    for entry in WalkDir::new(site.path("content")) {
        let path = entry.expect("readable").into_path();
        if path.extension().is_some_and(|end| end == "md" || end == "toml") {
            let text = fs::read_to_string(&path).expect("text");
            fs::write(&path, without_gaps(&text, base_path)).expect("writable");
        }
        if path.ends_with("rules.toml") {
            let rules = path.to_str().expect("plain");
            let signed = ["rules", "sign", rules, "--by", "A. Name", "--role", "MD"];
            commands.push(signed.map(str::to_owned).to_vec());
        }
    }
    let publish = ["build", "--publish"];
    commands.push(publish.map(str::to_owned).to_vec());
    for pair in MOVED.windows(2) {
        commands.push(["mv", pair[0], pair[1]].map(str::to_owned).to_vec());
        commands.push(publish.map(str::to_owned).to_vec());
    }
    for command in commands {
        let command: Vec<_> = command.iter().map(String::as_str).collect();
        let ran = site.run(&command);
        assert!(ran.status.success(), "{}", said(&ran));
    }
    Live { site, base_path }
}

/// The files in which the page that moved stood, one after the other.
const MOVED: [&str; 3] = ["privacy.md", "private.md", "what-we-keep.md"];

/// The address of a page by its file.
fn address_of(file: &str) -> String {
    format!("/{}/", file.trim_end_matches(".md"))
}

/// A text without gaps, and without addresses that nobody can have.
fn without_gaps(text: &str, base_path: &str) -> String {
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with(":::gap"));
    let url = format!(".test{base_path}\"");
    let text = lines.collect::<String>().replace(".example\"", &url);
    // Nobody has approved what was not compared with its source: here all of it was.
    let text = text.replace("status = \"known\"", "status = \"verified\"");
    text.replace(".example/", ".test/")
}

impl Live {
    fn hosting(&self, server: &str) -> String {
        let out = self.site.path("dist");
        let ran =
            self.site.run(&["hosting", server, "--out", out.to_str().expect("plain")]);
        assert!(ran.status.success(), "{}", said(&ran));
        String::from_utf8(ran.stdout).expect("text")
    }

    fn body(&self, path: &str) -> Vec<u8> {
        fs::read(self.site.path(format!("dist/{path}"))).expect("it was built")
    }

    /// The files of the website, without their compressed copies.
    fn files(&self) -> Vec<String> {
        let dist = self.site.path("dist");
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

    /// Whether visitors answer something in a page.
    fn takes_answers(&self, file: &str) -> bool {
        ending(file) == "html"
            && String::from_utf8_lossy(&self.body(file)).contains("<input")
    }

    /// Whether a page runs the program of a self-check.
    fn is_self_check(&self, file: &str) -> bool {
        String::from_utf8_lossy(&self.body(file)).contains("<form class=\"self-check\"")
    }
}

/// A website and a server that sends it.
struct Served {
    live: &'static Live,
    server: HostServer,
}

impl Served {
    fn nginx(live: &'static Live) -> Self {
        Self { live, server: HostServer::nginx(&live.hosting("nginx")) }
    }

    fn caddy(live: &'static Live) -> Self {
        Self { live, server: HostServer::caddy(&live.hosting("caddy")) }
    }

    /// Asks for an address of the website; `accept` is which compressions would do.
    fn get(&self, address: &str, accept: &str) -> Answer {
        self.server.get(&format!("{}{address}", self.live.base_path), accept)
    }
}

fn is_right(server: &Served) {
    let live = server.live;
    for file in live.files() {
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
            let there = live.site.path(format!("dist/{copy}")).is_file();
            let answer = server.get(&address, accept);
            assert_eq!(answer.status, 200, "{address}");
            // A picture has no smaller copy, and comes as it is.
            let sent = if there { &copy } else { &file };
            assert!(answer.body == live.body(sent), "{address} as {accept} is {sent}");
            if there && !end.is_empty() {
                assert_eq!(answer.header("content-encoding"), accept, "{address}");
                assert_eq!(answer.header("vary"), "Accept-Encoding", "{address}");
            }
            always(&answer, &address);
            let asset = file.starts_with("assets/");
            let kept = match asset {
                true => "public, max-age=31536000, immutable",
                _ if live.takes_answers(&file) || file == "never-kept.wav" => "no-store",
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
                assert_eq!(runs, live.is_self_check(&file), "{address}: {policy}");
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
    assert!(
        live.files().iter().any(|file| live.takes_answers(file)),
        "a self-check does"
    );
    assert!(
        live.files().iter().any(|file| ending(file) == "svg"),
        "the icon is a drawing"
    );
    for from in &MOVED[..2] {
        sends_on(server, &address_of(from));
    }
    let bare = server.get("/contact", "");
    assert!([301, 302, 307, 308].contains(&bare.status), "{}", bare.status);
    assert!(bare.header("location").ends_with("/contact/"), "{:?}", bare.headers);
    let missing = server.get("/no-such-page/<b>", "identity");
    assert_eq!(missing.status, 404);
    assert!(
        missing.body == live.body("404.html"),
        "what does not exist has its own page"
    );
    assert_eq!(missing.header("cache-control"), "no-cache");
    assert!(missing.header("content-security-policy").contains("default-src 'none'"));
    always(&missing, "a page that is not there");
}

/// Who kept a former address comes to where the page stands now, at once and for good.
fn sends_on(server: &Served, address: &str) {
    let answer = server.get(address, "identity");
    assert!([301, 308].contains(&answer.status), "{address}: {}", answer.status);
    let to = answer.header("location");
    let base_path = server.live.base_path;
    assert_eq!(to, format!("{base_path}{}", address_of(MOVED[2])), "{address}");
    assert_eq!(server.server.get(to, "identity").status, 200, "{to}");
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

/// Whoever comes without TLS is sent to it, whatever is asked for, and there the website is told to
/// come by it alone: browsers would not believe that without TLS.
fn is_secure(server: &Served) {
    let Served { live: Live { base_path, .. }, server } = server;
    let address = format!("{base_path}/contact/");
    let sent = server.get_insecurely(&format!("{address}?from=ad"));
    assert!([301, 308].contains(&sent.status), "{}", sent.status);
    let secure = format!("https://{}{address}?from=ad", server.name());
    assert_eq!(sent.header("location"), secure);
    assert_eq!(sent.header("strict-transport-security"), "");
    for version in ["-tls1_2", "-tls1_3"] {
        let answer = server.get_by_tls(&address, version).expect("it speaks it");
        assert_eq!(answer.status, 200, "{version}");
        always(&answer, version);
    }
    for version in ["-tls1", "-tls1_1"] {
        assert!(server.get_by_tls(&address, version).is_none(), "{version}");
    }
}

#[test]
fn nginx_sends_the_website_as_it_should() {
    if browser::have(&["nginx", "openssl"], "nginx and openssl are")
        && browser::all_there(Path::new(BROTLI).is_file(), "nginx's module for Brotli is")
    {
        for live in [&AT_TOP, &DENTAL, &BELOW] {
            let server = Served::nginx(live);
            is_right(&server);
            is_secure(&server);
            if !live.base_path.is_empty() {
                is_below(&server);
            }
        }
    }
}

#[test]
fn caddy_sends_the_website_as_it_should() {
    if browser::have(&["caddy", "openssl"], "caddy and openssl are") {
        for live in [&AT_TOP, &DENTAL, &BELOW] {
            let server = Served::caddy(live);
            is_right(&server);
            is_secure(&server);
            if !live.base_path.is_empty() {
                is_below(&server);
            }
        }
    }
}

/// What stands above the base path is another's, and every address that a file names is below
/// it.
fn is_below(server: &Served) {
    let Live { base_path, .. } = server.live;
    let bare = server.server.get(base_path, "identity");
    assert!([301, 308].contains(&bare.status), "{}", bare.status);
    assert_eq!(bare.header("location"), format!("{base_path}/"));
    for other in ["/", "/contact/", "/our-group/site/", "/our.group/"] {
        assert_eq!(server.server.get(other, "identity").status, 404, "{other}");
    }
    let mut named = BTreeSet::new();
    for file in server.live.files() {
        if !matches!(ending(&file), "html" | "css" | "js") {
            continue;
        }
        let body = String::from_utf8(server.live.body(&file)).expect("text");
        let below = format!("\"{base_path}/");
        let places = ["href=\"/", "src=\"/", "url(/", "url=/", &below];
        for (place, from) in places.iter().flat_map(|place| body.match_indices(place)) {
            let address = &body[place + from.find('/').expect("a slash")..];
            let end = address.find(['"', '\'', ')', '#']).expect("an end");
            named.insert(address[..end].to_owned());
        }
    }
    for end in ["wasm", "css", "woff2", "js", "svg"] {
        assert!(named.iter().any(|address| ending(address) == end), "{end}: {named:?}");
    }
    for address in named {
        let status = server.server.get(&address, "identity").status;
        assert_eq!(status, 200, "{address}");
    }
}
