//! A build that is killed leaves a website that can be served, and the next one mends it.
use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::time::{Duration, Instant};

use ground::source::ending;
use support::Site;

use crate::build;

type Files = BTreeMap<String, Vec<u8>>;

/// How often a build is killed.
const TIMES: u32 = 200;

/// Two states of the site between which every page and the style sheet differ, and each of
/// which has a page and a folder that the other lacks.
const STATES: [&str; 2] = ["One", "Other"];

fn change(site: &Site, state: usize) {
    let practice = site.read("content/practice.toml").expect("it stands");
    let practice = practice.replace(STATES[1 - state], STATES[state]);
    site.write("content/practice.toml", practice);
    let style = site.read("static/style.css").expect("it stands");
    let style = style.split("/*").next().unwrap_or_default();
    site.write("static/style.css", format!("{style}/* {} */", STATES[state]));
    let only =
        |state: usize| format!("content/only-{}/page.md", STATES[state].to_lowercase());
    let _ = std::fs::remove_file(site.path(only(1 - state)));
    // A page that was published may not go without a word.
    let _ = std::fs::remove_file(site.path("content/addresses.toml"));
    site.write(only(state), page("A page of one state", "[Home](../index.md)"));
}

fn page(title: &str, text: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndescription = \"A page that exists only so that a build \
         of {title} has something to write, more than once.\"\n+++\n{text}\n"
    )
}

/// A site of so many pages.
fn many(pages: usize) -> Site {
    let site = Site::base();
    let practice = site.read("content/practice.toml").expect("it stands");
    site.write("content/practice.toml", practice.replace("Example", "One"));
    for number in 0..pages {
        let text = format!(
            "Text {number}, and [the next page](page-{}.md).",
            (number + 1) % pages
        );
        site.write(
            format!("content/page-{number}.md"),
            page(&format!("Page {number}"), &text),
        );
    }
    site
}

/// The files that a page loads.
fn assets(page: &[u8]) -> BTreeSet<String> {
    let page = String::from_utf8_lossy(page);
    let quoted = page.split('"').filter_map(|part| part.strip_prefix('/'));
    quoted.filter(|path| path.starts_with("assets/")).map(str::to_owned).collect()
}

/// Every file is whole, of one state or the other, and every page finds what it loads.
fn can_be_served(found: &Files, states: &[Files; 2]) {
    for (path, bytes) in found {
        let whole = states.iter().any(|state| state.get(path) == Some(bytes));
        assert!(whole, "{path} is of neither state");
        if ending(path) == "html" {
            let needs = assets(bytes);
            assert!(!needs.is_empty(), "{path} loads nothing");
            for asset in needs {
                assert!(found.contains_key(&asset), "{path} lacks {asset}");
            }
        }
    }
}

/// Publishes and puts back by turns, and is killed meanwhile: visitors have the one website or the
/// other, never a part of both, and the next publication makes it right.
#[test]
fn a_killed_publication_leaves_one_whole_website() {
    let site = many(12);
    let mut usual = Duration::MAX;
    let publish = |site: &Site| {
        let published = site.run(&["publish"]);
        assert!(published.status.success(), "{}", support::said(&published));
    };
    let states = [0, 1].map(|state| {
        change(&site, state);
        let since = Instant::now();
        publish(&site);
        usual = usual.min(since.elapsed());
        site.files("dist")
    });
    // What one state has and the other lacks is no advice that was withdrawn.
    let back = |state: usize| {
        let lacks = ["/only-other/page/", "/only-one/page/"][state];
        let number = (state + 1).to_string();
        site.command(&["rollback", &number, "--despite", lacks])
    };
    let mut killed = 0;
    for round in 0..TIMES {
        let state = round as usize % 2;
        // Publications 1 and 2 stay among the last ten: nothing is recorded for ever.
        if round % 8 == 0 {
            std::fs::remove_dir_all(site.path(".candor/publications"))
                .expect("it is there");
            for state in [0, 1] {
                change(&site, state);
                publish(&site);
            }
        }
        change(&site, state);
        let mut command =
            if round % 3 == 0 { back(1 - state) } else { site.command(&["publish"]) };
        let mut process = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(usual * (round * 73 % TIMES) / TIMES);
        process.kill().expect("it can be killed");
        killed += u32::from(!process.wait().expect("it ends").success());
        let found = site.files("dist");
        assert!(states.contains(&found), "round {round} left a part of two websites");
        if round % 5 == 0 {
            publish(&site);
            assert!(site.files("dist") == states[state], "mended after round {round}");
        }
    }
    assert!(killed > TIMES / 4, "{killed} of {TIMES} were killed before their end");
}

#[test]
fn a_killed_build_does_no_harm() {
    let site = many(60);
    // The quicker of two: where one of them had to wait for other programs, all rounds would.
    let mut usual = Duration::MAX;
    let states = [0, 1].map(|state| {
        change(&site, state);
        let since = Instant::now();
        build(&site);
        usual = usual.min(since.elapsed());
        site.files("dist")
    });
    assert!(states[0].iter().all(|(path, bytes)| {
        ending(path) != "html" || states[1].get(path) != Some(bytes)
    }));
    let mut killed = 0;
    for round in 0..TIMES {
        let state = round as usize % 2;
        change(&site, state);
        let mut process = site
            .command(&["build"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        // Spread over the whole time that a build takes, in an order that looks random.
        std::thread::sleep(usual * (round * 73 % TIMES) / TIMES);
        process.kill().expect("it can be killed");
        killed += u32::from(!process.wait().expect("it ends").success());
        can_be_served(&site.files("dist"), &states);
        if round % 5 == 0 {
            build(&site);
            assert!(site.files("dist") == states[state], "mended after round {round}");
        }
    }
    assert!(
        killed > TIMES / 4,
        "{killed} of {TIMES} builds were killed before their end"
    );
}
