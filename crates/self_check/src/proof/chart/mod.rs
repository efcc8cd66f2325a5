//! The flow of a self-check on one page: each question once in each state that still matters.
//!
//! It is the reduced diagram of the outcomes, as it was proved: two ways that end alike from
//! some question on are one way. What is drawn is what the browser runs, so a clinician who
//! signs the chart signs the program.
#![allow(
    clippy::cast_precision_loss,
    reason = "counts of a chart that fits on a page, as pixels"
)]
mod draw;
mod place;

use rules::Answer;
use rules::compile::Model;
use rules::diagram::NodeId;

use super::person::words;
use crate::language::SelfCheck;

/// The flow as SVG, for print and for the preview. None when the diagram grew too large.
pub fn svg(check: &SelfCheck) -> Option<String> {
    let model = Model::new(&check.table).ok()?;
    let flow = flow(check, &model);
    Some(draw::draw(check, &flow, &place::place(&flow)))
}

/// The diagram in words.
struct Flow {
    /// What is asked in each row, in order.
    rows: Vec<String>,
    /// From the first row to the last.
    nodes: Vec<Node>,
}

/// A question in one state.
struct Node {
    /// The row of its question.
    row: usize,
    /// The outcomes that are still possible, from the least cautious.
    possible: Vec<usize>,
    /// Answers that lead on alike.
    ways: Vec<Way>,
}

/// An edge of the diagram, or several side by side.
struct Way {
    /// The answers that take it.
    answers: Vec<String>,
    /// Where it ends.
    to: To,
}

/// Where a way ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    /// A later node.
    Node(usize),
    /// An outcome, whatever else is answered.
    Outcome(usize),
}

/// Turns the diagram of the outcomes into words.
fn flow(check: &SelfCheck, model: &Model<'_>) -> Flow {
    let manager = &model.manager;
    let mut nodes = manager.nodes(model.outcome);
    // By row, then by what is still possible: the more cautious stand to the right. Ids last,
    // so that the chart is the same each time.
    nodes.sort_by_key(|node| (manager.variable(*node), manager.leaves(*node), *node));
    let mut variables: Vec<usize> =
        nodes.iter().map(|node| manager.variable(*node)).collect();
    variables.dedup();
    let row = |node| variables.binary_search(&manager.variable(node)).unwrap_or(0);
    let node = |node: &NodeId| Node {
        row: row(*node),
        possible: manager.leaves(*node).into_iter().map(|leaf| leaf as usize).collect(),
        ways: ways(check, model, &nodes, *node),
    };
    Flow {
        rows: variables.iter().map(|variable| asked(check, model, *variable)).collect(),
        nodes: nodes.iter().map(node).collect(),
    }
}

/// The ways out of a node: answers that lead to the same are one.
fn ways(
    check: &SelfCheck,
    model: &Model<'_>,
    nodes: &[NodeId],
    node: NodeId,
) -> Vec<Way> {
    let variable = model.manager.variable(node);
    let mut ways: Vec<Way> = vec![];
    for (value, child) in model.manager.children(node).iter().enumerate() {
        let to = match child.value() {
            Some(outcome) => To::Outcome(outcome as usize),
            None => To::Node(nodes.iter().position(|node| node == child).unwrap_or(0)),
        };
        let answer = answer(check, model, variable, value);
        match ways.iter_mut().find(|way| way.to == to) {
            Some(way) => way.answers.push(answer),
            None => ways.push(Way { answers: vec![answer], to }),
        }
    }
    ways
}

/// What a variable asks: a question, or one of the ticks of one.
fn asked(check: &SelfCheck, model: &Model<'_>, variable: usize) -> String {
    let question = model.order.question[variable];
    let text = &check.texts.questions[question];
    let about = text.short.as_ref().unwrap_or(&text.ask);
    let id = &check.table.questions[question].id;
    match (variable - model.order.first[question]).checked_sub(1) {
        Some(tick) => format!("{id}: “{}”", text.answers[tick]),
        None => format!("{id}: {about}"),
    }
}

/// A value of a variable in words.
fn answer(check: &SelfCheck, model: &Model<'_>, variable: usize, value: usize) -> String {
    let question = model.order.question[variable];
    let asked = &check.table.questions[question];
    let said = |pick| words(asked, &check.texts.questions[question], Answer::Pick(pick));
    match (asked.is_many(), variable - model.order.first[question], value) {
        (true, 0, 0) => "some of these, or none".to_owned(),
        (true, 0, also) => said(also - 1),
        (true, _, 0) => "not ticked".to_owned(),
        (true, _, _) => "ticked".to_owned(),
        (false, ..) => said(value),
    }
    .replace(['“', '”', '*'], "")
}
