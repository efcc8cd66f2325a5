//! The texts that stand in code and in golden files, for the laws about messages.
use std::fs;
use std::path::Path;
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use walkdir::WalkDir;

use crate::{case, root};

/// Macros whose first text has places to fill.
const FORMATS: [&str; 4] = ["format", "write", "writeln", "format_args"];

/// What says only why something cannot happen, to those who read the code.
const NEVER: [&str; 4] = ["expect", "panic", "unreachable", "assert"];

/// A text in the code.
pub(crate) struct Literal {
    /// Where: `crates/site/src/a.rs:12`.
    pub(crate) place: String,
    pub(crate) text: String,
    /// Whether `{…}` in it stands for something.
    pub(crate) filled: bool,
    /// The call whose first argument it is: `error` in `Diagnostic::error("menu", …)`.
    pub(crate) first: String,
}

/// All texts in the code of the command and the core.
pub(crate) fn of_the_product() -> Vec<Literal> {
    let crates = ["ground", "self_check", "site", "disk", "candor"]
        .map(|name| format!("crates/{name}/src"));
    let files = crates.into_iter().flat_map(|folder| files(&folder, "rs"));
    files.flat_map(|(path, text)| literals(&path, &text, Of::Product)).collect()
}

/// The lines of all golden texts: what cases must find, show and print, and the texts that
/// tests ask for.
pub(crate) fn golden() -> Vec<String> {
    let mut lines = vec![];
    for (path, text) in files("tests/suite", "md") {
        if path.contains("/base/") {
            continue;
        }
        for case in case::read(&text) {
            let blocks = case.findings.iter().chain(&case.pages).chain(&case.consoles);
            // Markup has its quotes escaped.
            let plain = |line: &str| line.replace("&quot;", "\"");
            lines.extend(blocks.flat_map(|block| block.text.lines()).map(plain));
        }
    }
    for (path, text) in files("tests/src", "rs") {
        // What these laws say of messages is no golden text.
        if !["laws/message.rs", "laws/code.rs"].iter().any(|law| path.ends_with(law)) {
            let literals = literals(&path, &text, Of::Tests).into_iter();
            lines.extend(literals.flat_map(|literal| {
                literal.text.lines().map(str::to_owned).collect::<Vec<_>>()
            }));
        }
    }
    lines
}

/// The files below a folder with some ending, each with its text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let entries = WalkDir::new(root().join(folder)).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.expect("readable").into_path());
    let paths = paths.filter(|path| path.extension().is_some_and(|end| end == ending));
    paths
        .map(|path| (name(&path), fs::read_to_string(&path).expect("readable")))
        .collect()
}

fn name(path: &Path) -> String {
    let path = path.strip_prefix(root()).expect("it stands below the root");
    path.to_str().expect("names are plain text").to_owned()
}

/// Whose texts are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// What the product says: not what is said only to those who read the code.
    Product,
    /// What tests ask for.
    Tests,
}

/// The texts in a file of code, without comments and attributes.
fn literals(path: &str, text: &str, of: Of) -> Vec<Literal> {
    let mut found = vec![];
    let tokens = TokenStream::from_str(text).expect("the code is Rust");
    walk(path, of, tokens, None, &mut found);
    found
}

/// `within` is the name before the group that the tokens stand in: `format` in
/// `format!(…)`, `expect` in `.expect(…)`.
fn walk(
    path: &str,
    of: Of,
    tokens: TokenStream,
    within: Option<&str>,
    found: &mut Vec<Literal>,
) {
    let (mut name, mut attribute) = (String::new(), false);
    for (at, token) in tokens.into_iter().enumerate() {
        match token {
            TokenTree::Literal(literal) => {
                let place = format!("{path}:{}", literal.span().start().line);
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    let first = within.filter(|_| at == 0).unwrap_or_default().to_owned();
                    let filled = within.is_some_and(|macro_| FORMATS.contains(&macro_));
                    found.push(Literal { place, text: text.value(), filled, first });
                }
                name.clear();
            }
            TokenTree::Group(group) => {
                let of_attribute = attribute && group.delimiter() == Delimiter::Bracket;
                let never = NEVER.iter().any(|never| name.starts_with(never));
                let skipped = of_attribute || never && of == Of::Product;
                if !skipped {
                    walk(path, of, group.stream(), Some(&name), found);
                }
                name.clear();
                attribute = false;
            }
            TokenTree::Ident(ident) => name = ident.to_string(),
            TokenTree::Punct(punct) => {
                attribute = punct.as_char() == '#' || attribute && punct.as_char() == '!';
                if punct.as_char() != '!' {
                    name.clear();
                }
            }
        }
    }
}
