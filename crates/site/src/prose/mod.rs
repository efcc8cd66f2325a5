//! Linting of prose: how hard a text is to read, what may not be said, what is shown that was
//! meant for markup, and which sentences there are.
mod halves;
mod letter;
mod mark;
pub mod people;
pub mod phrase;
pub mod ratio;
pub mod reading;
pub mod saying;
mod shown;
pub(crate) mod telephone;

use crate::read::body::Body;
use crate::read::facts::Facts;
use crate::read::front_matter;
use crate::read::kinds::Kinds;
use crate::read::page::ParsedPage;
use crate::read::practice::Practice;
use crate::read::words::Words;
use ground::diagnostic::Diagnostic;
use ground::prose::Prose;
use ground::source::Span;
use reading::Limit;

/// What prose is judged by.
#[derive(Clone, Copy)]
pub struct ProsePolicy<'a> {
    /// Names, and phrases that may not appear.
    pub words: &'a Words,
    /// The kinds of page, each with how hard it may be to read.
    pub kinds: &'a Kinds,
    /// The facts that it may cite.
    pub facts: &'a Facts,
    /// The numbers that it may name.
    pub practice: &'a Practice,
}

/// Lints the words of a page.
pub fn page(
    file: &str,
    page: &ParsedPage,
    body: &Body,
    policy: &ProsePolicy<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let said = page.matter.kind.as_ref().map(|(kind, _)| kind.as_str());
    let kind = front_matter::kind_of(file, said);
    text(policy, kind, &body.prose, "this page", found);
    telephone::links(body, policy.practice, found);
    phrase::check(&page.matter.prose, policy.words, found);
    shown::check(&page.matter.prose, policy.facts, found);
    telephone::check(&page.matter.prose, policy.practice, found);
    if policy.kinds.kind(kind).is_some_and(|kind| kind.claims) {
        ratio::check(body, policy.facts, found);
    }
    people::check(body, &policy.words.people, found);
}

/// Where a page says what only pages may be called that meet all criteria of their kind.
pub fn called(page: &ParsedPage, body: &Body, kinds: &Kinds) -> Option<Span> {
    let phrase = kinds.kinds.iter().find_map(|kind| kind.called.as_deref())?;
    [&page.matter.prose, &body.prose]
        .into_iter()
        .find_map(|prose| phrase::first(prose, phrase))
}

/// Lints a text on a page of some kind; `what` names it in findings: "this page".
pub fn text(
    policy: &ProsePolicy<'_>,
    kind: &str,
    prose: &Prose,
    what: &str,
    found: &mut Vec<Diagnostic>,
) {
    let grade = policy.kinds.kind(kind).and_then(|kind| kind.grade);
    let limit = Limit { grade, sentence: policy.kinds.sentence };
    reading::check(prose, policy.words, limit, what, found);
    phrase::check(prose, policy.words, found);
    shown::check(prose, policy.facts, found);
    halves::check(prose, policy.facts, found);
    telephone::check(prose, policy.practice, found);
}

/// Lints a text that stands in a page: an outcome, a panel.
pub fn part(policy: &ProsePolicy<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    text(policy, "self-check", &body.prose, "this text", found);
    telephone::links(body, policy.practice, found);
}
