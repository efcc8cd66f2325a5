//! A page begins: what it has to say, as a draft.
use ground::edit::Edit;
use ground::source::{Path, Sources, Span};

use super::move_page::edited;
use super::{guide, page_file};
use crate::read::kinds::{Kinds, PageKind};

/// The site with a new page of a kind in `file`, or why that cannot be.
pub fn start(
    sources: &Sources,
    kinds: &Kinds,
    kind: &PageKind,
    file: &Path,
) -> Result<Sources, String> {
    page_file::free(sources, file)?;
    match page_file::refusal(sources, file) {
        Some(refusal) => Err(refusal),
        None => Ok(with(sources, file, guide::blank(kinds, kind, file))),
    }
}

fn with(sources: &Sources, file: &Path, text: String) -> Sources {
    edited(sources, &[Edit::new(Span::new(file, 0, 0), text)])
}
