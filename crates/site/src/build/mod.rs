//! The pipeline: sources in, website and findings out.
mod pages;
mod session;

use std::sync::Arc;

use ground::diagnostic::{Diagnostic, any_stops};
use ground::source::Sources;

use crate::check;
use crate::check::aid::{self, AidStanding};
use crate::load;
use crate::load::dates::{self, DatedPage};
use crate::request::{Cancelled, Request};
use crate::website::{self, Website, redirects};

pub use session::Session;

/// What a build gives: the website as far as it could be made, and all findings.
#[derive(Clone, Default)]
pub struct Report {
    /// The website. To be published only when nothing stops the build.
    pub website: Arc<Website>,
    /// All findings, sorted by file and place.
    pub findings: Vec<Diagnostic>,
    /// How pages stand that are to be decision aids.
    pub aids: Vec<AidStanding>,
    /// The pages that come or go on a day, by it.
    pub dated: Vec<DatedPage>,
    /// How much was done, for tests and timings.
    pub work: Work,
}

/// How much a build did, and did not have to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Pages whose front matter was parsed anew.
    pub parsed: usize,
    /// Pages rendered anew.
    pub rendered: usize,
}

impl Report {
    /// Whether some finding stops the build, or with `publish` a build that goes live.
    pub fn stopped(&self, publish: bool) -> bool {
        any_stops(&self.findings, publish)
    }
}

/// Builds the whole site. Total: any text gives a report, none a panic.
///
/// 1. [`load`] parses every input once, but for the texts of pages.
/// 2. [`pages`] parses these, renders them with [`crate::render`], and checks each page.
/// 3. [`website`] adds what a website has besides its pages.
/// 4. [`check`] looks at the site as a whole.
///
/// Each of them looks up in the session what the last build came to, so a build after an edit
/// is this build again.
///
/// # Errors
/// When the request is cancelled. What was made until then is there for the next build.
pub fn build(
    sources: &Sources,
    session: &Session,
    request: &Request<'_>,
) -> Result<Report, Cancelled> {
    session.round(|| {
        let memo = session.memo();
        let project = load::project(sources, memo, request)?;
        let redirects = redirects::redirects(&project);
        let pages = pages::make(&project, &redirects, session, request)?;
        let website = website::assemble(&project, &pages, redirects, memo);
        let mut findings = vec![];
        check::all(&project, &pages, &website, memo, request, &mut findings);
        let work = Work { parsed: project.parsed, rendered: pages.rendered };
        let aids = aid::standings(&project, &pages);
        let dated = dates::dated(&project.graph, sources.today);
        session.release((project, pages));
        Ok(Report { website: Arc::new(website), findings, aids, dated, work })
    })
}
