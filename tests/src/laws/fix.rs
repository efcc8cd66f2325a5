//! A fix that a finding carries mends it, wherever a case of the suite has one.

use ground::diagnostic::Diagnostic;
use ground::edit::{Edit, apply};
use ground::source::Sources;

use crate::{build_cold, cases, put, text};

/// The sources after all edits of a fix.
fn mended(sources: &Sources, edits: &[Edit]) -> Sources {
    let mut mended = sources.clone();
    for edit in edits {
        let file = &edit.at.file;
        let here = edits.iter().filter(|other| other.at.file == *file);
        put(&mut mended, file, &apply(&text(sources, file), here));
    }
    mended
}

/// Whether two findings are the same one, whatever else is around them.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let start = |finding: &Diagnostic| finding.at.as_ref().map(|at| at.start);
    let file = |finding: &Diagnostic| finding.at.as_ref().map(|at| at.file.clone());
    (one.code, &one.message, file(one), start(one))
        == (other.code, &other.message, file(other), start(other))
}

#[test]
fn each_fix_in_the_suite_mends_its_finding() {
    let mut tried = 0;
    for sources in cases() {
        for finding in build_cold(&sources).findings {
            for fix in &finding.fixes {
                let after = build_cold(&mended(&sources, &fix.edits)).findings;
                let stays = after.iter().any(|other| is_same(other, &finding));
                assert!(!stays, "{finding:#?} stays");
                tried += 1;
            }
        }
    }
    assert!(tried > 15, "only {tried} fixes were tried");
}
