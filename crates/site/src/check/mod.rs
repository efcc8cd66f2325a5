//! What a build looks for once all is read, and once all is rendered.
mod claim;
mod contrast;
mod link;
pub mod markup;
pub mod moved;
mod owed;
mod phrase;
pub mod reading;
mod review;
mod stray;
mod text;
pub mod tick;
mod twice;

use std::collections::BTreeSet;

use crate::Output;
use crate::diagnostic::Diagnostic;
use crate::drawing;
use crate::read::page::What;
use crate::render::fill::World;

/// Checks that need all sources.
pub fn sources(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    stray::check(world, found);
    link::menu(world, found);
    moved::check(world, found);
    review::check(world, found);
    review::accept_unsigned(world, found);
    text::check(world, found);
    claim::check(world, found);
    twice::check(world, found);
    drawing::check(world.drawings, &shown(world), world.facts, found);
    tick::check(world, found);
    found.extend(contrast::check(world.sources, world.colours));
}

/// The names of the drawings that stand on a page that is built.
fn shown<'a>(world: &World<'a>) -> BTreeSet<&'a str> {
    let built = world.site.pages.iter().filter(|entry| entry.built);
    let holes = built.flat_map(|entry| &entry.page.body.holes);
    let names = holes.filter_map(|hole| match &hole.what {
        What::Directive(directive) if directive.name == "drawing" => {
            directive.get("name")
        }
        _ => None,
    });
    names.collect()
}

/// Checks that need the website.
pub fn output(world: &World<'_>, output: &Output, found: &mut Vec<Diagnostic>) {
    link::check(world, output, found);
    stray::maps(world, found);
}
