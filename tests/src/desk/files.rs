//! Pages and pictures as the desk lists, begins, moves and stores them.
use std::fs;

use serde_json::{Value, json};
use support::Site;

use super::{Desk, PAGE, of_page};
use crate::MENDED;

#[test]
fn pages_begin_move_and_go() {
    let desk = of_page(MENDED);
    let new = json!({ "kind": "page", "title": "Café \"Sleep\"", "folder": "" });
    let (status, begun) = desk.post("/__candor/new", &new);
    assert_eq!((status, &begun["file"]), (200, &json!("content/cafe-sleep.md")));
    assert!(
        desk.on_disk("content/cafe-sleep.md").contains("Café \\\"Sleep\\\"")
            || desk.on_disk("content/cafe-sleep.md").contains("'Café \"Sleep\"'")
    );
    let refused = |path: &str, body: &Value, why: &str| {
        let (status, told) = desk.post(path, body);
        assert_eq!((status, &told["why"]), (422, &json!(why)));
    };
    refused("/__candor/new", &new, "`content/cafe-sleep.md` is there already");
    let of_kind =
        |kind: &str, title: &str| json!({ "kind": kind, "title": title, "folder": "" });
    refused("/__candor/new", &of_kind("page", "…"), "give the page a title");
    refused(
        "/__candor/new",
        &of_kind("sonnet", "A"),
        "there is no kind of page `sonnet`",
    );
    let gone = json!({ "file": "a.html", "instead": null });
    refused("/__candor/remove", &gone, "`a.html` is no page: its name ends with .md");
    let open = desk.open(PAGE);
    desk.type_text(PAGE, "+++\n+++\nNot saved.\n", &open["hash"]);
    let step = json!({ "from": "a.md", "to": "b.md", "dry": true });
    let why = "save the page first: some of it is not saved yet";
    refused("/__candor/move", &step, why);
    assert_eq!(desk.send("DELETE", &format!("/__candor/draft/{PAGE}"), &[], b"").0, 200);
    let home = json!({ "file": "index.md", "instead": null });
    let why = "this would break what is listed here; nothing was changed";
    refused("/__candor/remove", &home, why);
    let mut step = json!({ "from": "a.md", "to": "b.md", "dry": true });
    let (status, told) = desk.post("/__candor/move", &step);
    assert_eq!((status, &told["done"]), (200, &json!(false)), "{told}");
    assert_eq!(told["says"][0], "“Mended” will stand at /b/.");
    assert_eq!(desk.on_disk(PAGE), MENDED, "nothing has moved yet");
    step["dry"] = json!(false);
    assert_eq!(desk.post("/__candor/move", &step).0, 200);
    assert_eq!(desk.on_disk("content/b.md"), MENDED);
    let go = json!({ "file": "b.md", "instead": "index.md", "dry": false });
    let (status, told) = desk.post("/__candor/remove", &go);
    assert_eq!(status, 200, "{told}");
    assert_eq!(desk.on_disk("content/b.md"), "");
    // What was removed can be put back.
    let (_, removed) = desk.send("GET", "/__candor/history", &[], b"");
    assert_eq!(removed[0]["title"], "Mended", "the last comes first, by its title");
    let entry = removed
        .as_array()
        .and_then(|all| all.iter().find(|entry| entry["file"] == "content/b.md"));
    let id = entry.expect("it is listed")["id"].as_str().expect("a version");
    let path = format!("/__candor/history/content/b.md?id={id}");
    assert_eq!(desk.preview.send("GET", &path, &[], b"").1, MENDED);
}

/// A page with a title and a text.
fn page(title: &str, text: &str) -> String {
    MENDED.replace("\"Mended\"", &format!("\"{title}\"")).replace("Text", text)
}

#[test]
fn what_follows_is_told_by_titles_before_and_after() {
    let site = Site::base();
    site.write("content/visits/_index.md", page("Visits", "All of [it](first.md)."));
    site.write(
        "content/visits/first.md",
        page("First visit", "![The *sea*](sea.jpg)\n\nBack to [all](_index.md)."),
    );
    let sea = include_bytes!("../../pictures/upright.jpg");
    site.write("content/visits/sea.jpg", sea.as_slice());
    let twice = page("Mended", "[One](visits/first.md), [two](visits/first.md).");
    site.write(PAGE, twice);
    let practice = site.read("content/practice.toml").expect("it is there");
    let menu = "menu = [{ page = \"visits/first.md\", label = \"First\" }]";
    site.write("content/practice.toml", practice.replace("menu = []", menu));
    let desk = Desk::start(site);
    let tells = |path: &str, body: Value, says: &[&str]| {
        let (status, told) = desk.post(path, &body);
        assert_eq!((status, &told["says"]), (200, &json!(says)), "{told}");
    };
    let to =
        |dry: bool| json!({ "from": "visits/first.md", "to": "first.md", "dry": dry });
    let before = [
        "“First visit” will stand at /first/.",
        "1 file that belongs to it will go along.",
        "In “Mended”, 2 links will be led to the new place.",
        "In the menus, 1 link will be led to the new place.",
        "In “Visits”, 1 link will be led to the new place.",
        "Visitors who kept /visits/first/ will be sent on to /first/.",
    ];
    tells("/__candor/move", to(true), &before);
    let after = [
        "“First visit” now stands at /first/.",
        "1 file that belongs to it went along.",
        "In “Mended”, 2 links now lead to the new place.",
        "In the menus, 1 link now leads to the new place.",
        "In “Visits”, 1 link now leads to the new place.",
        "Visitors who kept /visits/first/ are sent on to /first/.",
    ];
    tells("/__candor/move", to(false), &after);
    let gone = |dry: bool| json!({ "file": "first.md", "instead": "a.md", "dry": dry });
    let before = [
        "“First visit” will be gone. “Bring back a removed page” can undo that.",
        "In “Mended”, 2 links will be led to “Mended”.",
        "In the menus, 1 link will be led to “Mended”.",
        "In “Visits”, 1 link will be led to “Mended”.",
        "Visitors who kept /first/ will be sent on to “Mended”.",
        "The picture sea.jpg will stay, though no page will show it any more.",
    ];
    tells("/__candor/remove", gone(true), &before);
    let after = [
        "“First visit” is gone. “Bring back a removed page” can undo that.",
        "In “Mended”, 2 links now lead to “Mended”.",
        "In the menus, 1 link now leads to “Mended”.",
        "In “Visits”, 1 link now leads to “Mended”.",
        "Visitors who kept /first/ are sent on to “Mended”.",
        "The picture sea.jpg stays, though no page shows it any more.",
    ];
    tells("/__candor/remove", gone(false), &after);
    // A section's own page goes, and what was in the section stays where it is.
    let stays = |says: &str, dry: bool| {
        let go = json!({ "file": "visits/_index.md", "instead": "a.md", "dry": dry });
        let (_, told) = desk.post("/__candor/remove", &go);
        assert!(
            told["says"].as_array().is_some_and(|all| all.contains(&json!(says))),
            "{told}"
        );
    };
    desk.preview.site.write("content/visits/next.md", page("Next visit", "Text"));
    stays("“Next visit” will stay, but no longer in “Visits”.", true);
    stays("“Next visit” stays, but no longer in “Visits”.", false);
}

#[test]
fn pictures_lose_what_is_hidden_in_them() {
    let desk = of_page(MENDED);
    let upright = include_bytes!("../../pictures/upright.jpg");
    let anew = [("If-None-Match", "*")];
    let (status, told) =
        desk.send("PUT", "/__candor/file/content/sea.jpg", &anew, upright);
    assert_eq!(status, 200, "{told}");
    let stored =
        fs::read(desk.preview.site.path("content/sea.jpg")).expect("it is stored");
    assert!(
        stored.len() < upright.len() && !stored.windows(4).any(|four| four == b"Exif")
    );
    let put = |path: &str, bytes: &[u8]| desk.send("PUT", path, &anew, bytes);
    let turned = include_bytes!("../../pictures/turned.jpg");
    for (path, bytes, status, why) in [
        (
            "content/sea.jpg",
            upright.as_slice(),
            412,
            "a file of this name is there already",
        ),
        (
            "content/sea.png",
            upright,
            422,
            "the picture `content/sea.png` is damaged, or is not what its ending says: \
             save the picture again",
        ),
        ("templates/sea.jpg", upright, 422, "a file of this kind cannot be changed here"),
        ("content/sea.md", upright, 422, "this is no picture by its name"),
        (
            "content/t.jpg",
            turned,
            422,
            "the picture `content/t.jpg` lies on its side: only hidden data turns it, which is \
             removed for privacy: turn it in a picture program and save it again",
        ),
    ] {
        let (got, told) = put(&format!("/__candor/file/{path}"), bytes);
        assert_eq!((got, &told["why"]), (status, &json!(why)), "{path}");
    }
    let (status, told) = desk.send("PUT", "/__candor/file/content/n.jpg", &[], upright);
    assert_eq!((status, &told["why"]), (422, &json!("a picture replaces no file")));
    let (status, told) =
        desk.send("GET", "/__candor/history/content/a.md?id=1", &[], b"");
    assert_eq!((status, &told["why"]), (404, &json!("this version is not there")));
    assert_eq!(put("/__candor/file/content/big.jpg", &vec![0; (25 << 20) + 1]).0, 413);
}

#[test]
fn one_look_says_what_is_to_do() {
    let site = Site::base();
    site.write(PAGE, MENDED.replace("Text", "A **slip"));
    let dated = |line: &str| MENDED.replacen("+++\n", &format!("+++\n{line}\n"), 1);
    site.write("content/soon.md", dated("publish = 2099-01-01"));
    site.write("content/until.md", dated("expire = 2099-01-01"));
    site.write("content/was.md", dated("expire = 2026-12-06"));
    // Nobody sees a draft, so nothing in it stops the site.
    site.write("content/draft.md", dated("draft = true").replace("Text", "A **slip"));
    site.write("content/bad.md", b"\xff\xfe".as_slice());
    site.write("content/check/rules.toml", "");
    site.write("content/check/outcomes/call_us.md", "Call us.\n");
    site.write("content/check/panels/older.md", "Older.\n");
    let desk = Desk::start(site);
    let home = desk.preview.get("/__candor/");
    for words in [
        "<title>The desk</title>",
        "<h2>Pages</h2>",
        ">See the website</a>",
        ">What is wrong</a>",
        ">What a page can show</a>",
        ">The rules of the self-check</a>",
        ">What only a person can judge</a>",
        "<span class=state>goes live on 1 January 2099, when somebody publishes that day</span>",
        "<span class=state>visitors see it until 31 December 2098; it goes when somebody \
         publishes on 1 January 2099 or later</span>",
        "<span class=state>its last day was 5 December; it goes when somebody publishes</span>",
        "<span class=state>draft</span>",
        "1 to mend before it can be published",
        "<h2>Other texts</h2>",
        ">Name, phone and menus</a> <span class=kind>On every page</span>",
        ">call us</a> <span class=kind>A result of the self-check</span>",
        ">older</a> <span class=kind>A box of the self-check</span>",
        " to look at</span>",
    ] {
        assert!(home.contains(words), "{words} is not in {home}");
    }
    let editor = desk.preview.get("/__candor/edit/content/a.md");
    assert!(editor.contains("<title>content/a.md – the desk</title>"), "{editor}");
    let bad = desk.send("GET", "/__candor/draft/content/bad.md", &[], b"");
    assert_eq!(bad.0, 422);
}

#[test]
fn all_of_the_desk_is_in_the_program() {
    let desk = of_page(MENDED);
    let scripts =
        fs::read_dir(support::HERE.to_owned() + "/../crates/candor/preview/desk");
    let names =
        scripts.expect("it is there").map(|entry| entry.expect("a file").file_name());
    let mut count = 0;
    for name in names.map(|name| name.into_string().expect("plain text")) {
        let (status, _) =
            desk.preview.send("GET", &format!("/__candor/desk/{name}"), &[], b"");
        assert_eq!(status, 200, "{name} is not in the table of `desk/assets.rs`");
        count += 1;
    }
    assert!(count > 20, "only {count} files");
    assert_eq!(desk.preview.send("GET", "/__candor/desk/none.js", &[], b"").0, 404);
}

#[test]
fn each_component_can_be_inserted_by_its_words() {
    for kind in site::read::directive::KINDS {
        assert!(site::authoring::desk::label(kind.name).len() > 5, "{}", kind.name);
    }
    let desk = of_page("+++\ntitle = \"A\"\n+++\n## How it feels\n");
    let (status, insert) =
        desk.send("GET", "/__candor/insert/content/index.md", &[], b"");
    assert_eq!(status, 200);
    let pages = insert["pages"].as_array().expect("a list");
    let page = pages.iter().find(|page| page["file"] == PAGE).expect("it is listed");
    assert_eq!(page["link"], "a.md");
    assert_eq!(
        page["headings"][0],
        json!({ "text": "How it feels", "id": "how-it-feels" })
    );
}

/// Pages are found by the words of their texts, also of those that are not saved, however these are
/// written.
#[test]
fn pages_are_found_by_their_words() {
    let desk = of_page(MENDED);
    desk.preview
        .site
        .write("content/cafe.md", MENDED.replace("Text", "The Café’s **resting** room"));
    desk.preview.wait_for("/cafe/", "resting");
    let found = |words: &str| {
        let (status, found) =
            desk.send("GET", &format!("/__candor/search?words={words}"), &[], b"");
        assert_eq!(status, 200);
        found
    };
    let cafe = json!(["content/cafe.md"]);
    for words in ["cafe", "CAF%C3%89", "rest", "room+cafe", "cafe%E2%80%99s"] {
        assert_eq!(found(words), cafe, "{words}");
    }
    for none in ["", "+", "afe", "cafe+elephant"] {
        assert_eq!(found(none), json!([]), "{none}");
    }
    let open = desk.open(PAGE);
    desk.type_text(PAGE, &MENDED.replace("Text", "A zebra"), &open["hash"]);
    assert_eq!(found("zebra"), json!([PAGE]));
}
