//! Sets of answers that several questions share: each is written once.
use ground::diagnostic::{Diagnostic, nearest};
use ground::source::Span;
use ground::table::{TomlTable, TomlValue};

use super::draft::{ALSO, AnswerDraft};
use super::field::{check_id, empty, one_of, visible_text};

/// The most answers of a question: one bit each, with room for `also` and "none of these".
const MOST: usize = 60;

/// The sets of a file, by their ids.
pub(super) struct AnswerSets(Vec<AnswerSet>);

/// Answers under a name.
struct AnswerSet {
    id: String,
    at: Span,
    answers: Vec<AnswerDraft>,
    /// Whether some question names it.
    is_used: bool,
}

/// Reads the sets that the file names, if there are any.
pub(super) fn read(file: &mut TomlTable<'_>, found: &mut Vec<Diagnostic>) -> AnswerSets {
    let Some(mut table) = file.take("answer_sets").and_then(|value| value.table(found))
    else {
        return AnswerSets(vec![]);
    };
    let mut sets = vec![];
    for (id, at, value) in table.rest() {
        check_id(id, &at, found);
        let answers = listed(&value, found);
        sets.push(AnswerSet { id: id.to_owned(), at, answers, is_used: false });
    }
    AnswerSets(sets)
}

impl AnswerSets {
    /// The answers that are listed in a question: there, or in a set that it names.
    pub(super) fn answers(
        &mut self,
        value: &TomlValue<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<AnswerDraft> {
        match value.as_text() {
            Some(name) => self.take(name, value, found),
            None => listed(value, found),
        }
    }

    /// The answers that a question takes from a set.
    fn take(
        &mut self,
        name: &str,
        value: &TomlValue<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<AnswerDraft> {
        let ids: Vec<&str> = self.0.iter().map(|set| set.id.as_str()).collect();
        let near = nearest(name, ids.iter().copied());
        if !ids.contains(&name) {
            let help = match near {
                Some(near) => format!("write \"{near}\""),
                None if ids.is_empty() => {
                    "write answers = { yes = \"Yes\", no = \"No\" }, or the set under \
                     [answer_sets]"
                        .to_owned()
                }
                None => one_of(&ids),
            };
            let message = format!("there is no set of answers `{name}`");
            let finding = Diagnostic::error("name-unknown", message).at(value.span());
            found.push(finding.help(help));
        }
        // A slip in the name is one slip: what follows is read with the set that was meant.
        let meant = near.unwrap_or(name).to_owned();
        let Some(set) = self.0.iter_mut().find(|set| set.id == meant) else {
            return vec![];
        };
        set.is_used = true;
        set.answers.clone()
    }

    /// Finds sets that no question names.
    pub(super) fn check_used(&self, found: &mut Vec<Diagnostic>) {
        for set in self.0.iter().filter(|set| !set.is_used) {
            let message = format!("no question takes the answers `{}`", set.id);
            let finding = Diagnostic::warning("answers", message).at(set.at.clone());
            let help = format!(
                "write answers = \"{}\" in a question, or remove the set",
                set.id
            );
            found.push(finding.help(help));
        }
    }
}

/// Answers where they are written: a table from their ids to what visitors read.
fn listed(value: &TomlValue<'_>, found: &mut Vec<Diagnostic>) -> Vec<AnswerDraft> {
    let example = "{ no = \"No\", yes = \"Yes\" }";
    let Some(mut table) = value.table_like(example, found) else { return vec![] };
    let mut listed = vec![];
    for (id, at, text) in table.rest() {
        check_id(id, &at, found);
        check_also(id, &at, found);
        let text = visible_text(&text, found).unwrap_or_default();
        listed.push(AnswerDraft { id: id.to_owned(), text, at });
    }
    if listed.is_empty() {
        found.push(empty("the list of answers", value.span()));
    }
    if listed.len() > MOST {
        let finding =
            Diagnostic::error("too-many", format!("there are more than {MOST} answers"));
        found.push(finding.at(value.span()).help("split the question in two"));
        // What follows has one bit for each answer.
        listed.truncate(MOST);
    }
    listed
}

/// Finds ids of listed answers that have a meaning of their own.
fn check_also(id: &str, at: &Span, found: &mut Vec<Diagnostic>) {
    if ALSO.contains(&id) {
        let message = format!("nothing checks that `{id}` is treated with care here");
        let help = format!("remove it, and write also = [\"{id}\"] for this question");
        found.push(Diagnostic::warning("also", message).at(at.clone()).help(help));
    }
}
