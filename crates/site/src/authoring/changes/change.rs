//! What can differ between two websites.
use ground::source::Path;

use super::words::Passage;

/// What differs between two websites, for their visitors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebsiteChanges {
    /// Pages that came, went, moved, or say something else; by their addresses.
    pub pages: Vec<PageChange>,
    /// What changed around the text of pages, as the home page has it.
    pub around: Vec<Passage>,
    /// The addresses of pages that say the same and are made otherwise.
    pub remade: Vec<String>,
    /// Files that are no pages.
    pub files: Vec<FileChange>,
    /// Former addresses whose visitors are sent elsewhere than before.
    pub redirects: Vec<RedirectChange>,
    /// What browsers are told with a file.
    pub headers: Vec<HeaderChange>,
    /// What rules of self-checks mean.
    pub rules: Vec<RulesChange>,
}

impl WebsiteChanges {
    /// Whether both websites are the same, and mean the same.
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What became of a page or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not there before.
    Added,
    /// It is another one.
    Changed,
    /// It is no longer there.
    Removed,
    /// It stood at another address.
    Moved(String),
}

/// A page that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageChange {
    /// Its address, or where it was.
    pub address: String,
    /// What became of it.
    pub fate: Fate,
    /// Its heading.
    pub name: String,
    /// What visitors read otherwise.
    pub words: Vec<Passage>,
    /// Of one that is removed, where its visitors are sent.
    pub sent_on: Option<String>,
}

/// A file that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path without the fingerprint of its content.
    pub path: String,
    /// What became of it.
    pub fate: Fate,
}

/// A former address whose visitors are sent elsewhere than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectChange {
    /// The address.
    pub from: String,
    /// Where they were sent.
    pub before: Option<String>,
    /// Where they are sent.
    pub now: Option<String>,
}

/// A header that says something else than before, wherever it says so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeaderChange {
    /// The header's name.
    pub name: String,
    /// What it said.
    pub before: Option<String>,
    /// What it says.
    pub now: Option<String>,
    /// Where it says so: addresses, or patterns of them.
    pub addresses: Vec<String>,
}

/// The rules of a self-check that mean something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesChange {
    /// Their file.
    pub file: Path,
    /// What became of them.
    pub fate: Fate,
    /// The self-check's title.
    pub title: String,
    /// What changed, in people.
    pub sentences: Vec<String>,
}
