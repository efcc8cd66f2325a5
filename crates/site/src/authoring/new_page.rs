//! A page begins: what it has to say, as a draft.
use ground::edit::Edit;
use ground::source::{Path, Sources, Span};

use super::move_page::edited;
use super::{guide, page_file};
use crate::read::kinds::{Kinds, PageKind};

/// The site with a new page of a kind in `file`, with its title if that is known, or why that
/// cannot be.
pub fn start(
    sources: &Sources,
    kinds: &Kinds,
    kind: &PageKind,
    file: &Path,
    title: Option<&str>,
) -> Result<Sources, String> {
    page_file::free(sources, file)?;
    if let Some(refusal) = page_file::refusal(sources, file) {
        return Err(refusal);
    }
    let blank = guide::blank(kinds, kind, file);
    Ok(with(sources, file, titled(blank, title)))
}

/// The page with its title in place of the example.
fn titled(page: String, title: Option<&str>) -> String {
    let Some(title) = title else { return page };
    let line = format!("title = {}", toml::Value::from(title));
    let lines = page.split_inclusive('\n').map(|old| {
        let is_title = old.starts_with("title = ");
        if is_title { format!("{line}\n") } else { old.to_owned() }
    });
    lines.collect()
}

fn with(sources: &Sources, file: &Path, text: String) -> Sources {
    edited(sources, &[Edit::new(Span::new(file, 0, 0), text)])
}
