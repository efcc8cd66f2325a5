//! What staff and clinicians ask of the rules: why, what changed, who guards them, who signs.
use std::path::Path as DiskPath;

use ::rules::compile::Model;
use ::rules::{Answer, Verdict};
use site::proof::difference::difference;
use site::proof::mutation::guard as guard_of;
use site::proof::{self, sign as signing};
use site::read::self_check::SelfCheck;

use super::{answers, read, refuse, stopped};
use crate::error::Error;
use crate::terminal;
use crate::today::today;

const TOO_WIDE: &str =
    "These rules are tied together too widely: `rules check` says which.";

/// The self-check in a file, or its findings, printed.
fn understood(file: &DiskPath) -> Option<SelfCheck> {
    let mut rules = read(file);
    let check = rules.check.take();
    if check.is_none() {
        refuse(&rules, false);
    }
    check
}

/// Prints outcome, panels, reasons and the answers that alone decide it.
pub(super) fn explain(file: &DiskPath, sets: &DiskPath) -> bool {
    let mut rules = read(file);
    let sets = answers::read(sets, &mut rules.sources, &mut rules.found);
    let (Some(check), Some(sets)) = (&rules.check, sets) else {
        return refuse(&rules, false);
    };
    let Ok(model) = Model::new(&check.table) else { return false };
    let mut right = true;
    for set in &sets {
        match explained(check, &model, set) {
            Ok(text) => terminal::print(&text),
            Err(error) => {
                right = false;
                terminal::print(&format!("{error}.\n"));
            }
        }
    }
    right
}

fn explained(
    check: &SelfCheck,
    model: &Model<'_>,
    set: &answers::Set,
) -> Result<String, String> {
    let answers = set.answers(check)?;
    let verdict = super::decided(check, &model.program(), &answers)?;
    let mut lines = vec![format!("“{}”", check.texts.outcomes[verdict.outcome])];
    for (panel, title) in check.texts.panels.iter().enumerate() {
        if verdict.panels >> panel & 1 == 1 {
            lines.push(format!("  with the panel “{title}”"));
        }
    }
    for rule in &verdict.fired {
        lines.push(reason(check, &verdict, *rule));
    }
    lines.push(deciding(check, model, &answers));
    Ok(lines.join("\n") + "\n")
}

/// Whether a rule decided the outcome or is worth telling beside it, why, and its sources.
fn reason(check: &SelfCheck, verdict: &Verdict, rule: usize) -> String {
    let said = &check.table.rules[rule];
    let text = &check.texts.rules[rule];
    let part = if said.outcome == Some(verdict.outcome) { "because" } else { "also" };
    let sources: Vec<&str> = text.source.iter().map(|(name, _)| name.as_str()).collect();
    format!("  {part}: {} ({}; {})", text.because, said.id, sources.join(", "))
}

fn deciding(check: &SelfCheck, model: &Model<'_>, answers: &[Answer]) -> String {
    let words = |question: usize| proof::answer(check, question, answers[question]);
    let deciding: Vec<_> = model.deciding(answers).into_iter().map(words).collect();
    if deciding.is_empty() {
        return "  Everyone is shown this.".to_owned();
    }
    format!("  These answers alone decide it: {}.", deciding.join(", "))
}

/// Prints what an edit changes.
pub(super) fn diff(old: &DiskPath, new: &DiskPath) -> bool {
    let (Some(old), Some(new)) = (understood(old), understood(new)) else { return false };
    let Ok(difference) = difference(&old, &new) else {
        terminal::print_aside(TOO_WIDE);
        return false;
    };
    for sentence in difference.sentences() {
        terminal::print(&sentence);
    }
    true
}

/// Prints a self-check in another form: as a table, a picture, or for another program.
pub(super) fn print_as(
    file: &DiskPath,
    form: impl Fn(&SelfCheck) -> Option<String>,
) -> bool {
    let Some(check) = understood(file) else { return false };
    let Some(text) = form(&check) else {
        terminal::print_aside(TOO_WIDE);
        return false;
    };
    terminal::print(text.trim_end());
    true
}

/// Prints the slips that nothing would notice.
pub(super) fn guard(file: &DiskPath) -> bool {
    let Some(check) = understood(file) else { return false };
    let Some(guard) = guard_of(&check) else { return false };
    let mut unguarded = 0;
    for loose in &guard.loose {
        let id = &check.table.rules[loose.rule].id;
        if let Some(why) = &check.texts.rules[loose.rule].unguarded {
            terminal::print(&format!("Accepted: `{id}` {}: {why}", loose.slip));
        } else {
            unguarded += 1;
            terminal::print(&format!(
                "No promise protects `{id}`: nothing notices when it {}",
                loose.slip
            ));
        }
    }
    terminal::print(&format!(
        "{} slips would change what someone is shown; {} of them are noticed, {} accepted, {unguarded} not.",
        guard.tried,
        guard.tried - guard.loose.len(),
        guard.loose.len() - unguarded
    ));
    unguarded == 0
}

/// Writes a signature into the file, if nothing is wrong with it, and keeps a copy beside it.
pub(super) fn sign(file: &DiskPath, by: &str, role: &str) -> Result<bool, Error> {
    let Some(check) = understood(file) else { return Ok(false) };
    if stopped(&proof::prove(&check).findings) {
        terminal::print("Nothing was signed: `candor rules check` finds errors.");
        return Ok(false);
    }
    let unwritten =
        |error: std::io::Error| Error(format!("the file could not be written: {error}"));
    let Ok(hashes) = signing::hashes(&check) else { return Ok(false) };
    let text = std::fs::read_to_string(file).map_err(unwritten)?;
    let (today, _) = today(None)?;
    let path = file.to_string_lossy().into();
    let Some(text) = signing::signed(&path, &text, &hashes, by, role, today) else {
        terminal::print("Nothing was signed: `review` is there, and is no table.");
        return Ok(false);
    };
    let beside = file.with_file_name(signing::SIGNED);
    std::fs::write(file, &text).map_err(unwritten)?;
    std::fs::write(&beside, &text).map_err(unwritten)?;
    terminal::print(&format!(
        "Signed by {by}, {role}, on {today}: meaning {}",
        hashes.logic
    ));
    terminal::print(&format!(
        "The rules as signed are kept in {}: later edits are compared with it.",
        beside.display()
    ));
    Ok(true)
}
