//! A finding as a page shows it: words, places, and the lines that it is about.
use ground::diagnostic::Diagnostic;
use ground::html::escaped;
use ground::html::with_code;
use ground::source::{Path, Sources, Span};
use serde_json::{Value, json};
use site::authoring::desk;

use crate::call::as_called;
use crate::excerpt::Excerpt;
use crate::shown::shown;

/// The address of the page that says more on each finding.
pub(crate) const EXPLAIN: &str = "/__candor/explain";

/// A finding with the lines it is about, copied out of the files: it is shown until the next build
/// is done, while the files are read anew.
#[derive(Clone)]
pub(crate) struct FindingView {
    /// `error`, `warning` or `hint`.
    pub(crate) level: &'static str,
    code: &'static str,
    /// The file that it is in.
    file: Option<Path>,
    message: String,
    places: Vec<Spot>,
    example: Option<String>,
    help: Option<String>,
}

/// Which pages a finding is about, seen from one of them. The order is that of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Concern {
    /// The page itself.
    This,
    /// No page by itself: a template, a list, the site's settings.
    All,
    /// Another page.
    Another,
}

/// A line with a mark in it.
#[derive(Clone)]
struct Spot {
    /// "content/a.md, line 5, column 8".
    place: String,
    /// Before the mark, the mark, after it; nothing when the file could not be read.
    line: Option<[String; 3]>,
    note: Option<String>,
}

impl FindingView {
    /// The finding as the preview shows it.
    pub(crate) fn of(sources: &Sources, finding: &Diagnostic) -> Self {
        let own = finding.at.iter().map(|at| Spot::of(sources, at, None));
        let labels = finding.labels.iter();
        let others =
            labels.map(|(at, note)| Spot::of(sources, at, Some(shown(note).into())));
        Self {
            level: finding.level.word(false),
            code: finding.code,
            file: finding.at.as_ref().map(|at| at.file.clone()),
            message: shown(&as_called(&finding.message)).into_owned(),
            places: own.chain(others).collect(),
            example: finding.example.as_deref().map(|text| shown(text).into_owned()),
            help: finding
                .help
                .as_deref()
                .map(|text| shown(&as_called(text)).into_owned()),
        }
    }

    /// How it concerns the page at an address of the website.
    pub(crate) fn concerns(&self, sources: &Sources, address: &str) -> Concern {
        let page = self.file.as_ref().and_then(|file| desk::address(sources, file));
        match page {
            Some(page) if page == address => Concern::This,
            Some(_) => Concern::Another,
            None => Concern::All,
        }
    }

    /// For the script in a page.
    pub(crate) fn json(&self, concern: Concern) -> Value {
        let spot = |spot: &Spot| json!({ "place": spot.place, "line": spot.line, "note": spot.note });
        json!({
            "level": self.level,
            // What stops the page that is looked at is shown unasked.
            "stops": self.level == "error" && concern != Concern::Another,
            "code": self.code,
            "message": self.message,
            "places": self.places.iter().map(spot).collect::<Vec<_>>(),
            "example": self.example,
            "help": self.help,
        })
    }

    /// For the page that lists all findings.
    pub(crate) fn html(&self) -> String {
        let note = |name: &str, text: &Option<String>| {
            let text = text.as_ref().map(|text| with_code(text));
            text.map_or_else(String::new, |text| format!("<p><b>{name}</b> {text}</p>"))
        };
        format!(
            "<li class={level}><h2><b>{level}:</b> {message}</h2>{places}{example}{help}\
             <p class=code>More: <a href=\"{EXPLAIN}#{code}\">{code}</a></p></li>\n",
            level = self.level,
            code = self.code,
            message = with_code(&self.message),
            places = self.places.iter().map(Spot::html).collect::<String>(),
            example = note("For example,", &self.example),
            help = note("What to do:", &self.help),
        )
    }
}

impl Spot {
    fn of(sources: &Sources, span: &Span, note: Option<String>) -> Self {
        let file = shown(&span.file);
        let Some(place) = Excerpt::of(sources, span) else {
            return Self { place: file.into_owned(), line: None, note };
        };
        if span.end == 0 {
            return Self { place: format!("{file}, as a whole"), line: None, note };
        }
        let (line, column) = place.line_column();
        let name = format!("{file}, line {line}, column {column}");
        Self { place: name, line: Some(place.line().map(str::to_owned)), note }
    }

    fn html(&self) -> String {
        let note = self.note.as_ref().map(|note| format!(": {}", escaped(note)));
        let line = self.line.as_ref().map(|line| {
            let [before, mark, after] = line.each_ref().map(|part| escaped(part));
            format!("<pre>{before}<mark>{mark}</mark>{after}</pre>")
        });
        let (note, line) = (note.unwrap_or_default(), line.unwrap_or_default());
        format!("<p class=place>{}{note}</p>{line}", escaped(&self.place))
    }
}
