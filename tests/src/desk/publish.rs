//! Publishing in the desk, as its page does it.
use std::fs;

use serde_json::{Value, json};
use support::Site;

use super::Desk;

const PAGE: &str = "content/sleep.md";

fn page(text: &str) -> String {
    "+++\ntitle = \"Sleep\"\ndescription = \"A page on sleep that exists only so that tests can \
     publish a website with it.\"\n+++\n"
        .to_owned()
        + text
        + "\n"
}

fn desk() -> Desk {
    let site = Site::base();
    site.write(PAGE, page("You may feel drowsy for two hours."));
    Desk::start(site)
}

fn publication(desk: &Desk) -> Value {
    let (status, publication) = desk.send("GET", "/__candor/publication", &[], b"");
    assert_eq!(status, 200, "{publication}");
    publication
}

/// Posts something, and gives all that is said until the end.
fn post(desk: &Desk, path: &str, body: &Value) -> Vec<Value> {
    let headers =
        [("X-Candor-Token", &*desk.token), ("Content-Type", "application/json")];
    let (status, said) =
        desk.preview.send("POST", path, &headers, body.to_string().as_bytes());
    assert_eq!(status, 200, "{said}");
    // Between the lines stand the lengths of the parts in which they come.
    let lines = said.lines().filter(|line| line.starts_with('{'));
    lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Publishes what is looked at now.
fn publish(desk: &Desk) -> Value {
    let tag = &publication(desk)["tag"];
    let said = post(desk, "/__candor/publish", &json!({ "tag": tag }));
    said.last().expect("it ends")["done"].clone()
}

#[test]
fn what_was_looked_at_is_published() {
    let desk = desk();
    assert!(
        desk.preview
            .get("/__candor/publish")
            .contains("<title>Publish – the desk</title>")
    );
    let first = publication(&desk);
    assert_eq!((&first["publications"], &first["stops"]), (&json!([]), &json!([])));
    assert_eq!(first["changes"]["pages"].as_array().map(Vec::len), Some(3));
    let said = post(&desk, "/__candor/publish", &json!({ "tag": first["tag"] }));
    assert_eq!(said[0]["of"], 7, "it says how far it is: {said:?}");
    let done = &said.last().expect("it ends")["done"];
    assert_eq!((&done["number"], &done["pages"]), (&json!(1), &json!(2)), "{done}");
    assert!(desk.preview.site.path("dist/sleep/index.html.br").exists());
    let then = publication(&desk);
    assert_eq!(
        (&then["isOther"], &then["changes"]["pages"]),
        (&json!(false), &json!([]))
    );
    assert_eq!(then["publications"][0]["isKept"], true);
}

/// Only what is saved is published, and only what somebody saw.
#[test]
fn what_nobody_saw_is_not_published() {
    let desk = desk();
    publish(&desk);
    let seen = publication(&desk);
    let open = desk.open(PAGE);
    desk.type_text(PAGE, &page("You may feel sleepy."), &open["hash"]);
    let unsaved = publication(&desk);
    assert_eq!(unsaved["unsaved"], json!([PAGE]));
    assert_eq!((&unsaved["tag"], &unsaved["isOther"]), (&seen["tag"], &json!(false)));
    desk.preview.site.write(PAGE, page("You may feel tired for two hours."));
    let said = post(&desk, "/__candor/publish", &json!({ "tag": seen["tag"] }));
    assert_eq!(said, [json!({ "changed": true })]);
    assert_eq!(publication(&desk)["publications"].as_array().map(Vec::len), Some(1));
    assert_eq!(publish(&desk)["number"], 2);
}

#[test]
fn what_stops_it_is_told_with_its_place() {
    let desk = desk();
    desk.preview.site.write(PAGE, page(":::gap{needs=\"how long\"}"));
    let stopped = publication(&desk);
    let stop = &stopped["stops"][0];
    assert_eq!(
        (&stop["code"], &stop["file"], &stop["line"]),
        (&json!("gap"), &json!(PAGE), &json!(5))
    );
    let said = post(&desk, "/__candor/publish", &json!({ "tag": stopped["tag"] }));
    assert_eq!(said, [json!({ "changed": true })]);
    assert!(!desk.preview.site.path("dist").exists());
}

#[test]
fn a_former_website_is_looked_at_and_put_back() {
    let desk = desk();
    publish(&desk);
    desk.preview.site.write(PAGE, page("You may feel sleepy for two hours."));
    publish(&desk);
    let look =
        |which: &str| desk.preview.get(&format!("/__candor/website/{which}/sleep/"));
    assert!(look("1").contains("drowsy") && look("2").contains("sleepy"));
    assert!(
        look("1").contains("href=\"/__candor/website/1/assets/style."),
        "{}",
        look("1")
    );
    publication(&desk);
    assert!(look("next").contains("sleepy"));
    let put_back = |despite: Value| {
        let wanted = json!({ "number": 1, "despite": despite });
        post(&desk, "/__candor/put-back", &wanted).pop().expect("it ends")
    };
    assert_eq!(put_back(json!([]))["done"]["number"], 3);
    assert!(desk.on_disk("dist/sleep/index.html").contains("drowsy"));
    // A page that is gone by now comes back by its name alone.
    fs::remove_file(desk.preview.site.path(PAGE)).expect("it is there");
    fs::remove_file(desk.preview.site.path("content/addresses.toml"))
        .expect("it is there");
    assert_eq!(publish(&desk)["number"], 4);
    let (status, against) = desk.send("GET", "/__candor/put-back/1", &[], b"");
    assert_eq!((status, &against[0]["name"]), (200, &json!("/sleep/")));
    assert_eq!(put_back(json!([]))["objections"], against);
    assert_eq!(put_back(json!(["/sleep/"]))["done"]["number"], 5);
    let (status, none) = desk.send("GET", "/__candor/put-back/9", &[], b"");
    assert_eq!(status, 422);
    assert_eq!(none["why"], "there is no publication 9: `candor log` lists them");
}

/// No script of a former website runs, and nobody else may publish.
#[test]
fn nobody_else_publishes() {
    let desk = desk();
    let tag = publication(&desk)["tag"].clone();
    for path in ["/__candor/publish", "/__candor/put-back"] {
        let body = json!({ "tag": tag, "number": 1 }).to_string();
        let headers = [("Content-Type", "application/json")];
        let (status, _) = desk.preview.send("POST", path, &headers, body.as_bytes());
        assert_eq!(status, 403);
    }
    publish(&desk);
    let answer = |path: &str| desk.preview.get(path);
    let page = answer("/__candor/website/1/sleep/").to_lowercase();
    assert!(
        page.contains("content-security-policy: sandbox allow-same-origin;"),
        "{page}"
    );
    for path in
        ["7/sleep/", "1/../../../content/index.md", "1/%2e%2e/%2e%2e/content/index.md"]
    {
        let none = answer(&format!("/__candor/website/{path}"));
        assert!(
            none.starts_with("HTTP/1.1 404") || none.starts_with("HTTP/1.1 307"),
            "{none}"
        );
        assert!(!none.contains("+++"), "{none}");
    }
}
