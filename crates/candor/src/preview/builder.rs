//! Builds the website again and again, from what is on disk at that moment.
use std::path::{Path as DiskPath, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use disk::Error;
use ground::diagnostic::Diagnostic;
use ground::source::{Mode, Path, Sources};
use site::store::WebFile;
use site::website::{Files, Website};
use site::{OpenPages, Report, Request, Session};

use crate::preview::desk::Drafts;
use crate::preview::finding::FindingView;
use crate::preview::state::{Shown, only_styles};
use crate::watch::Changes;

/// Builds a site in one session.
pub(crate) struct Builder {
    folder: PathBuf,
    session: Session,
    /// The files as they were read last.
    read: Option<Sources>,
    /// Those of the last build that was done.
    built: Option<Arc<Sources>>,
    /// Those that the preview began with.
    before: Arc<Sources>,
    /// What is written in the desk and not saved.
    drafts: Drafts,
}

/// What a running build asks of the preview, and hands to it.
pub(crate) struct Audience<'a> {
    /// Whether a later save makes the build useless.
    pub(crate) is_cancelled: &'a (dyn Fn() -> bool + Sync),
    /// The pages that are open, as their files in the website.
    pub(crate) open: &'a (dyn Fn() -> Vec<Path> + Sync),
    /// The state that is shown now.
    pub(crate) last: &'a (dyn Fn() -> Arc<Shown> + Sync),
    /// Shows another one.
    pub(crate) show: &'a (dyn Fn(Shown) + Sync),
}

impl Builder {
    /// Reads the site in `folder` for the first time.
    pub(crate) fn new(folder: &DiskPath, drafts: Drafts) -> Result<Self, Error> {
        let sources = disk::read(folder, Mode::Preview)?;
        Ok(Self {
            folder: folder.to_owned(),
            session: Session::new(),
            before: Arc::new(sources.clone()),
            read: Some(sources),
            built: None,
            drafts,
        })
    }

    /// What is shown before anything is built.
    pub(crate) fn nothing_yet(&self) -> Shown {
        let sources = Arc::clone(&self.before);
        let practice = site::load::practice(&sources, &mut vec![]);
        let base_path = practice.base_path().to_owned();
        Shown {
            round: now(),
            website: Arc::new(Website { base_path, ..Website::default() }),
            before: Arc::clone(&sources),
            sources,
            ..Shown::default()
        }
    }

    /// The files as they are after some changes, unsaved texts in place of those on the disk.
    pub(crate) fn read(&mut self, changes: &Changes) -> Result<Sources, Error> {
        // Taken, so that after a read that failed the next one reads everything. The same where
        // no files are named: a folder is new, or events were lost.
        let again = match (changes, self.read.take()) {
            (Changes::Files(files), Some(read)) => {
                disk::read_again(&self.folder, &read, files)
            }
            _ => None,
        };
        let sources =
            again.map_or_else(|| disk::read(&self.folder, Mode::Preview), Ok)?;
        self.read = Some(sources.clone());
        Ok(self.drafts.over(sources))
    }

    /// Whether a state was built from these very files.
    pub(crate) fn is_shown(&self, sources: &Sources, last: &Shown) -> bool {
        last.good.is_none() && self.built.as_ref().is_some_and(|old| same(old, sources))
    }

    /// The website as it is now, with all that is found in it. Nothing when it is cancelled:
    /// what was made until then is in the session for the next build.
    pub(crate) fn build(
        &mut self,
        sources: Sources,
        audience: &Audience<'_>,
    ) -> Option<Shown> {
        let show = |files| {
            let last = (audience.last)();
            // This state has no findings yet: after one that was stopped it would look as if the
            // fault were mended.
            if !last.stopped {
                (audience.show)(self.with_open(files, &sources, &last));
            }
        };
        let request = Request {
            is_cancelled: audience.is_cancelled,
            open_pages: Some(OpenPages { list: audience.open, show: &show }),
            ..Request::default()
        };
        let report = site::build(&sources, &self.session, &request).ok()?;
        Some(self.settled(sources, &report, &(audience.last)()))
    }

    /// The state without a site's folder; nothing when that is shown.
    pub(crate) fn lost(&mut self, error: Error, last: &Shown) -> Option<Shown> {
        self.built.take().map(|sources| lost(sources, error, last))
    }

    /// A state on the way to the next one that is whole: the open pages are new, all others are
    /// as they were.
    fn with_open(
        &self,
        files: Vec<(Path, WebFile)>,
        sources: &Sources,
        last: &Shown,
    ) -> Shown {
        let new: Files = files.iter().cloned().collect();
        let sheets = only_styles((&last.sources, sources), &last.website, &new);
        let mut website = Website::clone(&last.website);
        website.files.extend(files);
        Shown {
            website: Arc::new(website),
            round: last.round,
            good: Some(Arc::clone(last.last_good())),
            styles: sheets.map(|sheets| (Arc::clone(&last.website), sheets)),
            is_built: last.is_built,
            stopped: false,
            findings: last.findings.clone(),
            diagnostics: Arc::clone(&last.diagnostics),
            dated: Arc::clone(&last.dated),
            newest: Arc::clone(&last.newest),
            sources: Arc::clone(&last.sources),
            before: Arc::clone(&self.before),
        }
    }

    fn settled(&mut self, sources: Sources, report: &Report, last: &Shown) -> Shown {
        let stopped = report.stopped(false);
        // Compared with the last whole website: pages that were shown on the way are new already.
        let before = last.last_good();
        let website = if stopped { before } else { &report.website };
        let sheets = || only_styles((&last.sources, &sources), before, &website.files);
        let sheets = (website != before).then(sheets).flatten();
        let findings = views(&sources, report);
        let sources = Arc::new(sources);
        self.built = Some(Arc::clone(&sources));
        Shown {
            round: last.round + 1,
            website: Arc::clone(website),
            good: None,
            styles: sheets.map(|sheets| (Arc::clone(before), sheets)),
            is_built: true,
            stopped,
            findings,
            diagnostics: Arc::new(report.findings.clone()),
            dated: Arc::new(report.dated.clone()),
            newest: Arc::clone(&report.website),
            sources,
            before: Arc::clone(&self.before),
        }
    }
}

/// What was found. What stops the build comes first: it is why the page does not change.
fn views(sources: &Sources, report: &Report) -> Vec<FindingView> {
    let mut worst_first: Vec<_> = report.findings.iter().collect();
    worst_first.sort_by_key(|finding| finding.level);
    worst_first.into_iter().map(|each| FindingView::of(sources, each)).collect()
}

/// The site's folder itself is gone: the last good website stays.
fn lost(sources: Arc<Sources>, error: Error, last: &Shown) -> Shown {
    let finding = Diagnostic::error("site-missing", error.0);
    Shown {
        website: Arc::clone(&last.website),
        good: None,
        round: last.round + 1,
        styles: None,
        is_built: true,
        stopped: true,
        findings: vec![FindingView::of(&sources, &finding)],
        diagnostics: Arc::new(vec![finding]),
        dated: Arc::clone(&last.dated),
        newest: Arc::clone(&last.newest),
        sources,
        before: Arc::clone(&last.before),
    }
}

fn same(old: &Sources, new: &Sources) -> bool {
    old.today == new.today
        && old.unread == new.unread
        && new.edited(old).is_some_and(|edited| edited.is_empty())
}

/// A number that a former preview on the same port did not reach.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or_default()
}
