//! The desk's process is killed at any moment of a save, a move, a removal: after the next start the
//! site is as it was before, or as it was to become.
use std::collections::BTreeMap;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::Site;
use support::desk::{Desk, hash};

use super::{PAGE, of_page};
use crate::MENDED;

/// Sends a request, whatever comes of it.
fn send(port: u16, head: &str, body: &str) {
    use std::io::{Read, Write};
    let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", port)) else {
        return;
    };
    let head = format!(
        "{head}Host: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body.as_bytes()));
    let _ = stream.read_to_end(&mut vec![]);
}

#[test]
fn a_save_is_whole_or_not_at_all() {
    let mut desk = of_page(MENDED);
    let mut new = 0;
    for round in 0..24_u32 {
        let open = desk.open(PAGE);
        let former = desk.on_disk(PAGE);
        // Long, so that there is a time in which half of it is written.
        let text = format!("{MENDED}{}", format!("Line {round}.\n").repeat(60_000));
        let head = format!(
            "PUT /__candor/edit/{PAGE} HTTP/1.1\r\nX-Candor-Token: {}\r\nIf-Match: \"{}\"\r\n",
            desk.token,
            hash(&open)
        );
        let (port, sent) = (desk.preview.port, text.clone());
        let saving = std::thread::spawn(move || send(port, &head, &sent));
        std::thread::sleep(Duration::from_millis(u64::from(round) * 3));
        let site = desk.kill();
        let _ = saving.join();
        let now = site.read(PAGE).expect("it is there");
        assert!(now == former || now == text, "round {round}: {} bytes", now.len());
        new += u32::from(now == text);
        desk = Desk::start(site);
    }
    assert!(new > 0, "no save came through before its process was killed");
}

type Files = BTreeMap<String, Vec<u8>>;

/// How often each is killed.
const TIMES: u32 = 16;

/// A site in which much leads to one page.
fn linked() -> Site {
    let site = Site::base();
    site.write(PAGE, MENDED);
    for number in 0..40 {
        let text = MENDED.replace("Text", "[Read this](a.md) first.");
        site.write(format!("content/page-{number}.md"), text);
    }
    site
}

/// Does something through the desk, and kills its process at many moments while files change.
fn is_whole_or_not_at_all(path: &str, body: &Value) {
    let desk = Desk::start(linked());
    let before = desk.preview.site.files("content");
    let doing = begun(&desk, path, body);
    let since = Instant::now();
    doing.join().expect("it is answered");
    let usual = since.elapsed();
    let after = desk.preview.site.files("content");
    assert!(before != after, "it does something");
    let mut came = [0, 0];
    for round in 0..TIMES {
        // The last come too late to stop anything, also where other programs are busy.
        let time = usual * round * round / (TIMES * TIMES / 3);
        let now = killed_after(time, path, body);
        let state = [&before, &after].iter().position(|state| **state == now);
        let names: Vec<_> = now.keys().collect();
        came[state.unwrap_or_else(|| panic!("neither state: {names:?}"))] += 1;
    }
    assert!(came.iter().all(|times| *times > 0), "{came:?}: one never came");
}

/// Asks for something, and waits until files begin to change.
fn begun(desk: &Desk, path: &str, body: &Value) -> JoinHandle<()> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nX-Candor-Token: {}\r\nContent-Type: application/json\r\n",
        desk.token
    );
    let (port, body) = (desk.preview.port, body.to_string());
    let doing = std::thread::spawn(move || send(port, &head, &body));
    let journal = desk.preview.site.path("content/.changes~");
    while !journal.exists() && !doing.is_finished() {
        std::thread::yield_now();
    }
    doing
}

/// What the next start finds, when a process is killed so long after it begins to change files.
fn killed_after(time: Duration, path: &str, body: &Value) -> Files {
    let desk = Desk::start(linked());
    let doing = begun(&desk, path, body);
    std::thread::sleep(time);
    let site = desk.kill();
    let _ = doing.join();
    let mut files = Desk::start(site).preview.site.files("content");
    // A journal that was being written when the process ended: no reader takes it for anything.
    files.retain(|path, _| !path.starts_with(".changes~"));
    files
}

#[test]
fn a_move_is_whole_or_not_at_all() {
    let step = json!({ "from": "a.md", "to": "moved.md", "dry": false });
    is_whole_or_not_at_all("/__candor/move", &step);
}

#[test]
fn a_removal_is_whole_or_not_at_all() {
    let go = json!({ "file": "a.md", "instead": "index.md", "dry": false });
    is_whole_or_not_at_all("/__candor/remove", &go);
}
