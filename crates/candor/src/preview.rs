//! What the browser is shown: the last good website, and what is wrong with the newest one.
use std::collections::BTreeMap;
use std::path::{Path as DiskPath, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use site::diagnostic::Diagnostic;
use site::memo::Memo;
use site::source::{Mode, Path, Sources};
use site::{Output, Report};

use crate::command::Refusal;
use crate::disk;
use crate::seen::Seen;
use crate::watch::Changes;

/// One state of the preview.
#[derive(Default)]
pub(crate) struct Shown {
    /// The last good website: empty until there is one.
    pub(crate) output: Output,
    /// Counts the good websites; an open page of an older one loads itself again.
    pub(crate) version: u64,
    /// Counts the builds, good or not; an open list of findings follows it.
    pub(crate) round: u64,
    /// When nothing but style sheets changed: the version before, and their new addresses.
    styles: Option<(u64, BTreeMap<String, String>)>,
    /// The last good website, where this one is only a glance at the next.
    good: Option<Output>,
    /// Whether the newest build is not the one that is shown.
    pub(crate) stopped: bool,
    /// What the newest build found.
    pub(crate) findings: Vec<Seen>,
    /// The files that it was made of.
    pub(crate) sources: Arc<Sources>,
    /// The files as they were when the preview was started.
    pub(crate) before: Arc<Sources>,
}

impl Shown {
    /// The state as the script in the page reads it.
    pub(crate) fn event(&self) -> Value {
        let (before, styles) = self.styles.clone().unzip();
        json!({
            "version": self.version,
            "round": self.round,
            "before": before,
            "styles": styles,
            "stopped": self.stopped,
            "title": title(&self.findings),
            "findings": self.findings.iter().map(Seen::json).collect::<Vec<_>>(),
        })
    }
}

/// "2 problems, 1 warning".
pub(crate) fn title(findings: &[Seen]) -> String {
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
    sources: Option<Arc<Sources>>,
    before: Arc<Sources>,
}

impl Builder {
    /// For the site in `folder`.
    pub(crate) fn new(folder: &DiskPath) -> Self {
        Self {
            folder: folder.to_owned(),
            memo: Memo::default(),
            sources: None,
            before: Arc::default(),
        }
    }

    /// The first state: even a site with faults is served. Where there are many pages, they
    /// are not looked at yet: that is done by [`Self::next`].
    pub(crate) fn first(&mut self) -> Result<Shown, Refusal> {
        let sources = Arc::new(disk::read(&self.folder, Mode::Preview)?);
        self.before = sources.clone();
        if sources.files.len() >= MANY {
            let none =
                Shown { version: now(), round: now(), sources, ..Shown::default() };
            return Ok(self.unaudited(&none.sources, &none).unwrap_or(none));
        }
        Ok(self
            .build(sources, &Shown { version: now(), round: now(), ..Shown::default() }))
    }

    /// Whether a whole build was made.
    pub(crate) fn has_built(&self) -> bool {
        self.sources.is_some()
    }

    /// What the pages that are open come to after an edit of templates, while all others are
    /// still as they were: where there are many, they take a while.
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
        Some(Shown {
            output,
            version: last.version + 1,
            round: last.round,
            good: Some(last.output.clone()),
            styles: None,
            stopped: false,
            findings: last.findings.clone(),
            sources: last.sources.clone(),
            before: last.before.clone(),
        })
    }

    /// All pages as they are now, before what they say is looked at. Nothing when something
    /// stops them.
    pub(crate) fn unaudited(&self, sources: &Sources, last: &Shown) -> Option<Shown> {
        let report = site::build_unaudited(sources, &self.memo);
        if report.stopped(false) {
            return None;
        }
        Some(Shown {
            output: report.output,
            version: last.version + 1,
            round: last.round,
            good: Some(last.good.as_ref().unwrap_or(&last.output).clone()),
            styles: None,
            stopped: false,
            findings: last.findings.clone(),
            sources: last.sources.clone(),
            before: self.before.clone(),
        })
    }

    /// The files as they are after some changes.
    pub(crate) fn read(&self, changes: &Changes) -> Result<Sources, Refusal> {
        if let (Changes::Files(files), Some(sources)) = (changes, &self.sources)
            && let Some(sources) = disk::read_again(&self.folder, sources, files)
        {
            return Ok(sources);
        }
        disk::read(&self.folder, Mode::Preview)
    }

    /// The state after `last`; nothing when nothing changed.
    pub(crate) fn next(
        &mut self,
        sources: Result<Sources, Refusal>,
        last: &Shown,
    ) -> Option<Shown> {
        match sources {
            Ok(sources)
                if self.sources.as_ref().is_some_and(|old| same(old, &sources)) =>
            {
                None
            }
            Ok(sources) => Some(self.build(Arc::new(sources), last)),
            Err(refusal) => {
                self.sources.take().map(|sources| lost(sources, refusal, last))
            }
        }
    }

    fn build(&mut self, sources: Arc<Sources>, last: &Shown) -> Shown {
        let report = site::build(&sources, &self.memo);
        self.memo.sweep();
        // What stops the build comes first: it is why the page does not change.
        let mut worst_first: Vec<_> = report.findings.iter().collect();
        worst_first.sort_by_key(|finding| finding.level);
        let findings =
            worst_first.into_iter().map(|each| Seen::of(&sources, each)).collect();
        let stopped = report.stopped(false);
        let good = last.good.as_ref().unwrap_or(&last.output);
        let output = if stopped { good } else { &report.output };
        let changed = *output != last.output;
        let old = self.sources.replace(sources.clone());
        let styles = old.filter(|_| changed).and_then(|old| {
            let new = self.sources.as_ref()?;
            Some((last.version, only_styles(&old, new, &last.output, &report)?))
        });
        Shown {
            version: last.version + u64::from(changed),
            round: last.round + 1,
            output: output.clone(),
            good: None,
            styles,
            stopped,
            findings,
            sources,
            before: self.before.clone(),
        }
    }
}

/// The site's folder itself is gone: the last good website stays.
fn lost(sources: Arc<Sources>, refusal: Refusal, last: &Shown) -> Shown {
    let finding = Diagnostic::error("site-missing", refusal.0);
    Shown {
        output: last.output.clone(),
        good: None,
        version: last.version,
        round: last.round + 1,
        styles: None,
        stopped: true,
        findings: vec![Seen::of(&sources, &finding)],
        sources,
        before: last.before.clone(),
    }
}

fn same(old: &Sources, new: &Sources) -> bool {
    let files = |sources: &Sources| sources.files.len();
    let mut pairs = old.files.iter().zip(&new.files);
    old.today == new.today
        && old.unread == new.unread
        && files(old) == files(new)
        && pairs.all(|((a, before), (b, now))| a == b && before.hash == now.hash)
}

/// The new address of each style sheet by its old one, when nothing else was edited.
fn only_styles(
    old: &Sources,
    new: &Sources,
    before: &Output,
    report: &Report,
) -> Option<BTreeMap<String, String>> {
    let hash =
        |sources: &Sources, path: &str| sources.files.get(path).map(|file| file.hash);
    let mut edited = new.files.keys().filter(|path| hash(old, path) != hash(new, path));
    let all_styles =
        edited.all(|path| path.starts_with("static/") && path.ends_with(".css"));
    let none_gone = old.files.keys().all(|path| new.files.contains_key(path));
    let gone = sheets_missing(before, &report.output);
    let come = sheets_missing(&report.output, before);
    let paired = gone.len() == come.len() && gone.keys().eq(come.keys());
    (all_styles && none_gone && paired)
        .then(|| gone.into_values().zip(come.into_values()).collect())
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
