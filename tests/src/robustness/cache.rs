//! The build cache is a hit exactly when a build would change nothing. Whether one was made
//! shows in the cache itself: it is written anew by each.
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::process::Output;
use std::time::{Duration, SystemTime};

use ground::source::{ending, hash};
use serde_json::Value;
use support::{NOON, Site, said};

use crate::build;

const CACHE: &str = ".candor/dist/cache";
const STYLE: &str = "static/style.css";
/// A file that changed within this long before it was read is compared byte by byte.
const OLD: Duration = Duration::from_millis(2_100);

/// A site that was built, and whose files are old enough to be known by their times.
fn built() -> Site {
    let site = Site::base();
    site.write(STYLE, "body { margin: 1px }");
    std::thread::sleep(OLD);
    build(&site);
    site
}

/// Whether this makes a whole build.
fn builds(site: &Site, arguments: &[&str], epoch: i64) -> bool {
    let number = || fs::metadata(site.path(CACHE)).map(|about| about.ino()).ok();
    let before = number();
    let run =
        site.command(arguments).env("SOURCE_DATE_EPOCH", epoch.to_string()).output();
    let run: Output = run.expect("the command starts");
    assert!(run.status.success(), "{}", said(&run));
    number() != before
}

fn builds_again(site: &Site) -> bool {
    builds(site, &["build"], NOON)
}

/// The cache as it stands, after its sum.
fn cache(site: &Site) -> Value {
    let text = site.read(CACHE).expect("a cache");
    serde_json::from_str(text.split_once('\n').expect("a sum").1).expect("JSON")
}

fn write_cache(site: &Site, cache: &Value) {
    let rest = serde_json::to_vec(cache).expect("JSON");
    let sum = format!("{:032x}\n", hash(&*rest));
    site.write(CACHE, [sum.as_bytes(), &rest].concat());
}

#[test]
fn nothing_changed_is_no_build() {
    let site = built();
    let cache = cache(&site);
    let parts = cache["inputs"].as_array().expect("a list");
    let inputs: Vec<_> = parts.iter().filter_map(Value::as_array).flatten().collect();
    let old = |input: &&Value| !input["stamp"].is_null();
    assert!(!inputs.is_empty() && inputs.iter().all(old), "all are old enough");
    assert!(!builds_again(&site));
    assert!(builds(&site, &["build"], NOON + 86_400), "it is another day");
    assert!(!builds(&site, &["build"], NOON + 86_400));
    assert!(builds(&site, &["build", "--publish"], NOON + 86_400), "it goes live");
}

#[test]
fn a_cache_that_is_cut_short_is_none() {
    let site = built();
    let (whole, website) =
        (fs::read(site.path(CACHE)).expect("it stands"), site.files("dist"));
    let lengths = [0, 1, 31, 32, 33, 34, whole.len() / 2, whole.len() - 1];
    for length in lengths {
        site.write(CACHE, &whole[..length]);
        assert!(builds_again(&site), "{length} bytes of {}", whole.len());
        assert!(!builds_again(&site), "it is whole again after {length}");
    }
    let whole = site.read(CACHE).expect("it stands");
    assert!(whole.contains("\"pages\":1,"));
    site.write(CACHE, whole.replace("\"pages\":1,", "\"pages\":9,"));
    assert!(builds_again(&site), "one number is another");
    fs::remove_file(site.path(CACHE)).expect("it stands");
    assert!(builds_again(&site), "there is none");
    assert_eq!(site.files("dist"), website);
}

#[test]
fn a_cache_of_another_program_is_none() {
    let site = built();
    let mut other = cache(&site);
    write_cache(&site, &other);
    assert!(!builds_again(&site), "written as it is, it holds");
    let program = other["key"]["program"].as_str().expect("a text").to_owned();
    other["key"]["program"] = program.replacen("0.", "99.", 1).into();
    assert_ne!(other["key"]["program"], program);
    write_cache(&site, &other);
    assert!(builds_again(&site));
    let mut other = cache(&site);
    other.as_object_mut().expect("a map").remove("outputs");
    write_cache(&site, &other);
    assert!(builds_again(&site), "it lacks what former versions may not have had");
}

/// Gives a file a time of its own.
fn set_time(site: &Site, path: &str, time: SystemTime) {
    let file = File::options().append(true).open(site.path(path)).expect("it stands");
    file.set_modified(time).expect("it is ours");
}

#[test]
fn an_input_is_known_by_more_than_its_time() {
    let site = built();
    let about = fs::metadata(site.path(STYLE)).expect("it stands");
    let time = about.modified().expect("a time");
    set_time(&site, STYLE, SystemTime::now());
    assert!(!builds_again(&site), "touched, with the same bytes");
    site.write(STYLE, "body { margin: 2px }");
    set_time(&site, STYLE, time);
    let now = fs::metadata(site.path(STYLE)).expect("it stands");
    assert_eq!((now.len(), now.modified().ok()), (about.len(), Some(time)));
    assert!(builds_again(&site), "another byte, with the same size and time");
    let style = |site: &Site| {
        let files = site.files("dist").into_iter();
        files.filter(|(path, _)| ending(path) == "css").map(|(_, bytes)| bytes).next()
    };
    assert_eq!(style(&site).as_deref(), Some(&b"body{margin:2px}\n"[..]));
    site.write("other.css", "body { margin: 3px }");
    set_time(&site, "other.css", time);
    fs::rename(site.path("other.css"), site.path(STYLE)).expect("ours");
    assert!(builds_again(&site), "another file in its place");
    assert_eq!(style(&site).as_deref(), Some(&b"body{margin:3px}\n"[..]));
}

#[test]
fn a_file_more_or_less_is_a_build() {
    let site = built();
    site.write("static/more.txt", "more");
    assert!(builds_again(&site));
    fs::rename(site.path("static/more.txt"), site.path("static/else.txt")).expect("ours");
    assert!(builds_again(&site));
    fs::remove_file(site.path("static/else.txt")).expect("ours");
    assert!(builds_again(&site));
    fs::create_dir(site.path("content/empty")).expect("ours");
    assert!(!builds_again(&site), "a folder without files is nothing");
}

#[test]
fn a_website_that_somebody_touched_is_made_whole() {
    type Touch = fn(&Site);
    let touches: [(&str, Touch); 6] = [
        ("another time", |site| {
            set_time(site, "dist/index.html", SystemTime::UNIX_EPOCH);
        }),
        ("no bytes, as after a power failure", |site| site.write("dist/index.html", "")),
        ("a file less", |site| {
            fs::remove_file(site.path("dist/robots.txt")).expect("ours");
        }),
        ("a file more", |site| site.write("dist/mine.txt", "mine")),
        ("a file more in a folder", |site| site.write("dist/assets/mine.txt", "mine")),
        ("no folder", |site| fs::remove_dir_all(site.path("dist")).expect("ours")),
    ];
    let site = built();
    let website = site.files("dist");
    for (what, touch) in touches {
        touch(&site);
        assert!(builds_again(&site), "{what}");
        let mut now = site.files("dist");
        now.retain(|path, _| !path.ends_with("mine.txt"));
        assert_eq!(now, website, "{what}");
        assert!(!builds_again(&site), "{what}, and then nothing");
    }
}

#[test]
fn nothing_of_others_is_overwritten_or_removed() {
    type Touch = fn(&Site);
    let touches: [(&str, &str, Touch); 5] = [
        (
            "index.html",
            "`index.html` was changed since it was written; move it elsewhere",
            |_| {},
        ),
        ("robots.txt", "`robots.txt` was changed since", |_| {}),
        // One that the next website does not have.
        ("a/index.html", "`a/index.html` was changed since", |site| {
            fs::remove_file(site.path("content/a.md")).expect("ours");
        }),
        // One that only the next website has.
        ("b/index.html", "`b/index.html` is in the way", |site| {
            site.write("content/b.md", site.read("content/a.md").expect("a page"));
        }),
        // Ours, as far as anybody still knows.
        ("index.html", "`index.html` is in the way", |site| {
            fs::remove_dir_all(site.path(".candor")).expect("ours");
        }),
    ];
    for (file, why, touch) in touches {
        let site = built();
        site.write("content/a.md", "+++\ntitle = \"A page\"\ndescription = \"A page for a test, with as many letters as are needed.\"\n+++\nText.\n");
        assert!(site.run(&["build"]).status.success());
        touch(&site);
        site.write(format!("dist/{file}"), "mine");
        let before = site.files("dist");
        let run = site.run(&["build"]);
        let said = said(&run);
        assert!(said.contains(why), "{file}: {said}");
        assert_eq!(run.status.code(), Some(2), "{file}");
        assert_eq!(site.files("dist"), before, "{file}");
        fs::remove_file(site.path(format!("dist/{file}")))
            .expect("it is moved elsewhere");
        assert!(site.run(&["build"]).status.success(), "{file}");
    }
}

#[test]
fn what_is_not_ours_is_named_each_time() {
    let site = built();
    site.write("dist/mine.txt", "mine");
    for _ in 0..2 {
        let run = said(&site.run(&["build"]));
        assert!(run.contains("mine.txt"), "{run}");
    }
}
