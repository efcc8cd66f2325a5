//! A disk that is full, a folder that cannot be written, a file in the way: a clear word,
//! and the last website stays.
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Command, Output};

use support::{Site, said};

use crate::{build, is_refused};

/// Some user without rights, whom every system has.
const NOBODY: u32 = 65_534;

/// The command as a script calls it, `$0`.
pub(crate) fn script(site: &Site, script: &str) -> Output {
    let candor = site.command(&[]);
    Command::new("sh")
        .args(["-c", script])
        .arg(candor.get_program())
        .current_dir(site.path(""))
        .output()
        .expect("there is a shell")
}

pub(crate) fn says(output: &Output, words: &str) {
    assert!(is_refused(output), "{}", said(output));
    assert!(said(output).contains(words), "{}", said(output));
}

#[test]
fn a_file_that_does_not_fit_leaves_the_last_website() {
    let site = Site::base();
    build(&site);
    let before = site.files("dist");
    site.write("static/large.txt", "x".repeat(1 << 20));
    // Past this size the system refuses to write on.
    let refused = script(&site, "trap '' XFSZ; ulimit -f 64; \"$0\" build");
    says(&refused, "the website cannot be written to `dist`: File too large");
    assert!(site.files("dist") == before);
    build(&site);
    assert!(site.files("dist").len() > before.len());
}

/// What a script of someone who may mount disks of their own says, if this system has
/// such people.
#[cfg(target_os = "linux")]
fn with_disks(site: &Site, text: &str) -> Option<Output> {
    let text = text.replace('\'', "'\\''");
    let run = script(site, &format!("unshare -rm sh -c '{text}' \"$0\""));
    if run.status.code() == Some(77) || said(&run).contains("unshare") {
        eprintln!("skipped: this system lets nobody mount a small disk");
        return None;
    }
    Some(run)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_last_website() {
    let site = Site::base();
    fs::create_dir(site.path("small")).expect("writable");
    let full = "mount -t tmpfs -o size=400k none small || exit 77; \
         \"$0\" build --out small/dist || exit 78; cp -r small/dist before; \
         head -c 1000000 /dev/zero | tr '\\0' x > static/large.txt; \
         \"$0\" build --out small/dist; code=$?; \
         diff -r small/dist before || exit 79; exit $code";
    if let Some(run) = with_disks(&site, full) {
        says(&run, "the website cannot be written to `small/dist`: No space left");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_last_publication() {
    let site = Site::base();
    let full = "mount -t tmpfs -o size=600k none small || exit 77; cp -r content templates static small; \
         cd small; \"$0\" publish || exit 78; cp -r dist ../before; \
         head -c 1000000 /dev/urandom > ../large; cp ../large static/large.bin; \
         \"$0\" publish; code=$?; diff -r dist ../before || exit 79; \
         rm static/large.bin; \"$0\" publish || exit 80; exit $code";
    fs::create_dir(site.path("small")).expect("writable");
    if let Some(run) = with_disks(&site, full) {
        says(&run, "No space left");
    }
}

/// Where one file cannot take its place or leave it, what comes after it does not either: a
/// page and its compressed copies come after what they need, and leave before it.
#[cfg(target_os = "linux")]
#[test]
fn a_build_that_stops_half_way_leaves_each_page_what_it_needs() {
    let site = Site::base();
    site.write(
        "content/gone.md",
        "+++\ntitle = \"Gone\"\ndescription = \"A page that is removed later, and until then \
         needs the style sheet as all others do.\"\n+++\nText.\n",
    );
    let publish =
        |before: &str| format!("{before} || exit 77; \"$0\" build --publish; exit $?");
    assert!(site.run(&["build", "--publish"]).status.success());
    let first = site.files("dist");
    assert!(first.contains_key("index.html.br"));
    let style = site.read("static/style.css").expect("it stands");
    site.write("static/style.css", style + "i { margin: 0 }");
    for gone in ["content/gone.md", "content/addresses.toml"] {
        fs::remove_file(site.path(gone)).expect("it stands");
    }

    // Nothing moves in from another disk.
    let into = with_disks(&site, &publish("mount --bind dist/assets dist/assets"));
    let Some(into) = into else { return };
    says(&into, "assets/style.");
    let left = site.files("dist");
    for (path, bytes) in first.iter().filter(|(path, _)| path.contains(".html")) {
        assert!(left.get(path) == Some(bytes), "{path} came before its style");
    }

    // Nothing that a disk stands on goes.
    let page = "dist/gone/index.html.gz";
    let out = with_disks(&site, &publish(&format!("mount --bind {page} {page}")));
    says(&out.expect("as before"), "busy");
    let left = site.files("dist");
    let of_first = |path: &&String| path.starts_with("assets/style.");
    assert!(first.keys().filter(of_first).all(|style| left.contains_key(style)));
    assert_ne!(left["index.html"], first["index.html"], "it needs the new style");
    assert!(site.run(&["build", "--publish"]).status.success());
    assert!(!site.files("dist").keys().any(|path| path.starts_with("gone/")));
}

#[test]
fn a_folder_that_cannot_be_written_leaves_the_last_website() {
    let site = Site::base();
    build(&site);
    let before = site.files("dist");
    site.write("static/new.txt", "new");
    let locked = |mode| {
        for folder in ["", "dist", ".candor", ".candor/dist"] {
            let rights = fs::Permissions::from_mode(mode);
            fs::set_permissions(site.path(folder), rights).expect("ours");
        }
    };
    locked(0o555);
    let mut command = site.command(&["build"]);
    if fs::metadata(site.path("")).expect("it stands").uid() == 0 {
        // Nothing is locked for the system's own user.
        command.uid(NOBODY);
    }
    let refused = command.output().expect("it starts");
    locked(0o755);
    says(&refused, "the website cannot be written to `dist`: Permission denied");
    assert!(site.files("dist") == before);
}

#[test]
fn a_file_where_a_folder_should_be_is_named() {
    let site = Site::base();
    site.write(".candor", "");
    says(&site.run(&["build"]), "the website cannot be written to `dist`");
    fs::remove_file(site.path(".candor")).expect("ours");
    site.write("dist/assets", "not ours");
    says(&site.run(&["build"]), "`assets` is in the way");
    assert_eq!(site.read("dist/assets").as_deref(), Some("not ours"));
}

#[test]
fn the_number_of_threads_does_not_show() {
    let site = Site::practice();
    let with = |threads: &str| {
        let built = site
            .command(&["build", "--out", threads])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("it starts");
        assert!(built.status.success(), "{}", said(&built));
        site.files(threads)
    };
    assert!(with("1") == with("7"));
}

#[test]
fn the_moment_of_a_build_can_be_set() {
    let site = Site::base();
    site.write(
        "content/later.md",
        "+++\ntitle = \"Later\"\ndescription = \"A page that shows from a day on, and until then \
         is for nobody but the people who write it.\"\npublish = 2026-11-25\n+++\nText.\n",
    );
    let at = |moment: &str| {
        let mut command = site.command(&["build", "--out", moment]);
        let built = command.env("SOURCE_DATE_EPOCH", moment).output().expect("it starts");
        assert!(built.status.success(), "{}", said(&built));
        site.files(moment)
    };
    assert!(!at("1795550400").contains_key("later/index.html"));
    assert!(at("1795650400").contains_key("later/index.html"));
}
