//! A former publication takes the place of the newest one.
use std::path::Path;
use std::sync::Arc;

use disk::Error;
use disk::publications::{self, Publication};
use ground::source::Sources;
use site::authoring::changes::PublishedSite;
use site::authoring::put_back::{self, Objection};
use site::website::Website;

use super::{PublishOutcome, PublishTarget, Tell, prepare};

/// A former publication with its files, to be looked at before it is put back.
pub(crate) struct Former {
    publication: Publication,
    pub(crate) website: Arc<Website>,
    sources: Sources,
    /// What stands against it.
    pub(crate) objections: Vec<Objection>,
    /// The site as it is saved now.
    now: Sources,
}

/// Reads a former publication, and compares it with the site as it is saved now. Nothing is
/// written.
///
/// # Errors
/// When there is none of that number, or its files are no longer kept.
pub(crate) fn former(folder: &Path, number: u32) -> Result<Former, Error> {
    let publication = publications::read(folder, number).ok_or_else(|| {
        Error(format!("there is no publication {number}: `candor log` lists them"))
    })?;
    let website = publication.website(folder);
    let sources = publication.sources(folder, |_| true);
    let (Some(website), Some(sources)) = (website, sources) else {
        return Err(Error(format!(
            "the files of publication {number} are no longer kept, so it cannot be put back"
        )));
    };
    let now = prepare(folder)?;
    let before = PublishedSite { website: &website, sources: &sources };
    let today = PublishedSite { website: &now.report.website, sources: &now.sources };
    let objections = put_back::objections(before, today);
    let website = Arc::new(website);
    Ok(Former { publication, website, sources, objections, now: now.sources })
}

impl PublishTarget {
    /// Puts a publication back, whatever stands against it. The site's own files stay as they
    /// are.
    pub(crate) fn put_back(
        &self,
        former: &Former,
        tell: Tell<'_>,
    ) -> Result<PublishOutcome, Error> {
        let Former { publication, website, sources, now, .. } = former;
        let Publication { number, day, .. } = publication;
        let what = format!("Publication {number} of {day} was put back.");
        let record = self.record(now, vec![what], Some(*number));
        let outcome = self.write((website, sources), Some(record), tell)?;
        Ok(self.sent(outcome, tell))
    }
}
