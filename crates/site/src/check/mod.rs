//! What a build looks for once all is read, and once all is rendered.
mod claim;
mod link;
pub mod markup;
mod phrase;
pub mod reading;
mod review;
mod stray;
mod text;
mod twice;

use crate::Output;
use crate::diagnostic::Diagnostic;
use crate::render::fill::World;

/// Checks that need all sources.
pub fn sources(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    stray::check(world, found);
    link::menu(world, found);
    review::check(world, found);
    review::accept_unsigned(world, found);
    if world.audited {
        text::check(world, found);
        claim::check(world, found);
        twice::check(world, found);
    }
}

/// Checks that need the website.
pub fn output(world: &World<'_>, output: &Output, found: &mut Vec<Diagnostic>) {
    link::check(world, output, found);
}
