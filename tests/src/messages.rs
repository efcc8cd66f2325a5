//! What the command says where a person has to do something about it, word for word.
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use support::{HERE, Site, large_site, said};

use crate::code;

#[test]
fn a_wrong_date_is_refused_in_words() {
    let site = Site::base();
    let odd = site.command(&["check"]).env("SOURCE_DATE_EPOCH", "soon").output();
    let odd = odd.expect("the command starts");
    assert_eq!(code(&odd), 2);
    assert_eq!(
        said(&odd).trim_end(),
        "error: SOURCE_DATE_EPOCH is `soon`: write a number of seconds since 1970, or unset it"
    );
}

#[test]
fn who_calls_it_by_cargo_is_told_so() {
    let site = Site::base();
    site.write("content/index.md", crate::BROKEN);
    let mut check = site.command(&["check"]);
    let checked = check.env("CARGO_PKG_NAME", "candor").output();
    let told = said(&checked.expect("the command starts"));
    let call = format!("For more on a finding: {} explain CODE", by_cargo());
    assert!(told.lines().any(|line| line == call), "{told}");
}

/// Commands that need a site.
const OF_A_SITE: [&[&str]; 9] = [
    &["build"],
    &["check", "--json"],
    &["serve"],
    &["new", "page", "a.md"],
    &["schema"],
    &["mv", "a.md", "b.md"],
    &["rm", "a.md"],
    &["calendar"],
    &["hosting", "nginx"],
];

#[test]
fn a_folder_without_a_site_is_told_in_one_message() {
    // A folder that is not there, one of something else, and two with an empty `content`.
    let made: [(&str, &[&str]); 4] = [
        ("none", &[]),
        ("static", &["static/style.css"]),
        (
            "hidden files",
            &["hidden files/content/.DS_Store", "hidden files/content/a.md~"],
        ),
        ("deep", &["deep/content/in/here/.gitkeep"]),
    ];
    for (folder, files) in made {
        let site = Site::base();
        for file in files {
            site.write(file, "");
        }
        for call in OF_A_SITE {
            let refused = site.run(&[call, &["--site", folder]].concat());
            let quoted = if folder.contains(' ') {
                format!("\"{folder}\"")
            } else {
                folder.into()
            };
            let told = format!(
                "error: `{folder}` holds no site: start one with `candor init {quoted}`, or name \
                 the folder of yours with `--site`\n"
            );
            assert_eq!((code(&refused), said(&refused)), (2, told), "{call:?}");
        }
    }
}

/// How who compiles as these tests do calls the command by cargo.
fn by_cargo() -> &'static str {
    if cfg!(debug_assertions) { "cargo run --" } else { "cargo run --release --" }
}

/// A page without text, and rules without a signature.
fn site_with_calls() -> Site {
    let site = Site::practice();
    let rules = site.read("content/self-check/rules.toml").expect("it stands");
    site.write("content/self-check/rules.toml", rules.replace("[review]", "[unsigned]"));
    site
}

#[test]
fn all_help_calls_the_command_as_it_was_called() {
    let site = site_with_calls();
    let calls: [&[&str]; 10] = [
        &["check", "--publish"],
        &["check", "--publish", "--json"],
        &["build"],
        &["explain", "address-gone"],
        &["explain", "rules-unsigned"],
        &["explain", "site-missing"],
        &["explain", "still-linked"],
        &["rm", "sleep.md", "--help"],
        &["rules", "--help"],
        &["rm", "what-to-expect.md"],
    ];
    for call in calls {
        let mut command = site.command(call);
        let by_name =
            said(&command.env_remove("CARGO_PKG_NAME").output().expect("starts"));
        let told =
            said(&command.env("CARGO_PKG_NAME", "candor").output().expect("starts"));
        assert!(by_name.contains("candor ") && !by_name.contains("cargo"), "{by_name}");
        assert!(
            told.contains(by_cargo()) && !told.contains("candor "),
            "{call:?}: {told}"
        );
    }
}

#[test]
fn the_guides_call_the_command_as_it_was_called() {
    let preview = support::running::Preview::start(Site::base());
    for page in ["/__candor/writing", "/__candor/guide", "/__candor/explain"] {
        let guide = preview.get(page);
        assert!(guide.contains("candor "), "{page}");
        assert!(!guide.contains("cargo run"), "{page}");
    }
}

#[test]
fn a_build_waits_for_another_one() {
    let site = Site::base();
    site.run(&["build"]);
    site.write("static/new.txt", "This is to be published.");
    let lock = fs::File::create(site.path(".candor/dist/lock")).expect("writable");
    lock.lock().expect("nobody else builds");
    let mut build = site.command(&["build"]);
    let mut build =
        build.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    let mut asides = BufReader::new(build.stderr.take().expect("piped"));
    asides.read_line(&mut line).expect("it says why it waits");
    assert_eq!(line, "Another build is writing there; this one waits for it.\n");
    lock.unlock().expect("it is ours");
    assert!(build.wait().expect("it ends").success());
}

/// The practice's own rules, without a signature.
fn practice_rules() -> String {
    let practice = format!("{HERE}/../content/self-check/rules.toml");
    fs::read_to_string(practice).expect("it is there")
}

#[test]
fn a_signature_says_who_and_what() {
    let site = Site::base();
    site.write("rules.toml", practice_rules());
    let call = ["rules", "sign", "rules.toml", "--by", "Somebody", "--role", "MD"];
    assert_eq!(code(&site.run(&call)), 0);
    let signed = site.read("rules.toml").expect("it stands");
    let review: Vec<_> = signed.lines().skip_while(|line| *line != "[review]").collect();
    assert_eq!(review[1..4], ["by = \"Somebody\"", "role = \"MD\"", "on = 2026-12-07"]);
    let hash =
        |line: &str| line.split('"').nth(1).expect("it stands in quotes").to_owned();
    let [logic, wording] = [hash(review[4]), hash(review[5])];
    assert_eq!(
        review[4..],
        [format!("logic = \"{logic}\""), format!("wording = \"{wording}\"")]
    );
    assert!([logic, wording].iter().all(|hash| hash.len() == 64));
    assert_eq!(site.read("signed.toml"), Some(signed));
}

#[test]
fn what_changed_since_a_signature_is_said_by_an_example() {
    let site = Site::practice();
    let rules = "content/self-check/rules.toml";
    let call = ["rules", "sign", rules, "--by", "Somebody", "--role", "MD"];
    assert_eq!(code(&site.run(&call)), 0);
    let signed = site.read(rules).expect("it stands");
    let adults = "{ q2 = [\"minor\"] }, outcome = \"adults_only\"";
    assert!(signed.contains(adults));
    site.write(
        rules,
        signed.replace(adults, "{ q2 = [\"minor\"] }, outcome = \"not_right_now\""),
    );
    let checked = said(&site.run(&["check"]));
    let example = "for example, someone who answers “Under 18” about age, and gives the \
                   ordinary answer to the rest; they had the outcome `adults_only`, now \
                   `not_right_now`";
    assert!(checked.contains(example), "{checked}");
}

#[test]
fn a_signature_that_cannot_be_kept_is_said() {
    let site = Site::base();
    site.write("rules.toml", practice_rules());
    site.write("signed.toml/in-the-way", "");
    let call = ["rules", "sign", "rules.toml", "--by", "Somebody", "--role", "MD"];
    let refused = site.run(&call);
    assert_eq!(code(&refused), 2);
    let start = "error: the file could not be written: ";
    assert!(said(&refused).starts_with(start), "{}", said(&refused));
}

#[test]
fn rules_that_are_too_large_are_said_everywhere() {
    let site = Site::base();
    site.write("rules.toml", large_site::tied());
    let told = "These rules are tied together too widely: `rules check` says which.";
    for call in [
        &["rules", "diff", "rules.toml", "rules.toml"][..],
        &["rules", "chart", "rules.toml"],
    ] {
        let refused = site.run(call);
        assert_eq!(code(&refused), 1, "{call:?}");
        assert_eq!(said(&refused).trim_end(), told, "{call:?}");
    }
}

#[test]
fn a_code_like_no_other_is_answered_with_all_codes() {
    let refused = Site::base().run(&["explain", "bug"]);
    assert_eq!(code(&refused), 2);
    let told = said(&refused);
    let start = "error: there is no finding `bug`; use one of: address, ";
    assert!(told.starts_with(start), "{told}");
    for (known, _) in site::authoring::explain::all() {
        assert!(told.contains(known), "{known} is not offered");
    }
}

#[test]
fn new_addresses_are_noted_in_a_file_that_says_what_it_is() {
    let site = Site::base();
    let built = site.run(&["build", "--publish"]);
    let noted =
        "Noted new addresses in content/addresses.toml: keep that file with the site.";
    assert!(said(&built).contains(noted), "{}", said(&built));
    let file = site.read("content/addresses.toml").expect("it is written");
    let head = "\
# Where visitors have found pages. An address that once was public goes on to work: where no
# page has it any more, it leads to another.

# Written by `candor build --publish`: each address, with the day it was first published.
[published]
";
    assert!(file.starts_with(head), "{file}");
    let hand = "# Written by `candor mv`, or by hand: a former address, and the one that took its place.";
    assert!(file.contains(hand), "{file}");
}

#[test]
fn a_new_page_says_what_to_do_with_each_line() {
    let site = Site::base();
    assert_eq!(code(&site.run(&["new", "page", "a.md"])), 0);
    let page = site.read("content/a.md").expect("it is started");
    let start = "\
+++
# A page: For tests.

# remove this line when the page is ready
draft = true

# write a title (at most 70 characters)
title = \"A page\" # example
";
    assert!(page.starts_with(start), "{page}");
    // Only what is still an example keeps it from going live.
    site.write("content/a.md", page.replace("draft = true\n", ""));
    let checked = site.run(&["check", "--publish", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let codes: Vec<_> = json["findings"].as_array().expect("a list").iter().collect();
    assert!(codes.len() == 3 && code(&checked) == 1, "{json}");
    assert!(codes.iter().all(|finding| finding["code"] == "example-left"), "{json}");
}

#[test]
fn the_score_of_a_decision_aid_is_told() {
    let checked = Site::practice().run(&["check"]);
    let told =
        "The decision aid /decide/: 26 of 35 criteria met, 0 not met, 9 wait for people.";
    assert!(said(&checked).contains(told), "{}", said(&checked));
}

#[test]
fn the_licences_of_all_that_is_inside_are_printed() {
    let printed = Site::empty().run(&["licences"]);
    assert_eq!(code(&printed), 0);
    let printed = said(&printed);
    // Our own, a package, the editor, the font, each with whom it is of.
    for words in [
        "Copyright (c) 2026 The Candor authors",
        "pulldown-cmark 0.",
        "by Marijn Haverbeke",
        "SIL Open Font License",
    ] {
        assert!(printed.contains(words), "{words} is not told");
    }
}
