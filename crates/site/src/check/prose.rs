//! What the practice's own words say besides those of pages: self-checks, drawings, templates.
use ground::diagnostic::Diagnostic;
use ground::source::hash;

use crate::load::Project;
use crate::load::self_check::LoadedSelfCheck;
use crate::memo::Memo;
use crate::prose::{self, phrase};
use crate::read::template_prose;

/// Lints the words of each self-check, of the drawings, the practice and the templates.
pub(super) fn check(project: &Project, memo: &Memo, found: &mut Vec<Diagnostic>) {
    let policy = &project.prose_policy();
    for check in project.self_checks.values() {
        self_check(project, check, found);
    }
    for drawing in project.drawings.values() {
        prose::text(policy, "page", &drawing.body.prose, "this drawing", found);
    }
    for grid in project.grids.values() {
        prose::text(policy, "page", &grid.prose, "this grid", found);
    }
    phrase::check(&project.practice.prose, policy.words, found);
    for (path, file) in project.sources.below("templates/") {
        let practice = &*project.practice;
        let key = hash(&("template", &**path, file.hash, policy.words, practice));
        let said = memo.get(key, || {
            let mut found = vec![];
            // Where templates are parsed, it is found that one is no text.
            if let Ok(text) = file.text(path) {
                let prose = template_prose::prose(path, text);
                phrase::check(&prose, policy.words, &mut found);
                prose::telephone::template(path, text, &prose, practice, &mut found);
            }
            found
        });
        found.extend(said.iter().cloned());
    }
}

fn self_check(project: &Project, check: &LoadedSelfCheck, found: &mut Vec<Diagnostic>) {
    let policy = &project.prose_policy();
    for prose in &check.prose {
        prose::text(policy, "self-check", prose, "this text", found);
    }
    for part in check.outcomes.iter().chain(&check.panels) {
        prose::part(policy, part, found);
    }
}
