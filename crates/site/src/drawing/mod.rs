//! Pictures that explain, drawn from data in `content/drawings`: one file a picture, one
//! room here for each kind of picture.
//!
//! A drawing depends on its own file only. Like a page it is HTML with placeholders, where the
//! sources of its facts are filled in. All that it says stands as text beside it (WCAG 2.2,
//! 1.1.1), so the picture itself has a short name and no more.
mod curve;
mod people;
mod series;
mod sketch;
mod synapse;

use std::collections::{BTreeMap, BTreeSet};

use crate::read::body::{Body, PlaceholderKind};
use crate::read::facts::{Fact, Facts};
use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::edit::Fix;
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlTable, TomlValue};
use sketch::{Sketch, StatedNumber};

/// The folder of the drawings' data.
pub const FOLDER: &str = "content/drawings/";

/// All drawings by their names, `one-dose` for `content/drawings/one-dose.toml`.
pub type Drawings = BTreeMap<String, Drawing>;

/// A picture with its text.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The whole figure, with a placeholder for the sources of each statement.
    pub body: Body,
    /// The numbers that it shows.
    stated: Vec<StatedNumber>,
    /// Its file.
    at: Span,
}

impl Drawing {
    /// The facts that it cites.
    pub fn cited(&self) -> impl Iterator<Item = &str> {
        let cited = self.body.placeholders.iter().filter_map(|placeholder| {
            match &placeholder.kind {
                PlaceholderKind::Cite(facts) => Some(facts),
                _ => None,
            }
        });
        cited.flatten().map(|(fact, _)| fact.as_str())
    }
}

/// A kind of drawing.
struct DrawingKind {
    name: &'static str,
    /// Whether it shows measures. Otherwise its note has to say that it does not.
    to_scale: bool,
    /// Reads its data and draws it.
    draw: fn(&mut TomlTable<'_>, &mut Sketch, &mut Vec<Diagnostic>),
}

const KINDS: &[DrawingKind] = &[
    DrawingKind { name: "people", to_scale: true, draw: people::draw },
    DrawingKind { name: "curve", to_scale: false, draw: curve::draw },
    DrawingKind { name: "series", to_scale: true, draw: series::draw },
    DrawingKind { name: "synapse", to_scale: false, draw: synapse::draw },
];

/// Reads one drawing's data and draws it. What cannot be read is left out, with a finding.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Drawing {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let mut sketch = Sketch::default();
    let kind = table.need("kind", found).and_then(|kind| kind_of(&kind, found));
    if let Some(kind) = kind {
        let caption = table.need("caption", found);
        // A picture that is not to scale looks like a measurement unless something says that it
        // is none.
        let note =
            if kind.to_scale { table.take("note") } else { table.need("note", found) };
        let name = kind.name;
        sketch.push(&format!("<figure class=\"drawing {name}\">\n<figcaption>"));
        sketch.push_prose(caption.as_ref(), found);
        sketch.push("</figcaption>\n");
        (kind.draw)(&mut table, &mut sketch, found);
        if note.is_some() {
            sketch.push("<p class=\"caveat\">");
            sketch.push_prose(note.as_ref(), found);
            sketch.push("</p>\n");
        }
        sketch.push("</figure>\n");
        table.finish(found);
    }
    let (body, stated) = sketch.finish();
    Drawing { body, stated, at: Span::new(file, 0, 0) }
}

/// The kind of drawing that a file names.
fn kind_of(
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<&'static DrawingKind> {
    let names = KINDS.iter().map(|kind| kind.name);
    let at = one_of(value, names, "kind of drawing", found)?;
    Some(&KINDS[at])
}

/// The tables of a list that has to be there.
fn tables<'a>(
    table: &mut TomlTable<'a>,
    key: &str,
    found: &mut Vec<Diagnostic>,
) -> Vec<TomlTable<'a>> {
    let list = table.need(key, found).and_then(|value| value.list(found));
    let list = list.unwrap_or_default();
    list.iter().filter_map(|value| value.table(found)).collect()
}

/// Which of some words a value is, or a finding that names the nearest one.
fn one_of<'a>(
    value: &TomlValue<'_>,
    words: impl Iterator<Item = &'a str> + Clone,
    what: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let word = value.text(found)?;
    let at = words.clone().position(|known| known == word);
    if at.is_none() {
        let near = nearest(word, words.clone());
        let help = match near {
            Some(near) => format!("write \"{near}\""),
            None => format!("write one of: {}", words.collect::<Vec<_>>().join(", ")),
        };
        let message = format!("there is no {what} `{word}`");
        let finding = Diagnostic::error("drawing-word", message);
        let fix = near.map(|near| Fix::quoted(&value.span(), near));
        found.push(finding.at(value.span()).help(help).fix(fix));
    }
    at
}

/// Finds numbers that no cited fact states, and drawings that no page shows. `shown` is the
/// names of those that stand on a page.
pub fn check(
    drawings: &Drawings,
    shown: &BTreeSet<&str>,
    facts: &Facts,
    found: &mut Vec<Diagnostic>,
) {
    for (name, drawing) in drawings {
        found.extend(drawing.stated.iter().filter_map(|stated| unfounded(stated, facts)));
        if !shown.contains(name.as_str()) {
            let message = format!("visitors see the drawing `{name}` nowhere");
            let help = format!(
                "write :::drawing{{name=\"{name}\"}} in a page, or remove the file"
            );
            let finding = Diagnostic::warning("drawing-unused", message);
            found.push(finding.at(drawing.at.clone()).help(help));
        }
    }
}

/// A number that is drawn, but stands in none of its facts. Facts that do not exist are told
/// where they are cited.
fn unfounded(stated: &StatedNumber, facts: &Facts) -> Option<Diagnostic> {
    let cited: Option<Vec<&Fact>> =
        stated.facts.iter().map(|id| facts.facts.get(id)).collect();
    if cited?.iter().any(|fact| fact.says(&stated.number)) {
        return None;
    }
    let message = format!(
        "visitors would see the number {}, which {} does not say",
        stated.number,
        stated.facts.join(" or ")
    );
    let finding = Diagnostic::new("drawing-number", Level::Unpublishable, message);
    Some(finding.at(stated.at.clone()).help("write the number that the fact states"))
}
