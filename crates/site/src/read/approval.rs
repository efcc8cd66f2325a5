//! A clinician's approval of a fact that was not compared with its source.
use ground::diagnostic::Diagnostic;
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};
use jiff::civil::Date;

/// Who approved a fact, as it was worded then.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Approval {
    /// The name; empty where there is none, which is told.
    pub by: String,
    /// The credential; likewise.
    pub role: String,
    /// The day; none where it could not be read, which is told.
    pub on: Option<Date>,
    /// The fingerprint of what was approved: statement, figure and sources.
    pub text: Option<String>,
    /// Where it stands.
    pub at: Span,
}

/// Reads `{ by, role, on, text }`. Without `text` nobody knows what was approved: the check says
/// what to write.
pub(super) fn approval(
    value: &TomlValue<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Approval> {
    let mut table = value.table(found)?;
    let by = name(&mut table, "by", found).unwrap_or_default();
    let role = name(&mut table, "role", found).unwrap_or_default();
    let on = table.need("on", found).and_then(|on| on.date(found));
    let text = table.optional("text", found).map(str::to_owned);
    table.finish(found);
    Some(Approval { by, role, on, text, at: value.span() })
}

fn name(
    table: &mut TomlTable<'_>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let value = table.need(key, found)?;
    let name = value.text(found)?.trim();
    if name.is_empty() {
        found.push(nobody(key, value.span()));
    }
    Some(name.to_owned())
}

fn nobody(key: &str, at: Span) -> Diagnostic {
    let message = format!("an approval needs a person: `{key}` is empty");
    let finding = Diagnostic::error("fact-unapproved", message).at(at);
    finding.help("write who approved the fact, and with which credential")
}
