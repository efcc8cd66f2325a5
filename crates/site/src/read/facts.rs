//! Facts and their sources: what pages may state, and on what each statement rests.
use std::collections::BTreeMap;

use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::edit::Fix;
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlTable, TomlValue};
use jiff::civil::Date;

use crate::read::approval::{Approval, approval};
use crate::read::count::{self, Count};
use crate::read::host::is_stand_in;

/// All of `content/facts/*.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The facts by their ids, `F1.1`.
    pub facts: BTreeMap<String, Fact>,
    /// The sources by their keys, `MURROUGH13`.
    pub sources: BTreeMap<String, Source>,
    /// What a page that states a benefit owes its visitors.
    pub companions: Vec<Companion>,
    /// Phrases that stand together or not at all, each list by the fact that says so.
    pub halves: BTreeMap<String, Vec<String>>,
    /// After how many months a fact is compared with its source again.
    pub recheck: Option<i64>,
}

/// What has to be said wherever a benefit is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Companion {
    /// What visitors would not be told without it.
    pub owes: String,
    /// The facts that say it; one is enough.
    pub facts: Vec<(String, Span)>,
    /// Whether it stands under the same heading as the benefit.
    pub in_section: bool,
    /// Whether it stands before the phone and the booking link.
    pub before_contact: bool,
}

/// A statement that pages can cite.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fact {
    /// Whether it says that treatment helped somebody.
    pub benefit: bool,
    /// Whether it is help in a crisis, which no mark of a source interrupts.
    pub crisis: bool,
    /// The statement, in full.
    pub statement: String,
    /// The figure that it gives, if any.
    pub figure: Option<String>,
    /// The counts of the figure, where the others are told too: a page tells both.
    pub counts: Vec<Count>,
    /// Who was studied, if anybody.
    pub population: Option<String>,
    /// The keys of the sources that it rests on, with their places.
    pub sources: Vec<(String, Span)>,
    /// Whether the source was read for it, or it is known from elsewhere.
    pub status: Status,
    /// Who approved it, where it is known from elsewhere.
    pub approved: Option<Approval>,
    /// The day on which somebody last compared it with its source.
    pub checked: Option<Date>,
    /// What a reviewer should know of it.
    pub note: Option<String>,
    /// Where it stands.
    pub at: Span,
}

impl Fact {
    /// Whether it states a number, or the rest of a count that it states: of "64 out of 100",
    /// 36, too.
    pub fn says(&self, number: &str) -> bool {
        let texts =
            [Some(&self.statement), self.figure.as_ref(), self.population.as_ref()];
        texts.into_iter().flatten().any(|text| {
            count::numbers(text).any(|said| said == number)
                || count::counts(text)
                    .iter()
                    .any(|count| count.others().some.to_string() == number)
        })
    }
}

/// How well a fact is established.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Compared with its source.
    Verified,
    /// Well known, but not compared with its source.
    Known,
}

/// A publication, label or page that facts rest on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// The full reference.
    pub reference: String,
    /// Where it can be read.
    pub link: Option<String>,
    /// What a reviewer should know of it.
    pub note: Option<String>,
    /// Where it stands.
    pub at: Span,
}

/// Reads one file into `facts`.
pub fn read(file: &Path, text: &str, facts: &mut Facts, found: &mut Vec<Diagnostic>) {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    for value in list(&mut table, "fact", found) {
        if let Some((id, fact, halves)) = fact(&value, found) {
            let at = fact.at.clone();
            if !halves.is_empty() {
                facts.halves.insert(id.clone(), halves);
            }
            let before = facts.facts.insert(id.clone(), fact);
            report_twice("fact", &id, before.map(|fact| fact.at), at, found);
        }
    }
    for value in list(&mut table, "source", found) {
        if let Some((key, source)) = source(&value, found) {
            let at = source.at.clone();
            let before = facts.sources.insert(key.clone(), source);
            report_twice("source", &key, before.map(|source| source.at), at, found);
        }
    }
    for value in list(&mut table, "companion", found) {
        facts.companions.extend(companion(&value, found));
    }
    let recheck = table.take("recheck").and_then(|value| value.integer(found));
    // One of the files says it for all.
    facts.recheck = recheck.or(facts.recheck);
    table.finish(found);
}

/// Finds facts that rest on sources that do not exist, and companions of benefits that rest
/// on facts that do not. To be called when all is read.
pub fn check(facts: &Facts, found: &mut Vec<Diagnostic>) {
    for (id, at) in facts.companions.iter().flat_map(|companion| &companion.facts) {
        if !facts.facts.contains_key(id) {
            let message = format!("there is no fact `{id}`, so no page can state it");
            let near = nearest(id, facts.facts.keys().map(String::as_str));
            let help = match near {
                Some(near) => format!("write \"{near}\""),
                None => format!("add a [[fact]] with id = \"{id}\""),
            };
            let finding = Diagnostic::error("fact-unknown", message).at(at.clone());
            found.push(finding.help(help).fix(near.map(|near| Fix::quoted(at, near))));
        }
    }
    for (key, at) in facts.facts.values().flat_map(|fact| &fact.sources) {
        if facts.sources.contains_key(key) {
            continue;
        }
        let keys = facts.sources.keys().map(String::as_str);
        let near = nearest(key, keys);
        let help = match near {
            Some(near) => format!("write \"{near}\""),
            None => format!("add a [[source]] with key = \"{key}\""),
        };
        let message = format!("there is no source `{key}`");
        let finding = Diagnostic::error("source-unknown", message).at(at.clone());
        found.push(finding.help(help).fix(near.map(|near| Fix::quoted(at, near))));
    }
}

/// The entries of a list that may be there.
fn list<'a>(
    table: &mut TomlTable<'a>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
) -> Vec<TomlValue<'a>> {
    table.take(key).and_then(|value| value.list(found)).unwrap_or_default()
}

/// Reads what has to be said wherever a benefit is.
fn companion(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<Companion> {
    let mut table = value.table(found)?;
    let owes = table.text("owes", found);
    let facts = table.need("facts", found).and_then(|facts| facts.texts(found));
    let mut flag =
        |key| table.take(key).and_then(|value| value.flag(found)).unwrap_or(false);
    let (in_section, before_contact) = (flag("in_section"), flag("before_contact"));
    table.finish(found);
    let facts = facts?.into_iter().map(|(id, at)| (id.to_owned(), at)).collect();
    Some(Companion { owes: owes?.to_owned(), facts, in_section, before_contact })
}

/// A fact with its id, and its phrases that stand together.
type NamedFact = (String, Fact, Vec<String>);

/// Reads a fact. A finding is made even of one that cannot be used.
fn fact(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<NamedFact> {
    let mut table = value.table(found)?;
    let at = value.span();
    let id = table.text("id", found);
    let benefit = table.take("benefit").and_then(|value| value.flag(found));
    let crisis = table.take("crisis").and_then(|value| value.flag(found));
    let statement = table.text("statement", found);
    let figure = table.optional("figure", found).map(str::to_owned);
    let others = table.take("others");
    let halves = table.take("halves").and_then(|halves| halves.texts(found));
    let population = table.optional("population", found).map(str::to_owned);
    let note = table.optional("note", found).map(str::to_owned);
    let sources = table.need("sources", found).and_then(|value| value.texts(found));
    let status = table.need("status", found).and_then(|value| status(&value, found));
    let approved = table.take("approved").and_then(|value| approval(&value, found));
    let checked = table.need("checked", found).and_then(|value| value.date(found));
    table.finish(found);
    let sources = sources.unwrap_or_default();
    let counts = count::counts(figure.as_deref().unwrap_or_default());
    if benefit == Some(true) || others.is_some() {
        found.extend(one_way(&counts, others.as_ref(), &at));
    }
    if let (Some(figure), None) = (&figure, &population) {
        found.push(bare(figure, at.clone()));
    }
    let fact = Fact {
        benefit: benefit.unwrap_or(false),
        crisis: crisis.unwrap_or(false),
        statement: statement?.to_owned(),
        figure,
        counts: others.map(|_| counts).unwrap_or_default(),
        population,
        sources: sources.into_iter().map(|(key, at)| (key.to_owned(), at)).collect(),
        status: status.unwrap_or(Status::Known),
        approved,
        checked,
        note,
        at,
    };
    let halves = halves.unwrap_or_default().into_iter();
    Some((id?.to_owned(), fact, halves.map(|(phrase, _)| phrase.to_owned()).collect()))
}

/// The finding for a figure of nobody knows whom.
fn bare(figure: &str, at: Span) -> Diagnostic {
    let message = format!("visitors would read “{figure}”, and not of whom");
    Diagnostic::new("figure-bare", Level::Unpublishable, message)
        .at(at)
        .help("add population = \"…\": who, compared with what, over what time")
}

/// A figure that tells how many, and not how many not.
fn one_way(
    counts: &[Count],
    others: Option<&TomlValue<'_>>,
    at: &Span,
) -> Option<Diagnostic> {
    let told = others.and_then(TomlValue::as_text).map(count::counts).unwrap_or_default();
    let wanted: Vec<_> = counts.iter().map(|count| count.others()).collect();
    if told == wanted {
        return None;
    }
    let figure = count::list(counts);
    let message = format!("visitors would read of {figure}, and not of the others");
    let finding = Diagnostic::new("figure-one-way", Level::Unpublishable, message);
    let help = format!("tell of them in others = \"…\": {}", count::list(&wanted));
    Some(finding.at(others.map_or_else(|| at.clone(), TomlValue::span)).help(help))
}

/// How well a fact is established, in the file's own two words.
fn status(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<Status> {
    match value.text(found)? {
        "verified" => Some(Status::Verified),
        "known" => Some(Status::Known),
        other => {
            let message = format!("a fact is verified or known, not `{other}`");
            let finding = Diagnostic::error("wrong-word", message).at(value.span());
            found.push(finding.help("write status = \"verified\" or status = \"known\""));
            None
        }
    }
}

/// Reads a source with its key.
fn source(
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<(String, Source)> {
    let mut table = value.table(found)?;
    let key = table.text("key", found);
    let reference = table.text("reference", found);
    let link = table.take("link").and_then(|link| https(&link, found));
    let note = table.optional("note", found).map(str::to_owned);
    table.finish(found);
    let source =
        Source { reference: reference?.to_owned(), link, note, at: value.span() };
    Some((key?.to_owned(), source))
}

/// An address that visitors can follow without being overheard.
fn https(link: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<String> {
    let text = link.text(found)?;
    if !text.starts_with("https://") {
        let finding = Diagnostic::error("address-not-https", "this is no https address");
        found.push(finding.at(link.span()).help("write link = \"https://…\""));
    } else if is_stand_in(text) {
        let message =
            format!("visitors who follow `{text}` would find no source: nobody has it");
        let finding = Diagnostic::new("source-link", Level::Unpublishable, message);
        let help = "write where the source can be read, or remove the link";
        found.push(finding.at(link.span()).help(help));
    }
    Some(text.to_owned())
}

/// Says that something stands twice, if it stood somewhere before.
fn report_twice(
    what: &str,
    name: &str,
    first: Option<Span>,
    at: Span,
    found: &mut Vec<Diagnostic>,
) {
    let Some(first) = first else { return };
    let message = format!("the {what} `{name}` stands twice");
    found.push(
        Diagnostic::error("name-twice", message)
            .at(at)
            .label(first, "it stands here too")
            .help("give one of them another name, or remove it"),
    );
}
