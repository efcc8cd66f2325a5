//! The examples of the `CommonMark` specification, and those of the parser (among them GitHub's
//! tables, strikethrough and task lists), each as a page of its own: what it shows is what the
//! example says, or a finding tells the author of what is shown otherwise.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use ground::diagnostic::Diagnostic;
use ground::source::Sources;

use crate::{base, build_cold, bytes, put, root};

/// An example, and the class under which it is counted.
struct Example {
    class: String,
    markdown: String,
    html: String,
}

/// What another dialect reads as markup, and we as the signs that stand there: dollars are prices
/// here, and no page has its top lines between dashes. That no word is lost holds for these too.
const OTHER_DIALECTS: [&str; 6] = [
    "math",
    "metadata_blocks",
    "old_footnotes",
    "super_sub",
    "wikilinks",
    // GitHub's boxes to tick: a page has none, and a finding says so.
    "gfm_tasklist",
];

/// The examples of the specification, from the package that `npm ci` brings.
fn commonmark() -> Vec<Example> {
    let spec = root().join("tests/browser/node_modules/commonmark-spec/spec.txt");
    let Ok(text) = fs::read_to_string(spec) else {
        assert!(
            std::env::var("CANDOR_BROWSER").is_err(),
            "`npm ci` in tests/browser is needed"
        );
        return vec![];
    };
    let (fence, mut class, mut examples) = ("`".repeat(32), "", vec![]);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix(&*fence).is_some_and(|rest| rest.starts_with(" example")) {
            let markdown = lines.by_ref().take_while(|line| *line != ".");
            let markdown: String = markdown.flat_map(|line| [line, "\n"]).collect();
            let html = lines.by_ref().take_while(|line| *line != fence);
            let html: String = html.flat_map(|line| [line, "\n"]).collect();
            let [markdown, html] = [markdown, html].map(|text| text.replace('→', "\t"));
            examples.push(Example { class: class.to_owned(), markdown, html });
        } else if line.starts_with('#') {
            class = line.trim_start_matches(['#', ' ']);
        }
    }
    examples
}

/// The folder of the parser's source, in cargo's registry.
fn parser() -> PathBuf {
    // Of this platform alone: what others need was never fetched.
    let about = Command::new("rustc").arg("-vV").output().expect("rustc starts").stdout;
    let about = String::from_utf8_lossy(&about).into_owned();
    let host =
        about.lines().find_map(|line| line.strip_prefix("host: ")).expect("a line");
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--offline", "--locked"])
        .args(["--filter-platform", host])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    let metadata: serde_json::Value =
        serde_json::from_slice(&metadata.stdout).expect("metadata are JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    let parser = packages.iter().find(|package| package["name"] == "pulldown-cmark");
    let manifest = parser.expect("it is used")["manifest_path"].as_str().expect("a path");
    PathBuf::from(manifest).parent().expect("a folder").to_owned()
}

/// The parser's own examples, but for those of the specification.
fn of_parser() -> Vec<Example> {
    let mut examples = vec![];
    for file in
        fs::read_dir(parser().join("tests/suite")).expect("the crate has its tests")
    {
        let path = file.expect("readable").path();
        let class = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        if class == "spec" {
            continue;
        }
        let text = fs::read_to_string(&path).expect("readable");
        let mut texts = text
            .split("r##\"")
            .skip(1)
            .map(|rest| rest.split_once("\"##").expect("it ends").0.to_owned());
        while let (Some(markdown), Some(html)) = (texts.next(), texts.next()) {
            // Some stand among the examples of faults that were mended.
            let class = if markdown.contains("[[") { "wikilinks" } else { class };
            examples.push(Example { class: class.to_owned(), markdown, html });
        }
    }
    examples
}

/// What a reader sees of a page, without spaces. Quotes, dashes and dots are set by the
/// typographer.
fn seen(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        if tag.starts_with("img ") {
            // A picture's title is its caption here.
            for name in ["alt=\"", " title=\""] {
                let value = tag.split_once(name).map_or("", |(_, value)| value);
                text.push_str(value.split('"').next().unwrap_or_default());
                text.push(' ');
            }
        }
        // A comment may hold tags.
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        rest = tag.split_once(end).map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    for (old, new) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
        ("“", "\""),
        ("”", "\""),
        ("‘", "'"),
        ("’", "'"),
        ("—", "---"),
        ("–", "--"),
        ("…", "..."),
    ] {
        text = text.replace(old, new);
    }
    text
}

/// A page without what we add to a text: the ways back from notes, and the titles of GitHub's
/// boxes, which it draws by itself; or an example without the numbers that it adds to notes.
fn without_additions(html: &str) -> String {
    let mut html = html.to_owned();
    for (start, end) in [
        ("<a role=\"doc-backlink\"", "</a>"),
        ("<p class=\"box-title\">", "</p>"),
        ("<sup class=\"footnote-definition-label\">", "</sup>"),
    ] {
        while let Some(at) = html.find(start) {
            let length = html[at..].find(end).expect("it ends") + end.len();
            html.replace_range(at..at + length, "");
        }
    }
    html
}

/// A text without spaces.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The words of a text, each with how often it stands there.
fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    all.for_each(|word| *words.entry(word).or_default() += 1);
    words
}

/// The words that one text has more often than another.
fn more<'a>(one: &'a str, other: &str) -> Vec<&'a str> {
    let others = words(other);
    let is_more =
        |(word, count): &(&str, usize)| others.get(word).copied().unwrap_or(0) < *count;
    words(one).into_iter().filter(is_more).map(|(word, _)| word).collect()
}

/// What became of an example.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// It shows what the example says, and nothing is found.
    Same,
    /// It shows what the example says, and something is found all the same.
    SameAndTold,
    /// It shows something else, and a finding stands at each word of the difference.
    OtherAndTold,
    /// It shows something else, and nobody is told.
    Silent,
}

/// The page of an example.
fn file(at: usize) -> String {
    format!("content/examples/e{at}.md")
}

/// A site with a page for each example.
fn site(examples: &[Example]) -> Sources {
    let mut site = base();
    for (at, example) in examples.iter().enumerate() {
        let head = format!(
            "title = \"Example {at}\"\ndescription = \"Example {at} of a specification, which is \
             a page only so that tests can compare it.\""
        );
        put(&mut site, &file(at), &format!("+++\n{head}\n+++\n{}", example.markdown));
    }
    site
}

/// What became of an example, and where it differs.
fn outcome(
    example: &Example,
    page: &str,
    text: &str,
    found: &[&Diagnostic],
) -> (Outcome, String) {
    let main = page.split_once("</h1>").and_then(|(_, rest)| rest.rsplit_once("</main>"));
    let main = main.expect("a page").0;
    let [wanted, got] = [&example.html, main].map(|html| seen(&without_additions(html)));
    // Notes stand at the end of the page, wherever they are written.
    let has_notes = main.contains("class=\"footnotes\"");
    if squeezed(&wanted) == squeezed(&got) || has_notes && words(&wanted) == words(&got) {
        let outcome = if found.is_empty() { Outcome::Same } else { Outcome::SameAndTold };
        return (outcome, String::new());
    }
    let told: String = found
        .iter()
        .filter_map(|finding| finding.at.as_ref())
        .flat_map(|at| [&text[at.start..at.end], " "])
        .collect();
    let told = words(&told);
    let differing = [more(&wanted, &got), more(&got, &wanted)].concat();
    let silent: Vec<_> =
        differing.into_iter().filter(|word| !told.contains_key(word)).collect();
    let difference = format!(
        "{}: {:?}\n  wanted {}\n  got {}\n  nobody is told of {silent:?}\n",
        example.class,
        example.markdown,
        squeezed(&wanted),
        squeezed(&got)
    );
    // Raw HTML is shown as it stands, which is told once, where it begins.
    let is_raw = found.iter().any(|finding| finding.code == "raw-html");
    let is_told = is_raw || silent.is_empty() && !found.is_empty();
    (if is_told { Outcome::OtherAndTold } else { Outcome::Silent }, difference)
}

#[test]
#[allow(clippy::print_stdout, reason = "the harness shows the table to who asks for it")]
fn pages_show_what_examples_say_or_a_finding_tells() {
    let mut examples = commonmark();
    let parsers = of_parser();
    assert!(parsers.len() >= 500, "{} examples of the parser", parsers.len());
    examples.extend(parsers);
    let site = site(&examples);
    let report = build_cold(&site);
    let mut table: BTreeMap<&str, BTreeMap<Outcome, usize>> = BTreeMap::new();
    let mut silent = vec![];
    for (at, example) in examples.iter().enumerate() {
        let file = file(at);
        let is_its = |finding: &&Diagnostic| {
            finding.at.as_ref().is_some_and(|at| *at.file == *file)
        };
        let found: Vec<_> = report.findings.iter().filter(is_its).collect();
        let page = bytes(&report, &format!("examples/e{at}/index.html"));
        let page = String::from_utf8(page).expect("pages are UTF-8");
        let text = crate::text(&site, &file);
        let (outcome, difference) = outcome(example, &page, &text, &found);
        let counts = table.entry(&example.class).or_default();
        *counts.entry(outcome).or_default() += 1;
        if outcome == Outcome::Silent && !OTHER_DIALECTS.contains(&&*example.class) {
            silent.push(difference);
        }
    }
    println!("{:>5} {:>5} {:>5} {:>6}", "same", "told", "other", "silent");
    let outcomes =
        [Outcome::Same, Outcome::SameAndTold, Outcome::OtherAndTold, Outcome::Silent];
    for (class, counts) in &table {
        let [same, told, other, silent] =
            outcomes.map(|of| counts.get(&of).unwrap_or(&0));
        println!("{same:>5} {told:>5} {other:>5} {silent:>6} {class}");
    }
    let classes: BTreeSet<_> = OTHER_DIALECTS.into_iter().collect();
    assert!(classes.iter().all(|class| table.contains_key(class)), "a class is gone");
    assert!(
        silent.is_empty(),
        "{} are silently different:\n{}",
        silent.len(),
        silent.concat()
    );
}
