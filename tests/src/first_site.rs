//! A site begins: what `candor init` writes can be built, goes nowhere near another file, and
//! asks only who can answer.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use ground::html::escaped;
use ground::table::TomlDocument;
use serde_json::Value;
use site::authoring::new_site::{self, FirstDay};
use support::{HERE, Site, said};
use walkdir::WalkDir;

use crate::code;

/// The findings of a check, by their levels and codes.
fn findings(site: &Site, folder: &str, call: &[&str]) -> Vec<(String, String)> {
    let checked = site.run(&[&["check", "--site", folder, "--json"], call].concat());
    let json: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let text =
        |finding: &Value, key: &str| finding[key].as_str().unwrap_or("").to_owned();
    let list = json["findings"].as_array().expect("a list").iter();
    list.map(|finding| (text(finding, "level"), text(finding, "code"))).collect()
}

/// Nothing stops a build, and all that is found only stops a site that goes live.
fn assert_only_gaps(site: &Site, folder: &str) {
    let now = findings(site, folder, &[]);
    assert!(now.iter().all(|(level, _)| level == "warning"), "{now:?}");
    let live = findings(site, folder, &["--publish"]);
    assert!(live.iter().all(|(level, _)| level == "error"), "{live:?}");
    let gaps = ["gap", "fact-unapproved", "rules-unsigned"];
    assert!(live.iter().all(|(_, code)| gaps.contains(&&**code)), "{live:?}");
    for gap in gaps {
        assert!(live.iter().any(|(_, code)| code == gap), "{gap} is not marked");
    }
}

#[test]
fn a_newcomer_is_led_to_a_site() {
    let site = Site::empty();
    let told = said(&site.run(&["build"]));
    let call = "candor init .";
    assert!(told.contains(call), "{told}");
    let begun = site.run(&["init", ".", "--name", "Smile"]);
    assert_eq!(code(&begun), 0, "{}", said(&begun));
    assert!(said(&begun).contains("`candor serve --open`"), "{}", said(&begun));
    assert_only_gaps(&site, ".");
    let built = site.run(&["build"]);
    assert_eq!(code(&built), 0, "{}", said(&built));
    let pages = ["", "about/", "contact/", "privacy/", "accessibility/", "self-check/"];
    for page in pages {
        let html = site.read(format!("dist/{page}index.html")).expect("it is built");
        assert!(html.contains("– Smile</title>"), "{page}: {html}");
    }
    // What version control is to leave out is what a build leaves there.
    let ignored = site.read(".gitignore").expect("it is written");
    for made in ["/dist", "/.candor"] {
        assert!(ignored.lines().any(|line| line == made), "{ignored}");
        assert!(site.path(&made[1..]).is_dir(), "{made}");
    }
    let live = site.run(&["build", "--publish"]);
    assert_eq!(code(&live), 1, "{}", said(&live));
}

/// Names with what means something in TOML, markdown, templates, HTML or on a page.
const NAMES: [&str; 14] = [
    "Smile",
    "Dr. O’Neil & Söhne",
    r#"a "b" 'c' \ d"#,
    "'''\"\"\"",
    "{{ name }} {% raw %} {# x #}",
    "| a | b | [c](d) **e** _f_ ~g~ `h`",
    "<script>alert(1)</script> &amp;",
    "[@P1] :::gap +++ # $",
    "عيادة الابتسامة",
    "מרפאת (חיוך) 12",
    "می‌خواهم",
    "微笑牙科",
    "👩🏽‍⚕️ Praxis",
    "424-555-0199 Care",
];

#[test]
fn any_name_is_a_name() {
    for name in NAMES {
        let site = Site::empty();
        let begun = site.run(&["init", "x", "--name", name]);
        assert_eq!(code(&begun), 0, "{name}: {}", said(&begun));
        assert_only_gaps(&site, "x");
        assert_eq!(code(&site.run(&["build", "--site", "x"])), 0, "{name}");
        let home = site.read("dist/index.html").expect("it is built");
        let title = format!("– {}</title>", escaped(name));
        assert!(home.contains(&title), "{name}: {home}");
    }
}

#[test]
fn nothing_is_no_name() {
    for nothing in ["", " ", "\n\t"] {
        let site = Site::empty();
        let refused = site.run(&["init", "x", "--name", nothing]);
        let told = "error: a practice has a name: write it as visitors know it\n";
        assert_eq!((code(&refused), &*said(&refused)), (2, told));
        assert!(!site.path("x").exists());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]
    #[test]
    fn what_is_said_is_kept_letter_by_letter(said in ".{0,40}", control in proptest::bool::ANY) {
        let said = if control { said.clone() + "\u{7}" } else { said };
        let whole = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let Ok(name) = new_site::name(&said) else {
            proptest::prop_assert!(whole.is_empty() || whole.contains(char::is_control));
            return Ok(());
        };
        proptest::prop_assert_eq!(&name, &whole);
        let text = "# A comment\nname = \"x\" # kept\ntelephone = \"0\"\ntime_zone = \"UTC\"\n";
        let known = FirstDay {
            name: Some(name.clone()),
            telephone: Some(name.clone()),
            time_zone: name.clone(),
            ..FirstDay::default()
        };
        let file = "p.toml".into();
        let after = new_site::practice(&file, text, &known).expect("it is TOML");
        let mut found = vec![];
        let doc = TomlDocument::parse(&file, 0, &after, &mut found);
        proptest::prop_assert!(found.is_empty(), "{:?}", found);
        for key in ["name", "telephone", "time_zone"] {
            let value = doc.table().take(key).expect("it stands there");
            proptest::prop_assert_eq!(value.as_text(), Some(&*name));
        }
        proptest::prop_assert!(after.contains("# kept"), "{}", after);
    }
}

#[test]
fn a_number_is_taken_as_it_is_written() {
    for number in ["310-555-0142", "+44 20 7946 0100", " (310) 555-0142 ext. 4 ", "112"] {
        let site = Site::empty();
        let begun = site.run(&["init", "x", "--telephone", number]);
        assert_eq!(code(&begun), 0, "{number}: {}", said(&begun));
        assert_only_gaps(&site, "x");
        let practice = site.read("x/content/practice.toml").expect("it is written");
        assert!(practice.contains(&format!("telephone = \"{}\"", number.trim())));
    }
}

#[test]
fn each_kind_of_practice_has_its_site() {
    for kind in ["health", "mental-health"] {
        let site = Site::empty();
        let call = ["init", "x", "--kind", kind, "--telephone", "310-555-0142"];
        assert_eq!(code(&site.run(&call)), 0, "{kind}");
        assert_only_gaps(&site, "x");
    }
}

/// What may stand in the way of a site in `x`, and what is named then.
const IN_THE_WAY: [(&str, &str); 6] = [
    ("x/content/index.md", "x/content/index.md"),
    ("x/.gitignore", "x/.gitignore"),
    ("x/static/style.css/inner", "x/static/style.css"),
    ("x/content", "x/content"),
    ("x/templates/shared", "x/templates/shared"),
    ("x", "x"),
];

#[test]
fn no_file_is_written_over() {
    for (file, named) in IN_THE_WAY {
        for call in [&["init", "x"][..], &["init", "x", "--example"]] {
            let site = Site::empty();
            site.write(file, "Mine.");
            let before = site.files(".");
            let refused = site.run(call);
            let told = said(&refused);
            assert_eq!(code(&refused), 2, "{file}: {told}");
            assert!(told.contains("nothing was written"), "{told}");
            assert!(told.contains(&format!(": {named}; name")), "{file}: {told}");
            assert_eq!(site.files("."), before, "{file}");
        }
    }
}

#[test]
fn what_else_stands_there_stays() {
    let site = Site::empty();
    site.write("x/README.md", "Mine.");
    site.write("x/content/notes/mine.txt", "Mine.");
    assert_eq!(code(&site.run(&["init", "x"])), 0);
    assert_eq!(site.read("x/README.md").as_deref(), Some("Mine."));
    assert_eq!(site.read("x/content/notes/mine.txt").as_deref(), Some("Mine."));
    // A second one would be written over the first.
    assert_eq!(code(&site.run(&["init", "x"])), 2);
}

#[test]
#[cfg(unix)]
fn a_link_that_leads_nowhere_is_in_the_way() {
    let site = Site::empty();
    site.write("x/content/other.txt", "Mine.");
    std::os::unix::fs::symlink("nowhere", site.path("x/content/index.md")).expect("free");
    assert_eq!(code(&site.run(&["init", "x"])), 2);
    assert!(site.path("x/content/index.md").is_symlink());
    assert!(!site.path("x/content/about.md").exists());
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let site = Site::empty();
    // A folder in the place where a new text waits.
    site.write("x/content/kinds.toml.new~/mine", "Mine.");
    let before = site.files(".");
    let failed = site.run(&["init", "x"]);
    assert_eq!(code(&failed), 2, "{}", said(&failed));
    assert_eq!(site.files("."), before);
    for folder in ["x/static", "x/templates", "x/content/self-check"] {
        assert!(!site.path(folder).exists(), "{folder}");
    }
}

#[test]
fn the_model_is_the_practices_own_site() {
    let site = Site::empty();
    assert_eq!(code(&site.run(&["init", ".", "--example"])), 0);
    let root = Path::new(HERE).join("..");
    let mut whole = BTreeMap::new();
    for folder in ["content", "templates", "static"] {
        let files = WalkDir::new(root.join(folder)).into_iter().flatten();
        for file in files.filter(|entry| entry.file_type().is_file()) {
            let path = file.path().strip_prefix(&root).expect("below it");
            let bytes = fs::read(file.path()).expect("readable");
            whole.insert(path.display().to_string(), bytes);
        }
    }
    let ignored = fs::read(root.join("crates/starter/site/.gitignore"));
    whole.insert(".gitignore".to_owned(), ignored.expect("readable"));
    let written = site.files(".");
    assert!(written.keys().eq(whole.keys()), "{:?}", written.keys());
    assert!(written == whole);
}

/// How somebody ends what they type, three times.
const ENDS: &str = "\u{4}\u{4}\u{4}";

/// Runs a command at a terminal of its own, with what somebody types there.
fn at_a_terminal(site: &Site, call: &str, typed: &str) -> String {
    let candor = site.command(&[]).get_program().to_string_lossy().into_owned();
    site.write("typed", typed);
    let output = Command::new("script")
        .args(["-qec", &format!("{candor} {call}"), "/dev/null"])
        .stdin(fs::File::open(site.path("typed")).expect("it is there"))
        .current_dir(site.path("."))
        .output()
        .expect("`script` is a part of util-linux");
    said(&output)
}

#[test]
#[cfg(target_os = "linux")]
fn at_a_terminal_it_asks_what_was_not_said() {
    let site = Site::empty();
    let told = at_a_terminal(&site, "init x", "Smile\nnone\n310-555-0142\nmaybe\nn\n");
    for asked in [
        "The practice's name? (Enter: later)",
        "Its telephone number? (Enter: later)",
        "`none` is no number to call: write it like this: 424-555-0100, or +44 20 7946 0100",
        "Does it treat mental health? (y or n)",
        "Write y or n.",
    ] {
        assert!(told.contains(asked), "{told}");
    }
    let practice = site.read("x/content/practice.toml").expect("it is written");
    for line in ["name = \"Smile\"", "telephone = \"310-555-0142\""] {
        assert!(practice.contains(line), "{practice}");
    }
    // Nobody answers, or somebody answers later.
    for (folder, typed) in [("y", ENDS), ("z", "\n\n\n")] {
        at_a_terminal(&site, &format!("init {folder}"), typed);
        assert_only_gaps(&site, folder);
    }
    let told = at_a_terminal(&site, "init w --name Smile", ENDS);
    assert!(!told.contains('?') && site.path("w/content").is_dir(), "{told}");
}
