//! The decision table as a clinician reads it: a row for each rule, in the questions' words.
use std::fmt::Write as _;

use rules::{Cell, Kind, When};

use crate::html::escaped;
use crate::read::self_check::SelfCheck;

/// The heads of the columns.
const HEADS: [&str; 6] = ["Rule", "When", "Outcome", "Panels", "Because", "Sources"];

/// How the rows are to be read together.
const HOW: &str = "The most cautious outcome of all rules that match is shown.";

/// The table as markdown: rules from most to least cautious, then the promises.
pub fn markdown(check: &SelfCheck) -> String {
    let line = |row: &[String; 6]| {
        let cells =
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
    let line = |row: &[String; 6]| {
        let cells = row.each_ref().map(|text| format!("<td>{}</td>", escaped(text)));
        format!("<tr>{}</tr>\n", cells.concat())
    };
    let rows: String = rows(check).iter().map(line).collect();
    format!(
        "<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n<p>{HOW}</p>\n"
    )
}

/// The rules from most to least cautious, and `otherwise`.
fn rows(check: &SelfCheck) -> Vec<[String; 6]> {
    let mut order: Vec<usize> = (0..check.table.rules.len()).collect();
    order.sort_by_key(|rule| std::cmp::Reverse(check.table.rules[*rule].outcome));
    let mut rows: Vec<_> = order.into_iter().map(|rule| row(check, rule)).collect();
    let otherwise = check.texts.outcomes[check.table.otherwise].clone();
    let none = String::new;
    rows.push([none(), "otherwise".to_owned(), otherwise, none(), none(), none()]);
    rows
}

fn row(check: &SelfCheck, rule: usize) -> [String; 6] {
    let (said, text) = (&check.table.rules[rule], &check.texts.rules[rule]);
    let outcome = said.outcome.map(|outcome| check.texts.outcomes[outcome].clone());
    let panels = check.texts.panels.iter().enumerate();
    let panels = panels.filter(|(panel, _)| said.panels >> panel & 1 == 1);
    let panels: Vec<&str> = panels.map(|(_, title)| title.as_str()).collect();
    let sources: Vec<&str> = text.source.iter().map(|(name, _)| name.as_str()).collect();
    [
        said.id.clone(),
        when(check, &said.when),
        outcome.unwrap_or_default(),
        panels.join("; "),
        text.because.clone(),
        sources.join(", "),
    ]
}

fn when(check: &SelfCheck, when: &When) -> String {
    let rows = when.iter().map(|row| {
        let cells: Vec<_> = row.iter().map(|cell| condition(check, cell)).collect();
        cells.join(" and ")
    });
    rows.collect::<Vec<_>>().join(", or ")
}

fn condition(check: &SelfCheck, cell: &Cell) -> String {
    match *cell {
        Cell::Score { score, from, to } => {
            format!("{} from {from} to {to}", check.table.scores[score].id)
        }
        Cell::Answer { question, any, all, none } => {
            let id = &check.table.questions[question].id;
            let short = check.texts.questions[question].short.as_ref();
            let about = short.map_or_else(String::new, |short| format!(" ({short})"));
            let mut parts = vec![];
            if any != u64::MAX {
                parts.push(facts(check, question, any).join(" or "));
            }
            if all != 0 {
                parts.push(facts(check, question, all).join(" with "));
            }
            if none != 0 {
                parts
                    .push(format!("none of {}", facts(check, question, none).join(", ")));
            }
            format!("{id}{about}: {}", parts.join(", "))
        }
    }
}

/// The words of some facts of a question.
fn facts(check: &SelfCheck, question: usize, facts: u64) -> Vec<String> {
    let (asked, text) =
        (&check.table.questions[question], &check.texts.questions[question]);
    let word = |fact: usize| match &asked.kind {
        _ if fact >= asked.first_also() => {
            format!("“{}”", text.also[fact - asked.first_also()])
        }
        Kind::Number(classes) => format!("{} to {}", classes[fact].0, classes[fact].1),
        _ => text
            .answers
            .get(fact)
            .map_or_else(|| "none of these".to_owned(), |label| format!("“{label}”")),
    };
    (0..asked.facts()).filter(|fact| facts >> fact & 1 == 1).map(word).collect()
}
