//! The preview as a browser meets it.
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use support::running::{Preview, Running};
use support::{Site, said};

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
    let robots = preview.get("/robots.txt");
    assert!(robots.contains("content-type: text/plain"));
    assert!(robots.ends_with("User-agent: *\nDisallow: /\n"), "{robots}");
    assert!(preview.get("/__candor/reload.js").contains("content-type: text/javascript"));
    for header in ["cache-control: no-store", "x-robots-tag: noindex", "nosniff"] {
        assert!(
            preview.get("/").contains(header) && missing.contains(header),
            "{header}"
        );
    }
}

/// As a host would serve it, and whoever leaves the path out is sent there.
#[test]
fn a_website_below_a_path_is_below_it_in_the_preview() {
    let site = Site::base();
    let practice = site.read("content/practice.toml").expect("it is there");
    let url = "url = \"https://practice.test";
    site.write(
        "content/practice.toml",
        practice.replace(url, &format!("{url}/our/site")),
    );
    site.write("content/a.md", MENDED);
    let preview = Preview::start(site);
    let page = preview.get("/our/site/a/");
    assert!(page.contains("<h1>Mended</h1>"), "{page}");
    assert!(page.contains("href=\"/our/site/assets/style."), "{page}");
    assert!(page.contains("src=\"/__candor/reload.js\""), "{page}");
    let mut events = listen(&preview, "/our/site/a/");
    let heard = events()["version"].as_str().map(str::to_owned);
    assert_eq!(heard, Some(version(&preview, "/our/site/a/")));
    for (from, to) in [
        ("/", "/our/site/"),
        ("/a/", "/our/site/a/"),
        ("/our/site/a", "/our/site/a/"),
        ("/our/sites/", "/our/site/our/sites/"),
    ] {
        let answer = preview.get(from);
        assert!(answer.starts_with("HTTP/1.1 307"), "{from}: {answer}");
        assert!(answer.contains(&format!("location: {to}\r\n")), "{from}: {answer}");
    }
    assert!(preview.get("/our/site/b/").starts_with("HTTP/1.1 404"));
    assert!(preview.get("/__candor/findings").starts_with("HTTP/1.1 200"));
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
            let why =
                "This preview answers only at http://127.0.0.1 and http://localhost\n";
            assert!(answer.ends_with(why), "{answer}");
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
    let state = "The preview still shows the last good version.";
    assert!(findings.contains(state), "{findings}");
    assert!(
        preview.get("/a/").contains("<h1>Mended</h1>"),
        "the last good version stays"
    );
    preview.site.write("content/a.md", MENDED.replace("Mended", "Again"));
    preview.wait_for("/a/", "<h1>Again</h1>");
    let findings = preview.wait_for("/__candor/findings", "Nothing to report");
    assert!(findings.contains("The preview shows the newest version."), "{findings}");
    // An editor that saves by putting a new folder in the old one's place.
    std::fs::rename(preview.site.path("content"), preview.site.path("old"))
        .expect("movable");
    let findings = preview.wait_for("/__candor/findings", "1 problem");
    let code = "site-missing";
    assert!(findings.contains(&format!("#{code}\">{code}</a>")), "{findings}");
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
    let state = "The website appears here as soon as the problems are solved.";
    assert!(answer.contains(state), "{answer}");
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

/// What a page at an address hears, one state after another.
fn listen(preview: &Preview, page: &str) -> impl FnMut() -> serde_json::Value + use<> {
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let host = format!("localhost:{}", preview.port);
    let events = format!("/__candor/events?page={page}");
    write!(stream, "GET {events} HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("it listens");
    let mut events = BufReader::new(stream).lines().map(|line| line.expect("it answers"));
    move || {
        let data = events.find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
        serde_json::from_str(&data.expect("events do not end")).expect("JSON")
    }
}

/// The version that the answer for a page names.
fn version(preview: &Preview, page: &str) -> String {
    let answer = preview.get(page);
    let named =
        answer.split_once("candor;desc=\"").and_then(|(_, rest)| rest.split_once('"'));
    named.expect("a version").0.to_owned()
}

#[test]
fn only_pages_that_changed_are_of_another_version() {
    let site = Site::base();
    site.write("content/a.md", MENDED);
    let preview = Preview::start(site);
    let pages = ["/", "/a/", "/b/", "/__candor/findings"];
    let mut heard = pages.map(|page| listen(&preview, page));
    let first = heard.each_mut().map(|next| next());
    for (page, event) in pages.iter().zip(&first) {
        assert_eq!(event["version"], version(&preview, page), "{page}");
    }
    preview.site.write("content/a.md", MENDED.replace("Text", "Other text"));
    let second = heard.each_mut().map(|next| next());
    let changed = [0, 1, 2, 3].map(|at| first[at]["version"] != second[at]["version"]);
    assert_eq!(changed, [false, true, false, true], "{pages:?}");
    preview.site.write("content/b.md", MENDED.replace("Mended", "New"));
    let third = heard.each_mut().map(|next| next());
    assert_ne!(second[2]["version"], third[2]["version"], "where there was no page");
    assert_eq!(third[2]["version"], version(&preview, "/b/"));
}

/// The address of the one style sheet that an event tells of.
fn style(event: &Value) -> String {
    let styles = event["styles"].as_object().and_then(|styles| styles.values().next());
    styles.and_then(Value::as_str).expect("a style sheet").to_owned()
}

#[test]
fn pages_hear_of_changes() {
    let preview = Preview::start(Site::base());
    let mut next = listen(&preview, "/");
    let first = next();
    assert!(first["findings"].as_array().is_some_and(Vec::is_empty));
    preview.site.write("static/style.css", "body { margin: 1px }");
    let second = next();
    assert_eq!(second["before"], first["version"], "only the style changed");
    let styles = second["styles"].as_object().expect("the new address by the old");
    let (old, new) = styles.iter().next().expect("one style sheet");
    assert!(old.starts_with("/assets/style.") && new != old);
    // The file may be read in the middle of its writing, and then once more.
    let mut good = vec![first["version"].clone(), second["version"].clone()];
    let mut second = second;
    while !preview.get(&style(&second)).contains("1px") {
        second = next();
        good.push(second["version"].clone());
    }
    preview.site.write("content/index.md", BROKEN);
    // States on the way may come first, with the open page new and the rest not yet checked.
    let mut third = next();
    while third["stopped"] == false {
        third = next();
    }
    // That of the style where the whole website was built with it; the fault may have overtaken
    // that, and then it is the one before.
    assert!(good.contains(&third["version"]), "a good version stays: {third}");
    assert_eq!((&third["stopped"], &third["title"]), (&true.into(), &"1 problem".into()));
}

#[test]
fn the_rules_are_shown_with_what_an_edit_changes() {
    let site = Site::base();
    let practice = format!("{}/../content/self-check/rules.toml", support::HERE);
    let rules = std::fs::read_to_string(practice).expect("it is there");
    site.write("content/self-check/rules.toml", &rules);
    let preview = Preview::start(site);
    let page = preview.get("/__candor/rules");
    for part in [
        "What changed since this preview was started",
        "Nobody is shown another outcome",
        "<svg",
        "<table>",
        "<b>Proved:</b>",
    ] {
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
fn each_state_of_the_self_check_has_a_page() {
    let preview = Preview::start(Site::practice());
    let components = preview.get("/__candor/components");
    for state in ["question", "problem", "review", "result"] {
        let address = format!("/__candor/components/{state}");
        assert!(components.contains(&format!("href=\"{address}\"")), "{state}");
        let page = preview.get(&address);
        assert!(page.contains("200 OK") && page.contains("<form data-step="), "{page}");
    }
    assert!(preview.get("/__candor/components/none").contains("404 Not Found"));
}

#[test]
fn a_taken_port_is_said_plainly() {
    let preview = Preview::start(Site::base());
    let output = Site::base().run(&["serve", "--port", &preview.port.to_string()]);
    assert_eq!(code(&output), 2);
    let told = said(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    let port = preview.port;
    assert_eq!(
        told,
        format!(
            "error: port {port} is taken, perhaps by another preview; name another with `--port`, or `--port 0` for any free one"
        )
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    let mut preview = Preview::start(Site::base());
    let pid = preview.process.0.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &pid]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    assert_eq!(preview.process.0.wait().expect("it ends").code(), Some(0));
}

#[test]
fn the_guide_says_what_kinds_of_page_there_are() {
    let site = Site::base();
    let kinds = site.read("content/kinds.toml").expect("it is there");
    let first = "name = \"A page\", help = \"For tests.\", claims = false";
    let more = "name = \"A page\", help = \"For tests.\", claims = true, grade = 9";
    let mood = "{ id = \"mood\", form = \"text\", one_of = [\"calm\", \"plain\"], \
                help = \"write a mood\", example = \"calm\" },\n  { id = \"updated\"";
    let kinds = kinds.replace(first, more).replace("{ id = \"updated\"", mood);
    site.write("content/kinds.toml", kinds);
    let preview = Preview::start(site);
    let page = preview.get("/__candor/guide");
    for part in [
        "<title>Kinds of page</title>",
        "It asks for 9 years of school at most.",
        "It cites the facts that it rests on.",
        "</code>, needed</dt>",
        "write a title (at most 70 characters)",
        "what a visitor finds here (50 to 170 characters)",
        "write a mood (one of: calm, plain)",
    ] {
        assert!(page.contains(part), "{part} in:\n{page}");
    }
}

#[test]
fn the_terminal_says_where_a_preview_is_and_what_becomes_of_changes() {
    let site = Site::base();
    site.write("content/index.md", BROKEN);
    let mut command = site.command(&["serve", "--port", "0"]);
    let process = command.stdout(Stdio::piped()).spawn().expect("the command starts");
    let mut process = Running(process);
    let output = process.0.stdout.take().expect("piped");
    let mut lines = BufReader::new(output).lines().map(|line| line.expect("it speaks"));
    let mut next = || lines.next().expect("it goes on");
    let first = next();
    let port: u16 = first
        .trim_start_matches("The website is at http://127.0.0.1:")
        .trim_end_matches("/ and follows each change.")
        .parse()
        .expect("a port");
    let at =
        format!("The website is at http://127.0.0.1:{port}/ and follows each change.");
    assert_eq!(first, at);
    assert_eq!(next(), format!("Pages are written at http://127.0.0.1:{port}/__candor/"));
    assert_eq!(next(), "To end the preview, press Ctrl and C.");
    assert_eq!(
        next(),
        format!("1 problem: see http://127.0.0.1:{port}/__candor/findings")
    );
    site.write("content/index.md", MENDED);
    assert_eq!(next(), "Built anew: 1 page.");
}
