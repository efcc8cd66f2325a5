//! What the texts for writers show as examples: this site's own facts and pages, where it has
//! some, so that whoever copies an example copies what is true here.
use std::borrow::Cow;

use ground::diagnostic::Diagnostic;
use ground::source::Sources;

use crate::load;
use crate::load::graph::{PageGraph, PageNode};
use crate::memo::Memo;
use crate::read::facts::Facts;
use crate::read::practice::Practice;
use crate::{decision, drawing};

/// What stands in the texts as they are written, for a site that has nothing of its own: a
/// sentence with its fact, a second fact, a page with a heading, a drawing, a grid, a number to
/// call, what a benefit owes. Of two that begin alike the longer one comes first.
pub fn neutral() -> impl Iterator<Item = &'static str> {
    include_str!("examples.txt").lines()
}

/// How many there are.
const COUNT: usize = 11;

/// The examples of a site.
#[derive(Default)]
pub struct Examples {
    /// What stands in place of each neutral one, where there is something.
    own: [Option<String>; COUNT],
}

impl Examples {
    /// Those that a site has.
    pub fn of(sources: &Sources) -> Self {
        let ignored: &mut Vec<Diagnostic> = &mut vec![];
        let facts = load::facts(sources, &Memo::once(), ignored);
        let practice = load::practice(sources, ignored);
        let [statement, first, second] = fact(&facts);
        let [page_at_heading, page, title] = page(&load::pages(sources), sources);
        let number = number(&practice);
        let link = |scheme: &str| {
            let number = number.as_deref()?;
            Some(format!("[{number}]({scheme}:{})", Practice::dial(number)))
        };
        let own = [
            statement,
            first,
            second,
            page_at_heading,
            page,
            title,
            named(sources, drawing::FOLDER),
            named(sources, decision::FOLDER),
            link("tel"),
            link("sms"),
            owed(&facts),
        ];
        Self { own }
    }

    /// A text with these examples in place of the neutral ones.
    pub(super) fn fill<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let known = || neutral().zip(&self.own);
        let next = |rest: &str| {
            let found = known().filter_map(|(neutral, own)| {
                Some((rest.find(neutral)?, neutral.len(), own.as_deref()?))
            });
            found.min_by_key(|(at, ..)| *at)
        };
        let (mut filled, mut rest) = (String::new(), text);
        // In one pass: an example of this site may hold a neutral one.
        while let Some((at, length, own)) = next(rest) {
            filled.push_str(&rest[..at]);
            filled.push_str(own);
            rest = &rest[at + length..];
        }
        if filled.is_empty() { text.into() } else { (filled + rest).into() }
    }
}

/// Whether a text stands as it is in a line, a cell and a link of markdown.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(|letter: char| "`|[]<>*_\\\"\n".contains(letter))
}

/// The first fact that can be shown, by its statement and its id, and another one.
fn fact(facts: &Facts) -> [Option<String>; 3] {
    let plain = |id: &&String| is_plain(id) && is_plain(&facts.facts[*id].statement);
    let mut ids = facts.facts.keys().filter(plain);
    let (first, second) = (ids.next(), ids.next());
    let statement = first.map(|id| facts.facts[id].statement.clone());
    [statement, first.cloned(), second.cloned()]
}

/// A page that can be shown, with one of its headings if it has any, and its title.
fn page(graph: &PageGraph, sources: &Sources) -> [Option<String>; 3] {
    let shown = graph.pages.iter().filter_map(|page| Some((page, name(page)?)));
    let mut shown = shown.map(|(page, name)| {
        let title = page.page.matter.title.clone();
        let heading = heading(page, sources);
        (name.to_owned(), heading.map(|heading| format!("{name}#{heading}")), title)
    });
    let Some(first) = shown.next() else { return [None, None, None] };
    let chosen = shown.find(|(_, heading, _)| heading.is_some());
    let (name, at_heading, title) =
        if first.1.is_some() { first } else { chosen.unwrap_or(first) };
    [at_heading.or_else(|| Some(name.clone())), Some(name), Some(title)]
}

/// How another page names this one: one at the top that visitors see, and no home page.
fn name(page: &PageNode) -> Option<&str> {
    let name = page.file.strip_prefix("content/")?;
    let is_shown = page.listed() && &*page.address != "/" && !name.contains('/');
    (is_shown && is_plain(&page.page.matter.title)).then_some(name)
}

/// The id of a page's first heading.
fn heading(page: &PageNode, sources: &Sources) -> Option<String> {
    let headings = super::headings(sources, &page.file);
    headings.into_iter().next().map(|heading| heading.id)
}

/// The first file of a folder of data, as a directive names it.
fn named(sources: &Sources, folder: &str) -> Option<String> {
    let mut files = sources.below(folder);
    let name = files.find_map(|(path, _)| path[folder.len()..].strip_suffix(".toml"))?;
    is_plain(name).then(|| name.to_owned())
}

/// A number of others that pages name.
fn number(practice: &Practice) -> Option<String> {
    let crisis = practice.crisis.iter().map(|lines| &lines.lifeline);
    let lines = practice.lines.iter().map(|(_, number)| number);
    crisis.chain(lines).find(|number| is_plain(number)).cloned()
}

/// What a page says that tells of a benefit.
fn owed(facts: &Facts) -> Option<String> {
    let owed: Vec<_> = facts.companions.iter().map(|one| one.owes.as_str()).collect();
    (!owed.is_empty() && owed.iter().all(|text| is_plain(text))).then(|| owed.join("; "))
}
