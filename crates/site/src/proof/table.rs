//! The decision table as a clinician reads it: a row for each rule, in the questions' words.
use std::fmt::Write as _;

use rules::{Cell, Kind, When};

use crate::read::self_check::SelfCheck;

/// The table as markdown: rules from most to least cautious, then the promises.
pub fn markdown(check: &SelfCheck) -> String {
    let mut text = format!("# {}\n\n", check.texts.title);
    text += "| Rule | When | Outcome | Panels | Because | Sources |\n|---|---|---|---|---|---|\n";
    let mut order: Vec<usize> = (0..check.table.rules.len()).collect();
    order.sort_by_key(|rule| std::cmp::Reverse(check.table.rules[*rule].outcome));
    for rule in order {
        row(check, rule, &mut text);
    }
    let otherwise = &check.texts.outcomes[check.table.otherwise];
    let _ = writeln!(text, "| | otherwise | {} | | | |", cell(otherwise));
    text += "\nThe most cautious outcome of all rules that match is shown.\n\n## Promises\n\n";
    for (promise, says) in check.table.promises.iter().zip(&check.texts.promises) {
        let _ = writeln!(text, "- {says} (`{}`)", promise.id);
    }
    text
}

fn row(check: &SelfCheck, rule: usize, to: &mut String) {
    let (said, text) = (&check.table.rules[rule], &check.texts.rules[rule]);
    let outcome =
        said.outcome.map_or("", |outcome| check.texts.outcomes[outcome].as_str());
    let panels = check.texts.panels.iter().enumerate();
    let panels = panels.filter(|(panel, _)| said.panels >> panel & 1 == 1);
    let panels: Vec<&str> = panels.map(|(_, title)| title.as_str()).collect();
    let sources: Vec<&str> = text.source.iter().map(|(name, _)| name.as_str()).collect();
    let _ = writeln!(
        to,
        "| {} | {} | {} | {} | {} | {} |",
        said.id,
        cell(&when(check, &said.when)),
        cell(outcome),
        cell(&panels.join("; ")),
        cell(&text.because),
        sources.join(", ")
    );
}

/// A text that can stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
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
            format!("{id}: {}", parts.join(", "))
        }
    }
}

/// The words of some facts of a question.
fn facts(check: &SelfCheck, question: usize, facts: u64) -> Vec<String> {
    let (asked, text) =
        (&check.table.questions[question], &check.texts.questions[question]);
    let word = |fact: usize| match &asked.kind {
        _ if fact >= asked.first_also() => text.also[fact - asked.first_also()].clone(),
        Kind::Number(classes) => format!("{} to {}", classes[fact].0, classes[fact].1),
        _ => text
            .answers
            .get(fact)
            .map_or_else(|| "None of these".to_owned(), Clone::clone),
    };
    (0..asked.facts()).filter(|fact| facts >> fact & 1 == 1).map(word).collect()
}
