//! What a build looks for once all is read, and once all is rendered.
mod claim;
mod contrast;
mod duplicate;
pub mod link;
mod literal;
pub mod markup;
mod metadata;
mod prose;
pub mod redirects;
mod review;
pub mod signoff;
pub mod tree;
mod unused;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::Output;
use crate::source::Path;

use crate::build::part::Part;
use crate::diagnostic::Diagnostic;
use crate::drawing;
use crate::load::Lists;
use crate::load::graph::Entry;
use crate::read::page::{Body, Page};
use crate::render::fill::World;

/// What is found in the words of a page; told when the page is built.
pub(crate) fn words(
    file: &str,
    page: &Page,
    body: &Body,
    lists: &Lists<'_>,
) -> Vec<Diagnostic> {
    prose::page(file, page, body, lists)
}

/// Checks of one page that is built. What they find depends on its own text,
/// and on files that are no pages.
pub fn page(world: &World<'_>, entry: &Entry, body: &Body, found: &mut Vec<Diagnostic>) {
    if world.audited {
        claim::page(world, entry, body, found);
    }
}

/// Checks that need all sources, but of pages only what they say of themselves: their texts
/// are looked at one by one, in [`page`].
pub fn sources(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    unused::check(world, found);
    link::menu(world, found);
    redirects::check(world, found);
    review::check(world, found);
    review::accept_unsigned(world, found);
    contrast::check(world, found);
    if world.audited {
        prose::check(world, found);
        claim::check(world, found);
        duplicate::check(world, found);
        signoff::check(world, found);
    }
}

/// The names of the drawings that stand on a page that is built.
fn shown<'a>(world: &World<'a>) -> BTreeSet<&'a str> {
    let built = world.site.pages.iter().filter(|entry| entry.built);
    built.flat_map(|entry| &world.outline(entry).drawings).map(String::as_str).collect()
}

/// Checks that need the website, and all texts. `parts` are its pages.
pub fn output(
    world: &World<'_>,
    output: &Output,
    parts: &[(&Path, &Arc<Part>)],
    found: &mut Vec<Diagnostic>,
) {
    link::check(world, output, parts, found);
    unused::maps(world, found);
    if world.audited {
        drawing::check(world.drawings, &shown(world), world.facts, found);
    }
}
