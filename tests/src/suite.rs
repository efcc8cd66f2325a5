//! Runs the literate cases of `tests/suite`: each is a page of prose, files, and what the
//! command must make of them. `UPDATE=1` writes what it made of them into the cases.
mod case;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use case::{Block, Case};
use rayon::prelude::*;
use serde_json::Value;
use support::{HERE, Site, said};
use walkdir::WalkDir;

fn main() -> ExitCode {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut counts = (0, 0);
    for file in files() {
        let text = fs::read_to_string(&file).expect("cases are readable");
        let mut cases = case::read(&text);
        cases.retain(|case| {
            filter.as_ref().is_none_or(|filter| case.name.contains(filter))
        });
        let tried: Vec<_> = cases.par_iter().map(attempt).collect();
        let mut edits = BTreeMap::new();
        for (case, mut wrong) in cases.iter().zip(tried) {
            if update {
                wrong.retain(|wrong| !wrong.rewrite(&mut edits));
            }
            for wrong in &wrong {
                say(&format!("{}\n{}\n{wrong}\n", file.display(), case.name));
            }
            if wrong.is_empty() { counts.0 += 1 } else { counts.1 += 1 }
        }
        if !edits.is_empty() {
            fs::write(&file, edited(&text, edits)).expect("cases are writable");
        }
    }
    say(&format!("suite: {} passed, {} failed", counts.0, counts.1));
    if counts.1 == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// All files with cases, in order. The base site is none.
fn files() -> Vec<PathBuf> {
    let suite = Path::new(HERE).join("suite");
    let entries = WalkDir::new(&suite).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(|entry| entry.file_name() != "base");
    let files = entries.map(|entry| entry.expect("readable").into_path());
    files.filter(|path| path.extension().is_some_and(|end| end == "md")).collect()
}

/// Something that is not as the case says.
struct Wrong {
    what: String,
    expected: String,
    got: String,
    /// The lines to put it into, where it can be rewritten.
    block: Option<Block>,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { what, expected, got, .. } = self;
        write!(to, "  {what}\n--- expected\n{expected}--- got\n{got}---")
    }
}

impl Wrong {
    /// Whether the case can be made to say what is.
    fn rewrite(&self, edits: &mut BTreeMap<usize, (usize, String)>) -> bool {
        let Some(block) = &self.block else { return false };
        edits.insert(block.lines.start, (block.lines.end, self.got.clone()));
        true
    }
}

fn edited(text: &str, edits: BTreeMap<usize, (usize, String)>) -> String {
    let mut lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
    for (start, (end, new)) in edits.into_iter().rev() {
        lines.splice(start..end, [new]);
    }
    lines.concat()
}

/// Runs a case in a folder of its own.
fn attempt(case: &Case) -> Vec<Wrong> {
    let site = Site::base();
    for file in &case.files {
        match file.bytes() {
            Some(bytes) => site.write(&file.path, bytes),
            None => fs::remove_file(site.path(&file.path)).expect("the base site has it"),
        }
    }
    let mut wrong: Vec<_> = findings(case, &site).into_iter().collect();
    wrong.extend(case.pages.iter().filter_map(|page| page_differs(page, &site)));
    wrong.extend(case.consoles.iter().filter_map(|block| console(case, block, &site)));
    wrong
}

/// What a command prints, and how it ends.
fn run(case: &Case, site: &Site, arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = site.command(arguments);
    if let Some(today) = &case.today {
        command.env("SOURCE_DATE_EPOCH", noon(today).to_string());
    }
    let output = command.output().expect("the command starts");
    (said(&output), output.status.code())
}

/// Noon in California on some date: 20:00 UTC, be it winter or (then 13:00) summer.
fn noon(date: &str) -> i64 {
    let parts: Vec<i64> =
        date.split('-').map(|part| part.parse().expect("a date")).collect();
    let [year, month, day] = parts[..] else { panic!("a date like 2027-01-31") };
    // Days since 1970 in the proleptic Gregorian calendar, March as first month.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days =
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    (days - 719_469) * 86_400 + 20 * 3_600
}

/// All findings must be as they stand in the case, and the build must do as they say:
/// where one is an error it writes nothing. A case that shows a terminal shows them there.
fn findings(case: &Case, site: &Site) -> Option<Wrong> {
    let (json, code) = run(case, site, &["check", "--json"]);
    let got = match serde_json::from_str::<Value>(&json) {
        Ok(json) => json["findings"].as_array().into_iter().flatten().map(line).collect(),
        Err(_) => json,
    };
    let (said, built) = run(case, site, &["build"]);
    let stops = got.contains("error[");
    if code != Some(stops.into()) || built != code || site.path("dist").exists() == stops
    {
        let what = format!("check ended with {code:?}, build with {built:?}");
        return Some(Wrong { what, expected: String::new(), got: said, block: None });
    }
    if case.findings.is_none() && !case.consoles.is_empty() {
        return None;
    }
    let expected = case.findings.as_ref().map_or("", |block| &block.text).to_owned();
    let block = case.findings.clone();
    (got != expected).then(|| Wrong { what: "findings".into(), expected, got, block })
}

/// A finding as cases show it: where, what, what else matters, and what to do.
fn line(finding: &Value) -> String {
    let text = |key: &str| finding[key].as_str().unwrap_or_default();
    let also = finding["also"].as_array().into_iter().flatten().map(|also| {
        format!("  also{}: {}\n", place(also), also["note"].as_str().unwrap_or_default())
    });
    let also: String = also.collect();
    let [example, help] = ["example", "help"].map(|key| match text(key) {
        "" => String::new(),
        text => format!("  {key}: {text}\n"),
    });
    let (level, code, message) = (text("level"), text("code"), text("message"));
    format!("{level}[{code}]{}\n  {message}\n{also}{example}{help}", place(finding))
}

/// ` content/index.md:5:12`, or nothing.
fn place(at: &Value) -> String {
    let number = |key| at[key].as_u64().map_or_else(String::new, |n| format!(":{n}"));
    let file = at["file"].as_str().unwrap_or_default();
    format!(" {file}{}{}", number("line"), number("column")).trim_end().to_owned()
}

/// A file of the website must be as the case says. A line `…` stands for any lines.
fn page_differs(page: &Block, site: &Site) -> Option<Wrong> {
    let got = site.read(&page.path);
    let is_right = match &got {
        None => page.info == "gone",
        Some(got) => page.info != "gone" && is_like(got, &page.text),
    };
    if is_right {
        return None;
    }
    let got = got.unwrap_or_else(|| "(it does not exist)\n".into());
    let part = same_part(&got, &page.text);
    Some(Wrong {
        what: page.path.clone(),
        expected: page.text.clone(),
        block: (page.info != "gone" && part.is_some()).then(|| page.clone()),
        got: part.unwrap_or(got),
    })
}

/// What a text has in the place of a pattern: all of it, or, where the pattern begins and
/// ends with `…`, from the pattern's first line up to its last.
fn same_part(text: &str, pattern: &str) -> Option<String> {
    if !pattern.contains("…\n") {
        return Some(text.to_owned());
    }
    let inner = pattern.strip_prefix("…\n")?.strip_suffix("…\n")?;
    let (first, last) = (inner.lines().next()?, inner.lines().last()?);
    let lines: Vec<_> = text.lines().collect();
    let start = lines.iter().position(|line| *line == first)?;
    let end = start + lines[start..].iter().position(|line| *line == last)?;
    (!inner.contains("…\n")).then(|| format!("…\n{}\n…\n", lines[start..=end].join("\n")))
}

/// Whether a text has the parts of a pattern in their order, with nothing between those
/// that no `…` parts.
fn is_like(text: &str, pattern: &str) -> bool {
    let end_line = |text: &str| format!("\n{}\n", text.trim_end_matches('\n'));
    let (text, pattern) = (end_line(text), end_line(pattern));
    let mut parts = pattern.split("\n…\n");
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    if !rest.starts_with('\n') {
        return false;
    }
    for part in middle {
        let part = format!("\n{part}\n");
        let Some(at) = rest.find(&part) else { return false };
        // The newline at its end may begin the next part.
        rest = &rest[at + part.len() - 1..];
    }
    last.is_empty() || rest.ends_with(&format!("\n{last}"))
}

/// A command must print what the case shows, and nothing else.
fn console(case: &Case, block: &Block, site: &Site) -> Option<Wrong> {
    let (call, _) = block.text.split_once('\n').unwrap_or((&block.text, ""));
    let arguments: Vec<_> = call.split_whitespace().skip(2).collect();
    let (mut said, code) = run(case, site, &arguments);
    if code != Some(0) {
        said = format!("{said}[exit code {}]\n", code.unwrap_or(-1));
    }
    // The site of a case stands in another folder each time.
    let folder = site.path("").display().to_string();
    let said = said.replace(folder.trim_end_matches('/'), "/srv/site");
    let program = site.command(&[]).get_program().to_string_lossy().into_owned();
    let said = said.replace(&program, "/usr/local/bin/candor");
    let said: String =
        said.lines().map(|line| without_time(line.trim_end()) + "\n").collect();
    let got = format!("{call}\n{said}");
    (got != block.text).then(|| Wrong {
        what: call.to_owned(),
        expected: block.text.clone(),
        got,
        block: Some(block.clone()),
    })
}

/// A line without how long something took.
fn without_time(line: &str) -> String {
    let number = line.strip_suffix(" ms.").and_then(|rest| rest.rsplit_once(' '));
    number.map_or_else(|| line.to_owned(), |(rest, _)| format!("{rest} … ms."))
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
