//! A table that was read as the text of a self-check's file.
use std::fmt::Write as _;

use rules::compile::Model;
use rules::{Cell, Kind, Outcome, Question, Risk, Rule, Table};

use super::decision::{Column, ColumnValues, DecisionRule, DecisionTable};

/// The outcome when no row matches, where the table names none.
const NONE: &str = "No row of the table matches";

/// The text of a file that says what the table says.
pub(super) fn toml(draft: &DecisionTable) -> String {
    let outcomes = outcomes(draft);
    let ids = slugs(&outcomes);
    let outcome = |text: &String| outcomes.iter().position(|other| other == text);
    let mut toml = format!(
        "[check]\nid = {}\ntitle = {}\notherwise = {}\noutcomes = {}\n",
        quoted(&slug(&draft.title)),
        quoted(&draft.title),
        quoted(&ids[0]),
        list(&ids, &outcomes)
    );
    let names: Vec<String> =
        draft.columns.iter().map(|column| column.name.clone()).collect();
    let names = slugs(&names);
    for (column, id) in draft.columns.iter().zip(&names) {
        if !is_unseen(column) {
            question(column, id, &mut toml);
        }
    }
    toml.push_str("\n[rules]\n");
    let rule_ids = rule_ids(draft);
    for (line, id) in draft.rows.iter().zip(&rule_ids) {
        // The least cautious outcome needs no rule.
        let outcome = outcome(&line.output).filter(|outcome| *outcome > 0);
        let when = when(line, &draft.columns, &names);
        let (Some(outcome), Some(when)) = (outcome, when) else { continue };
        let sources: Vec<String> =
            line.sources.iter().map(|source| quoted(source)).collect();
        let _ = writeln!(
            toml,
            "{id} = {{ when = {when}, outcome = {}, because = {}, source = [{}] }}",
            quoted(&ids[outcome]),
            quoted(&line.because),
            sources.join(", ")
        );
    }
    toml
}

/// The outcomes that somebody can get, from the least cautious: that of a row which matches
/// everybody, of the table when no row matches, or one that is added.
fn outcomes(draft: &DecisionTable) -> Vec<String> {
    let always = |line: &&DecisionRule| {
        let columns = draft.columns.iter().zip(&line.cells);
        columns.into_iter().all(|(column, cell)| *cell == column.kind.every())
    };
    let place = |text: &String| draft.outcomes.iter().position(|other| other == text);
    // What is less cautious than a row that always matches is the outcome of nobody, and with
    // such an outcome the rules would be refused.
    let least =
        draft.rows.iter().filter(always).filter_map(|line| place(&line.output)).max();
    let mut outcomes = draft.outcomes[least.unwrap_or(0)..].to_vec();
    if least.is_none() && draft.otherwise.is_none() && !is_total(draft) {
        outcomes.insert(0, NONE.to_owned());
    }
    outcomes
}

/// Whether some row matches whatever is answered.
fn is_total(draft: &DecisionTable) -> bool {
    let questions = draft.columns.iter().map(|column| Question {
        id: column.name.clone(),
        kind: match &column.kind {
            ColumnValues::Texts(_) if is_unseen(column) => Kind::One(vec![String::new()]),
            ColumnValues::Texts(texts) => Kind::One(texts.clone()),
            ColumnValues::Numbers(classes) => Kind::Number(classes.clone()),
        },
        also: vec![],
        ask_if: vec![],
        risk: Risk::Unordered,
    });
    let rules = draft.rows.iter().map(|line| {
        let cells = line.cells.iter().enumerate();
        let cells = cells.map(|(question, any)| Cell::Answer {
            question,
            any: *any,
            all: 0,
            none: 0,
        });
        Rule {
            id: String::new(),
            when: vec![cells.collect()],
            outcome: Some(1),
            panels: 0,
        }
    });
    let outcome = |id: &str| Outcome { id: id.to_owned(), stop: false };
    let table = Table {
        questions: questions.collect(),
        rules: rules.collect(),
        outcomes: vec![outcome("none"), outcome("some")],
        ..Table::default()
    };
    // The diagrams of the self-check settle it: one leaf for all answers means that no
    // combination is left over.
    Model::new(&table).is_ok_and(|model| model.outcome.value() == Some(1))
}

/// Ids for the rules: those of the table, or their numbers.
fn rule_ids(draft: &DecisionTable) -> Vec<String> {
    let rows = draft.rows.iter().enumerate();
    let rows =
        rows.map(|(at, line)| line.id.clone().unwrap_or(format!("row-{}", at + 1)));
    slugs(&rows.collect::<Vec<_>>())
}

/// Outcomes as a list in TOML.
fn list(ids: &[String], titles: &[String]) -> String {
    let entries = ids.iter().zip(titles).map(|(id, title)| {
        format!("\n  {{ id = {}, title = {} }},", quoted(id), quoted(title))
    });
    format!("[{}\n]", entries.collect::<String>())
}

/// Whether no row looks at a column, so that no question is needed.
fn is_unseen(column: &Column) -> bool {
    matches!(&column.kind, ColumnValues::Texts(texts) if texts.is_empty())
}

/// A column as a question.
fn question(column: &Column, id: &str, toml: &mut String) {
    let _ = write!(
        toml,
        "\n[[question]]\nid = {}\nask = {}\n",
        quoted(id),
        quoted(&column.name)
    );
    match &column.kind {
        ColumnValues::Numbers(classes) => {
            let bounds = classes.first().zip(classes.last());
            let (min, max) = bounds.map_or((0, 0), |(first, last)| (first.0, last.1));
            let _ = writeln!(toml, "number = {{ min = {min}, max = {max} }}");
        }
        ColumnValues::Texts(texts) => {
            // Both words are the self-check's own answers beside the list, which take no label.
            let (also, listed): (Vec<&String>, Vec<&String>) =
                texts.iter().partition(|text| is_also(text));
            let listed: Vec<String> = listed.into_iter().cloned().collect();
            let answers = slugs(&listed).into_iter().zip(&listed);
            let answers: Vec<String> =
                answers.map(|(id, text)| format!("{id} = {}", quoted(text))).collect();
            let _ = writeln!(toml, "answers = {{ {} }}", answers.join(", "));
            if !also.is_empty() {
                let also: Vec<String> =
                    also.into_iter().map(|also| quoted(also)).collect();
                let _ = writeln!(toml, "also = [{}]", also.join(", "));
            }
        }
    }
}

/// Whether a text is an answer beside the listed ones.
fn is_also(text: &str) -> bool {
    matches!(text, "unsure" | "decline")
}

/// The condition of a row; none where it can never hold, or holds for everybody.
fn when(line: &DecisionRule, columns: &[Column], names: &[String]) -> Option<String> {
    let mut rows = vec![String::new()];
    for ((column, cell), name) in columns.iter().zip(&line.cells).zip(names) {
        if *cell == column.kind.every() {
            continue;
        }
        let cells = cells(&column.kind, *cell);
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
fn cells(values: &ColumnValues, held: u64) -> Vec<String> {
    let holds = |at: &usize| held >> at & 1 == 1;
    match values {
        ColumnValues::Texts(texts) => {
            let listed: Vec<String> =
                texts.iter().filter(|text| !is_also(text)).cloned().collect();
            let ids = slugs(&listed);
            let id = |at: usize| {
                let place = listed.iter().position(|text| *text == texts[at]);
                quoted(place.map_or(&texts[at], |place| &ids[place]))
            };
            let answers: Vec<String> = (0..texts.len()).filter(holds).map(id).collect();
            if answers.is_empty() {
                vec![]
            } else {
                vec![format!("[{}]", answers.join(", "))]
            }
        }
        ColumnValues::Numbers(classes) => {
            let mut ranges: Vec<(i64, i64)> = vec![];
            for class in (0..classes.len()).filter(holds).map(|at| classes[at]) {
                // Classes are cut wherever some row cuts them: those in a row are one range
                // again.
                match ranges.last_mut() {
                    Some(last) if last.1 + 1 == class.0 => last.1 = class.1,
                    _ => ranges.push(class),
                }
            }
            ranges.iter().map(|(from, to)| format!("\"{from}..{to}\"")).collect()
        }
    }
}

/// Ids for texts, each another.
fn slugs(texts: &[String]) -> Vec<String> {
    let mut slugs: Vec<String> = vec![];
    for text in texts {
        let id = other_than(&slugs, slug(text));
        slugs.push(id);
    }
    slugs
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
