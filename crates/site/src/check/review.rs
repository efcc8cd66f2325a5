//! Reviews: a page whose review is overdue does not go live. A page that nobody reviewed yet
//! says so by itself, and may.
use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::edit::Fix;

use crate::load::Project;
use crate::read::front_matter::{FrontMatter, PageReview};

/// Finds reviews that are overdue, and dates that cannot be.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    let today = project.sources.today;
    for page in &project.graph.pages {
        let matter = &page.page.matter;
        found.extend(matter.review.as_ref().and_then(|review| problem(review, today)));
        // One that is hidden may say the day on which it is to show.
        if page.hidden.is_none() {
            found.extend(updated_later(matter, today));
        }
    }
}

/// A page that says it changed on a day that is still to come.
fn updated_later(matter: &FrontMatter, today: jiff::civil::Date) -> Option<Diagnostic> {
    let updated = matter.updated.filter(|updated| *updated > today)?;
    let message = format!("visitors would read that this page changed on {updated}");
    let finding = Diagnostic::new("dates", Level::Unpublishable, message);
    let at = matter.updated_at.clone()?;
    Some(finding.at(at).help(format!("write the day of the last change: {today}")))
}

/// Tells of self-checks that nobody has signed. One does not stop a site whose practice accepts
/// that by its name; its page says so to visitors. Neither does one that nobody sees yet.
pub(super) fn unsigned(project: &Project, found: &mut Vec<Diagnostic>) {
    let accepted = &project.practice.unsigned;
    for (folder, check) in &project.self_checks {
        let is_accepted = accepted.iter().any(|(id, _)| check.rules.texts.id == *id);
        let is_hidden = is_hidden(project, folder);
        for finding in check.unsigned.iter().cloned() {
            found.push(if is_accepted {
                accepted_as(finding)
            } else if is_hidden {
                Diagnostic { level: Level::Warning, ..finding }
            } else {
                finding
            });
        }
    }
    let ids = || project.self_checks.values().map(|check| check.rules.texts.id.as_str());
    for (id, at) in accepted.iter().filter(|(id, _)| !ids().any(|known| known == id)) {
        let near = nearest(id, ids());
        let help = match near {
            Some(near) => format!("write unsigned = [\"{near}\"]"),
            None => "write the id that its rules.toml says".to_owned(),
        };
        let message = format!("there is no self-check `{id}`");
        let finding = Diagnostic::error("self-check", message).at(at.clone());
        found.push(finding.help(help).fix(near.map(|near| Fix::quoted(at, near))));
    }
}

/// Whether all pages that could show the self-check of a folder are hidden.
fn is_hidden(project: &Project, folder: &str) -> bool {
    let pages = project.graph.pages.iter().filter(|page| page.folder() == folder);
    let mut pages = pages.filter(|page| page.kind() == "self-check").peekable();
    pages.peek().is_some() && pages.all(|page| page.hidden.is_some())
}

/// A finding that the practice accepts: it stops nothing.
fn accepted_as(finding: Diagnostic) -> Diagnostic {
    let message = format!("{}, and their page says so", finding.message);
    Diagnostic { level: Level::Warning, message, ..finding }
}

fn problem(review: &PageReview, today: jiff::civil::Date) -> Option<Diagnostic> {
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
    // The day on which it is due is still a good one.
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
