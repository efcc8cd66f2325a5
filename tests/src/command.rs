//! The command as a person or a program meets it: what it writes, says, and serves.
mod desk;
mod findings;
mod first_site;
mod messages;
#[cfg(unix)]
mod odd_names;
mod page_life;
mod preview;
mod preview_requests;
mod publishing;
mod readme;
#[cfg(unix)]
mod unreadable;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Output, Stdio};

use ground::source::ending;
use serde_json::{Value, json};
use support::{HERE, Site, said};

/// Markdown with a link that leads nowhere.
const BROKEN: &str = "+++\ntitle = \"Broken\"\ndescription = \"A page with a link that leads \
                      nowhere, so that nothing is built from this site.\"\n+++\n[x](y.md)\n";

/// The same page without the link.
const MENDED: &str = "+++\ntitle = \"Mended\"\ndescription = \"A page without a link that leads \
                      nowhere, so that the site is built.\"\n+++\nText\n";

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

/// All files of the website with their bytes.
fn dist(site: &Site) -> BTreeMap<String, Vec<u8>> {
    site.files("dist")
}

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::base();
    let first = site.run(&["build"]);
    assert_eq!(code(&first), 0, "{}", said(&first));
    assert!(said(&first).contains("dist/") && said(&first).contains("candor serve"));
    let (before, written) = (dist(&site), fs::metadata(site.path("dist/index.html")));
    let second = site.run(&["build"]);
    assert!(said(&second).contains("nothing had changed"), "{}", said(&second));
    assert_eq!(dist(&site), before);
    let again = fs::metadata(site.path("dist/index.html"));
    assert_eq!(
        again.and_then(|about| about.modified()).expect("it stands"),
        written.and_then(|about| about.modified()).expect("it stood"),
    );
}

#[test]
fn a_build_from_nothing_is_the_same() {
    let (one, other) = (Site::base(), Site::base());
    one.run(&["build"]);
    other.run(&["build"]);
    assert_eq!(dist(&one), dist(&other));
    assert!(dist(&one).contains_key("index.html"));
}

#[test]
fn what_stops_a_build_leaves_the_last_website() {
    let site = Site::base();
    site.run(&["build"]);
    let before = dist(&site);
    site.write("content/a.md", BROKEN);
    site.write("content/index.md", MENDED);
    let stopped = site.run(&["build"]);
    assert_eq!(code(&stopped), 1);
    assert!(said(&stopped).contains("content/a.md:5:1"), "{}", said(&stopped));
    assert_eq!(dist(&site), before);
    site.write("content/a.md", MENDED);
    assert_eq!(code(&site.run(&["build"])), 0);
    assert!(dist(&site).contains_key("a/index.html"));
}

#[test]
fn stale_pages_go_and_foreign_files_stay() {
    let site = Site::base();
    site.write("content/a.md", MENDED);
    site.run(&["build"]);
    site.write("dist/.well-known/mine.txt", "mine");
    fs::remove_file(site.path("content/a.md")).expect("it is there");
    let output = site.run(&["build"]);
    assert!(said(&output).contains(".well-known/mine.txt"), "{}", said(&output));
    assert!(!site.path("dist/a").exists(), "the page and its folder are gone");
    assert_eq!(site.read("dist/.well-known/mine.txt").as_deref(), Some("mine"));
}

#[test]
fn a_lost_record_does_no_harm() {
    let site = Site::base();
    site.write("content/a.md", MENDED);
    site.run(&["build"]);
    for torn in ["", "{\"../content/index.md\":[]}", "{", "[\"index.html\"]"] {
        site.write(".candor/dist/files.json", torn);
        assert_eq!(code(&site.run(&["build"])), 0);
        assert!(site.path("content/index.md").exists());
    }
    fs::remove_dir_all(site.path(".candor")).expect("it is there");
    fs::remove_file(site.path("content/a.md")).expect("it is there");
    // Whose the files are cannot be known any more, so none is overwritten.
    let before = dist(&site);
    let output = site.run(&["build"]);
    assert!(said(&output).contains("is in the way"), "{}", said(&output));
    assert_eq!((code(&output), dist(&site)), (2, before));
}

#[test]
fn a_file_can_become_a_folder_and_a_folder_a_file() {
    let site = Site::base();
    site.write("content/a.md", MENDED);
    site.run(&["build"]);
    fs::remove_file(site.path("dist/a/index.html")).expect("it is there");
    fs::remove_dir(site.path("dist/a")).expect("it is empty");
    site.write("dist/a", "in the way");
    site.write("content/index.md", MENDED);
    let (before, refused) = (dist(&site), site.run(&["build"]));
    assert_eq!(code(&refused), 2, "a foreign file is not removed: {}", said(&refused));
    assert_eq!(dist(&site), before);
    let hash = site::store::key(b"in the way");
    let record = site.read(".candor/dist/files.json").expect("it is kept");
    let record = record.replacen(
        '{',
        &format!("{{\"a\":[\"{hash:032x}\"],\"robots.txt/old\":[],"),
        1,
    );
    site.write(".candor/dist/files.json", record);
    assert_eq!(code(&site.run(&["build"])), 0, "a file of ours is");
    assert!(site.path("dist/a/index.html").is_file());
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let site = Site::base();
    let builds: Vec<_> = (0..4)
        .map(|_| {
            site.command(&["build"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the command starts")
        })
        .collect();
    for mut build in builds {
        assert!(build.wait().expect("it ends").success());
    }
    let before = dist(&site);
    assert!(said(&site.run(&["build"])).contains("nothing had changed"));
    assert_eq!(dist(&site), before);
}

#[test]
fn output_folders_that_could_do_harm_are_refused() {
    let site = Site::base();
    site.write("file", "");
    for out in [
        ".",
        "..",
        "/",
        "content",
        "content/x",
        "static",
        "x/../templates",
        "file",
        "file/x",
    ] {
        let output = site.run(&["build", "--out", out]);
        assert_eq!(code(&output), 2, "{out}: {}", said(&output));
    }
    assert!(site.path("content/index.md").exists());
    assert_eq!(code(&site.run(&["build", "--out", "public/website"])), 0);
    assert!(site.path("public/website/index.html").exists());
    assert!(!site.path("public/website/.candor").exists());
}

#[test]
fn findings_are_told_to_programs() {
    let site = Site::base();
    site.write("content/a.md", BROKEN.replace("[x]", "é [x]"));
    let checked = site.run(&["check", "--json"]);
    let json: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let finding = &json["findings"][0];
    assert_eq!(finding["code"], "link-broken");
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["file"], "content/a.md");
    assert_eq!(
        (&finding["line"], &finding["column"]),
        (&5.into(), &3.into()),
        "characters"
    );
    assert!(finding["message"].is_string() && finding["help"].is_string());
    assert_eq!(code(&Site::base().run(&["check"])), 0);
}

/// The rules that the practice's own site has.
fn practice_rules() -> String {
    format!("{HERE}/../content/self-check/rules.toml")
}

#[test]
fn rules_are_proved_and_tried_for_programs() {
    let (site, rules) = (Site::base(), practice_rules());
    let checked = site.run(&["rules", "check", &rules, "--json"]);
    assert_eq!(code(&checked), 0, "{}", said(&checked));
    let json: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert!(json["findings"].is_array());
    for figure in ["combinations", "nodes", "micros"] {
        assert!(json[figure].as_u64().is_some_and(|figure| figure > 0), "{figure}");
    }
    let promises = json["promises"].as_array().expect("a list");
    assert!(!promises.is_empty() && promises.iter().all(|each| each["proved"] == true));
    site.write("answers.json", "[{\"q1\": \"now\"}]");
    let tried =
        site.run(&["rules", "eval", &rules, "--answers", "answers.json", "--json"]);
    assert_eq!(code(&tried), 0, "{}", said(&tried));
    let json: Value = serde_json::from_slice(&tried.stdout).expect("JSON");
    let expected =
        json!([{ "outcome": "crisis_now", "panels": ["crisis"], "fired": ["r1"] }]);
    assert_eq!(json, expected);
}

#[test]
fn rules_that_cannot_be_read_are_findings() {
    let (site, rules) = (Site::base(), practice_rules());
    assert_eq!(code(&site.run(&["rules", "check", "nowhere.toml"])), 1);
    site.write("answers.json", "[{\"q99\": \"now\"}]");
    let tried =
        site.run(&["rules", "eval", &rules, "--answers", "answers.json", "--json"]);
    assert_eq!(code(&tried), 1);
    assert!(said(&tried).contains("q99"), "{}", said(&tried));
    assert_eq!(code(&site.run(&["rules", "chek", &rules])), 2);
}

#[test]
fn a_gap_stops_only_a_site_that_goes_live() {
    let site = Site::base();
    let practice = site.read("content/practice.toml").expect("it is there");
    site.write(
        "content/practice.toml",
        practice.replace("practice.test", "practice.example"),
    );
    assert_eq!(code(&site.run(&["check"])), 0);
    assert_eq!(code(&site.run(&["check", "--publish"])), 1);
    assert_eq!(code(&site.run(&["build"])), 0);
    assert_eq!(code(&site.run(&["build", "--publish", "--out", "live"])), 1);
    assert!(!site.path("live").exists());
}

#[test]
fn wrong_usage_ends_with_two() {
    let site = Site::base();
    for call in [
        &["bild"][..],
        &[],
        &["build", "--fast"],
        &["check", "--site", "nowhere"],
        &["build", "--site", "templates"],
        &["serve", "--site", "nowhere"],
        &["serve", "--port", "99999"],
        &["completions", "punchcard"],
    ] {
        let output = site.run(call);
        assert_eq!(code(&output), 2, "{call:?}: {}", said(&output));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{call:?}");
    }
    let odd = site.command(&["check"]).env("SOURCE_DATE_EPOCH", "soon").output();
    assert_eq!(code(&odd.expect("the command starts")), 2);
}

#[test]
fn colours_are_for_terminals() {
    let site = Site::base();
    site.write("content/a.md", BROKEN);
    for call in [["check"], ["build"]] {
        assert!(!said(&site.run(&call)).contains('\u{1b}'));
        let forced = site.command(&call).env("CLICOLOR_FORCE", "1").output();
        assert!(said(&forced.expect("the command starts")).contains('\u{1b}'));
    }
}

#[test]
fn today_is_the_practices_day() {
    let site = Site::base();
    let page = |day| MENDED.replace("+++\nText", &format!("publish = {day}\n+++\nText"));
    site.write("content/a.md", page("2026-11-24"));
    site.write("content/b.md", page("2026-11-25"));
    // 07:59 and 08:00 UTC are before and after midnight in California.
    for (second, shown) in [(1_795_593_540, false), (1_795_593_600, true)] {
        let mut build = site.command(&["build"]);
        build.env("SOURCE_DATE_EPOCH", second.to_string());
        assert!(build.output().expect("the command starts").status.success());
        assert_eq!(dist(&site).contains_key("b/index.html"), shown, "{second}");
        assert!(dist(&site).contains_key("a/index.html"));
    }
}

#[test]
fn completions_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = Site::base().run(&["completions", shell]);
        assert_eq!(code(&output), 0);
        assert!(said(&output).contains("publish"), "{shell}");
    }
}

#[test]
fn a_site_without_templates_is_given_ours() {
    let site = Site::base();
    for folder in ["templates", "static"] {
        fs::remove_dir_all(site.path(folder)).expect("it was there");
    }
    let icon = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path \
                d=\"M0 0h1v1z\"/></svg>";
    site.write("static/icon.svg", icon);
    let built = site.run(&["build"]);
    assert_eq!(code(&built), 0, "{}", said(&built));
    let files = dist(&site);
    let home = String::from_utf8_lossy(&files["index.html"]).into_owned();
    assert!(home.contains("crisis-bar"), "{home}");
    assert!(
        files.keys().any(|path| path.starts_with("assets/style.")),
        "{:?}",
        files.keys()
    );
    let icons = files.iter().filter(|(path, _)| path.starts_with("assets/icon."));
    let icons: Vec<_> = icons.map(|(_, bytes)| &bytes[..]).collect();
    assert_eq!(icons, [icon.as_bytes()], "the site's own file stays");
    // What names our practice stays with us.
    assert!(!home.contains("MindMD") && !home.contains("og:image"), "{home}");
    assert!(!files.keys().any(|path| path.contains("card")), "{:?}", files.keys());
}

#[test]
fn only_what_goes_live_has_compressed_copies() {
    let site = Site::base();
    let built = site.run(&["build"]);
    assert_eq!(code(&built), 0, "{}", said(&built));
    assert!(dist(&site).keys().all(|path| !matches!(ending(path), "br" | "gz")));
    site.run(&["build", "--publish"]);
    let first = dist(&site);
    let mut small = vec![];
    brotli::BrotliDecompress(&mut &first["index.html.br"][..], &mut small)
        .expect("sound");
    assert!(small == first["index.html"], "it is the page");
    assert!(first.contains_key("index.html.gz"));
    site.run(&["build", "--publish"]);
    assert!(dist(&site) == first, "the same bytes each time");
    site.run(&["build"]);
    assert!(!dist(&site).contains_key("index.html.br"), "a copy does not grow stale");
}
