//! Whether a page does what a decision aid owes.
//!
//! The criteria stand in `content/kinds.toml`, each with what shows it. What only people can
//! say, such as whether patients tried the page, is never met by a build: it waits for them.
use std::collections::BTreeSet;

use memchr::memmem;
use serde::Serialize;

use crate::decision::{Grid, GridCell};
use crate::load::Project;
use crate::load::graph::PageNode;
use crate::read::body::Body;
use crate::read::count::counts;
use crate::read::criteria::{ChanceRule, Criterion, Evidence};
use crate::read::front_matter::FieldValue;
use crate::read::kinds::PageKind;
use crate::read::page::Outline;
use crate::read::words::words;

/// Whether a criterion is met.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// What shows it is there.
    Met,
    /// What is missing.
    Short(String),
    /// Only people can say.
    Waits,
}

/// How a page stands as a decision aid: each criterion by its place among those of its kind.
pub type AidScore = Vec<Standing>;

/// How a page stands; nothing for a page of a kind that is no decision aid.
pub fn score(
    project: &Project,
    node: &PageNode,
    outline: &Outline,
    body: &Body,
) -> Option<AidScore> {
    let kind = project.kinds.kind(node.kind())?;
    if kind.criteria.is_empty() {
        return None;
    }
    let page = Page { node, outline, body, grid: grid(project, outline) };
    Some(kind.criteria.iter().map(|criterion| page.standing(criterion)).collect())
}

/// Whether a page may call itself a decision aid: all is there that a build can see.
pub fn passes(score: &AidScore) -> bool {
    !score.iter().any(|standing| matches!(standing, Standing::Short(_)))
}

/// How many criteria stand so.
pub(crate) fn count(score: &AidScore, wanted: &Standing) -> usize {
    score.iter().filter(|standing| *standing == wanted).count()
}

fn grid<'a>(project: &'a Project, outline: &Outline) -> Option<&'a Grid> {
    outline.grids.iter().find_map(|name| project.grids.get(name))
}

/// A page that is looked at.
struct Page<'a> {
    node: &'a PageNode,
    outline: &'a Outline,
    body: &'a Body,
    grid: Option<&'a Grid>,
}

/// The fewest words under a heading that say something.
const FEWEST: usize = 12;

impl Page<'_> {
    fn standing(&self, criterion: &Criterion) -> Standing {
        let short = match &criterion.shown {
            Evidence::People => return Standing::Waits,
            Evidence::Heading(id) => self.heading(id),
            Evidence::Field(key) | Evidence::Until(key) => self.field(key),
            Evidence::Block(name) => self.block(name),
            Evidence::Rows(rows) => self.rows(rows),
            Evidence::Balance(percent) => {
                self.grid().and_then(|grid| balance(grid, *percent))
            }
            Evidence::Chances(rows, rule) => self.chances(rows, *rule),
        };
        short.err().map_or(Standing::Met, Standing::Short)
    }

    fn grid(&self) -> Result<&Grid, String> {
        self.grid.ok_or_else(|| "the page shows no grid".to_owned())
    }

    fn heading(&self, id: &str) -> Result<(), String> {
        if !self.outline.headings.iter().any(|heading| heading.id == id) {
            return Err(format!("the page has no heading `#{id}`"));
        }
        let said = words(&section(&self.body.html, id)).count();
        if said < FEWEST {
            return Err(format!(
                "under `#{id}` stand {said} words, {FEWEST} at least are needed"
            ));
        }
        Ok(())
    }

    fn field(&self, key: &str) -> Result<(), String> {
        let is_there = match self.node.page.matter.fields.get(key) {
            Some(FieldValue::Text(text)) => !text.trim().is_empty(),
            Some(FieldValue::Texts(texts)) => !texts.is_empty(),
            Some(_) => true,
            None => false,
        };
        if is_there {
            Ok(())
        } else {
            Err(format!("the page does not say `{key}` at its top"))
        }
    }

    fn block(&self, name: &str) -> Result<(), String> {
        let stands = self.body.has_directive(name);
        if stands { Ok(()) } else { Err(format!("the page has no `:::{name}`")) }
    }

    /// Rows of the grid that are answered for every option.
    fn rows(&self, rows: &[String]) -> Result<(), String> {
        let grid = self.grid()?;
        // What nobody sees shows nothing.
        self.block("compare")?;
        for id in rows {
            let Some(row) = grid.question(id) else {
                return Err(format!("the grid has no question `{id}`"));
            };
            let mut answers = grid.options.iter().zip(&row.cells);
            if let Some((option, _)) = answers.find(|(_, cell)| cell.is_none()) {
                return Err(format!("`{id}` is not answered for “{}”", option.name));
            }
        }
        Ok(())
    }

    fn chances(&self, rows: &[String], rule: ChanceRule) -> Result<(), String> {
        self.rows(rows)?;
        let grid = self.grid()?;
        let cells = rows.iter().filter_map(|id| grid.question(id));
        let cells = cells.flat_map(|row| row.cells.iter().flatten());
        let stated: Vec<&GridCell> =
            cells.filter(|cell| !counts(&cell.says).is_empty()).collect();
        match rule {
            ChanceRule::Number if stated.is_empty() => Err(format!(
                "no answer of {} counts people, as in “36 out of 100”",
                rows.join(", ")
            )),
            ChanceRule::Number => Ok(()),
            ChanceRule::Denominator => same_denominator(&stated),
            ChanceRule::Time => each(&stated, says_time, "after how long"),
            ChanceRule::Group => each(&stated, says_group, "among how many people"),
        }
    }
}

/// What a page says under a heading, up to the next one of its level, without tags.
fn section(html: &str, id: &str) -> String {
    let start = format!(" id=\"{id}\"");
    let Some(at) = memmem::find(html.as_bytes(), start.as_bytes()) else {
        return String::new();
    };
    let rest = &html[at + start.len()..];
    // The heading's own words say nothing about it.
    let rest = rest.split_once("</h").map_or(rest, |(_, rest)| rest);
    let text = rest.split("<h2 ").next().unwrap_or_default();
    let pieces = text
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<Vec<_>>().join(" ")
}

/// Whether all options are told in equal detail.
fn balance(grid: &Grid, percent: usize) -> Result<(), String> {
    let said = |option: usize| -> usize {
        let cells =
            grid.questions.iter().filter_map(|row| row.cells.get(option)?.as_ref());
        cells.map(|cell| words(&cell.says).count()).sum()
    };
    let counts: Vec<usize> = (0..grid.options.len()).map(said).collect();
    let mean = counts.iter().sum::<usize>() / counts.len().max(1);
    // In whole numbers, so that the bound is the same on every machine.
    let is_far = |count: usize| 100 * count.abs_diff(mean) > percent * mean;
    let far = grid.options.iter().zip(&counts).find(|(_, count)| is_far(**count));
    far.map_or(Ok(()), |(option, count)| {
        let name = &option.name;
        Err(format!(
            "“{name}” is told in {count} words, the options in {mean} on average"
        ))
    })
}

fn same_denominator(cells: &[&GridCell]) -> Result<(), String> {
    let all = cells.iter().flat_map(|cell| counts(&cell.says));
    let all: BTreeSet<u32> = all.map(|count| count.all).collect();
    let told: Vec<_> = all.iter().map(u32::to_string).collect();
    let why = format!("chances are told out of {}", told.join(" and of "));
    if all.len() > 1 { Err(why) } else { Ok(()) }
}

/// Whether each answer says something about its chances.
fn each(cells: &[&GridCell], says: fn(&str) -> bool, what: &str) -> Result<(), String> {
    let silent = cells.iter().find(|cell| !says(&cell.says));
    let Some(cell) = silent else { return Ok(()) };
    let start: String = cell.says.chars().take(40).collect();
    Err(format!("“{start}…” does not say {what}"))
}

/// Whether a text says a time.
fn says_time(text: &str) -> bool {
    const TIMES: [&str; 5] = ["hour", "day", "week", "month", "year"];
    words(text)
        .any(|(word, _)| TIMES.iter().any(|time| word.trim_end_matches('s') == *time))
}

/// Whether a text says a number of people.
fn says_group(text: &str) -> bool {
    const PEOPLE: [&str; 6] =
        ["adult", "people", "person", "patient", "veteran", "women"];
    let said: Vec<_> = words(text).map(|(word, _)| word).collect();
    // “With 403 adults”, “126 more people”: the noun may stand a few words behind its number.
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let is_people =
        |word: &str| PEOPLE.iter().any(|people| word.trim_end_matches('s') == *people);
    said.iter().enumerate().any(|(at, word)| {
        is_number(word) && said[at + 1..].iter().take(4).any(|word| is_people(word))
    })
}

/// A page's standing as templates show it.
#[derive(Serialize)]
pub struct AidView<'a> {
    /// How many criteria there are, are met, and wait for people.
    pub all: usize,
    met: usize,
    waits: usize,
    criteria: Vec<CriterionView<'a>>,
    /// The most years of school that its text may ask for, to which it is held.
    grade: Option<usize>,
}

#[derive(Serialize)]
struct CriterionView<'a> {
    id: &'a str,
    owes: &'a str,
    /// `met`, `short` or `waits`.
    standing: &'static str,
}

/// What templates are given of a score.
pub fn view<'a>(kind: &'a PageKind, score: &AidScore) -> AidView<'a> {
    let criteria = kind.criteria.iter().zip(score).map(|(criterion, standing)| {
        let Criterion { id, owes, .. } = criterion;
        CriterionView { id, owes, standing: standing.word() }
    });
    AidView {
        all: score.len(),
        met: count(score, &Standing::Met),
        waits: count(score, &Standing::Waits),
        criteria: criteria.collect(),
        grade: kind.grade,
    }
}

impl Standing {
    fn word(&self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Short(_) => "short",
            Self::Waits => "waits",
        }
    }
}
