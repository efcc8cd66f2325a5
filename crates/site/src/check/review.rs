//! Reviews: a page whose review is overdue does not go live. A page that nobody reviewed yet
//! says so by itself, and may.
use crate::diagnostic::{Diagnostic, Level};
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
