//! What the practice's own words say, and how hard they are to read.
use crate::diagnostic::Diagnostic;
use crate::load::Lists;
use crate::load::self_check::Check;
use crate::prose::people as person;
use crate::prose::phrase;
use crate::prose::ratio as share;
use crate::prose::reading::{self, Limit};
use crate::read::front_matter;
use crate::read::page::{Body, Page};
use crate::read::prose::Prose;
use crate::read::template_prose;
use crate::render::fill::World;
use crate::source::hash;

/// Looks at the words of each self-check, and of the practice.
pub(super) fn check(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    for check in world.checks.values() {
        self_check(world, check, found);
    }
    for drawing in world.drawings.values() {
        let words = words(&world.lists(), "page", &drawing.body.prose, "this drawing");
        found.extend(words);
    }
    found.extend(phrase::check(&world.practice.prose, world.words));
    for (path, file) in world.sources.below("templates/") {
        let key = hash(&("template", &**path, file.hash, world.words));
        let said = world.memo.get(key, || match file.text(path) {
            Ok(text) => phrase::check(&template_prose::prose(path, text), world.words),
            // Where templates are read, that is found.
            Err(_) => vec![],
        });
        found.extend(said.iter().cloned());
    }
}

/// What is found in the words of a page.
pub(super) fn page(
    file: &str,
    page: &Page,
    body: &Body,
    lists: &Lists<'_>,
) -> Vec<Diagnostic> {
    let said = page.matter.kind.as_ref().map(|(kind, _)| kind.as_str());
    let kind = front_matter::kind_of(file, said);
    let mut found = words(lists, kind, &body.prose, "this page");
    found.extend(phrase::check(&page.matter.prose, lists.words));
    if lists.kinds.kind(kind).is_some_and(|kind| kind.claims) {
        found.extend(share::check(body));
    }
    found.extend(person::check(body, &lists.words.people));
    found
}

fn self_check(world: &World<'_>, check: &Check, found: &mut Vec<Diagnostic>) {
    let parts = check.outcomes.iter().chain(&check.panels);
    let texts = check.prose.iter().chain(parts.map(|part| &part.prose));
    for prose in texts {
        found.extend(words(&world.lists(), "self-check", prose, "this text"));
    }
}

fn words(lists: &Lists<'_>, kind: &str, prose: &Prose, what: &str) -> Vec<Diagnostic> {
    let grade = lists.kinds.kind(kind).and_then(|kind| kind.grade);
    let limit = Limit { grade, sentence: lists.kinds.sentence };
    let mut found = reading::check(prose, lists.words, limit, what);
    found.extend(phrase::check(prose, lists.words));
    found
}
