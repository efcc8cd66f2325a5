//! A self-check as DMN: a PRIORITY table for the outcome, and a COLLECT table for the panels.
use std::fmt::Write as _;

use ground::html::escaped;
use rules::{Kind, Rule, Table};

use super::feel::{kind, name, sum, test, values};
use super::row::{Conjunction, rows};
use crate::language::{RuleText, SelfCheck};

/// The rules as a DMN 1.3 file (OMG formal/21-02-01). Conditions of `ask_if` stand in each
/// row, so that a hidden answer never counts. None where that makes too many rows.
pub fn write(check: &SelfCheck) -> Option<String> {
    let inputs = inputs(check);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" \
         id=\"{id}\" name=\"{title}\" namespace=\"https://candor.invalid/{id}\">\n",
        id = name(&check.texts.id),
        title = escaped(&check.texts.title)
    );
    for question in &check.table.questions {
        let (name, kind) = (name(&question.id), kind(question));
        let _ = writeln!(
            xml,
            "<inputData id=\"input_{name}\" name=\"{name}\">\
             <variable name=\"{name}\" typeRef=\"{kind}\"/></inputData>"
        );
    }
    outcome(check, &inputs, &mut xml)?;
    panels(check, &inputs, &mut xml)?;
    xml.push_str("</definitions>\n");
    Some(xml)
}

/// A column of the tables.
struct Input {
    label: String,
    /// What is compared, in FEEL.
    expression: String,
    kind: &'static str,
    /// The values that can be given, where they can be listed.
    values: Option<String>,
    of: Of,
}

/// What a column is about.
enum Of {
    /// A question with one answer.
    Answer(usize),
    /// One fact of a question with many: whether it is so.
    Fact(usize, usize),
    Score(usize),
}

/// The columns that all tables have: answers, facts of questions with many, scores.
fn inputs(check: &SelfCheck) -> Vec<Input> {
    let table = &check.table;
    let mut inputs = vec![];
    for (at, question) in table.questions.iter().enumerate() {
        let (Kind::Many(ids), name) = (&question.kind, name(&question.id)) else {
            let (expression, kind) = (name(&question.id), kind(question));
            let label = question.id.clone();
            let values = values(question);
            inputs.push(Input { label, expression, kind, values, of: Of::Answer(at) });
            continue;
        };
        let ticks = ids.iter().enumerate();
        let first = question.first_also();
        let also = question.also.iter().enumerate().map(|(also, id)| (first + also, id));
        inputs.extend(ticks.chain(also).map(|(fact, id)| Input {
            label: format!("{}: {id}", question.id),
            expression: format!("list contains({name}, \"{id}\")"),
            kind: "boolean",
            values: None,
            of: Of::Fact(at, fact),
        }));
    }
    let scores = table.scores.iter().zip(&check.texts.scores).enumerate();
    inputs.extend(scores.map(|(at, (score, text))| Input {
        label: score.id.clone(),
        expression: sum(table, score),
        kind: "number",
        values: Some(format!("[{}..{}]", text.range.0, text.range.1)),
        of: Of::Score(at),
    }));
    inputs
}

/// The table for the outcome: the most cautious value that some row asks for.
fn outcome(check: &SelfCheck, inputs: &[Input], xml: &mut String) -> Option<()> {
    let table = &check.table;
    let required: Vec<String> =
        table.questions.iter().map(|question| input_of(&question.id)).collect();
    head("outcome", "PRIORITY", &required, xml);
    for input in inputs {
        column(input, xml);
    }
    let values: Vec<String> =
        // PRIORITY counts the first value highest, and outcomes stand here from the least
        // cautious.
        table.outcomes.iter().rev().map(|outcome| quoted(&outcome.id)).collect();
    let _ = writeln!(
        xml,
        "<output name=\"outcome\" typeRef=\"string\">\
         <outputValues><text>{}</text></outputValues>\
         <defaultOutputEntry><text>{}</text></defaultOutputEntry></output>",
        values.join(","),
        quoted(&table.outcomes[table.otherwise].id)
    );
    for note in ["Because", "Sources"] {
        let _ = writeln!(xml, "<annotation name=\"{note}\"/>");
    }
    for (rule, text) in table.rules.iter().zip(&check.texts.rules) {
        outcome_rows(table, rule, text, inputs, xml)?;
    }
    xml.push_str("</decisionTable></decision>\n");
    Some(())
}

/// The rows of a rule in the table for the outcome, with why it is there as notes. A rule
/// that only shows panels has none.
fn outcome_rows(
    table: &Table,
    rule: &Rule,
    text: &RuleText,
    inputs: &[Input],
    xml: &mut String,
) -> Option<()> {
    let Some(asked) = rule.outcome else { return Some(()) };
    let sources: Vec<&str> = text.source.iter().map(|(name, _)| name.as_str()).collect();
    for (number, row) in rows(table, &rule.when)?.iter().enumerate() {
        let _ = write!(xml, "<rule id=\"{}_{number}\">", name(&rule.id));
        entries(table, inputs, row, xml);
        entry("outputEntry", &quoted(&table.outcomes[asked].id), xml);
        entry("annotationEntry", &text.because, xml);
        entry("annotationEntry", &sources.join(", "), xml);
        xml.push_str("</rule>\n");
    }
    Some(())
}

/// The table for the panels. A stop outcome fixes its panels, so the outcome is its first
/// column.
fn panels(check: &SelfCheck, inputs: &[Input], xml: &mut String) -> Option<()> {
    let table = &check.table;
    if table.panels.is_empty() {
        return Some(());
    }
    let mut required: Vec<String> =
        table.questions.iter().map(|question| input_of(&question.id)).collect();
    required.push("<requiredDecision href=\"#outcome\"/>".to_owned());
    head("panels", "COLLECT", &required, xml);
    xml.push_str(
        "<input><inputExpression typeRef=\"string\"><text>outcome</text></inputExpression></input>\n",
    );
    for input in inputs {
        column(input, xml);
    }
    xml.push_str("<output name=\"panels\" typeRef=\"string\"/>\n");
    panel_rows(table, inputs, xml)?;
    xml.push_str("</decisionTable></decision>\n");
    Some(())
}

/// The rows of the table for the panels: of rules where no outcome stops, and of stops.
fn panel_rows(table: &Table, inputs: &[Input], xml: &mut String) -> Option<()> {
    let (stops, others): (Vec<usize>, Vec<usize>) =
        (0..table.outcomes.len()).partition(|at| table.outcomes[*at].stop);
    let ids = |outcomes: &[usize]| -> Vec<String> {
        outcomes.iter().map(|at| quoted(&table.outcomes[*at].id)).collect()
    };
    let other = ids(&others).join(",");
    let mut line = |outcome: &str, row: &Conjunction, panel: usize| {
        xml.push_str("<rule>");
        entry("inputEntry", outcome, xml);
        entries(table, inputs, row, xml);
        entry("outputEntry", &quoted(&table.panels[panel]), xml);
        xml.push_str("</rule>\n");
    };
    for rule in &table.rules {
        for panel in bits(rule.panels) {
            for row in rows(table, &rule.when)? {
                line(&other, &row, panel);
            }
        }
    }
    for stop in stops {
        for panel in bits(table.stop_panels(stop)) {
            line(&quoted(&table.outcomes[stop].id), &Conjunction::default(), panel);
        }
    }
    Some(())
}

/// The numbers of the bits that are set.
fn bits(set: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |bit| set >> bit & 1 == 1)
}

/// That a decision asks for the answer to a question.
fn input_of(id: &str) -> String {
    format!("<requiredInput href=\"#input_{}\"/>", name(id))
}

/// Opens a decision with its table, and says what it asks for.
fn head(id: &str, policy: &str, required: &[String], xml: &mut String) {
    let _ = write!(xml, "<decision id=\"{id}\" name=\"{id}\"><variable name=\"{id}\"/>");
    for required in required {
        let _ =
            write!(xml, "<informationRequirement>{required}</informationRequirement>");
    }
    let _ =
        writeln!(xml, "\n<decisionTable hitPolicy=\"{policy}\" outputLabel=\"{id}\">");
}

/// A column of the table that is open.
fn column(input: &Input, xml: &mut String) {
    let _ = write!(
        xml,
        "<input label=\"{}\"><inputExpression typeRef=\"{}\"><text>{}</text></inputExpression>",
        escaped(&input.label),
        input.kind,
        escaped(&input.expression)
    );
    if let Some(values) = &input.values {
        entry("inputValues", values, xml);
    }
    xml.push_str("</input>\n");
}

/// An element that holds one text.
fn entry(tag: &str, text: &str, xml: &mut String) {
    let _ = write!(xml, "<{tag}><text>{}</text></{tag}>", escaped(text));
}

/// A cell for each column.
fn entries(table: &Table, inputs: &[Input], row: &Conjunction, xml: &mut String) {
    for input in inputs {
        let test = match input.of {
            Of::Answer(question) => row
                .allowed(table, question)
                .map_or_else(dash, |allowed| test(&table.questions[question], allowed)),
            Of::Fact(question, fact) => {
                row.tick(question, fact).map_or_else(dash, |so| so.to_string())
            }
            Of::Score(score) => {
                row.range(score).map_or_else(dash, |(from, to)| format!("[{from}..{to}]"))
            }
        };
        entry("inputEntry", &test, xml);
    }
}

/// A cell that holds for everything.
fn dash() -> String {
    "-".to_owned()
}

/// A text as FEEL has it.
fn quoted(id: &str) -> String {
    format!("\"{id}\"")
}
