//! What the browser is shown: the last good website, and what is wrong with the newest one.
use std::collections::BTreeMap;
use std::path::{Path as DiskPath, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use site::diagnostic::Diagnostic;
use site::memo::Memo;
use site::source::{Mode, Path, Sources, hash};
use site::website::host::file;
use site::{Output, Overtaken, Report};

use crate::disk;
use crate::error::Error;
use crate::preview::finding::FindingView;
use crate::watch::Changes;

/// One state of the preview.
#[derive(Default)]
pub(crate) struct Shown {
    /// The last good website: empty until there is one.
    pub(crate) output: Arc<Output>,
    /// Counts the builds, good or not; an open list of findings follows it.
    round: u64,
    /// When nothing but style sheets changed: the website before, and their new addresses.
    styles: Option<(Arc<Output>, BTreeMap<String, String>)>,
    /// The last good website, where this one is only a glance at the next.
    good: Option<Arc<Output>>,
    /// Whether the newest build is not the one that is shown.
    pub(crate) stopped: bool,
    /// What the newest build found.
    pub(crate) findings: Vec<FindingView>,
    /// The files that it was made of.
    pub(crate) sources: Arc<Sources>,
    /// The files as they were when the preview was started.
    pub(crate) before: Arc<Sources>,
}

impl Shown {
    /// The state as the script in the page at a path reads it. The page loads itself again when
    /// its own version is another.
    pub(crate) fn event(&self, page: &str) -> Value {
        let styles = self.styles.as_ref();
        json!({
            "version": self.version(page),
            "before": styles.map(|(before, _)| version_in(before, page)),
            "styles": styles.map(|(_, styles)| styles),
            "stopped": self.stopped,
            "title": title(&self.findings),
            "findings": self.findings.iter().map(FindingView::json).collect::<Vec<_>>(),
        })
    }

    /// What tells one state of the page at a path from another. The preview's own pages follow
    /// each build.
    pub(crate) fn version(&self, page: &str) -> String {
        if page.starts_with("__candor/") || self.output.is_empty() {
            return self.round.to_string();
        }
        version_in(&self.output, page)
    }
}

/// The same in one state of the website.
fn version_in(output: &Output, page: &str) -> String {
    let bytes = output.get(&file(page)).or_else(|| output.get("404.html"));
    format!("{:x}", hash(&bytes))
}

/// "2 problems, 1 warning".
pub(crate) fn title(findings: &[FindingView]) -> String {
    let count = |level: &str, one: &str| match findings
        .iter()
        .filter(|finding| finding.level == level)
        .count()
    {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {one}s")),
    };
    let counts =
        [count("error", "problem"), count("warning", "warning"), count("hint", "hint")];
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Builds the website again and again, from what is on disk at that moment.
pub(crate) struct Builder {
    folder: PathBuf,
    memo: Memo,
    /// The files as they were read last.
    read: Option<Sources>,
    /// Those of the last build that was made whole.
    built: Option<Arc<Sources>>,
    before: Arc<Sources>,
}

impl Builder {
    /// For the site in `folder`.
    pub(crate) fn new(folder: &DiskPath) -> Self {
        Self {
            folder: folder.to_owned(),
            memo: Memo::default(),
            read: None,
            built: None,
            before: Arc::default(),
        }
    }

    /// The first state: even a site with faults is served. Where there are many pages, they
    /// are not looked at yet: that is done by [`Self::build`].
    pub(crate) fn first(&mut self) -> Result<Shown, Error> {
        let sources = disk::read(&self.folder, Mode::Preview)?;
        self.read = Some(sources.clone());
        self.before = Arc::new(sources.clone());
        let none =
            Shown { round: now(), sources: self.before.clone(), ..Shown::default() };
        let shown = if sources.files.len() >= MANY {
            self.unaudited(&sources, &none, &|| false)
        } else {
            self.build(&sources, &none, &|| false)
        };
        Ok(shown.unwrap_or(none))
    }

    /// Whether a whole build was made.
    pub(crate) fn has_built(&self) -> bool {
        self.built.is_some()
    }

    /// The files as they are after some changes.
    pub(crate) fn read(&mut self, changes: &Changes) -> Result<Sources, Error> {
        let again = match (changes, self.read.take()) {
            (Changes::Files(files), Some(read)) => {
                disk::read_again(&self.folder, &read, files)
            }
            _ => None,
        };
        let sources =
            again.map_or_else(|| disk::read(&self.folder, Mode::Preview), Ok)?;
        self.read = Some(sources.clone());
        Ok(sources)
    }

    /// Whether a state is what these files come to.
    pub(crate) fn is_shown(&self, sources: &Sources, last: &Shown) -> bool {
        last.good.is_none() && self.built.as_ref().is_some_and(|old| same(old, sources))
    }

    /// The state after an edit of a few texts: it is there at once.
    pub(crate) fn follow(&mut self, sources: &Sources, last: &Shown) -> Option<Shown> {
        let report = site::follow(sources, &self.memo)?;
        Some(self.settled(sources, &report, last))
    }

    /// What the pages that are open come to, while all others are still as they were: where
    /// there are many, they take a while.
    pub(crate) fn glance(
        &self,
        sources: &Sources,
        last: &Shown,
        open: &[Path],
    ) -> Option<Shown> {
        if last.stopped || last.output.len() < MANY {
            return None;
        }
        let output = site::glance(sources, &self.memo, open)?;
        Some(self.passing(output, last.sources.clone(), last))
    }

    /// All pages of a large site as they are now, before what they say is looked at.
    pub(crate) fn unaudited(
        &self,
        sources: &Sources,
        last: &Shown,
        overtaken: Overtaken<'_>,
    ) -> Option<Shown> {
        if sources.files.len() < MANY {
            return None;
        }
        let report = site::build_unless(sources, &self.memo, false, overtaken)?;
        let now = Arc::new(sources.clone());
        if report.stopped(false) {
            let findings = seen(sources, &report);
            let kept = self.passing(good(last).clone(), now, last);
            return Some(Shown {
                stopped: true,
                findings,
                round: last.round + 1,
                ..kept
            });
        }
        let styles = styles(last, sources, &report);
        let passing = self.passing(report.output.clone(), now, last);
        // What was wrong before may be what was mended.
        let findings =
            if last.stopped { seen(sources, &report) } else { last.findings.clone() };
        Some(Shown { styles, findings, ..passing })
    }

    /// The website as it is now, with all that is found in it.
    pub(crate) fn build(
        &mut self,
        sources: &Sources,
        last: &Shown,
        overtaken: Overtaken<'_>,
    ) -> Option<Shown> {
        let report = site::build_unless(sources, &self.memo, true, overtaken)?;
        Some(self.settled(sources, &report, last))
    }

    /// The state without a site's folder; nothing when that is shown.
    pub(crate) fn lost(&mut self, refusal: Error, last: &Shown) -> Option<Shown> {
        self.built.take().map(|sources| lost(sources, refusal, last))
    }

    /// A state on the way to the next one that is whole.
    fn passing(&self, output: Arc<Output>, sources: Arc<Sources>, last: &Shown) -> Shown {
        Shown {
            output,
            round: last.round,
            good: Some(good(last).clone()),
            styles: None,
            stopped: false,
            findings: last.findings.clone(),
            sources,
            before: self.before.clone(),
        }
    }

    fn settled(&mut self, sources: &Sources, report: &Report, last: &Shown) -> Shown {
        self.memo.sweep();
        let stopped = report.stopped(false);
        let output = if stopped { good(last) } else { &report.output };
        let changed = *output != last.output;
        let styles = changed.then(|| styles(last, sources, report)).flatten();
        let sources = Arc::new(sources.clone());
        self.built = Some(sources.clone());
        Shown {
            round: last.round + 1,
            output: output.clone(),
            good: None,
            styles,
            stopped,
            findings: seen(&sources, report),
            sources,
            before: self.before.clone(),
        }
    }
}

/// The last website that was found good.
fn good(last: &Shown) -> &Arc<Output> {
    last.good.as_ref().unwrap_or(&last.output)
}

/// What was found. What stops the build comes first: it is why the page does not change.
fn seen(sources: &Sources, report: &Report) -> Vec<FindingView> {
    let mut worst_first: Vec<_> = report.findings.iter().collect();
    worst_first.sort_by_key(|finding| finding.level);
    worst_first.into_iter().map(|each| FindingView::of(sources, each)).collect()
}

/// When nothing but style sheets changed: the website before, and their new addresses.
fn styles(
    last: &Shown,
    sources: &Sources,
    report: &Report,
) -> Option<(Arc<Output>, BTreeMap<String, String>)> {
    let sheets = only_styles(&last.sources, sources, &last.output, report)?;
    Some((last.output.clone(), sheets))
}

/// The site's folder itself is gone: the last good website stays.
fn lost(sources: Arc<Sources>, refusal: Error, last: &Shown) -> Shown {
    let finding = Diagnostic::error("site-missing", refusal.0);
    Shown {
        output: last.output.clone(),
        good: None,
        round: last.round + 1,
        styles: None,
        stopped: true,
        findings: vec![FindingView::of(&sources, &finding)],
        sources,
        before: last.before.clone(),
    }
}

fn same(old: &Sources, new: &Sources) -> bool {
    old.today == new.today
        && old.unread == new.unread
        && new.edited(old).is_some_and(|edited| edited.is_empty())
}

/// The new address of each style sheet by its old one, when nothing else was edited.
fn only_styles(
    old: &Sources,
    new: &Sources,
    before: &Output,
    report: &Report,
) -> Option<BTreeMap<String, String>> {
    let is_style = |path: &&Path| path.starts_with("static/") && path.ends_with(".css");
    if !new.edited(old)?.iter().all(is_style) {
        return None;
    }
    let gone = sheets_missing(before, &report.output);
    let come = sheets_missing(&report.output, before);
    let paired = gone.len() == come.len() && gone.keys().eq(come.keys());
    paired.then(|| gone.into_values().zip(come.into_values()).collect())
}

/// The style sheets of one website that the other lacks, by their name without fingerprint.
fn sheets_missing(here: &Output, there: &Output) -> BTreeMap<String, String> {
    let sheets = here.keys().filter(|path| path.ends_with(".css"));
    let missing = sheets.filter(|path| !there.contains_key(*path));
    missing
        .map(|path| {
            let name = path.rsplit_once(['-', '.']).map_or(&**path, |(stem, _)| stem);
            let name = name.rsplit_once(['-', '.']).map_or(name, |(stem, _)| stem);
            (name.to_owned(), format!("/{path}"))
        })
        .collect()
}

/// A website with fewer files is made anew before anybody notices.
const MANY: usize = 300;

/// A number that a former preview on the same port did not reach.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or_default()
}
