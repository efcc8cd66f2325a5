//! A grid's file as a value.
use ground::diagnostic::{Diagnostic, Level, nearest};
use ground::edit::Fix;
use ground::prose::{Form, Prose};
use ground::source::{Path, Span};
use ground::table::{TomlDocument, TomlTable, TomlValue};

use super::grid::{
    Ask, Grid, GridCell, GridOption, GridQuestion, NOT_KNOWN, PersonalValue,
};

/// Reads a grid. What cannot be read is left out, with a finding.
pub fn read(file: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Grid {
    let doc = TomlDocument::parse(file, 0, text, found);
    let mut table = doc.table();
    let mut reader = Reader { prose: Prose::default(), ids: vec![], found };
    let options = reader.each(&mut table, "option", Reader::option);
    reader.ids = options.iter().map(|option| option.id.clone()).collect();
    let questions = reader.each(&mut table, "question", Reader::question);
    let names: Vec<_> = questions.iter().map(|question| question.id.clone()).collect();
    let values =
        reader.each(&mut table, "value", |reader, table, _| reader.value(table, &names));
    let names: Vec<_> = values.iter().map(|(id, _)| id.clone()).collect();
    let asks =
        reader.each(&mut table, "ask", |reader, table, _| reader.ask(table, &names));
    let values = values.into_iter().map(|(_, value)| value).collect();
    let Reader { prose, .. } = reader;
    table.finish(found);
    Grid { options, questions, values, asks, prose, at: Span::new(file, 0, 0) }
}

/// What is read so far.
struct Reader<'f> {
    prose: Prose,
    /// The names of the options.
    ids: Vec<String>,
    found: &'f mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The entries of a list, each by the function that reads one.
    fn each<'a, T>(
        &mut self,
        table: &mut TomlTable<'a>,
        key: &str,
        read: impl Fn(&mut Self, &mut TomlTable<'a>, Span) -> Option<T>,
    ) -> Vec<T> {
        let list = table.need(key, self.found).and_then(|list| list.list(self.found));
        let list = list.unwrap_or_default();
        let entries = list.iter().filter_map(|value| {
            let mut table = value.table(self.found)?;
            let entry = read(self, &mut table, value.span());
            table.finish(self.found);
            entry
        });
        entries.collect()
    }

    /// A text that visitors read.
    fn prose(&mut self, table: &mut TomlTable<'_>, key: &str) -> Option<String> {
        let value = table.need(key, self.found)?;
        let text = value.text(self.found)?.trim();
        self.prose.add_value(Form::Sentences, &value);
        if text.is_empty() {
            let message = format!("`{key}` is empty, and visitors would read it");
            let finding = Diagnostic::error("grid", message).at(value.span());
            self.found.push(finding.help(format!("write {key} = \"…\"")));
        }
        Some(text.to_owned())
    }

    fn option(&mut self, table: &mut TomlTable<'_>, _: Span) -> Option<GridOption> {
        let id = table.text("id", self.found).map(str::to_owned);
        let name = self.prose(table, "name");
        Some(GridOption { id: id?, name: name? })
    }

    fn question(&mut self, table: &mut TomlTable<'_>, at: Span) -> Option<GridQuestion> {
        let id = table.text("id", self.found).map(str::to_owned);
        let ask = self.prose(table, "ask");
        let answers = table.need("answers", self.found)?.table(self.found)?;
        let cells = self.cells(answers, &at);
        Some(GridQuestion { id: id?, ask: ask?, cells, at })
    }

    /// The answers for all options.
    fn cells(&mut self, mut answers: TomlTable<'_>, at: &Span) -> Vec<Option<GridCell>> {
        let each: Vec<_> = self.ids.iter().map(|id| answers.take(id)).collect();
        let strays: Vec<_> = answers
            .rest()
            .into_iter()
            .map(|(id, place, _)| (id.to_owned(), place))
            .collect();
        let names = || self.ids.iter().map(String::as_str);
        let meant: Vec<_> =
            strays.iter().filter_map(|(id, _)| nearest(id, names())).collect();
        let missing = names().zip(&each).filter(|(id, answer)| {
            // What is misspelt is told at its own place.
            answer.is_none() && !meant.contains(id)
        });
        let missing = missing.map(|(id, _)| unanswered(id, at.clone()));
        let strays =
            strays.iter().map(|(id, at)| no_name("option", id, at.clone(), &self.ids));
        let found: Vec<_> = missing.chain(strays).collect();
        self.found.extend(found);
        each.into_iter().map(|answer| self.cell(&answer?)).collect()
    }

    fn cell(&mut self, answer: &TomlValue<'_>) -> Option<GridCell> {
        let mut table = answer.table(self.found)?;
        let words = table.need("says", self.found);
        let facts = table.take("facts").and_then(|facts| facts.texts(self.found));
        table.finish(self.found);
        let words = words?;
        let says = words.text(self.found)?.trim().to_owned();
        self.prose.add_value(Form::Sentences, &words);
        // Without facts an answer is told below, not by the key that is missing.
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        if facts.is_empty() && !says.starts_with(NOT_KNOWN) {
            self.found.push(uncited(words.span()));
        }
        let facts = facts.into_iter().map(|(id, at)| (id.to_owned(), at)).collect();
        Some(GridCell { says, facts, at: words.span() })
    }

    fn value(
        &mut self,
        table: &mut TomlTable<'_>,
        questions: &[String],
    ) -> Option<(String, PersonalValue)> {
        let id = table.text("id", self.found).map(str::to_owned);
        let name = self.prose(table, "name");
        let speaks = table.need("speaks", self.found)?.texts(self.found)?;
        let question = table.need("question", self.found)?;
        let options = self.ids.clone();
        let speaks = speaks
            .into_iter()
            .filter_map(|(id, at)| self.place("option", id, at, &options));
        let mut speaks: Vec<_> = speaks.collect();
        // In the order of the grid: any other would look like a ranking.
        speaks.sort_unstable();
        let text = question.text(self.found)?;
        let question = self.place("question", text, question.span(), questions);
        Some((id?, PersonalValue { name: name?, speaks, question }))
    }

    fn ask(&mut self, table: &mut TomlTable<'_>, values: &[String]) -> Option<Ask> {
        let says = self.prose(table, "says");
        let value = table.take("value").and_then(|value| {
            let id = value.text(self.found)?;
            self.place("value", id, value.span(), values)
        });
        Some(Ask { says: says?, value })
    }

    /// The place of a name among those that there are.
    fn place(&mut self, what: &str, id: &str, at: Span, all: &[String]) -> Option<usize> {
        let place = all.iter().position(|known| known == id);
        if place.is_none() {
            self.found.push(no_name(what, id, at, all));
        }
        place
    }
}

fn unanswered(option: &str, at: Span) -> Diagnostic {
    let message = format!("visitors would read nothing here of the option `{option}`");
    let help =
        format!("write {option} = {{ says = \"{NOT_KNOWN}.\" }}, or what is known");
    Diagnostic::error("grid", message).at(at).help(help)
}

fn uncited(at: Span) -> Diagnostic {
    let message = "this answer rests on nothing";
    Diagnostic::new("grid-uncited", Level::Unpublishable, message)
        .at(at)
        .help(format!("name what says it, facts = [\"…\"], or begin with “{NOT_KNOWN}”"))
}

fn no_name(what: &str, id: &str, at: Span, all: &[String]) -> Diagnostic {
    let near = nearest(id, all.iter().map(String::as_str));
    let help = match near {
        Some(near) => format!("write {near}"),
        None if all.is_empty() => "remove it: there is none".to_owned(),
        None => format!("write one of: {}", all.join(", ")),
    };
    let message = format!("this grid has no {what} `{id}`");
    let fix = near.map(|near| Fix::quoted(&at, near));
    Diagnostic::error("grid", message).at(at).help(help).fix(fix)
}
