//! For those who make the site: guides, schemas, what comes due, what visitors
//! would see change, how a page begins, moves and goes.
pub mod calendar;
pub mod changes;
pub mod desk;
pub mod examples;
pub mod explain;
pub mod guide;
pub mod move_page;
pub mod new_check;
pub mod new_page;
pub mod new_site;
pub mod page_file;
pub mod put_back;
pub mod remove_page;

use std::collections::BTreeMap;

use ground::diagnostic::Diagnostic;
use ground::edit::Edit;
use ground::prose::Prose;
use ground::source::{Mode, Path, Sources, folder};
use self_check::language::SelfCheck;

use crate::build::{Session, build};
use crate::read::body::Heading;
use crate::read::page::read_text;
use crate::request::Request;

/// Finds what a build would find afterwards that it does not find now, with the files that have
/// moved meanwhile.
pub fn compare(
    before: &Sources,
    after: &Sources,
    moved: &BTreeMap<Path, Path>,
    found: &mut Vec<Diagnostic>,
) {
    let built = |sources| build(sources, &Session::once(), &Request::default());
    let findings = |sources| built(sources).expect("nothing cancels it").findings;
    move_page::breaks(moved, &findings(before), findings(after), found);
}

/// The headings of a page; none where its file is no text.
fn headings(sources: &Sources, file: &Path) -> Vec<Heading> {
    let text = sources.files.get(file).and_then(|text| text.text(file).ok());
    let text = text.unwrap_or_default();
    read_text(file, text, Mode::Build, Prose::default()).0.headings
}

/// A self-check as it stands in some state of the files.
fn self_check_of(sources: &Sources, file: &Path) -> Option<SelfCheck> {
    let text = sources.files.get(file)?.text(file).ok()?;
    self_check::language::read(file, text, &mut vec![])
}

/// A sentence for each file that was edited, but for those that are told of elsewhere.
fn mended(edits: &[Edit], is_told: impl Fn(&Path) -> bool) -> Vec<String> {
    let mut mended: Vec<_> = edits.iter().map(|edit| &edit.at.file).collect();
    mended.sort_unstable();
    mended.dedup();
    mended.retain(|path| !is_told(path));
    mended.into_iter().map(|path| format!("Mended {path}.")).collect()
}

/// A sentence for each page of a section that stays, though its own page has left.
fn staying<'a>(
    section: &str,
    stay: &'a [Path],
) -> impl Iterator<Item = String> + use<'a> {
    let folder = folder(section).to_owned();
    stay.iter().map(move |path| {
        format!("{path} stays: it is no longer part of the section {folder}.")
    })
}
