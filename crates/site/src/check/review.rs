//! Reviews: a page whose review is overdue does not go live. A page that nobody reviewed yet
//! says so by itself, and may.
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::edit::Fix;
use crate::load::self_check::Check;
use crate::read::front_matter::Review;
use crate::render::fill::World;

/// Finds reviews that are overdue, and dates that cannot be.
pub(super) fn check(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    let reviews =
        world.site.pages.iter().filter_map(|entry| entry.page.matter.review.as_ref());
    for review in reviews {
        found.extend(problem(review, world.sources.today));
    }
}

/// A self-check that nobody has signed does not stop a site whose practice accepts that by
/// its name; its page says so to visitors.
pub(super) fn accept_unsigned(world: &World<'_>, found: &mut Vec<Diagnostic>) {
    for (id, at) in &world.practice.unsigned {
        let named = |check: &&Arc<Check>| check.rules.texts.id == *id;
        let Some(check) = world.checks.values().find(named) else {
            let message = format!("there is no self-check `{id}`");
            let ids = world.checks.values().map(|check| check.rules.texts.id.as_str());
            let near = nearest(id, ids);
            let help = match near {
                Some(near) => format!("write unsigned = [\"{near}\"]"),
                None => "write the id that its rules.toml says".to_owned(),
            };
            let finding = Diagnostic::error("self-check", message).at(at.clone());
            found.push(finding.help(help).fix(near.map(|near| Fix::quoted(at, near))));
            continue;
        };
        let file = check.rules.spans.otherwise.as_ref().map(|at| &at.file);
        let unsigned = found.iter_mut().filter(|finding| {
            finding.code == "rules-unsigned"
                && finding.at.as_ref().map(|at| &at.file) == file
        });
        for finding in unsigned {
            finding.level = Level::Warning;
            finding.message += ", and their page says so";
        }
    }
}

fn problem(review: &Review, today: jiff::civil::Date) -> Option<Diagnostic> {
    let (level, message, help) = if review.on > today {
        (
            Level::Error,
            format!("a review on {} is still to come", review.on),
            "write the day on which the page was reviewed as on",
        )
    } else if review.next <= review.on {
        (
            Level::Error,
            format!("a review on {} cannot be due again on {}", review.on, review.next),
            "write the day of the review as on, and a later day as next",
        )
    } else if review.next < today {
        (
            Level::Unpublishable,
            format!("visitors would read a page whose review was due on {}", review.next),
            "ask the reviewer to read it again, then change on and next",
        )
    } else {
        return None;
    };
    Some(Diagnostic::new("review", level, message).at(review.at.clone()).help(help))
}
