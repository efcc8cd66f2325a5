//! `candor rules`: what one self-check's file means, and what is proved of it.
mod answers;
mod staff;

use std::io::ErrorKind;
use std::path::{Path as DiskPath, PathBuf};
use std::time::Instant;

use clap::Subcommand;
use serde::Serialize;
use serde_json::{Value, json};
use site::diagnostic::{Diagnostic, Level};
use site::dmn;
use site::proof::{self, Proof};
use site::read::self_check::{self, SelfCheck};
use site::source::{File, Path, Sources};

use crate::error::Error;
use crate::json;
use crate::terminal;

/// What can be asked of a self-check's file.
#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// Prove all that the rules owe and promise, for every combination of answers
    Check {
        /// The file with the rules
        file: PathBuf,
        /// Print findings and figures as JSON, for other programs
        #[arg(long)]
        json: bool,
    },
    /// Say what each set of answers comes to
    Eval {
        /// The file with the rules
        file: PathBuf,
        /// A JSON file with a list of answer sets: [{"heart": "yes", "age": 34}]
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
        /// Print the results as JSON, for other programs
        #[arg(long)]
        json: bool,
    },
    /// Say why each set of answers comes to what it does
    Explain {
        /// The file with the rules
        file: PathBuf,
        /// A JSON file with a list of answer sets
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
    },
    /// Say what an edit changes, for how many combinations of answers, and for whom
    Diff {
        /// The file before the edit
        old: PathBuf,
        /// The file after it
        new: PathBuf,
    },
    /// Print the decision table for a clinician to read and sign, as markdown
    Table {
        /// The file with the rules
        file: PathBuf,
    },
    /// Print the way through the questions as a picture (SVG)
    Chart {
        /// The file with the rules
        file: PathBuf,
    },
    /// Print the rules as a decision table for other programs (DMN)
    Export {
        /// The file with the rules
        file: PathBuf,
    },
    /// Print a decision table of another program (DMN) as rules, to be completed
    Import {
        /// The DMN file
        file: PathBuf,
    },
    /// Try every small slip in the rules, and list those that nothing would notice
    Guard {
        /// The file with the rules
        file: PathBuf,
    },
    /// Sign what the rules mean and say now, in the file itself
    Sign {
        /// The file with the rules
        file: PathBuf,
        /// Who signs
        #[arg(long)]
        by: String,
        /// Their credential
        #[arg(long)]
        role: String,
    },
}

/// Whether the command found nothing that stops a build.
pub(crate) fn run(command: RulesCommand) -> Result<bool, Error> {
    Ok(match command {
        RulesCommand::Check { file, json } => check(&file, json),
        RulesCommand::Eval { file, answers, json } => eval(&file, &answers, json),
        RulesCommand::Explain { file, answers } => staff::explain(&file, &answers),
        RulesCommand::Diff { old, new } => staff::diff(&old, &new),
        RulesCommand::Table { file } => {
            staff::print_as(&file, |check| Some(proof::table::markdown(check)))
        }
        RulesCommand::Chart { file } => staff::print_as(&file, proof::chart::svg),
        RulesCommand::Export { file } => staff::print_as(&file, dmn::write),
        RulesCommand::Import { file } => import(&file),
        RulesCommand::Guard { file } => staff::guard(&file),
        RulesCommand::Sign { file, by, role } => staff::sign(&file, &by, &role)?,
    })
}

/// A file with the self-check that stands in it, if it can be understood.
struct Rules {
    sources: Sources,
    check: Option<SelfCheck>,
    found: Vec<Diagnostic>,
}

fn read(file: &DiskPath) -> Rules {
    let (check, sources, found) = read_as(file, self_check::read);
    Rules { sources, check, found }
}

/// What a file alone comes to, the file itself to show its lines, and what is wrong with it.
fn read_as<T>(
    file: &DiskPath,
    read: impl FnOnce(&Path, &str, &mut Vec<Diagnostic>) -> Option<T>,
) -> (Option<T>, Sources, Vec<Diagnostic>) {
    let path: Path = file.to_string_lossy().into();
    let (mut sources, mut found) = (Sources::default(), vec![]);
    let file = match std::fs::read(file) {
        Ok(bytes) => File::new(bytes),
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::NotFound => "there is none of this name".to_owned(),
                _ => error.to_string(),
            };
            found.push(unreadable(&path, &why));
            return (None, sources, found);
        }
    };
    let value = match file.text(&path) {
        Ok(text) => read(&path, text, &mut found),
        Err(finding) => {
            found.push(finding);
            None
        }
    };
    sources.files_mut().insert(path, file);
    (value, sources, found)
}

/// Prints a DMN file as rules. What is left out of it goes to standard error.
fn import(file: &DiskPath) -> bool {
    let (toml, sources, found) = read_as(file, dmn::read);
    terminal::aside(&sources, &found, false);
    if let Some(toml) = &toml {
        terminal::print(toml.trim_end());
        terminal::print_aside(
            "Write what each question asks and each reason says, then run `rules check`.",
        );
    }
    toml.is_some()
}

fn unreadable(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::error("unreadable", format!("this file cannot be read: {why}"))
        .at(site::source::Span::new(path, 0, 0))
        .help("check its name, and that you may read it")
}

fn stopped(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.stops(false))
}

fn check(file: &DiskPath, json: bool) -> bool {
    let start = Instant::now();
    let mut rules = read(file);
    let proof = rules.check.as_ref().map(proof::prove).unwrap_or_default();
    let micros = start.elapsed().as_micros();
    rules.found.extend(proof.findings.iter().cloned());
    Diagnostic::sort(&mut rules.found);
    rules.found.dedup();
    if json {
        terminal::print(&figures(&rules, &proof, micros));
    } else {
        terminal::all(&rules.sources, &rules.found, false);
        if let Some(check) = &rules.check {
            terminal::print(&summary(check, &proof, micros));
        }
    }
    !stopped(&rules.found)
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

fn figures(rules: &Rules, proof: &Proof, micros: u128) -> String {
    let figures = proof.figures.as_ref();
    let promise = |kept: &proof::Kept| json!({ "name": kept.name, "proved": kept.proved, "example": kept.example });
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
fn summary(check: &SelfCheck, proof: &Proof, micros: u128) -> String {
    let mut lines: Vec<String> = proof::summary::summary(check, proof)
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

fn eval(file: &DiskPath, sets: &DiskPath, json: bool) -> bool {
    let mut rules = read(file);
    let proof = rules.check.as_ref().map(proof::prove).unwrap_or_default();
    rules.found.retain(|finding| finding.level == Level::Error);
    let sets = answers::read(sets, &mut rules.sources, &mut rules.found);
    let (Some(check), Some(sets)) = (&rules.check, sets) else {
        return refuse(&rules, json);
    };
    let Some(program) = &proof.program else {
        rules.found.extend(proof.findings);
        return refuse(&rules, json);
    };
    let results: Vec<Value> = sets
        .iter()
        .map(|set| match result(check, program, set) {
            Ok(verdict) => shown(check, &verdict),
            Err(error) => json!({ "error": error }),
        })
        .collect();
    let failed = results.iter().any(|result| result.get("error").is_some());
    if json {
        terminal::print(&format!("{:#}", Value::from(results)));
    } else {
        for result in &results {
            terminal::print(&result.to_string());
        }
    }
    !failed
}

/// Says why nothing could be evaluated.
fn refuse(rules: &Rules, json: bool) -> bool {
    if json {
        let findings = json::list(&rules.sources, &rules.found, false);
        terminal::print(&format!("{:#}", json!({ "findings": findings })));
    } else {
        terminal::all(&rules.sources, &rules.found, false);
    }
    false
}

/// What one set of answers comes to, or what is wrong with it.
fn result(
    check: &SelfCheck,
    program: &::rules::Program,
    set: &answers::Set,
) -> Result<::rules::Verdict, String> {
    decided(check, program, &set.answers(check)?)
}

/// What these answers come to, or which is missing.
fn decided(
    check: &SelfCheck,
    program: &::rules::Program,
    answers: &[::rules::Answer],
) -> Result<::rules::Verdict, String> {
    proof::decide(program, answers).map_err(|open| open.message(check))
}

/// What is shown, by ids: panels in the order of the check, rules in the order of the file.
fn shown(check: &SelfCheck, verdict: &::rules::Verdict) -> Value {
    let table = &check.table;
    let panels = table.panels.iter().enumerate();
    let panels = panels.filter(|(panel, _)| verdict.panels >> panel & 1 == 1);
    let fired = verdict.fired.iter().map(|rule| table.rules[*rule].id.as_str());
    json!({
        "outcome": table.outcomes[verdict.outcome].id,
        "panels": panels.map(|(_, id)| id.as_str()).collect::<Vec<_>>(),
        "fired": fired.collect::<Vec<_>>(),
    })
}
