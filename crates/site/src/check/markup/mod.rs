//! Each page of the website, seen as a browser sees it: a tree. What it owes its reader is
//! looked up there, whoever wrote it: author, template or generator.
//!
//! Sources: WCAG 2.2 (1.1.1, 1.3.1, 2.4.2, 2.4.4, 2.4.6, 3.1.1, 4.1.2), CSP 3, HTML.
mod form;
mod leaving;
mod loading;
mod names;
mod outline;
mod page;
mod syntax;

use ground::diagnostic::Diagnostic;
use ground::source::Span;
use memchr::memmem;

use self::page::Page;
use super::metadata;
use super::tree;
use crate::read::crisis::CrisisLines;
use crate::read::practice::Practice;

/// Finds what is wrong with a page. `at` is where its text comes from.
pub fn check(html: &str, practice: &Practice, at: &Span, found: &mut Vec<Diagnostic>) {
    tree::read(html, |tree| {
        let mut page = Page::new(tree, at, found);
        syntax::check(&mut page);
        outline::check(&mut page);
        names::check(&mut page);
        loading::check(&mut page);
        leaving::check(&mut page, practice);
        form::check(&mut page);
        crisis(&mut page, practice);
        owed(&mut page, html, practice);
    });
}

/// Where a practice says whom to call in a crisis, every page says so in words that are seen.
fn crisis(page: &mut Page<'_>, practice: &Practice) {
    let Some(CrisisLines { lifeline, emergency }) = &practice.crisis else { return };
    for (number, what) in
        [(lifeline, "the crisis line"), (emergency, "the emergency number")]
    {
        if !number.is_empty() && !has(&page.shown, number) {
            let message = format!("visitors to this page would not see {what}, {number}");
            page.add("crisis", message, "include \"crisis-lines.html\" in its template");
        }
    }
}

/// What stands beside the words.
fn owed(page: &mut Page<'_>, html: &str, practice: &Practice) {
    let wrong = metadata::check(html, page.tree, &page.shown, practice);
    for (code, message, help) in wrong {
        page.add(code, message, help);
    }
}

/// Whether a text holds another.
fn has(text: &str, words: &str) -> bool {
    memmem::find(text.as_bytes(), words.as_bytes()).is_some()
}
