//! Requests to the preview that are slow, or ask for a part of a file.
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use support::Site;
use support::running::Preview;

/// A file of ten bytes.
const FILE: &str = "0123456789";

fn preview() -> Preview {
    let site = Site::base();
    site.write("static/security.txt", FILE);
    site.write("static/empty.txt", "");
    Preview::start(site)
}

/// The head and the body of the answer to a request with more lines in its head.
fn ask(preview: &Preview, method: &str, lines: &str) -> (String, String) {
    let host = format!("127.0.0.1:{}\r\n{lines}X-None: 1", preview.port);
    let answer = preview.ask(method, "/security.txt", &host);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_lowercase(), body.to_owned())
}

/// The value of a line in a head.
fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn a_part_of_a_file_is_answered() {
    let preview = preview();
    let whole = ("200", FILE, None);
    let part = |range: &'static str, body: &'static str| ("206", body, Some(range));
    let beyond = ("416", "", Some("bytes */10"));
    for (asked, (code, body, range)) in [
        ("bytes=0-3", part("bytes 0-3/10", "0123")),
        ("bytes=3-3", part("bytes 3-3/10", "3")),
        ("bytes=4-", part("bytes 4-9/10", "456789")),
        ("bytes=-2", part("bytes 8-9/10", "89")),
        ("bytes=-99", part("bytes 0-9/10", FILE)),
        ("bytes=0-99999999999999999999999", part("bytes 0-9/10", FILE)),
        ("Bytes=9-9", part("bytes 9-9/10", "9")),
        ("bytes= 1-2 ,", part("bytes 1-2/10", "12")),
        ("bytes=10-", beyond),
        ("bytes=10-20", beyond),
        ("bytes=-0", beyond),
        ("bytes=99999999999999999999999-", beyond),
        // What is no range, or several, or of another unit, is answered whole.
        ("bytes=5-4", whole),
        ("bytes=0-1,3-4", whole),
        ("lines=0-1", whole),
        ("bytes=", whole),
        ("bytes=-", whole),
        ("bytes=a-b", whole),
        ("bytes=+1-2", whole),
        ("bytes=1-2-3", whole),
        ("bytes 0-1", whole),
        ("0-1", whole),
        ("", whole),
        ("bytes=0-1\r\nRange: bytes=3-4", whole),
    ] {
        let (head, got) = ask(&preview, "GET", &format!("Range: {asked}\r\n"));
        assert!(head.starts_with(&format!("http/1.1 {code}")), "{asked}: {head}");
        assert_eq!((&*got, value(&head, "content-range")), (body, range), "{asked}");
        assert_eq!(value(&head, "accept-ranges"), Some("bytes"));
        assert_eq!(value(&head, "content-length"), Some(&*body.len().to_string()));
        assert_eq!(value(&head, "cache-control"), Some("no-store"));
    }
    let (head, body) = ask(&preview, "HEAD", "Range: bytes=0-3\r\n");
    assert!(head.starts_with("http/1.1 200") && body.is_empty(), "{head}");
    let host = format!("127.0.0.1:{}\r\nRange: bytes=0-3", preview.port);
    assert!(preview.ask("GET", "/nothing.txt", &host).starts_with("HTTP/1.1 404"));
    assert!(preview.ask("GET", "/", &host).starts_with("HTTP/1.1 206"));
}

#[test]
fn only_the_same_file_is_continued() {
    let preview = preview();
    let (head, _) = ask(&preview, "GET", "");
    let tag = value(&head, "etag").expect("it has one").to_owned();
    let with = |tag: &str| {
        ask(&preview, "GET", &format!("Range: bytes=4-\r\nIf-Range: {tag}\r\n"))
    };
    assert_eq!(with(&tag).1, "456789");
    for other in [
        "\"another\"",
        &format!("W/{tag}"),
        tag.trim_matches('"'),
        "Tue, 24 Nov 2026 20:00:00 GMT",
        "*",
        "",
        &format!("{tag}\r\nIf-Range: {tag}"),
    ] {
        assert_eq!(with(other).1, FILE, "{other}");
    }
    preview.site.write("static/security.txt", "abcdefghij");
    preview.wait_for("/security.txt", "abcdefghij");
    assert_eq!(with(&tag).1, "abcdefghij");
}

/// How long a connection stays open on which something is sent piece by piece.
fn kept(preview: &Preview, pieces: &[&str], pause: Duration) -> Duration {
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_millis(50))).expect("it can be set");
    let since = Instant::now();
    let (mut pieces, mut answer) = (pieces.iter(), [0; 4096]);
    let mut next = since;
    while since.elapsed() < Duration::from_secs(20) {
        if Instant::now() >= next {
            let piece = pieces.next().unwrap_or(&"");
            // A connection that is closed shows below.
            let _ = stream.write_all(piece.as_bytes());
            next += pause;
        }
        match stream.read(&mut answer) {
            Ok(0) => break,
            Err(error)
                if !matches!(
                    error.kind(),
                    ErrorKind::WouldBlock | ErrorKind::TimedOut
                ) =>
            {
                break;
            }
            _ => {}
        }
    }
    since.elapsed()
}

#[test]
fn who_takes_too_long_to_ask_is_not_waited_for() {
    let preview = preview();
    let host = format!("Host: 127.0.0.1:{}\r\n", preview.port);
    let whole = format!("GET /security.txt HTTP/1.1\r\n{host}\r\n");
    let dribbled: Vec<String> =
        (0..40).map(|number| format!("X-{number}: 1\r\n")).collect();
    let mut dribbled: Vec<&str> = dribbled.iter().map(String::as_str).collect();
    dribbled.insert(0, "GET / HTTP/1.1\r\n");
    let letters: Vec<String> = whole.chars().map(String::from).collect();
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    let after_one = [&*whole, "GET / HTTP/1.1\r\n"];
    let (slow, never) = (Duration::from_millis(400), Duration::from_mins(1));
    let ways: [(&str, &[&str], Duration); 10] = [
        ("nothing", &[], never),
        ("a letter", &["G"], never),
        ("a method", &["GET "], never),
        ("a line", &["GET / HTTP/1.1\r\n"], never),
        ("half a head", &["GET / HTTP/1.1\r\n", &host], slow),
        ("an end that never comes", &["GET / HTTP/1.1\r\n", &host, "\r"], slow),
        ("lines, one by one", &dribbled, slow),
        ("letters, one by one", &letters, slow),
        ("empty lines, one by one", &["\r\n"; 40], slow),
        ("another one after the first", &after_one, slow),
    ];
    std::thread::scope(|scope| {
        for (way, pieces, pause) in ways {
            let preview = &preview;
            scope.spawn(move || {
                let kept = kept(preview, pieces, pause);
                assert!(kept < Duration::from_secs(12), "{way}: {kept:?}");
            });
        }
        // Meanwhile others are answered.
        assert!(preview.get("/").starts_with("HTTP/1.1 200"));
    });
}
