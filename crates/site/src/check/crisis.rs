//! What a self-check needs of its practice: whom to call, and a way out.
use ground::diagnostic::{Diagnostic, Level};
use ground::source::Span;

use crate::load::Project;
use crate::load::inputs::PRACTICE;
use crate::load::self_check::LoadedSelfCheck;
use crate::read::crisis::no_lines;

/// Finds self-checks that ask what no page has an answer to, and those that nobody can leave.
pub(super) fn check(project: &Project, found: &mut Vec<Diagnostic>) {
    let practice = &project.practice;
    let checks = || project.self_checks.values();
    if practice.crisis.is_none() {
        let asked = checks().flat_map(|check| &check.rules.crisis);
        let message = "whoever is asked this would find no number to call on any page";
        found.extend(asked.map(|at| no_lines(message, at.clone())));
    }
    // A file with another fault may say it in a line that cannot be read.
    let is_faulty = project.findings.iter().any(|finding| {
        let file = finding.at.as_ref().map(|at| &*at.file);
        finding.level == Level::Error && file == Some(PRACTICE)
    });
    if practice.leave_to.is_none() && !is_faulty {
        found.extend(checks().next().map(|check| no_way_out(check)));
    }
}

/// The finding for a self-check without a way out.
fn no_way_out(check: &LoadedSelfCheck) -> Diagnostic {
    let message =
        "`leave_to` is missing here, and visitors could not leave the self-check";
    let finding = Diagnostic::error("key-missing", message);
    let finding = finding.at(Span::new(&PRACTICE.into(), 0, 0));
    let place = check.rules.spans.questions.first();
    let finding = match place {
        Some(at) => finding.label(at.clone(), "visitors answer here"),
        None => finding,
    };
    finding
        .help("add a line `leave_to = \"https://…\"`: a website of others, not on health")
}
