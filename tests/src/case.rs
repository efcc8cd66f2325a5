//! Reads a literate case: a heading, prose, files, and what is expected of them.
//!
//! ````markdown
//! # A link to a page that does not exist
//! Today is 2027-01-31.
//!
//! `content/index.md`
//! ```md
//! …
//! ```
//!
//! ```findings
//! error[link-broken] content/index.md:5:12
//!   …
//! ```
//! ````
use std::ops::Range;

/// One case: all under a heading, up to the next that has something to test.
#[derive(Default)]
pub(crate) struct Case {
    /// The heading.
    pub(crate) name: String,
    /// The date that a line "Today is 2027-01-31." sets.
    pub(crate) today: Option<String>,
    /// Files that differ from those of the base site.
    pub(crate) files: Vec<Block>,
    /// What the findings must be; none when there is no block.
    pub(crate) findings: Option<Block>,
    /// What files of the website must be.
    pub(crate) pages: Vec<Block>,
    /// What a command must print: the first line is `$ candor …`.
    pub(crate) consoles: Vec<Block>,
}

/// A fenced block.
#[derive(Clone)]
pub(crate) struct Block {
    /// The path in backticks on a line of its own before it; else empty.
    pub(crate) path: String,
    /// What the text is: `md`, `html`, `findings`, `hex`, `gone`, …
    pub(crate) info: String,
    /// The text, with a newline at the end of each line.
    pub(crate) text: String,
    /// The lines of the text in the case's file, for rewriting.
    pub(crate) lines: Range<usize>,
}

/// All cases of a file. What stands before the first block belongs to the first case.
pub(crate) fn read(text: &str) -> Vec<Case> {
    let lines: Vec<&str> = text.lines().collect();
    let (mut cases, mut case, mut path) = (vec![], Case::default(), String::new());
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        if let Some(name) = heading(line) {
            finish(std::mem::take(&mut case), &mut cases);
            name.clone_into(&mut case.name);
        } else if let Some(date) = line.strip_prefix("Today is ") {
            case.today = Some(date.trim_end_matches('.').to_owned());
        } else if let Some(named) =
            line.strip_prefix('`').and_then(|l| l.strip_suffix('`'))
            && !named.is_empty()
            && !named.contains('`')
        {
            named.clone_into(&mut path);
            continue;
        } else if line.starts_with("```") {
            let block = block(&lines, at, std::mem::take(&mut path));
            at = block.lines.end + 1;
            case.take(block);
        } else if line.is_empty() {
            continue;
        }
        path.clear();
    }
    finish(case, &mut cases);
    cases
}

fn heading(line: &str) -> Option<&str> {
    line.strip_prefix("# ").or_else(|| line.strip_prefix("## "))
}

fn finish(case: Case, cases: &mut Vec<Case>) {
    let tests =
        case.findings.is_some() || !case.pages.is_empty() || !case.consoles.is_empty();
    if tests || !case.files.is_empty() {
        cases.push(case);
    }
}

/// The block whose fence stands on the line before `at`.
fn block(lines: &[&str], at: usize, path: String) -> Block {
    let ticks = lines[at - 1].bytes().take_while(|byte| *byte == b'`').count();
    let (fence, info) = lines[at - 1].split_at(ticks);
    let length = lines[at..].iter().position(|line| *line == fence);
    let lines_of_text = at..at + length.unwrap_or(lines.len() - at);
    let text =
        lines[lines_of_text.clone()].iter().flat_map(|line| [line, "\n"]).collect();
    Block { path, info: info.trim().to_owned(), text, lines: lines_of_text }
}

impl Case {
    fn take(&mut self, block: Block) {
        match &*block.info {
            "findings" => self.findings = Some(block),
            "console" => self.consoles.push(block),
            _ if block.path.starts_with("dist/") => self.pages.push(block),
            _ if !block.path.is_empty() => self.files.push(block),
            // A block without a path is part of the prose.
            _ => {}
        }
    }
}

impl Block {
    /// The bytes that a file block stands for; nothing when the file shall not be there.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        match &*self.info {
            "gone" => None,
            "hex" => Some(self.text.split_whitespace().map(byte).collect()),
            _ => Some(self.text.clone().into_bytes()),
        }
    }
}

fn byte(digits: &str) -> u8 {
    u8::from_str_radix(digits, 16).expect("hex blocks hold bytes as two digits")
}
