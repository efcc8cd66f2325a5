//! The preview as a browser meets it.
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use candor_tests::running::Preview;
use candor_tests::{Site, said};

use crate::{BROKEN, MENDED, code};

#[test]
fn pages_are_answered_as_a_host_would() {
    let site = Site::base();
    site.write("content/a.md", MENDED);
    let preview = Preview::start(site);
    assert!(preview.get("/").starts_with("HTTP/1.1 200"));
    assert!(preview.get("/a/").contains("<h1>Mended</h1>"));
    let moved = preview.get("/a");
    assert!(
        moved.starts_with("HTTP/1.1 307") && moved.contains("location: /a/\r\n"),
        "{moved}"
    );
    let missing = preview.get("/b/");
    assert!(missing.starts_with("HTTP/1.1 404") && missing.contains("<h1>"), "{missing}");
    assert!(preview.get("/%2e%2e/practice.toml").starts_with("HTTP/1.1 404"));
    assert!(preview.get("/robots.txt").contains("content-type: text/plain"));
    assert!(preview.get("/__candor/reload.js").contains("content-type: text/javascript"));
    for header in ["cache-control: no-store", "x-robots-tag: noindex", "nosniff"] {
        assert!(
            preview.get("/").contains(header) && missing.contains(header),
            "{header}"
        );
    }
}

#[test]
fn only_this_computer_is_answered_and_only_with_pages() {
    let preview = Preview::start(Site::base());
    let port = preview.port;
    for host in [
        format!("127.0.0.1:{port}"),
        format!("localhost:{port}"),
        format!("[::1]:{port}"),
    ] {
        assert!(preview.ask("GET", "/", &host).starts_with("HTTP/1.1 200"), "{host}");
    }
    for host in
        ["evil.example".into(), format!("evil.example:{port}"), "127.0.0.1:1".into()]
    {
        for path in ["/", "/__candor/findings", "/__candor/events"] {
            let answer = preview.ask("GET", path, &host);
            assert!(
                answer.starts_with("HTTP/1.1 403") && !answer.contains("<h1>"),
                "{answer}"
            );
        }
    }
    let here = format!("127.0.0.1:{port}");
    assert!(preview.ask("POST", "/", &here).starts_with("HTTP/1.1 405"));
    let head = preview.ask("HEAD", "/", &here);
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn a_change_shows_and_a_fault_leaves_the_last_good_page() {
    let preview = Preview::start(Site::base());
    preview.site.write("content/a.md", MENDED);
    preview.wait_for("/a/", "<h1>Mended</h1>");
    preview.site.write("content/a.md", BROKEN);
    let findings = preview.wait_for("/__candor/findings", "1 problem");
    assert!(findings.contains("content/a.md, line 5, column 1"), "{findings}");
    assert!(findings.contains("<mark>[x](y.md)</mark>"), "{findings}");
    assert!(
        preview.get("/a/").contains("<h1>Mended</h1>"),
        "the last good version stays"
    );
    preview.site.write("content/a.md", MENDED.replace("Mended", "Again"));
    preview.wait_for("/a/", "<h1>Again</h1>");
    preview.wait_for("/__candor/findings", "Nothing to report");
    // An editor that saves by putting a new folder in the old one's place.
    std::fs::rename(preview.site.path("content"), preview.site.path("old"))
        .expect("movable");
    preview.wait_for("/__candor/findings", "1 problem");
    std::fs::rename(preview.site.path("old"), preview.site.path("content"))
        .expect("movable");
    preview.wait_for("/__candor/findings", "Nothing to report");
    preview.site.write("content/a.md", MENDED.replace("Mended", "Last"));
    preview.wait_for("/a/", "<h1>Last</h1>");
}

#[test]
fn a_site_with_faults_is_served_too() {
    let site = Site::base();
    site.write("content/index.md", BROKEN);
    let preview = Preview::start(site);
    let answer = preview.get("/");
    assert!(
        answer.starts_with("HTTP/1.1 503") && answer.contains("1 problem"),
        "{answer}"
    );
    preview.site.write("content/index.md", MENDED);
    preview.wait_for("/", "<h1>Mended</h1>");
}

#[test]
fn drafts_and_the_script_stand_only_in_the_preview() {
    let site = Site::base();
    site.write("content/a.md", MENDED.replace("+++\nText", "draft = true\n+++\nText"));
    assert_eq!(code(&site.run(&["build"])), 0);
    let built = site.read("dist/index.html").expect("it is built");
    assert!(!built.contains("noindex") && !built.contains("__candor"), "{built}");
    assert!(!site.path("dist/a").exists());
    let preview = Preview::start(site);
    assert!(preview.get("/a/").contains("<p>Draft</p>"));
    let home = preview.get("/");
    assert!(home.contains("content=\"noindex\"") && home.contains("/__candor/reload.js"));
}

#[test]
fn pages_hear_of_changes() {
    let preview = Preview::start(Site::base());
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let host = format!("localhost:{}", preview.port);
    write!(stream, "GET /__candor/events HTTP/1.1\r\nHost: {host}\r\n\r\n")
        .expect("it listens");
    let mut events = BufReader::new(stream).lines().map(|line| line.expect("it answers"));
    let mut next = || {
        let data = events.find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
        serde_json::from_str::<serde_json::Value>(&data.expect("events do not end"))
            .expect("JSON")
    };
    let first = next();
    assert!(first["findings"].as_array().is_some_and(Vec::is_empty));
    preview.site.write("static/style.css", "body { color: teal }");
    let second = next();
    assert_eq!(second["before"], first["version"], "only the style changed");
    let styles = second["styles"].as_object().expect("the new address by the old");
    let (old, new) = styles.iter().next().expect("one style sheet");
    assert!(old.starts_with("/assets/style.") && new != old);
    preview.site.write("content/index.md", BROKEN);
    let third = next();
    assert_eq!(third["version"], second["version"], "the last good version stays");
    assert_eq!((&third["stopped"], &third["title"]), (&true.into(), &"1 problem".into()));
}

#[test]
fn the_rules_are_shown_with_what_an_edit_changes() {
    let site = Site::base();
    let practice = format!("{}/../content/self-check/rules.toml", candor_tests::HERE);
    let rules = std::fs::read_to_string(practice).expect("it is there");
    site.write("content/self-check/rules.toml", &rules);
    let preview = Preview::start(site);
    let page = preview.get("/__candor/rules");
    for part in ["Nobody is shown another outcome", "<svg", "<table>", "<b>Proved:</b>"] {
        assert!(page.contains(part), "{part}");
    }
    let edited = rules.replace(
        "q1 = [\"skip\"] }, outcome = \"review_first\"",
        "q1 = [\"skip\"] }, outcome = \"first_steps\"",
    );
    assert_ne!(edited, rules);
    preview.site.write("content/self-check/rules.toml", edited);
    let page =
        preview.wait_for("/__candor/rules", "had the outcome <code>review_first</code>");
    assert!(page.contains("<b>Broken:</b>"));
}

#[test]
fn a_taken_port_is_said_plainly() {
    let preview = Preview::start(Site::base());
    let output = Site::base().run(&["serve", "--port", &preview.port.to_string()]);
    assert_eq!(code(&output), 2);
    assert!(said(&output).contains("is taken"), "{}", said(&output));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    let mut preview = Preview::start(Site::base());
    let pid = preview.process.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &pid]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    assert_eq!(preview.process.wait().expect("it ends").code(), Some(0));
}
