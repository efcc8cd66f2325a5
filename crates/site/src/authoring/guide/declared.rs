//! What a site declares for its writers, read without its findings: a build tells those.
use ground::source::{Path, Sources};

use crate::read::attestations::{self, Attestations};
use crate::read::kinds::{self, Kinds};

/// The kinds of page that a site declares. What is wrong with them is found in a build.
pub fn kinds_of(sources: &Sources) -> Kinds {
    let path: Path = "content/kinds.toml".into();
    let text = sources.files.get(&path).and_then(|file| file.text(&path).ok());
    text.map(|text| kinds::read(&path, text, &mut vec![])).unwrap_or_default()
}

/// What only a person can judge, and who has, as the site declares it. What is wrong with it is
/// found in a build.
pub fn attestations_of(sources: &Sources) -> Attestations {
    let path: Path = attestations::FILE.into();
    let text = sources.files.get(&path).and_then(|file| file.text(&path).ok());
    text.map(|text| attestations::read(&path, text, &mut vec![])).unwrap_or_default()
}
