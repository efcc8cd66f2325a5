//! The desk as its page meets it: what it gives, keeps, refuses and writes.
mod bad_days;
mod files;
#[cfg(target_os = "linux")]
mod full_disk;
mod killed;
mod publish;

use std::fs;

use serde_json::{Value, json};
use support::Site;
use support::desk::{Desk, hash, wait_until};

use crate::MENDED;

/// A page that each of these sites has.
const PAGE: &str = "content/a.md";

/// A desk on a site with one page.
fn of_page(text: &str) -> Desk {
    let site = Site::base();
    site.write(PAGE, text);
    Desk::start(site)
}

/// Where a template says when a page comes and goes.
const DAYS: &str = "{% if page.days %}<p>Days: {{ page.days }}</p>{% endif %}";

#[test]
fn a_day_is_told_with_the_page_and_with_each_link_to_it() {
    let site = Site::base();
    let template = site.read("templates/base.html").expect("it is there");
    site.write(
        "templates/base.html",
        template.replace("{{ body }}", &format!("{{{{ body }}}}{DAYS}")),
    );
    let on = |day: &str, text: &str| {
        MENDED.replace("\n+++\nText", &format!("\npublish = {day}\n+++\n{text}"))
    };
    // The one leads to a page that is there by then, the other to one that is not.
    site.write("content/b.md", on("2026-12-24", "See [the first](c.md)."));
    site.write("content/c.md", on("2026-12-24", "See [the second](d.md)."));
    site.write("content/d.md", on("2027-01-01", "Nothing."));
    site.write(PAGE, MENDED);
    let desk = Desk::start(site);
    let shown = desk.preview.get("/b/");
    let days = "goes live on 24 December, when somebody publishes that day.";
    assert!(shown.contains(&format!("<p>Days: G{}</p>", &days[1..])), "{shown}");
    let told = |file: &str, text: &str| {
        let open = desk.open(file);
        let (status, seen) = desk.type_text(file, text, &open["hash"]);
        assert_eq!(status, 200, "{seen}");
        let found = seen["findings"].as_array().expect("a list").clone();
        let later = found
            .into_iter()
            .filter(|one| one["code"] == "link-later" && one["file"] == file);
        (seen["days"].clone(), later.map(|one| one["title"].clone()).collect::<Vec<_>>())
    };
    let text = on("2026-12-24", "See [the first](c.md), on paper.");
    assert_eq!(told("content/b.md", &text).1, Vec::<Value>::new());
    let text = on("2026-12-25", "See [the second](d.md), on paper.");
    let (days, later) = told("content/c.md", &text);
    assert_eq!(days, "Goes live on 25 December, when somebody publishes that day.");
    let until = "until 1 January 2027 visitors read these words without a link: `content/d.md` goes \
                 live that day";
    assert_eq!(later, [until]);
    // A preview leads there all the same.
    assert!(desk.preview.get("/c/").contains("<a href=\"/d/\">the second</a>"));
    assert_eq!(told(PAGE, &format!("{MENDED}More.")).0, Value::Null);
}

#[test]
fn a_page_is_typed_seen_and_saved() {
    let desk = of_page(MENDED);
    let open = desk.open(PAGE);
    assert_eq!(open["text"], MENDED);
    assert_eq!(open["title"], "Mended");
    assert_eq!(open["draft"], Value::Null);
    let text = format!("{MENDED}\nOne more **sentence.\n");
    let (status, seen) = desk.type_text(PAGE, &text, &open["hash"]);
    assert_eq!(
        (status, &seen["kept"], &seen["address"]),
        (200, &json!(true), &json!("/a/"))
    );
    let page = seen["html"].as_str().expect("a page");
    assert!(page.contains("One more **sentence.</p>"), "{page}");
    assert!(page.contains("<p data-line=\"5\">Text"), "{page}");
    let found = &seen["findings"][0];
    assert_eq!(
        (&found["code"], &found["stops"]),
        (&json!("markup-shown"), &json!("publish"))
    );
    let at = text.find("**").expect("it stands there");
    assert_eq!((&found["from"], &found["to"]), (&json!(at), &json!(at + 2)));
    assert_eq!(desk.on_disk(PAGE), MENDED, "nothing is saved yet");
    // All that is open shows it.
    assert!(desk.preview.get("/a/").contains("One more"));
    let (status, saved) = desk.save(PAGE, &text, hash(&open));
    assert_eq!(status, 200, "{saved}");
    assert_eq!(desk.on_disk(PAGE), text);
    let open = desk.open(PAGE);
    assert_eq!((&open["draft"], &open["hash"]), (&Value::Null, &saved["hash"]));
    // The version before can be put back.
    let (_, versions) = desk.send("GET", &format!("/__candor/history/{PAGE}"), &[], b"");
    let id = versions[0]["id"].as_str().expect("a version");
    let path = format!("/__candor/history/{PAGE}?id={id}");
    assert_eq!(desk.preview.send("GET", &path, &[], b""), (200, MENDED.to_owned()));
}

#[test]
fn what_is_not_saved_outlives_a_machine_that_fails() {
    let desk = of_page(MENDED);
    let open = desk.open(PAGE);
    let text = format!("{MENDED}\nNot saved.\n");
    assert_eq!(desk.type_text(PAGE, &text, &open["hash"]).0, 200);
    let kept = desk.preview.site.path(".candor/drafts/content/a.md.json");
    wait_until("it is on the disk", || {
        fs::read_to_string(&kept).is_ok_and(|kept| kept.contains("Not saved"))
    });
    let desk = Desk::start(desk.kill());
    let draft = &desk.open(PAGE)["draft"];
    assert_eq!((&draft["text"], &draft["base"]), (&json!(text), &json!(MENDED)));
    assert_eq!(draft["undo"], json!([1, 2]), "the steps back are there");
    assert!(desk.preview.wait_for("/a/", "Not saved").contains("200 OK"));
    // A text that is the file's again is none.
    let (status, _) = desk.type_text(PAGE, MENDED, &desk.open(PAGE)["hash"]);
    assert_eq!((status, &desk.open(PAGE)["draft"]), (200, &Value::Null));
    assert_eq!(desk.type_text(PAGE, &text, &desk.open(PAGE)["hash"]).0, 200);
    // It goes when somebody drops it.
    assert_eq!(desk.send("DELETE", &format!("/__candor/draft/{PAGE}"), &[], b"").0, 200);
    desk.preview.wait_for("/a/", "<p data-line=\"5\">Text</p>");
    wait_until("it is forgotten", || !kept.exists());
}

#[test]
fn nothing_is_written_over_what_somebody_else_wrote() {
    let desk = of_page(MENDED);
    let open = desk.open(PAGE);
    let theirs = MENDED.replace("Text", "Theirs");
    desk.preview.site.write(PAGE, &theirs);
    let (status, now) = desk.save(PAGE, "mine", hash(&open));
    assert_eq!((status, &now["text"]), (412, &json!(theirs)));
    assert_eq!(desk.on_disk(PAGE), theirs);
    let (status, now) = desk.type_text(PAGE, "mine", &open["hash"]);
    assert_eq!((status, &now["text"]), (412, &json!(theirs)));
    // After a look at both texts it is saved over the one that was seen.
    let seen = now["hash"].as_str().expect("it is there");
    assert_eq!(desk.save(PAGE, &theirs.replace("Theirs", "Both"), seen).0, 200);
    // A file that is gone is told as gone, and comes back only where none is.
    fs::remove_file(desk.preview.site.path(PAGE)).expect("it is there");
    let (status, now) = desk.save(PAGE, "mine", seen);
    assert_eq!((status, &now["hash"]), (412, &Value::Null));
    let path = format!("/__candor/edit/{PAGE}");
    let anew = [("If-None-Match", "*")];
    assert_eq!(desk.send("PUT", &path, &anew, MENDED.as_bytes()).0, 200);
    assert_eq!(desk.send("PUT", &path, &anew, MENDED.as_bytes()).0, 412);
}

#[test]
fn two_browsers_do_not_replace_what_the_other_has_not_saved() {
    let desk = of_page(MENDED);
    let open = desk.open(PAGE);
    let types = |text: &str, more: &[(&str, &str)]| {
        let typed = json!({ "text": text, "base": open["hash"] }).to_string();
        desk.send("PUT", &format!("/__candor/draft/{PAGE}"), more, typed.as_bytes())
    };
    let [one, other] = [("X-Candor-Browser", "one"), ("X-Candor-Browser", "other")];
    let [ones, others] = ["Ones", "Others"].map(|word| MENDED.replace("Text", word));
    assert_eq!(types(&ones, &[one]).0, 200);
    let (status, told) = types(&others, &[other]);
    assert_eq!((status, &told["draft"]["text"]), (409, &json!(ones)), "{told}");
    assert_eq!(told["why"], "somebody else is writing here");
    // Neither is it saved over, nor does a look at it change whose it is.
    let tag = format!("\"{}\"", hash(&open));
    let path = format!("/__candor/edit/{PAGE}");
    let save = [other, ("If-Match", &*tag)];
    assert_eq!(desk.send("PUT", &path, &save, others.as_bytes()).0, 409);
    assert_eq!(types(&ones, &[other]).0, 200);
    assert_eq!(types(&ones.replace("Ones", "More"), &[one]).0, 200);
    // Whoever has seen it goes on, and then the first is told.
    let seen = desk.open(PAGE)["draft"]["hash"].clone();
    let knows = ("X-Candor-Knows", seen.as_str().expect("a hash"));
    assert_eq!(types(&others, &[other, knows]).0, 200);
    assert_eq!(types(&ones, &[one]).0, 409);
    assert_eq!(desk.on_disk(PAGE), MENDED);
}

#[test]
fn nobody_else_can_write() {
    let desk = of_page(MENDED);
    let open = desk.open(PAGE);
    let tag = format!("\"{}\"", hash(&open));
    let path = format!("/__candor/edit/{PAGE}");
    let port = desk.preview.port;
    let own = format!("http://127.0.0.1:{port}");
    let tries: [(&[(&str, &str)], u16); 6] = [
        (&[("If-Match", &tag)], 403),
        (&[("X-Candor-Token", "0"), ("If-Match", &tag)], 403),
        (&[("X-Candor-Token", &desk.token), ("Origin", "http://elsewhere.test")], 403),
        (&[("X-Candor-Token", &desk.token), ("Origin", "null")], 403),
        (&[("X-Candor-Token", &desk.token), ("Sec-Fetch-Site", "cross-site")], 403),
        (
            &[
                ("X-Candor-Token", &desk.token),
                ("Origin", &own),
                ("Sec-Fetch-Site", "same-origin"),
                ("If-Match", &tag),
            ],
            200,
        ),
    ];
    for (headers, status) in tries {
        let answer = desk.preview.send("PUT", &path, headers, b"+++\n+++\n");
        assert_eq!(answer.0, status, "{headers:?}: {}", answer.1);
        let why = "only the desk itself may write: open it anew";
        assert_eq!(answer.1.contains(why), status == 403, "{}", answer.1);
    }
    // No page may stand around the desk; the website's pages may stand in it alone.
    assert!(desk.preview.get("/__candor/").contains("frame-ancestors 'none'"));
    let page = desk.preview.get("/a/").to_lowercase();
    assert!(page.contains("frame-ancestors 'self'") && !page.contains("x-frame-options"));
}

#[test]
fn only_what_people_write_can_be_written() {
    const NO_FILE: &str = "this is no file of the website";
    const READ_ONLY: &str = "this file is only shown here";
    let desk = of_page(MENDED);
    for (file, why) in [
        ("templates/base.html", READ_ONLY),
        ("content/kinds.toml", READ_ONLY),
        ("content/a/rules.toml", READ_ONLY),
        ("content/../a.md", NO_FILE),
        ("content/%2e%2e/%2e%2e/a.md", NO_FILE),
        ("content//a.md", NO_FILE),
        ("content/.hidden.md", NO_FILE),
        ("content/a.md~", NO_FILE),
        ("content\\a.md", NO_FILE),
        (".candor/drafts/a.md", NO_FILE),
        ("Cargo.toml", NO_FILE),
        ("content/a.exe", "a file of this kind cannot be changed here"),
        ("content/a.png", "this is a picture"),
    ] {
        let (status, answer) = desk.save(file, "x", "0");
        assert_eq!((status, &answer["why"]), (422, &json!(why)), "{file}");
    }
    assert_eq!(desk.save(PAGE, "x", "0").0, 412);
    let large = "x".repeat((1 << 20) + 1);
    let why = "this text is longer than a million letters: make two pages of it";
    let (status, told) = desk.type_text(PAGE, &large, &json!("0"));
    assert_eq!((status, &told["why"]), (413, &json!(why)));
    assert_eq!(desk.save(PAGE, &large, "0").0, 413);
    let path = format!("/__candor/edit/{PAGE}");
    let (status, told) = desk.send("PUT", &path, &[], b"x");
    assert_eq!((status, &told["why"]), (422, &json!("say which text this replaces")));
    let (status, told) = desk.send("PUT", &path, &[("If-Match", "\"0\"")], b"\xff");
    assert_eq!((status, &told["why"]), (422, &json!("this is no text in UTF-8")));
    assert_eq!(desk.open("content/kinds.toml")["read_only"], json!(true));
    let (status, told) = desk.send("GET", "/__candor/draft/content/none.md", &[], b"");
    assert_eq!((status, &told["why"]), (404, &json!("this page is not there any more")));
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_site() {
    let site = Site::base();
    let elsewhere = site.path("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    std::os::unix::fs::symlink(&elsewhere, site.path("content/out")).expect("a link");
    let desk = Desk::start(site);
    let anew = [("If-None-Match", "*")];
    let (status, answer) =
        desk.send("PUT", "/__candor/edit/content/out/a.md", &anew, MENDED.as_bytes());
    let why = "this leads out of the website’s folder";
    assert_eq!((status, &answer["why"]), (422, &json!(why)));
    assert!(fs::read_dir(&elsewhere).expect("it is there").next().is_none());
}

#[test]
fn a_site_that_is_not_built_is_mended_at_the_desk() {
    let desk = of_page(crate::BROKEN);
    assert!(desk.preview.get("/__candor/").contains("Broken"));
    let open = desk.open(PAGE);
    let (_, seen) = desk.type_text(PAGE, crate::BROKEN, &open["hash"]);
    assert_eq!(seen["stopped"], json!(true));
    assert!(seen["html"].as_str().is_some_and(|page| page.contains("<h1>Broken</h1>")));
    let (_, seen) = desk.type_text(PAGE, MENDED, &open["hash"]);
    assert_eq!(seen["stopped"], json!(false));
    assert_eq!(desk.save(PAGE, MENDED, hash(&open)).0, 200);
    desk.preview.wait_for("/a/", "<h1>Mended</h1>");
}

#[test]
fn a_file_with_lines_of_windows_keeps_them() {
    let windows = MENDED.replace('\n', "\r\n");
    let desk = of_page(&windows);
    let open = desk.open(PAGE);
    assert_eq!(open["text"], MENDED);
    let text = MENDED.replace("Text", "Text\n\nMore");
    assert_eq!(desk.save(PAGE, &text, hash(&open)).0, 200);
    assert_eq!(desk.on_disk(PAGE), text.replace('\n', "\r\n"));
}
