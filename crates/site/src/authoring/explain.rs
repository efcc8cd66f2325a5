//! More on each finding, by its code: what is wrong, why it matters to the reader, an
//! example that fails, and what to write instead. The texts stand in `explain.md`.
use std::borrow::Cow;
use std::fmt::Write as _;

use ground::diagnostic::{nearest, one_of};
use ground::html::{escaped, with_code};

use super::examples::Examples;

const TEXTS: &str = include_str!("explain.md");

/// Each code with its text, in the order of the alphabet.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = TEXTS.split("\n# ").map(|section| section.trim_start_matches("# "));
    sections
        .filter_map(|section| section.split_once('\n'))
        .map(|(code, text)| (code, text.trim()))
}

/// The text for a code, or what to ask for instead.
pub fn explain(code: &str, examples: &Examples) -> Result<Cow<'static, str>, String> {
    let text = all().find(|(known, _)| *known == code);
    let text = text.map(|(_, text)| examples.fill(text));
    text.ok_or_else(|| {
        let codes = || all().map(|(known, _)| known);
        let near = nearest(code, codes()).map(|near| format!("did you mean `{near}`?"));
        near.unwrap_or_else(|| one_of(codes()))
    })
}

/// All texts as HTML, to stand in a page's `main`; each code is the id of its heading.
pub fn html(examples: &Examples) -> String {
    let mut html = "<h1>What findings mean</h1>\n".to_owned();
    for (code, text) in all() {
        let _ = writeln!(html, "<h2 id=\"{code}\"><code>{code}</code></h2>");
        html.extend(blocks(&examples.fill(text)).iter().map(|block| shown(block)));
    }
    html
}

/// A paragraph or an example as HTML.
fn shown(block: &str) -> String {
    if block.starts_with(INDENT) {
        return format!("<pre>{}</pre>\n", escaped(&outdented(block)));
    }
    format!("<p>{}</p>\n", with_code(block))
}

/// What stands before each line of an example.
const INDENT: &str = "    ";

/// Paragraphs and examples. An empty line within an example belongs to it.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks: Vec<String> = vec![];
    for part in text.split("\n\n") {
        match blocks.last_mut() {
            Some(last) if last.starts_with(INDENT) && part.starts_with(INDENT) => {
                last.push_str("\n\n");
                last.push_str(part);
            }
            _ => blocks.push(part.to_owned()),
        }
    }
    blocks
}

/// An example without its indent.
fn outdented(example: &str) -> String {
    let lines = example.lines().map(|line| line.strip_prefix(INDENT).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}
