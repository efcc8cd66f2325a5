//! Pages that begin, move and are removed, with what follows told before.
use std::collections::BTreeMap;

use disk::history;
use ground::diagnostic::{Diagnostic, any_stops};
use ground::source::{Mode, Path, Sources};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use site::authoring::desk::{self, Tense};
use site::authoring::{guide, move_page, new_check, page_file, remove_page};

use super::Desk;
use super::answer::{Answered, Refusal};
use crate::json;

/// A page to begin.
#[derive(Deserialize)]
pub(super) struct PageToBegin {
    kind: String,
    title: String,
    /// Its folder below `content`; empty for the top.
    #[serde(default)]
    folder: String,
}

/// A page to move.
#[derive(Deserialize)]
pub(super) struct PageToMove {
    from: String,
    to: String,
    /// Whether it is only told what would follow.
    #[serde(default)]
    dry: bool,
}

/// A page to remove.
#[derive(Deserialize)]
pub(super) struct PageToRemove {
    file: String,
    /// The page that takes its place.
    instead: Option<String>,
    #[serde(default)]
    dry: bool,
}

impl Desk {
    /// Begins a page: a draft with what its kind has to say.
    pub(super) fn new_page(&self, new: &PageToBegin) -> Answered {
        let _guard = self.saving();
        let before = disk::read(&self.target.folder, Mode::Build)?;
        let kinds = guide::kinds_of(&before);
        let kind = kinds.kind(&new.kind).ok_or_else(|| {
            Refusal::not_possible(format!("there is no kind of page `{}`", new.kind))
        })?;
        let file = page_file::named_after(&new.folder, &new.title)
            .ok_or_else(|| Refusal::not_possible("give the page a title"))?;
        // A self-check stands in a folder of its own, with its rules.
        let check =
            (kind.id == new_check::KIND).then(|| new_check::page(&file)).flatten();
        let file = check.unwrap_or(file);
        let after = new_check::start_page(&before, &kinds, kind, &file, Some(&new.title));
        self.change(&before, &after.map_err(Refusal::not_possible)?)?;
        Ok(json!({ "file": &*file }))
    }

    /// Moves a page, or says what would follow.
    pub(super) fn move_page(&self, moving: &PageToMove) -> Answered {
        let _guard = self.saving();
        let before = disk::read(&self.target.folder, Mode::Build)?;
        let (from, to) = (named(&moving.from)?, named(&moving.to)?);
        self.is_saved(&from)?;
        let moved =
            move_page::move_page(&before, &from, &to).map_err(Refusal::not_possible)?;
        let mut found = vec![];
        site::authoring::compare(&before, &moved.sources, &moved.files, &mut found);
        refuse(&moved.sources, found)?;
        if !moving.dry {
            self.change(&before, &moved.sources)?;
        }
        let says = desk::of_move(&before, &moved, &from, tense(moving.dry));
        Ok(json!({ "says": says, "done": !moving.dry, "file": &*to }))
    }

    /// Removes a page, or says what would follow.
    pub(super) fn remove_page(&self, removing: &PageToRemove) -> Answered {
        let _guard = self.saving();
        let before = disk::read(&self.target.folder, Mode::Build)?;
        let page = named(&removing.file)?;
        let instead = removing.instead.as_deref().map(named).transpose()?;
        self.is_saved(&page)?;
        if let Some(refusal) = remove_page::refusal(&before, &page, instead.as_ref()) {
            return Err(Refusal::not_possible(refusal));
        }
        let mut found = vec![];
        if instead.is_none() {
            remove_page::links(&before, &page, &mut found);
        }
        refuse(&before, found)?;
        let removal = remove_page::remove_page(&before, &page, instead.as_ref())
            .map_err(Refusal::not_possible)?;
        let mut found = vec![];
        site::authoring::compare(&before, &removal.sources, &BTreeMap::new(), &mut found);
        refuse(&removal.sources, found)?;
        if !removing.dry {
            self.change(&before, &removal.sources)?;
        }
        let says = desk::of_removal(&before, &removal, &page, tense(removing.dry));
        Ok(json!({ "says": says, "done": !removing.dry }))
    }

    /// Changes the site's files, all or none, and keeps the texts that they had.
    fn change(&self, before: &Sources, after: &Sources) -> Result<(), Refusal> {
        let differs = |path: &Path| {
            after.files.get(path).map(|file| file.hash)
                != before.files.get(path).map(|file| file.hash)
        };
        // Before anything changes: a disk that is full refuses here, with nothing lost.
        for (path, file) in before.files.iter().filter(|(path, _)| differs(path)) {
            if file.text(path).is_ok() {
                history::keep(&self.target.folder, path, &file.bytes, Timestamp::now())?;
            }
        }
        Ok(disk::change(&self.target.folder, before, after)?)
    }

    /// Refuses to move or remove a page while some of it is not saved.
    fn is_saved(&self, page: &Path) -> Result<(), Refusal> {
        if self.drafts.get(page).is_none() {
            return Ok(());
        }
        Err(Refusal::not_possible("save the page first: some of it is not saved yet"))
    }
}

fn tense(is_dry: bool) -> Tense {
    if is_dry { Tense::Before } else { Tense::After }
}

fn named(said: &str) -> Result<Path, Refusal> {
    page_file::file(said).ok_or_else(|| {
        Refusal::not_possible(format!("`{said}` is no page: its name ends with .md"))
    })
}

/// Refuses what would stop the site, with what it would be.
fn refuse(sources: &Sources, mut found: Vec<Diagnostic>) -> Result<(), Refusal> {
    if !any_stops(&found, false) {
        return Ok(());
    }
    Diagnostic::sort(&mut found);
    let list = json::list(sources, &found, false);
    let why = "this would break what is listed here; nothing was changed";
    Err(Refusal::not_possible(why).and("findings", Value::from(list)))
}
