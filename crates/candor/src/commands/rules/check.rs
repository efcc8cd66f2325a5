//! `candor rules check`: proves what the rules owe and promise, for every combination.
use std::path::Path;
use std::time::Instant;

use ground::diagnostic::{Diagnostic, any_stops};
use self_check::language::SelfCheck;
use self_check::proof::summary::summary;
use self_check::proof::{self, Kept, Proof};
use serde::Serialize;
use serde_json::{Value, json};

use super::file::Rules;
use crate::{json, terminal};

/// Proves the rules, and prints findings and figures. Answers whether nothing stops a build.
pub(super) fn run(file: &Path, json: bool) -> bool {
    let start = Instant::now();
    let mut rules = Rules::read(file);
    let mut proof = rules.check.as_ref().map(proof::prove).unwrap_or_default();
    // Reading is counted too: it is what a person waits for.
    let micros = start.elapsed().as_micros();
    rules.found.append(&mut proof.findings);
    Diagnostic::sort(&mut rules.found);
    // What reading finds, the proof may find again.
    rules.found.dedup();
    if json {
        terminal::print(&figures(&rules, &proof, micros));
    } else {
        terminal::print_all(&rules.sources, &rules.found, false);
        if let Some(check) = &rules.check {
            terminal::print(&lines(check, &proof, micros));
        }
    }
    !any_stops(&rules.found, false)
}

/// What `check --json` prints. What could not be had is null, a list empty.
#[derive(Serialize)]
struct Figures {
    findings: Vec<Value>,
    /// Exact: a number of 128 bits is written digit for digit.
    combinations: Option<u128>,
    /// The exponent of the highest power of ten that is not above `combinations`.
    power_of_ten: Option<u32>,
    nodes: Option<usize>,
    promises: Vec<Value>,
    micros: u128,
}

/// The figures as JSON.
fn figures(rules: &Rules, proof: &Proof, micros: u128) -> String {
    let figures = proof.figures.as_ref();
    let promise = |kept: &Kept| json!({ "name": kept.name, "proved": kept.proved, "example": kept.example });
    let object = Figures {
        findings: json::list(&rules.sources, &rules.found, false),
        combinations: proof.combinations,
        power_of_ten: proof.power_of_ten,
        nodes: figures.map(|figures| figures.nodes),
        promises: proof.promises.iter().map(promise).collect(),
        micros,
    };
    serde_json::to_string_pretty(&object).unwrap_or_default()
}

/// One line for each thing that was proved.
fn lines(check: &SelfCheck, proof: &Proof, micros: u128) -> String {
    let mut lines: Vec<String> = summary(check, proof)
        .into_iter()
        .map(|line| {
            format!("{}: {}", if line.holds { "Proved" } else { "BROKEN" }, line.text)
        })
        .collect();
    let nodes = proof
        .figures
        .as_ref()
        .map(|figures| terminal::count(figures.nodes, "node") + ", ");
    lines.push(format!(
        "{}{}.{:03} ms.",
        nodes.unwrap_or_default(),
        micros / 1000,
        micros % 1000
    ));
    lines.join("\n")
}
