//! Decision aids: what each falls short of, and pages that speak of one where there is none.
use ground::diagnostic::{Diagnostic, Level};

use crate::load::Project;
use crate::load::graph::PageNode;
use crate::read::criteria::Evidence;
use crate::read::front_matter::FieldValue;
use crate::render::Pages;
use crate::render::aid::{AidScore, Standing, count, passes};

/// How a page stands that is to be a decision aid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AidStanding {
    /// Its address.
    pub address: String,
    /// How many criteria there are.
    pub all: usize,
    /// How many are met.
    pub met: usize,
    /// How many wait for people.
    pub waits: usize,
}

/// How all pages stand that are to be decision aids.
pub(crate) fn standings(project: &Project, pages: &Pages) -> Vec<AidStanding> {
    let all = project.graph.pages.iter().zip(&pages.of_files);
    let scored = all.filter_map(|(node, page)| {
        let score = page.score.as_ref()?;
        let (met, waits) = (count(score, &Standing::Met), count(score, &Standing::Waits));
        Some(AidStanding {
            address: node.address.to_string(),
            all: score.len(),
            met,
            waits,
        })
    });
    scored.collect()
}

/// Finds what a page falls short of.
pub(super) fn page(
    project: &Project,
    node: &PageNode,
    score: &AidScore,
    found: &mut Vec<Diagnostic>,
) {
    let Some(kind) = project.kinds.kind(node.kind()) else { return };
    let at = node.page.matter.kind.as_ref().map(|(_, at)| at.clone());
    let short = kind.criteria.iter().zip(score).filter_map(|(criterion, standing)| {
        let Standing::Short(why) = standing else { return None };
        let message =
            format!("this page is no decision aid yet ({}): {why}", criterion.id);
        let finding = Diagnostic::new("criterion", Level::Unpublishable, message);
        let help = format!("add it: {}", criterion.owes);
        Some(finding.at(at.clone()?).help(help))
    });
    found.extend(short);
}

/// Finds pages that say “decision aid”, where no page is one.
pub(super) fn called(project: &Project, pages: &Pages, found: &mut Vec<Diagnostic>) {
    let kinds = &project.kinds.kinds;
    let Some(called) = kinds.iter().find_map(|kind| kind.called.as_deref()) else {
        return;
    };
    let built = || pages.of_files.iter().filter(|page| page.html.is_some());
    if built().any(|page| page.score.as_ref().is_some_and(passes)) {
        return;
    }
    let message =
        format!("visitors would read of a {called}, and no page of this site is one");
    let finding = Diagnostic::new("criterion", Level::Unpublishable, message);
    let help = "say it in other words, or mend what that page falls short of";
    let says = built().filter_map(|page| page.outline.called.clone());
    found.extend(says.map(|at| finding.clone().at(at).help(help)));
}

/// Finds decision aids that should have been gone through again. It asks for the date, so it is
/// no part of a page's score, which is kept for as long as the page is the same.
pub(super) fn overdue(project: &Project, found: &mut Vec<Diagnostic>) {
    let pages = project.graph.pages.iter().filter(|node| node.built);
    found.extend(pages.filter_map(|node| since(project, node)));
}

fn since(project: &Project, node: &PageNode) -> Option<Diagnostic> {
    let criteria = &project.kinds.kind(node.kind())?.criteria;
    let key = criteria.iter().find_map(|criterion| match &criterion.shown {
        Evidence::Until(key) => Some(key),
        _ => None,
    })?;
    let FieldValue::Text(due) = node.page.matter.fields.get(key)? else { return None };
    let due: jiff::civil::Date = due.parse().ok()?;
    let (_, at) = node.page.matter.kind.clone()?;
    let message = format!("visitors would decide by a page that was due on {due}");
    let finding = Diagnostic::new("criterion", Level::Unpublishable, message);
    let help = format!("go through it again, then write the next day as {key}");
    (due < project.sources.today).then(|| finding.at(at).help(help))
}
