//! Whom visitors call in a crisis, and which practices have to say so on every page.
use ground::diagnostic::{Diagnostic, nearest};
use ground::edit::Fix;
use ground::source::Span;
use ground::table::TomlTable;

use super::telephone;

/// What a practice treats: `kind` in `content/practice.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum PracticeKind {
    /// Somebody may land on any of its pages in a crisis.
    #[default]
    MentalHealth,
    /// Any other care. Its pages may say whom to call in a crisis.
    Health,
}

/// The kinds of practice by the words that the file uses.
const KINDS: [(&str, PracticeKind); 2] =
    [("mental-health", PracticeKind::MentalHealth), ("health", PracticeKind::Health)];

/// Whom to call in a crisis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CrisisLines {
    /// The number of the crisis line, to call or text.
    pub lifeline: String,
    /// The emergency number.
    pub emergency: String,
}

impl CrisisLines {
    /// How the file says them.
    pub const EXAMPLE: &str = "crisis = { lifeline = \"…\", emergency = \"…\" }";

    /// Both numbers.
    pub fn numbers(&self) -> [&String; 2] {
        [&self.lifeline, &self.emergency]
    }
}

/// The finding for a place that needs whom to call, where the practice does not say it.
pub fn no_lines(message: &str, at: Span) -> Diagnostic {
    let finding = Diagnostic::error("crisis-missing", message).at(at);
    finding
        .help(format!("add a line `{}` to content/practice.toml", CrisisLines::EXAMPLE))
}

/// Reads `kind`; nothing where it says no kind that there is. Without it a practice treats the
/// mind: nobody loses help by leaving it out.
fn practice_kind(
    table: &mut TomlTable<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<PracticeKind> {
    let Some(value) = table.take("kind") else { return Some(PracticeKind::default()) };
    let text = value.text(found)?;
    let known = KINDS.iter().find(|(word, _)| *word == text);
    if known.is_none() {
        let message = format!("there is no kind of practice `{text}`");
        let finding = Diagnostic::error("wrong-word", message).at(value.span());
        let near = nearest(text, KINDS.iter().map(|(word, _)| *word));
        let fix = near.map(|near| Fix::quoted(&value.span(), near));
        let help = "write kind = \"health\" or kind = \"mental-health\"";
        found.push(finding.help(help).fix(fix));
    }
    known.map(|(_, kind)| *kind)
}

/// Reads `kind` and `crisis`. Where `crisis` has to be there and is not, both numbers are empty.
pub(super) fn crisis(
    table: &mut TomlTable<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<CrisisLines> {
    let value = match practice_kind(table, found) {
        Some(PracticeKind::Health) => Some(table.take("crisis")?),
        Some(PracticeKind::MentalHealth) => {
            let example = CrisisLines::EXAMPLE;
            let help = format!("add a line `{example}`, or kind = \"health\"");
            table.need_or_tell("crisis", &help, found)
        }
        // Whether the numbers have to be there is not known, and the kind is told already.
        None => table.take("crisis"),
    };
    let Some(mut crisis) = value.and_then(|value| value.table(found)) else {
        return Some(CrisisLines::default());
    };
    let [lifeline, emergency] = ["lifeline", "emergency"].map(|key| {
        let value = crisis.need(key, found);
        value.and_then(|value| telephone::number(key, &value, found)).unwrap_or_default()
    });
    crisis.finish(found);
    Some(CrisisLines { lifeline, emergency })
}
