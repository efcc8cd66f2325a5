//! What visitors would see change, from websites that stand for all.
use std::collections::BTreeMap;

use ground::source::Sources;
use proptest::prelude::*;
use site::authoring::changes::{
    Fate, PublishedSite, Run, WebsiteChanges, changes, sentences, text,
};
use site::store::{Content, WebFile};
use site::website::Website;
use site::website::redirects::SentOn;

/// A website of some files, with redirects.
fn website(files: &[(&str, &str)], redirects: &[(&str, &str)]) -> Website {
    let file = |(path, text): &(&str, &str)| {
        let content = Content::in_memory(text.as_bytes().into());
        ((*path).into(), WebFile::plain(content))
    };
    let redirect = |(from, to): &(&str, &str)| {
        let sent = SentOn { to: (*to).to_owned(), is_for_now: false };
        ((*from).to_owned(), sent)
    };
    Website {
        files: files.iter().map(file).collect(),
        redirects: redirects.iter().map(redirect).collect(),
        base_path: String::new(),
    }
}

fn between(before: &Website, now: &Website) -> WebsiteChanges {
    let sources = &Sources::default();
    changes(
        PublishedSite { website: before, sources },
        PublishedSite { website: now, sources },
    )
}

/// A page whose `main` holds some HTML.
fn page(main: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>A – P</title><meta name=description \
         content=\"What it says.\"><style>p {{ color: red }}</style></head><body><header>\
         <a href=/>Home</a></header><main><h1>A</h1>{main}</main><footer>Six</footer></body></html>"
    )
}

fn told(before: &str, now: &str) -> String {
    let [before, now] =
        [before, now].map(|main| website(&[("a/index.html", &page(main))], &[]));
    text(&between(&before, &now))
}

#[test]
fn a_page_is_read_as_lines() {
    let main = "<p>One <b>t</b>wo.<br>Three.</p><img src=/a.png alt=\"a cat\"><details>\
                <summary>More</summary><p>Four.</p></details><script>five()</script>";
    let now = website(&[("a/index.html", &page(main))], &[]);
    let change = &between(&Website::default(), &now).pages[0];
    assert_eq!((&*change.name, &change.fate), ("A", &Fate::Added));
    let lines = "A – P\nWhat it says.\nA\nOne two.\nThree.\nPicture: a cat\nMore\nFour."
        .to_owned();
    assert_eq!(change.words, [vec![Run::Now(lines)]]);
}

/// Each row: the text before, the text now, and how the difference is told.
#[test]
fn what_differs_in_words_is_marked() {
    let many = "a b c d e f g h i j k l";
    let rows = [
        ("<p>a<p>b", "<p>a", "    was: [b]\n"),
        ("<p>a", "<p>a<p>b<p>c", "    now: [b\n         c]\n"),
        ("<p>one two", "<p>three four", "    was: [one two]\n    now: [three four]\n"),
        (
            &format!("<p>{many} m"),
            &format!("<p>{many} n"),
            "    was: … e f g h i j k l [m]\n    now: … e f g h i j k l [n]\n",
        ),
        ("<p>so it is", "<p>so it really is", "    now: so it [really] is\n"),
    ];
    for (before, now, lines) in rows {
        let head = "Changed page: /a/ (A)\n";
        assert_eq!(told(before, now), format!("{head}{lines}"), "{before} {now}");
    }
    assert_eq!(
        told("<p class=a>one", "<p class=b>one"),
        "The words are the same, and what is around them is not: /a/.\n"
    );
}

#[test]
fn what_stands_around_all_pages_is_told_once() {
    let pages = |home: &str| {
        let html = page("<p>one").replace("Home", home);
        website(&[("index.html", &html), ("b/index.html", &html)], &[])
    };
    let told = text(&between(&pages("Home"), &pages("Start")));
    assert_eq!(
        told,
        "Around the text of all pages, words change.\n    was: [Home]\n    now: [Start]\n\
         The words are the same, and what is around them is not: /, /b/.\n"
    );
}

/// Every other kind of change, each as a sentence.
#[test]
fn each_kind_of_change_has_a_sentence() {
    let one = page("<p>one and only");
    let headers = |policy: &str| format!("/a/\n  Cache-Control: {policy}\n");
    let before = website(
        &[
            ("a/index.html", &one),
            ("gone/index.html", &page("<p>gone")),
            ("old/index.html", &page("<p>moved with other words")),
            ("assets/style.0123456789abcdef.css", "a"),
            ("assets/font.0123456789abcdef.woff2", "a"),
            ("_headers", &headers("no-cache")),
        ],
        &[("/x/", "/a/"), ("/y/", "/a/")],
    );
    let now = website(
        &[
            ("b/index.html", &one),
            ("new/index.html", &page("<p>moved with others")),
            ("a/index.html", &page("<p>something else")),
            ("assets/style.fedcba9876543210.css", "b"),
            ("robots.txt", "a"),
            ("_headers", &headers("no-store")),
        ],
        &[("/x/", "/b/"), ("/old/", "/new/")],
    );
    let sentences = sentences(&between(&before, &now));
    assert_eq!(
        sentences,
        [
            "Changed page: /a/ (A)",
            "New page: /b/ (A)",
            "Removed page: /gone/ (A); its visitors find nothing there",
            "Moved page: /old/ is now /new/ (A)",
            "Removed file: assets/font.woff2",
            "Changed file: assets/style.css",
            "New file: robots.txt",
            "Visitors of /old/ are sent to /new/.",
            "Visitors of /x/ are sent to /b/, no longer to /a/.",
            "Visitors of /y/ are no longer sent elsewhere.",
            "Browsers are told another Cache-Control at /a/.",
        ]
    );
}

/// The rules of a self-check alone.
fn rules(text: Option<&str>) -> Sources {
    let mut sources = Sources::default();
    let file = text.map(|text| ground::source::File::new(text.as_bytes()));
    let file = file.map(|file| ("content/self-check/rules.toml".into(), file));
    sources.files_mut().extend(file);
    sources
}

/// What a self-check decides is told in people, and only where it decides otherwise.
#[test]
fn what_rules_mean_is_told() {
    let rules = std::fs::read_to_string(
        std::path::Path::new(support::HERE).join("../content/self-check/rules.toml"),
    );
    let rules = rules.expect("the practice has rules");
    let empty = Website::default();
    let told = |before: Option<&str>, now: Option<&str>| {
        let (before, now) = (self::rules(before), self::rules(now));
        let site = |sources| PublishedSite { website: &empty, sources };
        changes(site(&before), site(&now))
    };
    let comment = format!("{rules}\n# A word for colleagues.\n");
    assert!(told(Some(&rules), Some(&comment)).are_none());
    assert!(sentences(&told(None, Some(&rules)))[0].starts_with("New self-check: "));
    assert!(sentences(&told(Some(&rules), None))[0].starts_with("Removed self-check: "));
    // Whoever is pregnant is no longer told to wait.
    let fewer: Vec<_> = rules.lines().filter(|line| !line.starts_with("r5 = ")).collect();
    let fewer = text(&told(Some(&rules), Some(&fewer.join("\n"))));
    let (head, people) = fewer.split_once('\n').expect("it is told for whom");
    assert_eq!(
        head,
        "The self-check “Is ketamine therapy worth a talk?” decides in another way."
    );
    assert!(
        people.contains(" combinations had the outcome `not_right_now`, now "),
        "{people}"
    );
}

#[test]
fn rules_that_are_too_large_to_be_compared_are_told() {
    let tied = support::large_site::tied();
    let (before, now) =
        (rules(Some(&tied)), rules(Some(&tied.replace("\"yes\"", "\"no\""))));
    let empty = &Website::default();
    let site = |sources| PublishedSite { website: empty, sources };
    let told = text(&changes(site(&before), site(&now)));
    assert!(told.ends_with("    The rules are too large to be compared.\n"), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Of what is told both texts can be made again where nothing is left out: no word of a change
    /// is lost, none is invented.
    #[test]
    fn no_word_of_a_change_is_lost(
        before in prop::collection::vec("[a-e]{1,2}", 0..12),
        now in prop::collection::vec("[a-e]{1,2}", 0..12),
    ) {
        let html = |words: &[String]| page(&format!("<p>{}", words.join(" ")));
        let [old, new] = [&before, &now].map(|words| website(&[("a/index.html", &html(words))], &[]));
        let changes = between(&old, &new);
        prop_assert_eq!(changes.are_none(), before == now);
        let count = |words: &[String]| {
            let mut counts: BTreeMap<String, i64> = BTreeMap::new();
            for word in words {
                *counts.entry(word.clone()).or_default() += 1;
            }
            counts
        };
        let (mut left, mut come) = (vec![], vec![]);
        for run in changes.pages.iter().flat_map(|page| page.words.iter().flatten()) {
            let words = run.text().split_whitespace().map(str::to_owned);
            match run {
                Run::Before(_) => left.extend(words),
                Run::Now(_) => come.extend(words),
                Run::Both(_) => {}
            }
        }
        let mut counts = count(&before);
        for (word, number) in count(&now) {
            *counts.entry(word).or_default() -= number;
        }
        for (word, number) in count(&left) {
            *counts.entry(word).or_default() -= number;
        }
        for (word, number) in count(&come) {
            *counts.entry(word).or_default() += number;
        }
        prop_assert!(counts.values().all(|number| *number == 0), "{:?}", counts);
    }

    /// Whatever stands in a file of the website, it is read somehow.
    #[test]
    fn any_file_is_compared(before in ".{0,60}", now in "[<>/a-z =\"&;]{0,60}") {
        let [old, new] = [&*before, &*now].map(|html| website(&[("a/index.html", html)], &[]));
        prop_assert_eq!(between(&old, &new).are_none(), before == now);
    }
}
