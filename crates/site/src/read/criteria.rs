//! What pages of a kind owe as decision aids, criterion by criterion, and what shows it.
//!
//! The criteria in use are those of the International Patient Decision Aid Standards, version 4.0
//! (Joseph-Williams 2014). A site declares them in `content/kinds.toml`.
use ground::diagnostic::{Diagnostic, nearest};
use ground::edit::Fix;
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};

/// One of the things that a decision aid owes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Criterion {
    /// Its name: `IP1`.
    pub id: String,
    /// What it owes, as the page says it: "It describes the condition."
    pub owes: String,
    /// What shows it.
    pub shown: Evidence,
}

/// What shows on a page that a criterion is met.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The text under a heading, by its id.
    Heading(String),
    /// A field at the top of the page.
    Field(String),
    /// A field with the day by which the page is gone through again.
    Until(String),
    /// A directive.
    Block(String),
    /// Questions of the grid that are answered for every option.
    Rows(Vec<String>),
    /// How many percent the words on one option may differ from the mean.
    Balance(usize),
    /// How these rows of the grid state chances.
    Chances(Vec<String>, ChanceRule),
    /// Only people can say.
    People,
}

/// How chances are stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChanceRule {
    /// As a number of people out of others.
    Number,
    /// Out of the same number everywhere.
    Denominator,
    /// Each with the time after which it was counted.
    Time,
    /// Each with whom it was counted among.
    Group,
}

/// The rules by the words that the file uses.
const RULES: [(&str, ChanceRule); 4] = [
    ("number", ChanceRule::Number),
    ("denominator", ChanceRule::Denominator),
    ("time", ChanceRule::Time),
    ("group", ChanceRule::Group),
];

/// What can show a criterion, by the words that the file uses.
const EVIDENCE: [&str; 8] =
    ["heading", "field", "until", "block", "rows", "balance", "chances", "people"];

/// Reads a criterion.
pub(super) fn criterion(
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Criterion> {
    let mut table = value.table(found)?;
    let [id, owes] = ["id", "owes"].map(|key| table.text(key, found).map(str::to_owned));
    let shown = table.need("shown", found);
    table.finish(found);
    let shown = evidence(&shown?, found)?;
    Some(Criterion { id: id?, owes: owes?, shown })
}

/// Reads what shows a criterion: a table with one of the words, and beside `chances` the rows.
fn evidence(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<Evidence> {
    let mut table = value.table(found)?;
    let taken = EVIDENCE.iter().find_map(|word| Some((*word, table.take(word)?)));
    let Some((word, how)) = taken else {
        found.push(no_evidence(value.span()));
        return None;
    };
    let evidence = match word {
        "heading" => how.text(found).map(|id| Evidence::Heading(id.to_owned())),
        "field" => how.text(found).map(|id| Evidence::Field(id.to_owned())),
        "until" => how.text(found).map(|id| Evidence::Until(id.to_owned())),
        "block" => how.text(found).map(|id| Evidence::Block(id.to_owned())),
        "rows" => texts(&how, found).map(Evidence::Rows),
        "balance" => {
            let percent = how.integer(found)?;
            usize::try_from(percent).ok().map(Evidence::Balance)
        }
        "chances" => chances(&how, &mut table, found),
        _ => how.flag(found).map(|_| Evidence::People),
    };
    table.finish(found);
    evidence
}

fn texts(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
    let texts = value.texts(found)?.into_iter();
    Some(texts.map(|(text, _)| text.to_owned()).collect())
}

fn chances(
    value: &TomlValue<'_>,
    table: &mut TomlTable<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Evidence> {
    let rows = table.need("of", found).and_then(|rows| texts(&rows, found));
    let word = value.text(found)?;
    let rule = RULES.iter().find(|(known, _)| *known == word).map(|(_, rule)| *rule);
    if rule.is_none() {
        found.push(no_rule(word, value.span()));
    }
    Some(Evidence::Chances(rows?, rule?))
}

fn no_evidence(at: Span) -> Diagnostic {
    let message = "nothing says what shows this criterion";
    let help = format!("write one of: {}", EVIDENCE.join(", "));
    Diagnostic::error("kinds", message).at(at).help(help)
}

fn no_rule(word: &str, at: Span) -> Diagnostic {
    let words = || RULES.iter().map(|(word, _)| *word);
    let near = nearest(word, words());
    let help = match near {
        Some(near) => format!("write \"{near}\""),
        None => format!("write one of: {}", words().collect::<Vec<_>>().join(", ")),
    };
    let message = format!("chances are not held to `{word}`");
    let fix = near.map(|near| Fix::quoted(&at, near));
    Diagnostic::error("wrong-word", message).at(at).help(help).fix(fix)
}
