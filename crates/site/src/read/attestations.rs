//! What only a person can judge, and who has: `content/judged.toml`.
use ground::diagnostic::{Diagnostic, nearest};
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlValue};
use jiff::civil::Date;

/// The file's path.
pub const FILE: &str = "content/judged.toml";

/// The questions, and the ticks under them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attestations {
    /// In the order of the file.
    pub questions: Vec<AttestationQuestion>,
    /// In the order of the file.
    pub ticks: Vec<SignOff>,
}

/// Something to look at, of each page of some kinds or of the site as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestationQuestion {
    /// Its name in ticks.
    pub id: String,
    /// What to look at, as a question that "yes" answers well.
    pub ask: String,
    /// The kinds of page that it is asked of; none when it is asked of the whole site.
    pub kinds: Vec<String>,
}

/// A person's yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// The question.
    pub question: String,
    /// The page's file below `content`, or nothing for the whole site.
    pub page: Option<String>,
    /// Who looked.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// The fingerprint of the text that was looked at.
    pub text: String,
    /// Where it stands.
    pub at: Span,
}

/// Reads the file.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Attestations {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let mut list = |key| -> Vec<TomlValue<'_>> {
        table.take(key).and_then(|list| list.list(found)).unwrap_or_default()
    };
    let (questions, ticks) = (list("question"), list("tick"));
    table.finish(found);
    let questions: Vec<_> =
        questions.iter().filter_map(|value| question(value, found)).collect();
    let ticks = ticks.iter().filter_map(|value| tick(value, &questions, found)).collect();
    Attestations { questions, ticks }
}

/// Reads a question.
fn question(
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<AttestationQuestion> {
    let mut table = value.table(found)?;
    let (id, ask) = (table.text("id", found), table.text("ask", found));
    let kinds = table.take("kinds").and_then(|kinds| kinds.texts(found));
    table.finish(found);
    let kinds = kinds.unwrap_or_default().into_iter().map(|(kind, _)| kind.to_owned());
    Some(AttestationQuestion {
        id: id?.to_owned(),
        ask: ask?.to_owned(),
        kinds: kinds.collect(),
    })
}

/// Reads a tick: under a question that there is, and by somebody.
fn tick(
    value: &TomlValue<'_>,
    questions: &[AttestationQuestion],
    found: &mut Vec<Diagnostic>,
) -> Option<SignOff> {
    let mut table = value.table(found)?;
    let question = table.need("question", found);
    let page = table.optional("page", found).map(str::to_owned);
    let by = table.need("by", found);
    let on = table.need("on", found).and_then(|on| on.date(found));
    let text = table.text("text", found);
    table.finish(found);
    let (question, by) = (question?, by?);
    let id = question.text(found)?;
    if !questions.iter().any(|question| question.id == id) {
        let message = format!("there is no question `{id}`");
        let ids = questions.iter().map(|question| question.id.as_str());
        let help = match nearest(id, ids) {
            Some(near) => format!("write question = \"{near}\""),
            None => "write the id of a [[question]] above".to_owned(),
        };
        found.push(Diagnostic::error("tick", message).at(question.span()).help(help));
        return None;
    }
    let name = by.text(found)?.trim();
    if name.is_empty() {
        let finding = Diagnostic::error("tick", "nobody stands by this tick");
        found.push(finding.at(by.span()).help("write the name of who looked"));
        return None;
    }
    let (question, by, text) = (id.to_owned(), name.to_owned(), text?.to_owned());
    Some(SignOff { question, page, by, on: on?, text, at: value.span() })
}
