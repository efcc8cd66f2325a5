//! All measures as one table in markdown.
use std::fmt::{Display, Write as _};
use std::path::Path;

use super::functions::{self, Function};
use super::{
    Code, Line, findings, imports, limits, names, rebuild, rooms, shares, sizes,
};

/// How many of the longest functions, and of the files with most clones, are listed.
const LISTED: usize = 12;

/// The table of a project's code, and below it what stands behind its figures.
pub fn markdown(root: &Path) -> String {
    let code = Code::read(root);
    let mut out = String::from("| measure | value | limit |\n| --- | --: | --: |\n");
    structure(&code, &mut out);
    form(root, &code, &mut out);
    style(&code, &mut out);
    for (title, lines) in details(root, &code) {
        let _ = writeln!(out, "\n{title}:\n");
        for line in lines {
            let _ = writeln!(out, "- {line}");
        }
    }
    out
}

/// How the files stand to each other.
fn structure(code: &Code, out: &mut String) {
    let circles = imports::circles(code);
    let files: Vec<String> =
        circles.iter().map(|circle| circle.len().to_string()).collect();
    let sizes = format!("{} ({})", circles.len(), files.join(", "));
    let upward = rooms::upward(code).len();
    row(out, "import circles (files in each)", sizes, limits::CIRCLES);
    row(out, "imports from a lower room up", upward, limits::UPWARD);
    row(out, "files in no room", rooms::homeless(code).len(), 0);
    row(out, "public ways to build", rebuild::ways(code).len(), limits::WAYS_TO_BUILD);
}

/// How long things are, and how much is explained.
fn form(root: &Path, code: &Code, out: &mut String) {
    let length = functions::lengths(code);
    row(out, "function length: median", length.median, limits::MEDIAN);
    let decile = length.ninth_decile;
    row(out, "function length: 90th percentile", decile, limits::NINTH_DECILE);
    row(out, "function length: longest", length.longest, limits::LONGEST);
    let long = format!("files over {} lines", limits::FILE_LINES);
    row(out, &long, sizes::long_files(root).len(), limits::LONG_FILES.len());
    let docs = format!("{:.1}", shares::docs(code));
    let comments = format!("{:.2}", shares::comments(code));
    let least = |limit: f64| format!("≥ {limit}");
    row_of(out, "doc lines per 100 code lines", docs, least(limits::DOCS));
    let name = "comments inside functions per 100 code lines";
    row_of(out, name, comments, least(limits::COMMENTS));
}

/// What is done in one way and what in several.
fn style(code: &Code, out: &mut String) {
    let clones = format!("{:.1}", shares::clones(code));
    row(out, "`.clone()` per 1,000 code lines", clones, limits::CLONES);
    let sinks = findings::sinks(code).len();
    row_of(out, "functions that take `&mut Vec<Diagnostic>`", sinks, "");
    let other = findings::sinks_not_last(code).len();
    row(out, "of these, not as the last parameter", other, limits::SINKS_NOT_LAST);
    let returned = findings::returned(code).len();
    row(out, "functions that return findings", returned, limits::FINDINGS_RETURNED);
    let ambiguous = names::ambiguous(code).len();
    row(out, "public type names of several types", ambiguous, limits::AMBIGUOUS);
    let size = format!("{} / {}", code.count(Line::Code), functions::all(code).len());
    row_of(out, "code lines / functions", size, "");
}

fn row(out: &mut String, name: &str, value: impl Display, limit: impl Display) {
    row_of(out, name, value, format!("≤ {limit}"));
}

fn row_of(out: &mut String, name: &str, value: impl Display, limit: impl Display) {
    let _ = writeln!(out, "| {name} | {value} | {limit} |");
}

/// What stands behind the figures, for those who want to better them.
fn details(root: &Path, code: &Code) -> Vec<(&'static str, Vec<String>)> {
    let circles = imports::circles(code);
    let ambiguous = names::ambiguous(code);
    let ambiguous =
        ambiguous.iter().map(|(name, at)| format!("{name}: {}", at.join(", ")));
    vec![
        ("Circles", circles.iter().map(|circle| circle.join(", ")).collect()),
        ("Upward", rooms::upward(code)),
        ("In no room", rooms::homeless(code)),
        ("Ways to build", rebuild::ways(code)),
        ("Longest functions", longest(code)),
        ("Long files", sizes::long_files(root)),
        ("Most clones", most_clones(code)),
        ("Findings not last", places(&findings::sinks_not_last(code))),
        ("Findings returned", places(&findings::returned(code))),
        ("Several meanings", ambiguous.collect()),
    ]
}

fn places(functions: &[Function]) -> Vec<String> {
    functions.iter().map(Function::place).collect()
}

fn longest(code: &Code) -> Vec<String> {
    let mut all = functions::all(code);
    all.sort_by_key(|function| std::cmp::Reverse(function.lines()));
    let line = |function: &Function| format!("{} {}", function.lines(), function.place());
    all.iter().take(LISTED).map(line).collect()
}

fn most_clones(code: &Code) -> Vec<String> {
    let mut clones = functions::clones(code);
    clones.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let lines = clones.iter().map(|(file, count)| format!("{count} {}", file.place()));
    lines.take(LISTED).collect()
}
