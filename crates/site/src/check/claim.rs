//! What a page claims rests on facts, and a benefit never stands alone.
use std::collections::BTreeSet;

use ground::diagnostic::{self, Diagnostic, Level};
use ground::source::Span;
use jiff::ToSpan;
use memchr::memmem;

use crate::decision::Grid;
use crate::drawing::Drawing;
use crate::load::Project;
use crate::load::graph::PageNode;
use crate::read::body::{Body, PlaceholderKind};
use crate::read::count::{self, Count};
use crate::read::facts::{Companion, Fact};
use crate::read::practice::Practice;
use crate::read::words::words;

/// Looks at the age of the facts.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    found.extend(
        project.facts.facts.iter().filter_map(|(id, fact)| aged(project, id, fact)),
    );
}

/// Looks at the citations of a page.
pub(super) fn page(
    project: &Project,
    entry: &PageNode,
    body: &Body,
    found: &mut Vec<Diagnostic>,
) {
    let cited = Cited::of(body, project);
    found.extend(rests_on_nothing(project, entry, &cited));
    stands_alone(project, &cited, found);
    one_way(project, body, &cited, found);
}

/// A fact that nobody has compared with its source for too long.
fn aged(project: &Project, id: &str, fact: &Fact) -> Option<Diagnostic> {
    let due = fact.checked?.checked_add(project.facts.recheck?.months()).ok()?;
    let message = format!(
        "visitors would read the fact {id}, which should have been checked again by {due}"
    );
    let finding = Diagnostic::new("fact-aged", Level::Unpublishable, message);
    let help = "compare it with its source, then write the day as checked";
    (due < project.sources.today).then(|| finding.at(fact.at.clone()).help(help))
}

fn rests_on_nothing(
    project: &Project,
    entry: &PageNode,
    cited: &Cited<'_>,
) -> Option<Diagnostic> {
    // A page whose lines above its text could not be read may be of another kind.
    if diagnostic::any_stops(&entry.page.findings, false) {
        return None;
    }
    let claims = project.kinds.kind(entry.kind()).is_some_and(|kind| kind.claims);
    let message = "this page says what helps or harms, and cites no fact";
    let finding = Diagnostic::new("uncited", Level::Unpublishable, message);
    let cite = match project.facts.facts.keys().next() {
        Some(fact) => format!("cite the facts of content/facts, like this: [@{fact}]"),
        None => {
            "write what it rests on as a fact in content/facts, and cite it".to_owned()
        }
    };
    let help = format!("{cite}; if it makes no claim, choose another kind of page");
    (claims && cited.facts.is_empty())
        .then(|| finding.at(Span::new(&entry.file, 0, 0)).help(help))
}

/// The first benefit of each kind of want: what it owes is not said where it must be.
fn stands_alone(project: &Project, cited: &Cited<'_>, found: &mut Vec<Diagnostic>) {
    let benefit = |one: &&One<'_>| {
        project.facts.facts.get(one.fact).is_some_and(|fact| fact.benefit)
    };
    let benefits: Vec<_> = cited.facts.iter().filter(benefit).collect();
    let companions = &project.facts.companions;
    let lonely = companions.iter().filter_map(|companion| {
        let lonely = benefits.iter().find(|one| !cited.has(companion, one))?;
        Some(alone(companion, lonely))
    });
    found.extend(lonely);
}

fn alone(companion: &Companion, benefit: &One<'_>) -> Diagnostic {
    let place = match (companion.in_section, companion.before_contact) {
        (true, _) => "under the same heading",
        (_, true) => "before the phone and the booking link",
        _ => "on this page",
    };
    let message =
        format!("visitors read of a benefit here, but not {place} {}", companion.owes);
    let facts: Vec<_> =
        companion.facts.iter().map(|(id, _)| format!("[@{id}]")).collect();
    Diagnostic::new("benefit-alone", Level::Unpublishable, message)
        .at(benefit.at.clone())
        .help(format!("say it {place}, and cite one of {}", facts.join(", ")))
}

/// Counts of those whom treatment helped, where the page does not count the others.
fn one_way(
    project: &Project,
    body: &Body,
    cited: &Cited<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let counts = |one: &One<'_>| {
        project.facts.facts.get(one.fact).map_or(&[][..], |fact| &fact.counts)
    };
    if cited.facts.iter().all(|one| counts(one).is_empty()) {
        return;
    }
    let shown = cited.drawings.iter().map(|drawing| drawing.body.html.as_str());
    let said: String = shown.chain([body.html.as_str()]).map(visible).collect();
    let (told, words) = (count::counts(&said), words(&said));
    let words: BTreeSet<_> = words.map(|(word, _)| word).collect();
    let mut seen = BTreeSet::new();
    let new = cited.facts.iter().filter(|one| seen.insert(one.fact));
    let lonely = new.filter_map(|one| {
        let lacks = |count: &&Count| {
            told.contains(count)
                && !words.contains(count.others().some.to_string().as_str())
        };
        let lacking: Vec<_> = counts(one).iter().filter(lacks).copied().collect();
        (!lacking.is_empty()).then(|| one_sided(&lacking, one.at))
    });
    found.extend(lonely);
}

fn one_sided(counts: &[Count], at: &Span) -> Diagnostic {
    let others: Vec<_> = counts.iter().map(|count| count.others()).collect();
    let message =
        format!("visitors read of {} here, and not of the others", count::list(counts));
    let help = format!("say how many were not: {}", count::list(&others));
    let finding = Diagnostic::new("figure-one-way", Level::Unpublishable, message);
    finding.at(at.clone()).help(help)
}

/// A text without its tags.
fn visible(html: &str) -> String {
    html.split('<')
        .flat_map(|piece| [piece.split_once('>').map_or(piece, |(_, text)| text), " "])
        .collect()
}

/// A fact that a page cites.
struct One<'a> {
    fact: &'a str,
    at: &'a Span,
    /// Where in the page's HTML.
    offset: usize,
}

/// What a page cites, and how it is parted.
struct Cited<'a> {
    facts: Vec<One<'a>>,
    /// The drawings that it shows.
    drawings: Vec<&'a Drawing>,
    /// Where in the HTML a section begins.
    sections: Vec<usize>,
    /// Where the phone and the booking link are first shown.
    contact: Option<usize>,
}

impl<'a> Cited<'a> {
    fn of(body: &'a Body, project: &'a Project) -> Self {
        let Project { practice, drawings, grids, .. } = project;
        let office = format!("tel:{}", Practice::dial(&practice.telephone));
        let leads_there = |to: &str| {
            to.starts_with(&practice.booking) && !to.is_empty() || to == office
        };
        // Headings of the second level only: what stands under a smaller one still belongs to its
        // section.
        let sections = memmem::find_iter(body.html.as_bytes(), "<h2 ").collect();
        let (mut facts, mut shown, mut contact) = (vec![], vec![], None);
        for placeholder in &body.placeholders {
            match &placeholder.kind {
                PlaceholderKind::Cite(cited) => {
                    facts.extend(cited.iter().map(|(fact, at)| One {
                        fact,
                        at,
                        offset: placeholder.at,
                    }));
                }
                PlaceholderKind::Directive(directive) if directive.name == "drawing" => {
                    let drawing =
                        directive.get("name").and_then(|name| drawings.get(name));
                    shown.extend(drawing);
                    let cited = drawing.into_iter().flat_map(Drawing::cited);
                    let at = &directive.at;
                    facts.extend(cited.map(|fact| One {
                        fact,
                        at,
                        offset: placeholder.at,
                    }));
                }
                PlaceholderKind::Directive(directive) if directive.name == "compare" => {
                    let grid = directive.get("grid").and_then(|name| grids.get(name));
                    let cited = grid.into_iter().flat_map(Grid::cited);
                    let offset = placeholder.at;
                    facts.extend(cited.map(|(fact, at)| One { fact, at, offset }));
                }
                PlaceholderKind::Directive(directive)
                    if matches!(directive.name, "contact" | "phone") =>
                {
                    contact = contact.or(Some(placeholder.at));
                }
                PlaceholderKind::Link { to, .. } if leads_there(to) => {
                    contact = contact.or(Some(placeholder.at));
                }
                _ => {}
            }
        }
        Self { facts, drawings: shown, sections, contact }
    }

    /// Whether a benefit's companion stands where it must.
    fn has(&self, companion: &Companion, benefit: &One<'_>) -> bool {
        let section = |at: usize| self.sections.partition_point(|start| *start <= at);
        self.facts.iter().any(|one| {
            companion.facts.iter().any(|(fact, _)| fact == one.fact)
                && (!companion.in_section
                    || section(one.offset) == section(benefit.offset))
                && (!companion.before_contact
                    || self.contact.is_none_or(|contact| one.offset < contact))
        })
    }
}
