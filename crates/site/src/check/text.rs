//! What the practice's own words say, and how hard they are to read.
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::phrase;
use super::reading::{self, Limit};
use crate::diagnostic::{Diagnostic, Level};
use crate::graph::Entry;
use crate::read::check::Check;
use crate::read::page::{Hole, What};
use crate::read::prose::Prose;
use crate::read::template_prose;
use crate::read::words::words as words_of;
use crate::render::fill::World;
use crate::source::{ending, hash};

/// Looks at the words of each page that is built, of each self-check, and of the practice.
pub(super) fn check(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    let language = hash(&(world.words, world.kinds));
    let built: Vec<_> = world.site.pages.iter().filter(|entry| entry.built).collect();
    let look = |entry: &&Entry| {
        let key = hash(&("text", &*entry.file, entry.hash, language));
        world.memo.get(key, || page(world, entry))
    };
    let pages: Vec<_> = built.par_iter().map(look).collect();
    found.extend(pages.iter().flat_map(|page| page.iter().cloned()));
    for check in world.checks.values() {
        self_check(world, check, found);
    }
    for drawing in world.drawings.values() {
        found.extend(words(world, "page", &drawing.body.prose, "this drawing"));
    }
    found.extend(phrase::check(&world.practice.prose, world.words));
    for (path, file) in world.sources.below("templates/") {
        let key = hash(&("template", &**path, file.hash, language));
        let said = world.memo.get(key, || match file.text(path) {
            Ok(text) => phrase::check(&template_prose::prose(path, text), world.words),
            // Where templates are read, that is found.
            Err(_) => vec![],
        });
        found.extend(said.iter().cloned());
    }
}

fn page(world: &World<'_>, entry: &Entry) -> Vec<Diagnostic> {
    let page = &entry.page;
    let mut found = words(world, entry.kind(), &page.body.prose, "this page");
    found.extend(phrase::check(&page.matter.prose, world.words));
    found.extend(page.body.holes.iter().filter_map(|hole| unnamed(world, hole)));
    found
}

/// A photograph of somebody whom visitors could take for a patient.
fn unnamed(world: &World<'_>, hole: &Hole) -> Option<Diagnostic> {
    let What::Image { file, alt } = &hole.what else { return None };
    let people = &world.words.people;
    let said: Vec<_> = words_of(alt).map(|(word, _)| word).collect();
    let has = |list: &BTreeSet<String>| said.iter().any(|word| list.contains(word));
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
    let texts = check.prose.iter().chain(parts.map(|part| &part.body.prose));
    for prose in texts {
        found.extend(words(world, "self-check", prose, "this text"));
    }
}

fn words(world: &World<'_>, kind: &str, prose: &Prose, what: &str) -> Vec<Diagnostic> {
    let grade = world.kinds.kind(kind).and_then(|kind| kind.grade);
    let limit = Limit { grade, sentence: world.kinds.sentence };
    let mut found = reading::check(prose, world.words, limit, what);
    found.extend(phrase::check(prose, world.words));
    found
}
