//! What the browser is shown: the last good website, and what is wrong with the newest one.
use std::collections::BTreeMap;
use std::sync::Arc;

use ground::diagnostic::Diagnostic;
use ground::source::{Path, Sources};
use serde_json::{Value, json};
use site::load::dates::DatedPage;
use site::website::host::file;
use site::website::{Files, Website};

use crate::preview::finding::FindingView;
use crate::terminal::count;

/// One state of the preview.
#[derive(Default)]
pub(crate) struct Shown {
    /// The last good website: empty until there is one.
    pub(crate) website: Arc<Website>,
    /// Counts the builds, good or not; an open list of findings follows it.
    pub(crate) round: u64,
    /// When nothing but style sheets changed: the website before, and their new addresses.
    pub(crate) styles: Option<(Arc<Website>, BTreeMap<String, String>)>,
    /// The last good website, where this one has only its open pages anew.
    pub(crate) good: Option<Arc<Website>>,
    /// Whether some build was done: before, a page that is not there may still come.
    pub(crate) is_built: bool,
    /// Whether the newest build is not the one that is shown.
    pub(crate) stopped: bool,
    /// What the newest build found.
    pub(crate) findings: Vec<FindingView>,
    /// The same, as the build told it.
    pub(crate) diagnostics: Arc<Vec<Diagnostic>>,
    /// The pages that come or go on a day.
    pub(crate) dated: Arc<Vec<DatedPage>>,
    /// The website of the newest build, whatever it found.
    pub(crate) newest: Arc<Website>,
    /// The files that it was made of, unsaved texts in place of those on the disk.
    pub(crate) sources: Arc<Sources>,
    /// The files as they were when the preview was started.
    pub(crate) before: Arc<Sources>,
}

impl Shown {
    /// The last website that was found good.
    pub(crate) fn last_good(&self) -> &Arc<Website> {
        self.good.as_ref().unwrap_or(&self.website)
    }

    /// The path in the website of what is asked for at a path of the preview; nothing where that
    /// is not below the website's base path.
    pub(crate) fn inside<'a>(&self, path: &'a str) -> Option<&'a str> {
        let Some(base_path) = self.website.base_path.strip_prefix('/') else {
            return Some(path);
        };
        path.strip_prefix(base_path)?.strip_prefix('/')
    }

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
            "findings": self.findings_at(page),
        })
    }

    /// What was found, for the page at a path: what is in the page itself first.
    fn findings_at(&self, page: &str) -> Vec<Value> {
        let address = format!("/{page}");
        let concern = |finding: &FindingView| finding.concerns(&self.sources, &address);
        let mut findings: Vec<_> =
            self.findings.iter().map(|finding| (concern(finding), finding)).collect();
        findings.sort_by_key(|(concern, _)| *concern);
        findings.into_iter().map(|(concern, finding)| finding.json(concern)).collect()
    }

    /// What tells one state of the page at a path from another. The preview's own pages follow
    /// each build.
    pub(crate) fn version(&self, page: &str) -> String {
        if page.starts_with("__candor/") || self.website.files.is_empty() {
            return self.round.to_string();
        }
        version_in(&self.website, page)
    }
}

/// The same in one state of the website.
fn version_in(website: &Website, page: &str) -> String {
    let files = &website.files;
    let shown = files.get(&file(page)).or_else(|| files.get("404.html"));
    format!("{:x}", shown.map_or(0, |shown| shown.content.key()))
}

/// "2 problems, 1 warning".
pub(crate) fn title(findings: &[FindingView]) -> String {
    let of = |(level, one): (&str, &str)| {
        let number = findings.iter().filter(|finding| finding.level == level).count();
        (number > 0).then(|| count(number, one))
    };
    let levels = [("error", "problem"), ("warning", "warning"), ("hint", "hint")];
    levels.into_iter().filter_map(of).collect::<Vec<_>>().join(", ")
}

/// The new address of each style sheet by its old one, when nothing else was edited. `now` are
/// the files of the new website, or those of its open pages and all that are static.
pub(crate) fn only_styles(
    (old, new): (&Sources, &Sources),
    before: &Website,
    now: &Files,
) -> Option<BTreeMap<String, String>> {
    let is_style = |path: &&Path| path.starts_with("static/") && path.ends_with(".css");
    if !new.edited(old)?.iter().all(is_style) {
        return None;
    }
    let Website { files: before, base_path, .. } = before;
    let come = sheets_missing(now, before, base_path);
    let mut gone = sheets_missing(before, now, base_path);
    // The sheet of a page that is not open is missing among the files of those that are.
    gone.retain(|name, _| come.contains_key(name));
    let paired = !come.is_empty() && gone.len() == come.len();
    paired.then(|| gone.into_values().zip(come.into_values()).collect())
}

/// The style sheets among some files that others lack, by their name without fingerprint.
fn sheets_missing(
    here: &Files,
    there: &Files,
    base_path: &str,
) -> BTreeMap<String, String> {
    let sheets = here.keys().filter(|path| path.ends_with(".css"));
    let missing = sheets.filter(|path| !there.contains_key(*path));
    missing
        .map(|path| {
            let name = path.rsplit_once(['-', '.']).map_or(&**path, |(stem, _)| stem);
            let name = name.rsplit_once(['-', '.']).map_or(name, |(stem, _)| stem);
            (name.to_owned(), format!("{base_path}/{path}"))
        })
        .collect()
}
