//! Findings as they are shown: in the terminal, in JSON and in the preview.
use support::running::Preview;
use support::{Site, said};

/// A page whose words would run in a page that does not escape them.
const HOSTILE: &str = "+++\ntitle = \"<script>alert(1)</script>\"\ndescription = \"A page whose \
                       title and heading are code, as somebody might try it for fun.\"\n+++\n\
                       #### Tom & Jerry \\<script>alert(2)\\</script>\n";

#[test]
fn a_finding_reads_the_same_in_a_terminal_in_json_and_in_the_browser() {
    let site = Site::base();
    site.write("content/a.md", HOSTILE);
    let message = "this heading skips a level, so screen readers lose the outline";
    let help = "write ## Tom & Jerry <script>alert(2)</script>";
    let heading = HOSTILE.lines().last().expect("it has lines");

    let terminal = said(&site.run(&["check"]));
    for part in [
        &format!("error[heading]: {message}\n"),
        " --> content/a.md:5:1\n",
        &format!("5 | {heading}\n"),
        &format!("= help: {help}\n"),
        "For more on a finding: candor explain CODE\n",
    ] {
        assert!(terminal.contains(part), "{part} in:\n{terminal}");
    }

    let json = site.run(&["check", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|finding| finding["code"] == "heading");
    let finding = finding.expect("it is found");
    assert_eq!(finding["file"], "content/a.md");
    assert_eq!((&finding["line"], &finding["column"]), (&5.into(), &1.into()));
    assert_eq!((&finding["message"], &finding["help"]), (&message.into(), &help.into()));

    let preview = Preview::start(site);
    let page = preview.get("/__candor/findings");
    let escaped =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    for part in [
        &format!("<b>error:</b> {message}</h2>"),
        "<p class=place>content/a.md, line 5, column 1</p>",
        &format!("<mark>{}</mark>", escaped(heading)),
        &format!("<b>What to do:</b> {}</p>", escaped(help)),
        "<a href=\"/__candor/explain#heading\">heading</a>",
    ] {
        assert!(page.contains(part), "{part} in:\n{page}");
    }
    assert!(!page.contains("<script>"), "{page}");
    // The script in the page writes the same as text, never as markup.
    let script = preview.get("/__candor/reload.js");
    assert!(script.contains("textContent") && !script.contains("HTML"), "{script}");
}

#[test]
fn a_finding_shows_its_person_and_its_other_places() {
    let site = Site::base();
    site.write("content/self-check/rules.toml", LOOSE);
    site.write("content/stray.txt", "A note.");
    let preview = Preview::start(site);
    let page = preview.get("/__candor/findings");
    for part in [
        "<p class=place>content/stray.txt, as a whole</p>",
        "<p class=place>content/self-check/rules.toml, line 14, column 1: this rule matches</p>",
        "<b>For example,</b> someone who answers “Yes” about a heart problem",
    ] {
        assert!(page.contains(part), "{part} in:\n{page}");
    }
}

/// Rules that do not keep their promise.
const LOOSE: &str = r#"[check]
id = "small"
title = "A small check"
otherwise = "talk"
outcomes = [{ id = "talk", title = "Talk" }, { id = "wait", title = "Wait" }, { id = "call", title = "Call" }]

[[question]]
id = "heart"
ask = "Do you have a heart problem?"
short = "a heart problem"
answers = { no = "No", yes = "Yes" }

[rules]
heart = { when = { heart = ["yes"] }, outcome = "wait", because = "Heart.", source = ["F1.1"] }

[promises]
heart = { when = { heart = ["yes"] }, then = { at_least = "call" } }
"#;

#[test]
fn each_finding_leads_to_its_explanation() {
    let preview = Preview::start(Site::base());
    let question = "[[question]]\nid = \"kind\"\nask = \"Is it kind?\"\nkinds = []\n";
    preview.site.write("content/judged.toml", question);
    let judged = preview.wait_for("/__candor/judge", "Is it kind?");
    assert!(judged.contains("<title>For a person to judge</title>"), "{judged}");
    assert!(judged.contains("The site: nobody yet"), "{judged}");
    assert!(preview.get("/__candor/writing").contains("<title>How to write</title>"));
    let page = preview.get("/__candor/explain");
    assert!(page.contains("<title>What findings mean</title>"), "{page}");
    for (code, _) in site::authoring::explain::all() {
        assert!(page.contains(&format!("<h2 id=\"{code}\">")), "{code}");
    }
    assert!(!page.contains("<script src=\"https"), "examples are escaped");
}
