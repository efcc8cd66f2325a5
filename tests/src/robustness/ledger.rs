//! TOML that a person wrote and a program changes: whatever it looks like, it can be read
//! afterwards, says what it is to say, and keeps all else as it was.
use self_check::proof::sign::{Hashes, signed};
use site::read::addresses::{FILE, read, with_moves, with_published};

/// The ledger in all the forms that TOML allows, each with one redirect that leads to the
/// page that moves.
const FORMS: [&str; 11] = [
    "[redirects]\n\"/old/\" = \"/a/\"\n",
    "[redirects] # note\n\"/old/\" = \"/a/\"\n",
    "  [ redirects ]\n  # note\n  \"/old/\" = \"/a/\" # why\n\n# last\n",
    "[\"redirects\"]\n\"/old/\" = \"/a/\"",
    "redirects = { \"/old/\" = \"/a/\" } # note\n",
    "redirects.\"/old/\" = \"/a/\"\n# note\n",
    "# first\n[redirects]\n'/old/' = '/a/'\n[published] # note\n\"/a/\" = 2026-11-24\n",
    "[published]\n\"/a/\" = 2026-11-24\n\n[redirects]\n\"/old/\" = \"/a/\"\n# last",
    "\u{feff}[redirects]\n\"/old/\" = \"/a/\"\n",
    "redirects = {}\n[published]\n\"/a/\" = 2026-11-24\n",
    "# nothing yet\n",
];

fn moves(from: &str, to: &str) -> Vec<(String, String)> {
    vec![(from.to_owned(), to.to_owned())]
}

/// Whether every line of one text stands in another, in the same order, besides those that
/// the change is about.
fn keeps(before: &str, after: &str) -> bool {
    let mut lines = after.lines();
    let others =
        before.lines().filter(|line| !line.contains("/old/") && !line.contains("{}"));
    others.into_iter().all(|line| lines.any(|kept| kept == line))
}

#[test]
fn a_move_is_noted_however_the_ledger_is_written() {
    for form in
        FORMS.iter().flat_map(|form| [form.to_string(), form.replace('\n', "\r\n")])
    {
        let new = with_moves(Some(&form), &moves("/a/", "/b/")).expect("it can be read");
        let mut found = vec![];
        let ledger = read(&FILE.into(), new.trim_start_matches('\u{feff}'), &mut found);
        assert_eq!(found, [], "{new}");
        let leads =
            |from| ledger.redirects.get(from).map(|redirect| redirect.to.as_str());
        assert_eq!(leads("/a/"), Some("/b/"), "{new}");
        assert!(!form.contains("/old/") || leads("/old/") == Some("/b/"), "{new}");
        assert!(keeps(&form, &new), "{form}\n---\n{new}");
        let ends = (new.matches("\r\n").count(), new.matches('\n').count());
        assert!(ends.0 == if form.contains('\r') { ends.1 } else { 0 }, "{new:?}");
        assert_eq!(form.starts_with('\u{feff}'), new.starts_with('\u{feff}'));
        for comment in ["# note", "# why", "# first", "# last"] {
            assert_eq!(form.contains(comment), new.contains(comment), "{new}");
        }
    }
}

#[test]
fn there_and_back_again_keeps_the_comments() {
    let text = "[redirects]\n# The first of all.\n\"/b/\" = \"/a/\"\n\"/c/\" = \"/a/\"\n";
    let new = with_moves(Some(text), &moves("/a/", "/b/")).expect("it can be read");
    let wanted =
        "[redirects]\n# The first of all.\n\"/c/\" = \"/b/\"\n\"/a/\" = \"/b/\"\n";
    assert_eq!(new, wanted);
}

#[test]
fn a_ledger_that_cannot_be_read_is_left() {
    for text in ["[redirects\n", "redirects = 1\n", "redirects = \"/a/\"\n"] {
        assert_eq!(with_moves(Some(text), &moves("/a/", "/b/")), None, "{text}");
    }
}

#[test]
fn new_addresses_are_noted_below_the_former_ones() {
    let today = "2027-01-31".parse().expect("a date");
    let text = "# ours\n[published] # note\n\"/\" = 2026-11-24 # first\n\n# below\n[redirects]\n";
    let new =
        with_published(Some(text), ["/", "/b/", "/a/"], today).expect("two are new");
    let wanted = "# ours\n[published] # note\n\"/\" = 2026-11-24 # first\n\
                  \"/a/\" = 2027-01-31\n\"/b/\" = 2027-01-31\n\n# below\n[redirects]\n";
    assert_eq!(new, wanted);
    assert_eq!(with_published(Some(&new), ["/", "/a/"], today), None);
    let braces = "published = { \"/\" = 2026-11-24 }\n";
    let new = with_published(Some(braces), ["/a/"], today).expect("one is new");
    assert_eq!(new, "published = { \"/\" = 2026-11-24, \"/a/\" = 2027-01-31 }\n");
}

#[test]
fn a_signature_takes_the_place_of_the_former_one() {
    let hashes = Hashes { logic: "aa".to_owned(), wording: "bb".to_owned() };
    let sign = |text: &str| {
        let on = "2027-01-31".parse().expect("a date");
        signed(&"rules.toml".into(), text, &hashes, "B. \"Bo\"", "MD", on)
    };
    let body = "by = \"A\"\nrole = \"RN\" # nurse\non = 2026-11-24\nlogic = \"1\"\nwording = \"2\"\n";
    let new = "on = 2027-01-31\nlogic = \"aa\"\nwording = \"bb\"\n";
    for head in ["[review]", "[review] # note", "[ \"review\" ]"] {
        let text = format!(
            "[check]\nid = \"a\" # id\n\n{head}\n# above\n{body}\n[rules]\n# last\n"
        );
        let signed = sign(&text).expect("it can be read");
        assert_eq!(signed.matches("review").count(), 1, "{signed}");
        assert!(signed.contains(new), "{signed}");
        for kept in [head, "# id", "# above", "# nurse", "[rules]\n# last\n"] {
            assert!(signed.contains(kept), "{signed}");
        }
        let crlf = sign(&text.replace('\n', "\r\n")).expect("it can be read");
        assert_eq!(crlf, signed.replace('\n', "\r\n"));
    }
    let first =
        sign("[rules]\na.b = 1\n[rules.c]\nd = 2\n# last\n").expect("it can be read");
    assert!(
        first
            .starts_with("[rules]\na.b = 1\n[rules.c]\nd = 2\n# last\n\n[review]\nby = ")
    );
    assert_eq!(sign("[rules\n"), None);
}
