//! Moves: after each, every link leads where it led before, and nothing but addresses has
//! changed. The texts are made of all the forms in which markdown names a file, and of what
//! only looks like one.
use std::collections::BTreeMap;
use std::sync::Arc;

use ground::source::{File, Path, Sources, folder};
use proptest::prelude::*;
use site::authoring::move_page::{Move, move_page};
use site::authoring::remove_page::{links, refusal, remove_page};
use site::read::markdown::destination::NamedBy;
use site::read::page::destinations;
use site::render::address::{join, relative};

const FILES: [&str; 6] = [
    "content/index.md",
    "content/sleep.md",
    "content/wake.md",
    "content/night/_index.md",
    "content/night/nap.md",
    "content/night/deep/rest.md",
];

/// Where a page may go.
const GOALS: [&str; 5] = [
    "content/rest.md",
    "content/night/a.md",
    "content/day/_index.md",
    "content/day/night/b.md",
    "content/night/deep/c.md",
];

/// Forms that name the file `TO`, and forms that only look as if they did.
const FORMS: [&str; 30] = [
    "[a](TO)",
    "[a](TO#part)",
    "[a]( TO )",
    "[a](<TO>)",
    "[a](<TO#part> 'TO')",
    "[a](TO \"TO\")",
    "[a](TO 'a \"TO\" b')",
    "[a](TO (TO))",
    "[a](TO\n\"](TO)\")",
    "[TO](TO)",
    "[`](TO)`](TO)",
    "[a \\] b](TO)",
    "[*a*](TO \"\\\"TO\")",
    "[![a](TO)](TO)",
    "![a](TO 'TO')",
    "[a][Ref] and [b][ref], [ref][], [ref]\n\n[ref]: TO",
    "[a][r1]\n\n[r1]: <TO> 'TO'",
    "[a][r2]\n\n[r2]:\n  TO\n  \"TO\"",
    "> [a](TO)\n> and [b][r3]\n>\n> [r3]: TO",
    "- [a](TO)\n\n  [b](TO)",
    "| a | b |\n| --- | --- |\n| [a](TO) | `[a](TO)` |",
    "Note.[^n]\n\n[^n]: See [a](TO).",
    "[^unused]: See [a](TO).",
    "[never]: TO",
    "`[a](TO)`",
    "```\n[a](TO)\n[ref]: TO\n```",
    "    [a](TO)",
    "\\[a](TO) TO <TO>",
    ":::callout{title=\"TO\"}\n[a](TO)\n:::",
    "## A [a](TO) heading\n\nTerm\n: [a](TO)",
];

/// The site with forms in its pages: in which page, which form, of which page, and whether
/// its dot is written as an entity.
fn sources(forms: &[(usize, usize, usize, bool)]) -> Sources {
    let mut files: BTreeMap<Path, String> = FILES
        .iter()
        .map(|file| (Path::from(*file), "+++\ntitle = \"TO\"\n+++\n".to_owned()))
        .collect();
    for (page, form, to, entity) in forms {
        let file = FILES[*page];
        let mut path = relative(folder(file), FILES[*to]);
        if *entity {
            path = path.replacen(".md", "&#46;md", 1);
        }
        let text = files.entry(file.into()).or_default();
        text.push_str(&FORMS[*form].replace("TO", &path));
        text.push_str("\n\n");
    }
    let files =
        files.into_iter().map(|(path, text)| (path, File::new(text.into_bytes())));
    Sources { files: Arc::new(files.collect()), ..Sources::default() }
}

fn text<'a>(sources: &'a Sources, path: &Path) -> &'a str {
    sources.files[path].text(path).expect("it is text")
}

/// What a text names, as files, and the text around the addresses.
fn parts(sources: &Sources, path: &Path) -> (Vec<(String, String)>, Vec<String>) {
    let text = text(sources, path);
    let (mut named, mut around, mut from) = (vec![], vec![], 0);
    for one in destinations(path, text, false) {
        let (to, fragment) = one.to.split_at(one.to.find('#').unwrap_or(one.to.len()));
        assert!(one.named_by != NamedBy::Directive);
        named.push((join(folder(path), to), fragment.to_owned()));
        around.push(text[from..one.at.start].to_owned());
        from = one.at.end;
    }
    around.push(text[from..].to_owned());
    (named, around)
}

fn holds(before: &Sources, moved: &Move) {
    let new = |file: &str| moved.files.get(file).map_or(file, |new| new).to_owned();
    for path in before.files.keys() {
        let now: Path = new(path).into();
        let (mut named, around) = parts(before, path);
        for (to, _) in &mut named {
            *to = new(to);
        }
        assert_eq!(parts(&moved.sources, &now), (named, around), "{path}");
    }
}

proptest! {
    #[test]
    fn links_lead_where_they_led(
        at in proptest::collection::vec((0..FILES.len(), 0..FORMS.len(), 0..FILES.len(), any::<bool>()), 1..12),
        from in 0..FILES.len(),
        to in 0..GOALS.len(),
    ) {
        let before = sources(&at);
        let (from, to) = (FILES[from].into(), GOALS[to].into());
        if let Ok(moved) = move_page(&before, &from, &to) {
            holds(&before, &moved);
        }
    }
}

/// Whether each text leads to the page `to` where it led to `from`, and says the same. No page has
/// a heading, so what names one leads to the page as a whole.
fn is_led_on(before: &Sources, after: &Sources, from: &Path, to: &Path) {
    assert!(!after.files.contains_key(from));
    for path in before.files.keys().filter(|path| *path != from) {
        let (mut named, around) = parts(before, path);
        for (file, fragment) in named.iter_mut().filter(|(file, _)| **file == **from) {
            (*file, *fragment) = (to.to_string(), String::new());
        }
        assert_eq!(parts(after, path), (named, around), "{path}");
    }
}

proptest! {
    #[test]
    fn links_to_a_removed_page_lead_to_the_other(
        at in proptest::collection::vec((0..FILES.len(), 0..FORMS.len(), 0..FILES.len(), any::<bool>()), 1..12),
        from in 0..FILES.len(),
        to in 0..FILES.len(),
    ) {
        let before = sources(&at);
        let (from, to): (Path, Path) = (FILES[from].into(), FILES[to].into());
        if refusal(&before, &from, Some(&to)).is_none() {
            let removal = remove_page(&before, &from, Some(&to)).expect("it can go");
            is_led_on(&before, &removal.sources, &from, &to);
        }
        let mut found = vec![];
        links(&before, &from, &mut found);
        let is_named = |path: &&Path| parts(&before, path).0.iter().any(|(file, _)| **file == *from);
        let named = before.files.keys().filter(|path| **path != from).filter(is_named);
        let mut told: Vec<_> = found.iter().filter_map(|link| Some(&link.at.as_ref()?.file)).collect();
        told.dedup();
        assert_eq!(told, named.collect::<Vec<_>>());
    }
}

/// The site with one more file, after the page on sleep has given way to the one on waking.
fn led_on_with(file: &str, text: &str) -> String {
    let mut before = sources(&[]);
    before.files_mut().insert(file.into(), File::new(text.as_bytes().to_vec()));
    let (from, to) = ("content/sleep.md".into(), "content/wake.md".into());
    let removal = remove_page(&before, &from, Some(&to)).expect("it can go");
    self::text(&removal.sources, &file.into()).to_owned()
}

#[test]
fn lists_lead_to_the_other_page_and_name_it_once() {
    let practice = "content/practice.toml";
    for (before, after) in [
        (
            "menu = [{ page = 'sleep.md', label = \"Sleep\" }]\n",
            "menu = [{ page = 'wake.md', label = \"Sleep\" }]\n",
        ),
        (
            "menu = [\n  { page = \"sleep.md\", label = \"Sleep\" },\n  { page = \"wake.md\", label = \"Wake\" },\n]\n",
            "menu = [\n  { page = \"wake.md\", label = \"Wake\" },\n]\n",
        ),
        (
            "[[menu]]\npage = \"sleep.md\"\nlabel = \"Sleep\"\n\n[[menu]]\npage = \"wake.md\"\nlabel = \"Wake\"\n",
            "\n[[menu]]\npage = \"wake.md\"\nlabel = \"Wake\"\n",
        ),
        (
            "menu = [{ page = \"wake.md\", label = \"W\" }]\nfooter = [{ page = \"sleep.md\", label = \"S\" }] # ours\n",
            "menu = [{ page = \"wake.md\", label = \"W\" }]\nfooter = [{ page = \"wake.md\", label = \"S\" }] # ours\n",
        ),
    ] {
        assert_eq!(led_on_with(practice, before), after, "{before}");
    }
    // Who looked at the one has not looked at the other.
    let ticks = "[[tick]]\npage = \"sleep.md\"\n\n[[tick]] # ours\npage = \"nap.md\"\n";
    let left = "\n[[tick]] # ours\npage = \"nap.md\"\n";
    assert_eq!(led_on_with("content/judged.toml", ticks), left);
    let template =
        "<a href=\"/sleep/#part\"><a href=\"/sleep/#main\">{% if here == \"/sleep/\" %}";
    let led = "<a href=\"/wake/\"><a href=\"/wake/#main\">{% if here == \"/wake/\" %}";
    assert_eq!(led_on_with("templates/a.html", template), led);
}

#[test]
fn every_form_is_found_as_often_as_it_names_something() {
    let counts: Vec<_> = (0..FORMS.len())
        .map(|form| {
            let sources = sources(&[(0, form, 1, false)]);
            parts(&sources, &FILES[0].into()).0.len()
        })
        .collect();
    let wanted = [
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 0, 0, 0,
        0, 1, 2,
    ];
    assert_eq!(counts, wanted);
}

/// The site with one more file, after the page on sleep has moved: that file as it is then.
fn moved_with(file: &str, text: &str) -> String {
    let mut before = sources(&[]);
    before.files_mut().insert(file.into(), File::new(text.as_bytes().to_vec()));
    let (from, to) = ("content/sleep.md".into(), "content/night/sleep.md".into());
    let moved = move_page(&before, &from, &to).expect("it can move");
    self::text(&moved.sources, &file.into()).to_owned()
}

#[test]
fn templates_keep_what_is_no_address() {
    let text = "{# \"/sleep/\" #}<!-- href=\"/sleep/\" --><p title=\"/sleep/\">\"/sleep/\"\n\
                <a href=\"/sleep/\" class=x><a href='/sleep/#a'><a HREF = /sleep/ id=b>\n\
                <a href=\"{{ site.url }}/sleep/\"><a href=\"{{ other }}/sleep/\">\n\
                <a{% if here == \"/sleep/\" %} aria-current=\"page\"{% endif %} href=\"/sleep/\">\n\
                <script>x = '<a href=\"/sleep/\">'</script><code>&lt;a href=\"/sleep/\"></code>\n\
                <link href=\"{{ assets[\"/sleep/x\"] }}\"><a href=\"/sleep/x/\">é\n";
    let wanted = "{# \"/sleep/\" #}<!-- href=\"/sleep/\" --><p title=\"/sleep/\">\"/sleep/\"\n\
                <a href=\"/night/sleep/\" class=x><a href='/night/sleep/#a'><a HREF = /night/sleep/ id=b>\n\
                <a href=\"{{ site.url }}/night/sleep/\"><a href=\"{{ other }}/sleep/\">\n\
                <a{% if here == \"/night/sleep/\" %} aria-current=\"page\"{% endif %} href=\"/night/sleep/\">\n\
                <script>x = '<a href=\"/sleep/\">'</script><code>&lt;a href=\"/sleep/\"></code>\n\
                <link href=\"{{ assets[\"/sleep/x\"] }}\"><a href=\"/sleep/x/\">é\n";
    assert_eq!(moved_with("templates/a.html", text), wanted);
    // What ends in the middle is read to its end.
    for odd in
        ["<a href=\"", "{{ \"é", "<a href='{% if \"", "<script", "<a href=", "{#", "<é"]
    {
        assert_eq!(moved_with("templates/a.html", odd), odd);
    }
}

#[test]
fn the_lists_of_the_practice_keep_their_quotes() {
    let menu = "menu = [{ page = 'sleep.md', label = \"sleep.md\" }] # sleep.md\n";
    assert_eq!(
        moved_with("content/practice.toml", menu),
        menu.replace("'sleep.md'", "'night/sleep.md'")
    );
    let ticks = "[[tick]]\nquestion = \"sleep.md\"\npage = \"sleep.md\" # sleep.md\n";
    assert_eq!(
        moved_with("content/judged.toml", ticks),
        ticks.replace("page = \"sleep.md\"", "page = \"night/sleep.md\"")
    );
}

#[test]
fn a_folder_takes_all_along_and_never_itself() {
    let before = sources(&[(3, 0, 4, false), (4, 0, 1, false)]);
    let [from, to] = ["content/night", "content/day"].map(Path::from);
    let moved = move_page(&before, &from, &to).expect("it can move");
    assert_eq!(moved.files.len(), 3);
    holds(&before, &moved);
    let into = "content/night/again".into();
    assert!(move_page(&before, &from, &into).is_err());
    let [page, other] = ["content/night/_index.md", "content/other.md"].map(Path::from);
    let alone = move_page(&before, &page, &other).expect("it can move");
    assert_eq!((alone.files.len(), alone.stay.len()), (1, 2));
}
