//! Facts that nobody compared with their source go live only with a clinician's approval.
use ground::diagnostic::{Diagnostic, Level};

use crate::assets::fingerprint;
use crate::load::Project;
use crate::read::facts::{Fact, Facts, Status};

/// Finds facts whose approval is missing, has fallen, or cannot be.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    let facts = project.facts.facts.iter();
    found.extend(facts.filter_map(|(id, fact)| problem(project, id, fact)));
}

fn problem(project: &Project, id: &str, fact: &Fact) -> Option<Diagnostic> {
    if fact.status != Status::Known {
        return None;
    }
    let text = approved_text(&project.facts, fact);
    let Some(approval) = &fact.approved else {
        let message = format!(
            "visitors would read the fact {id}, which nobody has compared with its source"
        );
        let help = format!(
            "compare it, and write status = \"verified\"; or have a clinician approve it: \
             approved = {{ by = \"…\", role = \"…\", on = …, text = \"{text}\" }}"
        );
        return Some(unapproved(message).at(fact.at.clone()).help(help));
    };
    // What is missing of it is told where it is read.
    let on =
        approval.on.filter(|_| !approval.by.is_empty() && !approval.role.is_empty())?;
    let at = approval.at.clone();
    if on > project.sources.today {
        let message = format!("nobody can have approved the fact {id} on {on} yet");
        let finding = Diagnostic::error("fact-unapproved", message).at(at);
        return Some(finding.help("write the day on which they approved it as on"));
    }
    if approval.text.as_ref() == Some(&text) {
        return None;
    }
    let message = match approval.text {
        Some(_) => {
            format!("the fact {id} has changed since {} approved it", approval.by)
        }
        None => format!("nothing says which wording of the fact {id} was approved"),
    };
    let help = format!("once they have read it as it is now, write text = \"{text}\"");
    Some(unapproved(message).at(at).help(help))
}

fn unapproved(message: String) -> Diagnostic {
    Diagnostic::new("fact-unapproved", Level::Unpublishable, message)
}

/// The fingerprint of what somebody approves in a fact: its statement, its figure, and its
/// sources with what these are. It stands in a file, so it must not depend on the machine.
fn approved_text(facts: &Facts, fact: &Fact) -> String {
    let mut parts = vec![fact.statement.as_str(), fact.figure.as_deref().unwrap_or("")];
    for (key, _) in &fact.sources {
        let source = facts.sources.get(key);
        let reference = source.map_or("", |source| &source.reference);
        let link = source.and_then(|source| source.link.as_deref()).unwrap_or("");
        parts.extend([key.as_str(), reference, link]);
    }
    fingerprint(parts.join("\n").as_bytes())
}
