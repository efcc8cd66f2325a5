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
        words(&world.lists(), "page", &drawing.body.prose, "this drawing", found);
    }
    phrase::check(&world.practice.prose, world.words, found);
    for (path, file) in world.sources.below("templates/") {
        let key = hash(&("template", &**path, file.hash, world.words));
        let said = world.memo.get(key, || {
            let mut found = vec![];
            // Where templates are read, it is found that one is no text.
            if let Ok(text) = file.text(path) {
                phrase::check(
                    &template_prose::prose(path, text),
                    world.words,
                    &mut found,
                );
            }
            found
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
    let mut found = vec![];
    words(lists, kind, &body.prose, "this page", &mut found);
    phrase::check(&page.matter.prose, lists.words, &mut found);
    if lists.kinds.kind(kind).is_some_and(|kind| kind.claims) {
        share::check(body, &mut found);
    }
    person::check(body, &lists.words.people, &mut found);
    found
}

fn self_check(world: &World<'_>, check: &Check, found: &mut Vec<Diagnostic>) {
    let parts = check.outcomes.iter().chain(&check.panels);
    let texts = check.prose.iter().chain(parts.map(|part| &part.prose));
    for prose in texts {
        words(&world.lists(), "self-check", prose, "this text", found);
    }
}

fn words(
    lists: &Lists<'_>,
    kind: &str,
    prose: &Prose,
    what: &str,
    found: &mut Vec<Diagnostic>,
) {
    let grade = lists.kinds.kind(kind).and_then(|kind| kind.grade);
    let limit = Limit { grade, sentence: lists.kinds.sentence };
    reading::check(prose, lists.words, limit, what, found);
    phrase::check(prose, lists.words, found);
}
