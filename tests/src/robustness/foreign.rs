//! Tables of other programs, whatever stands in their files: a finding, at once, and no panic.
use std::fmt::Write as _;
use std::path::Path as DiskPath;
use std::time::{Duration, Instant};

use ground::diagnostic::Diagnostic;
use ground::source::Path;
use self_check::{dmn, language};
use support::HERE;
use support::vector::Random;

/// What is found in a file from which nothing is read.
fn refused(text: &str) -> Vec<Diagnostic> {
    let mut found = vec![];
    let start = Instant::now();
    let read = dmn::read(&Path::from("t.dmn"), text, &mut found);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    assert!(read.is_none(), "{}", &text[..text.len().min(500)]);
    assert!(!found.is_empty(), "it is told why: {}", &text[..text.len().min(500)]);
    found
}

fn many(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

const MANY: &str = "no element of a table has more than 100 attributes";
const DEEP: &str = "no elements of a table stand more than 100 deep in each other";
const NAMES: &str = "no file with a table names more than 1,000 namespaces";
const DTD: &str = "a document type (DTD) can put text into a file that nobody sees there";

#[test]
fn files_that_keep_a_parser_busy_are_refused_at_once() {
    let attributes = many(60_000, |at| format!(" a{at}=\"\""));
    let prefixes = many(60_000, |at| format!(" xmlns:p{at}='urn:{at}'"));
    let nested = "<a xmlns:p='urn:p'>".repeat(60_000);
    let laughs = many(30, |at| format!("<!ENTITY e{at} \"&e{0};&e{0};\">", at + 1));
    for (text, message) in [
        (format!("<definitions{attributes}/>"), MANY),
        (format!("<definitions{attributes}"), MANY),
        (format!("<definitions>{}<x{prefixes}/></definitions>", " ".repeat(9)), NAMES),
        (nested, NAMES),
        ("<decisionTable>".repeat(100_000), DEEP),
        (format!("<!DOCTYPE d [{laughs}]><definitions>&e0;</definitions>"), DTD),
        ("<!DOCTYPE d SYSTEM 'file:///etc/hosts'><definitions/>".to_owned(), DTD),
    ] {
        let found = refused(&text);
        let messages: Vec<_> = found.iter().map(|finding| &finding.message).collect();
        assert_eq!(messages, [message]);
    }
    let prefixes = "<a xmlns:p='urn:p'/>".repeat(2_000);
    for (text, message) in [
        (" ".repeat(3 << 20), "no file with a table for people is larger than 2 MB"),
        (prefixes, NAMES),
    ] {
        assert_eq!(refused(&text)[0].message, message);
    }
    // What only looks like it is no reason.
    let comment = format!(
        "<definitions><!-- {attributes} <!DOCTYPE {} --></definitions>",
        "<a>".repeat(999)
    );
    assert_eq!(refused(&comment)[0].message, "there is no decision table in this file");
}

/// A table whose column takes the numbers from 0 to 59, and more columns like it.
fn numbers(columns: usize, rows: &str, policy: &str) -> String {
    let input = |at| {
        format!(
            "<input><inputExpression><text>n{at}</text></inputExpression><inputValues><text>[0..59]\
             </text></inputValues></input>"
        )
    };
    format!(
        "<definitions><decision><decisionTable hitPolicy=\"{policy}\">{}<output/>{rows}\
         </decisionTable></decision></definitions>",
        many(columns, input)
    )
}

fn row(cells: impl IntoIterator<Item = String>, output: usize) -> String {
    let mut entries = String::new();
    for cell in cells {
        let _ = write!(entries, "<inputEntry><text>{cell}</text></inputEntry>");
    }
    format!("<rule>{entries}<outputEntry><text>\"o{output}\"</text></outputEntry></rule>")
}

#[test]
fn tables_that_come_to_too_much_are_refused_at_once() {
    // Each cell holds every second number.
    let odd: Vec<_> = (0..25).map(|at| (2 * at).to_string()).collect();
    let wide = row(vec![odd.join(","); 20], 0);
    let found = refused(&numbers(20, &wide, "UNIQUE"));
    assert_eq!(
        found[0].message,
        "this row comes to more than 1,000 rows of a self-check"
    );
    let outputs: String = (0..61).map(|at| row(["-".to_owned()], at)).collect();
    let found = refused(&numbers(1, &outputs, "FIRST"));
    assert_eq!(found[0].message, "this table has more than 60 outputs");
    let rows = row(["-".to_owned()], 0).repeat(1_001);
    let found = refused(&numbers(1, &rows, "FIRST"));
    assert_eq!(found[0].message, "a table of 1001 rows and 1 inputs is too large");
    let text = row([format!("\"{}\"", "a".repeat(1_000_000))], 0);
    let found = refused(&numbers(1, &text, "FIRST"));
    assert!(found[0].message.len() < 200, "{}", found[0].message);
    // Each row is a finding, and nobody reads a thousand.
    let rows = row(["f(x)".to_owned()], 0).repeat(1_000);
    let found = refused(&numbers(1, &rows, "FIRST"));
    assert_eq!(found.len(), 51);
    assert_eq!(found[50].message, "there are 950 findings more in this file");
    // Rows that overlap in every way there is.
    let mut random = Random(7);
    let mut cells = || -> Vec<String> {
        let range = |_| format!("[{}..{}]", random.below(20), 40 + random.below(19));
        (0..20).map(range).collect()
    };
    let rows: String = (0..300).map(|at| row(cells(), at % 5)).collect();
    let found = refused(&numbers(20, &rows, "FIRST"));
    assert_eq!(found[0].message, "these rows overlap in too many ways to be compared");
}

/// What Candor itself writes, cut off anywhere, or with bytes of it anywhere else.
#[test]
fn a_mutilated_table_is_read_or_refused() {
    let file = DiskPath::new(HERE).join("checks/whole.toml");
    let text = std::fs::read_to_string(file).expect("readable");
    let check =
        language::read(&Path::from("x"), &text, &mut vec![]).expect("well formed");
    let exported = dmn::write(&check).expect("few rows");
    assert!(exported.is_ascii());
    let mut random = Random(1);
    for _ in 0..600 {
        let cut = &exported[..random.below(exported.len())];
        refused(cut);
        let (from, to) = (random.below(exported.len()), random.below(exported.len()));
        let length = random.below(40).min(exported.len() - from.max(to));
        let mut bytes = exported.clone().into_bytes();
        bytes.copy_within(from..from + length, to);
        let text = String::from_utf8(bytes).expect("ASCII");
        let mut found = vec![];
        let read = dmn::read(&Path::from("t.dmn"), &text, &mut found);
        assert!(read.is_some() || !found.is_empty());
    }
}
