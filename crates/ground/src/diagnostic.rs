//! Findings: what is wrong, where, and what to do. One type, many faces.
use std::collections::{BTreeMap, BTreeSet};

use strsim::osa_distance;

use crate::edit::Fix;
use crate::span::{Path, Span};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The site would be wrong or unsafe to serve: it stops every build.
    Error,
    /// What a page says is not ready: it stops `--publish` and is a warning before.
    Unpublishable,
    /// It works, but somebody should look.
    Warning,
    /// Good to know.
    Hint,
}

impl Level {
    /// The word that people and programs read.
    pub fn word(self, publish: bool) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Unpublishable if publish => "error",
            Self::Unpublishable | Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// What a finding belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// One page: it goes with the page's text.
    Page,
    /// The marks of our own in a page's text: it must be right even in a draft.
    Syntax,
    /// A template: all pages that it makes have the same fault, so it is told once.
    Template,
    /// The site: its data, its static files, or how its pages go together.
    #[default]
    Site,
}

/// One finding, in words that staff can act on.
///
/// Voice: say what happens to the visitor, no programmer's words, no full stop; the help
/// is an imperative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was found, as a stable word: `link-broken`.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What it belongs to.
    pub scope: Scope,
    /// One plain sentence.
    pub message: String,
    /// Where.
    pub at: Option<Span>,
    /// Other places that matter, each with its note.
    pub labels: Vec<(Span, String)>,
    /// A person to whom it happens: "someone aged 17 with depression, …".
    pub example: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// What a program can do about it: there only where the place and its new text are
    /// certain. Several are alternatives, the best one first.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding without a place yet.
    pub fn new(code: &'static str, level: Level, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code,
            level,
            scope: Scope::default(),
            message,
            at: None,
            labels: vec![],
            example: None,
            help: None,
            fixes: vec![],
        }
    }

    /// A finding that stops every build.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Error, message)
    }

    /// A finding that does not stop a build.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Warning, message)
    }

    /// With what it belongs to.
    #[must_use]
    pub fn of(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// With its place.
    #[must_use]
    pub fn at(self, at: Span) -> Self {
        Self { at: Some(at), ..self }
    }

    /// With another place that matters.
    #[must_use]
    pub fn label(mut self, at: Span, note: impl Into<String>) -> Self {
        self.labels.push((at, note.into()));
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// With what would mend it, where that is certain.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fixes.extend(fix.into());
        self
    }

    /// With a person to whom it happens.
    #[must_use]
    pub fn example(self, example: impl Into<String>) -> Self {
        Self { example: Some(example.into()), ..self }
    }

    /// Whether it stops a build, or with `publish` a build that goes live.
    pub fn stops(&self, publish: bool) -> bool {
        self.level == Level::Error || publish && self.level == Level::Unpublishable
    }

    /// The order of a report: by file, place, level, and code.
    pub fn sort(findings: &mut [Self]) {
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
    }

    /// What tells its place in a report.
    fn order(&self) -> impl Ord {
        let place = self.at.as_ref().map(|at| (&at.file, at.start));
        (place, self.level, self.code, &self.message)
    }
}

/// Whether some finding stops a build, or with `publish` a build that goes live.
pub fn any_stops(found: &[Diagnostic], publish: bool) -> bool {
    found.iter().any(|finding| finding.stops(publish))
}

/// Puts findings into the order of a report, each told once.
pub fn arrange(found: &mut Vec<Diagnostic>) {
    Diagnostic::sort(found);
    found.dedup();
    merge(found);
    shorten(found);
}

/// Tells once what is wrong with many pages in the same way: then their template is at fault,
/// though nobody knows where. The findings are sorted.
fn merge(found: &mut Vec<Diagnostic>) {
    let has_place =
        |finding: &Diagnostic| finding.at.as_ref().is_none_or(|at| at.end > 0);
    let mut seen = BTreeSet::new();
    found.retain(|finding| {
        finding.scope != Scope::Template
            || has_place(finding)
            || seen.insert((finding.code, finding.message.clone()))
    });
}

/// As many findings of one file are told. Nobody reads more, and after the first ones are
/// mended the others show.
const MOST: usize = 1_000;

/// Counts the findings of a file past the first thousand in place of telling them: one
/// finding, as grave as the gravest of them. The findings are sorted.
fn shorten(findings: &mut Vec<Diagnostic>) {
    let mut told: BTreeMap<Path, usize> = BTreeMap::new();
    let mut rest: BTreeMap<Path, (usize, Level)> = BTreeMap::new();
    findings.retain(|finding| {
        let Some(at) = &finding.at else { return true };
        let told = told.entry(at.file.clone()).or_default();
        *told += 1;
        if *told > MOST {
            let (count, gravest) =
                rest.entry(at.file.clone()).or_insert((0, finding.level));
            *count += 1;
            *gravest = finding.level.min(*gravest);
        }
        *told <= MOST
    });
    findings.extend(rest.into_iter().map(|(file, (count, gravest))| {
        let message = format!("there are {count} findings more in this file");
        Diagnostic::new("more", gravest, message)
            .at(Span::new(&file, 0, 0))
            .help("mend the ones that are listed first")
    }));
}

/// What to write where no name is near: any of them.
pub fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    format!("use one of: {}", names.join(", "))
}

/// The candidate nearest to what was written, when one is near enough to be a slip: at most
/// a third of its letters differ (optimal string alignment: insert, delete, replace, or swap
/// neighbours). Of several as near, the first by the alphabet.
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = written.chars().count();
    let near = candidates.into_iter().filter_map(|candidate| {
        let count = candidate.chars().count();
        let limit = count.max(3) / 3;
        // Each letter more or less is an edit of its own. A large site has 10,000 addresses
        // to compare with, and a comparison costs the product of both lengths.
        if count.abs_diff(length) > limit {
            return None;
        }
        let distance = osa_distance(written, candidate);
        (distance <= limit).then_some((distance, candidate))
    });
    near.min().map(|(_, candidate)| candidate)
}

/// The path or address that was written with a slip: in its last part one letter in six may
/// differ. Of names that people choose, many are as near as [`nearest`] allows, and mean something
/// else: a link to `costs.md` was hardly meant for `hosts.md`.
pub fn slip<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let near = nearest(written, candidates)?;
    let same = written.bytes().zip(near.bytes()).take_while(|(a, b)| a == b).count();
    let folder =
        written[..written.floor_char_boundary(same)].rfind('/').map_or(0, |at| at + 1);
    let [one, other] = [written, near].map(|name| {
        let name = name[folder..].trim_end_matches('/');
        name.strip_suffix(".md").unwrap_or(name)
    });
    let distance = osa_distance(one, other);
    // In a short name another letter makes another word; one too many, too few or in the wrong
    // place hardly does.
    let is_typed =
        distance == 1 && (one.len() != other.len() || sorted(one) == sorted(other));
    (is_typed || one.eq_ignore_ascii_case(other) || distance <= one.chars().count() / 6)
        .then_some(near)
}

/// The letters of a name in order.
fn sorted(name: &str) -> Vec<char> {
    let mut letters: Vec<_> = name.chars().collect();
    letters.sort_unstable();
    letters
}
