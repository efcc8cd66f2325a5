//! A self-check begins: its page as a draft, rules with one question, and a text for each result.
use ground::edit::Edit;
use ground::rewrite;
use ground::source::{Path, Sources, Span, folder, name};
use toml_edit::{Array, DocumentMut, value};

use super::move_page::edited;
use super::{new_page, page_file};
use crate::load;
use crate::memo::Memo;
use crate::read::example;
use crate::read::kinds::{Kinds, PageKind};

/// The kind of the page that shows a self-check.
pub const KIND: &str = "self-check";

/// The rules of a new self-check.
const RULES: &str = include_str!("new_check.toml");

/// Its outcomes.
const OUTCOMES: [&str; 2] = ["talk", "ask_first"];

/// The page of the self-check that a person means by the name of its folder, or of a page:
/// `content/sleep/index.md` for `sleep`, `sleep.md` and `sleep/index.md`.
pub fn page(said: &str) -> Option<Path> {
    let stem = said.strip_suffix("/index.md").or_else(|| said.strip_suffix(".md"));
    let folder = page_file::directory(stem.unwrap_or(said));
    folder.map(|folder| format!("{folder}/index.md").into())
}

/// The site with a new page of a kind in `page`; of a self-check that has no rules yet with these and
/// their texts too. Or why that cannot be.
pub fn start_page(
    sources: &Sources,
    kinds: &Kinds,
    kind: &PageKind,
    page: &Path,
    title: Option<&str>,
) -> Result<Sources, String> {
    let rules = format!("{}/rules.toml", folder(page));
    // Where the rules are there, their page alone is missing.
    if kind.id == KIND && !sources.files.contains_key(rules.as_str()) {
        return start(sources, kinds, kind, page, title);
    }
    new_page::start(sources, kinds, kind, page, title)
}

/// The site with a new self-check, whose page stands in `page`, with its title if that is known, or
/// why that cannot be.
fn start(
    sources: &Sources,
    kinds: &Kinds,
    kind: &PageKind,
    page: &Path,
    title: Option<&str>,
) -> Result<Sources, String> {
    let with_page = new_page::start(sources, kinds, kind, page, title)?;
    let folder = folder(page);
    let rules: Path = format!("{folder}/rules.toml").into();
    page_file::free(sources, &rules)?;
    let new = |file: &Path, text: String| Edit::new(Span::new(file, 0, 0), text);
    let mut edits = vec![new(&rules, rules_text(sources, &rules)?)];
    for outcome in OUTCOMES {
        let file: Path = format!("{folder}/outcomes/{outcome}.md").into();
        page_file::free(sources, &file)?;
        edits.push(new(&file, outcome_text(sources)));
    }
    // What shows it comes below the page's text.
    let end = with_page.files.get(page).map_or(0, |file| file.bytes.len());
    edits.push(Edit::new(Span::new(page, end, end), "\n:::self-check\n".to_owned()));
    Ok(edited(&with_page, &edits))
}

/// The rules, with an id that no other self-check has, and the first fact of the site.
fn rules_text(sources: &Sources, file: &Path) -> Result<String, String> {
    let facts = load::facts(sources, &Memo::once(), &mut vec![]);
    let fact = facts.facts.keys().next().ok_or(
        "a rule of a self-check rests on a fact, and the site has none: write one into \
         content/facts first",
    )?;
    let id = free_id(sources, folder(file));
    let complete = |doc: &mut DocumentMut| {
        *doc.get_mut("check")?.get_mut("id")? = value(id);
        let source = Array::from_iter([fact.as_str()]);
        let rule = doc.get_mut("rules")?.get_mut("first_yes")?.as_inline_table_mut()?;
        *rule.get_mut("source")? = source.into();
        Some(())
    };
    Ok(rewrite::text(file, RULES, complete).expect("the rules have both"))
}

/// An id that no self-check has: the folder's name, or else that of its whole path.
fn free_id(sources: &Sources, folder: &str) -> String {
    let ids = load::check_ids(sources);
    let inside = folder.strip_prefix("content/").unwrap_or(folder);
    let long = inside.replace('/', "-");
    let numbered = (2..).map(|number| format!("{long}-{number}"));
    let mut names = [name(folder).to_owned(), long.clone()].into_iter().chain(numbered);
    names.find(|name| !ids.contains(name)).unwrap_or_default()
}

/// What a result says at first. Where the practice says whom to call in a crisis, each does.
fn outcome_text(sources: &Sources) -> String {
    let crisis = load::practice(sources, &mut vec![]).crisis;
    let lines = crisis.map_or("", |_| "\n:::crisis\n");
    format!("{}\n{lines}", example::TEXT)
}
