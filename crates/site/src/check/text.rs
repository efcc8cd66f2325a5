//! What the practice's own words say, and how hard they are to read.
use std::collections::BTreeSet;

use super::phrase;
use super::reading::{self, Limit};
use crate::diagnostic::{Diagnostic, Level};
use crate::inputs::Lists;
use crate::read::check::Check;
use crate::read::front_matter;
use crate::read::page::{Body, Hole, Page, What};
use crate::read::prose::Prose;
use crate::read::template_prose;
use crate::read::words::words as words_of;
use crate::render::fill::World;
use crate::source::{ending, hash};

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
    found.extend(body.holes.iter().filter_map(|hole| unnamed(lists, hole)));
    found
}

/// A photograph of somebody whom visitors could take for a patient.
fn unnamed(lists: &Lists<'_>, hole: &Hole) -> Option<Diagnostic> {
    let What::Image { file, alt } = &hole.what else { return None };
    let people = &lists.words.people;
    let said: Vec<_> = words_of(alt).map(|(word, _)| word).collect();
    let has = |list: &BTreeSet<String>| said.iter().any(|word| list.contains(&**word));
    let photograph = matches!(ending(file), "jpg" | "jpeg" | "webp" | "avif");
    if !photograph || !has(&people.words) || has(&people.told) {
        return None;
    }
    let message = "visitors may take the person in this photograph for a patient";
    let told: Vec<_> = people.told.iter().map(String::as_str).collect();
    let help = format!("say who it is, with one of these words: {}", told.join(", "));
    let finding = Diagnostic::new("person-unnamed", Level::Unpublishable, message);
    Some(finding.at(hole.span.clone()).help(help))
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
