//! A table that was read as the text of a self-check's file.
use std::fmt::Write as _;

use super::column::is_also;
use super::decision::{Column, DecisionRule, DecisionTable};

/// The text of a file that says what the table says.
pub(super) fn toml(draft: &DecisionTable) -> String {
    let ids = slugs(&draft.outcomes, &[]);
    let mut toml = format!(
        "[check]\nid = {}\ntitle = {}\notherwise = {}\noutcomes = {}\n",
        quoted(&slug(&draft.title)),
        quoted(&draft.title),
        quoted(&ids[0]),
        list(&ids, &draft.outcomes)
    );
    let names: Vec<&str> =
        draft.columns.iter().map(|column| column.name.as_str()).collect();
    let names = slugs(&names, &[]);
    for (column, id) in draft.columns.iter().zip(&names) {
        if !column.is_unseen() {
            question(column, id, &mut toml);
        }
    }
    toml.push_str("\n[rules]\n");
    let rules: Vec<&str> = draft.rows.iter().map(|line| line.id.as_str()).collect();
    for (line, id) in draft.rows.iter().zip(slugs(&rules, &[])) {
        // The least cautious outcome needs no rule.
        let outcome = draft.outcomes.iter().position(|outcome| *outcome == line.output);
        let outcome = outcome.filter(|outcome| *outcome > 0);
        let when = when(line, &draft.columns, &names);
        let (Some(outcome), Some(when)) = (outcome, when) else { continue };
        rule(line, &id, &when, &ids[outcome], &mut toml);
    }
    toml
}

/// A row as a rule.
fn rule(line: &DecisionRule, id: &str, when: &str, outcome: &str, toml: &mut String) {
    let sources: Vec<String> = line.sources.iter().map(|source| quoted(source)).collect();
    let _ = writeln!(
        toml,
        "{id} = {{ when = {when}, outcome = {}, because = {}, source = [{}] }}",
        quoted(outcome),
        quoted(&line.because),
        sources.join(", ")
    );
}

/// Outcomes as a list in TOML.
fn list(ids: &[String], titles: &[String]) -> String {
    let entries = ids.iter().zip(titles).map(|(id, title)| {
        format!("\n  {{ id = {}, title = {} }},", quoted(id), quoted(title))
    });
    format!("[{}\n]", entries.collect::<String>())
}

/// A column as a question.
fn question(column: &Column, id: &str, toml: &mut String) {
    let (id, ask) = (quoted(id), quoted(&column.name));
    let _ = write!(toml, "\n[[question]]\nid = {id}\nask = {ask}\n");
    let ranges = column.ranges(u64::MAX);
    let answers = Answers::of(column);
    if let (Some((min, _)), Some((_, max))) = (ranges.first(), ranges.last()) {
        let _ = writeln!(toml, "number = {{ min = {min}, max = {max} }}");
    } else {
        let listed = answers.listed.iter();
        let listed: Vec<String> =
            listed.map(|(id, text)| format!("{id} = {}", quoted(text))).collect();
        let _ = writeln!(toml, "answers = {{ {} }}", listed.join(", "));
    }
    if !answers.also.is_empty() {
        let also: Vec<String> = answers.also.iter().map(|also| quoted(also)).collect();
        let _ = writeln!(toml, "also = [{}]", also.join(", "));
    }
}

/// The texts of a column as answers.
struct Answers<'c> {
    /// Those of the question itself, each with its id.
    listed: Vec<(String, &'c str)>,
    /// The self-check's own answers beside the list, which take no label.
    also: Vec<&'c str>,
}

impl<'c> Answers<'c> {
    fn of(column: &'c Column) -> Self {
        let texts = column.texts(u64::MAX);
        let is_number = !column.ranges(u64::MAX).is_empty();
        let (mut also, mut listed): (Vec<&str>, Vec<&str>) =
            texts.into_iter().partition(|text| is_also(text));
        // A question has answers of its own.
        if listed.is_empty() && !is_number {
            listed = std::mem::take(&mut also);
        }
        let ids = slugs(&listed, &also);
        Self { listed: ids.into_iter().zip(listed).collect(), also }
    }

    /// Some texts as a list of ids.
    fn list(&self, texts: &[&str]) -> String {
        let ids: Vec<String> = texts.iter().map(|text| quoted(self.id(text))).collect();
        format!("[{}]", ids.join(", "))
    }

    /// The id of a text.
    fn id<'s>(&'s self, text: &'s str) -> &'s str {
        let own = self.listed.iter().find(|(_, listed)| *listed == text);
        own.map_or(text, |(id, _)| id)
    }
}

/// The condition of a row; none where it holds for everybody.
fn when(line: &DecisionRule, columns: &[Column], names: &[String]) -> Option<String> {
    let mut rows = vec![String::new()];
    for ((column, cell), name) in columns.iter().zip(&line.cells).zip(names) {
        if *cell == column.every() {
            continue;
        }
        let cells = cells(column, *cell);
        // A cell holds one range, so a cell of the table with several becomes several rows.
        rows = rows
            .iter()
            .flat_map(|row| {
                cells.iter().map(move |cell| {
                    let comma = if row.is_empty() { "" } else { ", " };
                    format!("{row}{comma}{name} = {cell}")
                })
            })
            .collect();
    }
    let rows: Vec<String> = rows
        .iter()
        .filter(|row| !row.is_empty())
        .map(|row| format!("{{ {row} }}"))
        .collect();
    match &rows[..] {
        [] => None,
        [row] => Some(row.clone()),
        rows => Some(format!("[{}]", rows.join(", "))),
    }
}

/// The cells of which one must hold: a list of answers is one cell, each range is one.
fn cells(column: &Column, held: u64) -> Vec<String> {
    let ranges = column.ranges(held);
    let answers = Answers::of(column);
    // A range may not hold every number: that is said by what is not answered beside it.
    if !ranges.is_empty() && ranges == column.ranges(u64::MAX) {
        let others = answers.list(&column.texts(!held));
        return vec![format!("{{ none = {others} }}")];
    }
    let mut cells: Vec<String> =
        ranges.iter().map(|(from, to)| format!("\"{from}..{to}\"")).collect();
    let texts = column.texts(held);
    if !texts.is_empty() {
        cells.push(answers.list(&texts));
    }
    cells
}

/// Ids for texts, each another, and none of those that are taken.
fn slugs<T: AsRef<str>>(texts: &[T], taken: &[&str]) -> Vec<String> {
    let mut slugs: Vec<String> = taken.iter().map(|id| (*id).to_owned()).collect();
    for text in texts {
        let id = other_than(&slugs, slug(text.as_ref()));
        slugs.push(id);
    }
    slugs.split_off(taken.len())
}

/// An id that is not taken yet: with a number where it has to be.
fn other_than(taken: &[String], id: String) -> String {
    if !taken.contains(&id) {
        return id;
    }
    let mut numbered = (2..).map(|number: usize| format!("{id}-{number}"));
    numbered.find(|id| !taken.contains(id)).unwrap_or_default()
}

/// Small letters, digits, `_` and `-` of a text.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' | '_' => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "x".to_owned() } else { slug.to_owned() }
}

/// A text in quotes, as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
