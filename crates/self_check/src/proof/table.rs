//! The decision table as a clinician reads it: a row for each rule, in the questions' words.
use std::fmt::Write as _;

use ground::html::escaped;
use rules::{Cell, Kind, When, members};

use crate::language::SelfCheck;

/// The heads of the columns.
const HEADS: [&str; 6] = ["Rule", "When", "Outcome", "Panels", "Because", "Sources"];

/// How the rows are to be read together.
const HOW: &str = "The most cautious outcome of all rules that match is shown.";

/// The table as markdown: rules from most to least cautious, then the promises.
pub fn markdown(check: &SelfCheck) -> String {
    let line = |row: &TableRow| {
        let cells =
            // A bar would end the cell, and a line's end the table (GitHub Flavored Markdown
            // 4.10).
            row.each_ref().map(|text| text.replace('|', "\\|").replace('\n', " "));
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = format!("# {}\n\n", check.texts.title);
    text += &line(&HEADS.map(str::to_owned));
    text += "|---|---|---|---|---|---|\n";
    text.extend(rows(check).iter().map(line));
    let _ = write!(text, "\n{HOW}\n\n## Promises\n\n");
    for (promise, says) in check.table.promises.iter().zip(&check.texts.promises) {
        let _ = writeln!(text, "- {says} (`{}`)", promise.id);
    }
    text
}

/// The table as HTML.
pub fn html(check: &SelfCheck) -> String {
    let heads = HEADS.map(|head| format!("<th scope=col>{head}</th>")).concat();
    let line = |row: &TableRow| {
        let cells = row.each_ref().map(|text| format!("<td>{}</td>", escaped(text)));
        format!("<tr>{}</tr>\n", cells.concat())
    };
    let rows: String = rows(check).iter().map(line).collect();
    format!(
        "<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n<p>{HOW}</p>\n"
    )
}

/// The cells of one row, under [`HEADS`].
type TableRow = [String; 6];

/// The rules from most to least cautious, and `otherwise`.
fn rows(check: &SelfCheck) -> Vec<TableRow> {
    let rules = by_caution(check).into_iter();
    let mut rows: Vec<_> = rules.map(|rule| row(check, rule)).collect();
    let otherwise = check.texts.outcomes[check.table.otherwise].as_str();
    rows.push(["", "otherwise", otherwise, "", "", ""].map(str::to_owned));
    rows
}

/// The rules, those first that ask for the most cautious outcome.
fn by_caution(check: &SelfCheck) -> Vec<usize> {
    let rules = &check.table.rules;
    let mut order: Vec<usize> = (0..rules.len()).collect();
    // A stable sort: rules that ask for the same stay as their authors put them.
    order.sort_by_key(|rule| std::cmp::Reverse(rules[*rule].outcome));
    order
}

/// One rule.
fn row(check: &SelfCheck, rule: usize) -> TableRow {
    let (said, text) = (&check.table.rules[rule], &check.texts.rules[rule]);
    let outcome = said.outcome.map_or("", |outcome| &check.texts.outcomes[outcome]);
    let panels: Vec<&str> =
        members(said.panels).map(|panel| check.texts.panels[panel].as_str()).collect();
    let sources: Vec<&str> = text.source.iter().map(|(name, _)| name.as_str()).collect();
    let (when, panels) = (when(check, &said.when), panels.join("; "));
    [&said.id, &when, outcome, &panels, &text.because, &sources.join(", ")]
        .map(str::to_owned)
}

/// A condition: its rows, of which one must hold.
fn when(check: &SelfCheck, when: &When) -> String {
    let rows = when.iter().map(|row| {
        let cells: Vec<_> = row.iter().map(|cell| condition(check, cell)).collect();
        cells.join(" and ")
    });
    rows.collect::<Vec<_>>().join(", or ")
}

/// A cell, with what it is about in few words.
fn condition(check: &SelfCheck, cell: &Cell) -> String {
    match *cell {
        Cell::Score { score, from, to } => {
            let id = &check.table.scores[score].id;
            if from == to {
                format!("{id} {from}")
            } else {
                format!("{id} from {from} to {to}")
            }
        }
        Cell::Answer { question, any, all, none } => {
            let id = &check.table.questions[question].id;
            let short = check.texts.questions[question].short.as_ref();
            let about = short.map_or_else(String::new, |short| format!(" ({short})"));
            format!("{id}{about}: {}", wanted(check, question, [any, all, none]))
        }
    }
}

/// Which answers a cell asks for.
fn wanted(check: &SelfCheck, question: usize, [any, all, none]: [u64; 3]) -> String {
    let facts = |set, between: &str| facts(check, question, set).join(between);
    let any = (any != u64::MAX).then(|| facts(any, " or "));
    let all = (all != 0).then(|| facts(all, " with "));
    let none = (none != 0).then(|| format!("none of {}", facts(none, ", ")));
    [any, all, none].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The words of some facts of a question.
fn facts(check: &SelfCheck, question: usize, facts: u64) -> Vec<String> {
    let asked = &check.table.questions[question];
    let text = &check.texts.questions[question];
    let word = |fact: usize| match &asked.kind {
        _ if fact >= asked.first_also() => {
            format!("“{}”", text.also[fact - asked.first_also()])
        }
        Kind::Number(classes) => format!("{} to {}", classes[fact].0, classes[fact].1),
        _ => match text.answers.get(fact) {
            Some(label) => format!("“{label}”"),
            None => "none of these".to_owned(),
        },
    };
    (0..asked.facts()).filter(|fact| facts >> fact & 1 == 1).map(word).collect()
}
