//! Findings in a terminal: each with the lines it is about, then a line that sums them up.
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Level as Word, Origin, Renderer, Snippet,
    normalize_untrusted_str,
};
use ground::diagnostic::{Diagnostic, Level};
use ground::source::{Path, Sources, Span};
use site::check::aid::AidStanding;

use crate::call::{as_called, called};
use crate::excerpt::Excerpt;
use crate::shown::shown;
use crate::terminal::line::{count, print, say};

/// A terminal narrower than this is rare, and wider lines are tiring to read.
const WIDTH: usize = 80;

/// A longer mark is cut, so that its line with the number before it fits.
const MARK: usize = 60;

/// Prints all findings, and a line that sums them up: they are what was asked for.
pub(crate) fn print_all(sources: &Sources, findings: &[Diagnostic], publish: bool) {
    let findings: Vec<_> = findings.iter().collect();
    print(&list(sources, &findings, publish));
}

/// Prints how a page stands as a decision aid.
pub(crate) fn aid(aid: &AidStanding) {
    let AidStanding { address, all, met, waits } = aid;
    let short = all - met - waits;
    print(&format!(
        "The decision aid {address}: {met} of {all} criteria met, {short} not met, {waits} wait for \
         people."
    ));
}

/// Prints the findings of a build as an aside.
pub(crate) fn aside(sources: &Sources, findings: &[Diagnostic], publish: bool) {
    say(&summary(sources, findings, publish));
}

/// The findings of a build, to be said as an aside. What only a site that goes live owes is
/// counted: early on there is much of it, and it would bury the rest.
pub(crate) fn summary(
    sources: &Sources,
    findings: &[Diagnostic],
    publish: bool,
) -> Vec<String> {
    let mut said = vec![];
    let (owed, now): (Vec<_>, Vec<_>) =
        findings.iter().partition(|each| each.level == Level::Unpublishable && !publish);
    if !now.is_empty() {
        said.push(list(sources, &now, publish));
    }
    if !owed.is_empty() {
        let owed = count(owed.len(), "thing");
        said.push(format!(
            "{owed} to settle before the site goes live: `check` lists them"
        ));
    }
    said
}

/// The findings, their sum, and where to read more.
fn list(sources: &Sources, findings: &[&Diagnostic], publish: bool) -> String {
    // What stops the build comes last: a terminal scrolls, and the end is what is seen first.
    let (stopping, others): (Vec<_>, Vec<_>) =
        findings.iter().partition(|finding| finding.stops(publish));
    let each = others
        .into_iter()
        .chain(stopping)
        .map(|finding| render(sources, finding, publish) + "\n\n");
    let list: String = each.collect();
    let sum = sum(findings, publish);
    if findings.is_empty() {
        return sum;
    }
    format!("{list}{sum}\nFor more on a finding: {} explain CODE", called())
}

/// One finding: its title, the lines it is about, who it happens to, and what to do.
fn render(sources: &Sources, finding: &Diagnostic, publish: bool) -> String {
    let message = shown(&finding.message);
    let title = word(finding.level, publish).primary_title(message).id(finding.code);
    let group = title.elements(excerpts(sources, finding)).elements(notes(finding));
    // ASCII: box-drawing characters come out as rubbish in a terminal that is not UTF-8.
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(WIDTH);
    renderer.render(&[group])
}

/// The word before a title.
fn word(level: Level, publish: bool) -> Word<'static> {
    match level.word(publish) {
        "error" => Word::ERROR,
        "hint" => Word::INFO.with_name("hint"),
        _ => Word::WARNING,
    }
}

/// What follows the lines: for example, and help.
fn notes(finding: &Diagnostic) -> Vec<Element<'_>> {
    let example =
        finding.example.as_ref().map(|example| format!("for example, {example}"));
    // Texts of authors: control characters in them would move the cursor or hide a line.
    let example = example.map(|text| Word::NOTE.message(untrusted(&text)));
    let help = finding.help.as_ref();
    let help = help.map(|text| Word::HELP.message(untrusted(&as_called(text))));
    example.into_iter().chain(help).map(Element::from).collect()
}

/// A text of authors in a line of its own.
fn untrusted(text: &str) -> String {
    normalize_untrusted_str(&shown(text))
}

/// The lines of each file that the finding names: its own place first.
fn excerpts<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> Vec<Element<'a>> {
    let own = finding.at.iter().map(|at| (at, AnnotationKind::Primary, None));
    let labels = finding.labels.iter();
    let others =
        labels.map(|(at, note)| (at, AnnotationKind::Context, Some(note.as_str())));
    let mut marks: Vec<Mark<'a>> = own.chain(others).collect();
    let mut excerpts = vec![];
    while let Some((first, ..)) = marks.first() {
        let file = &first.file;
        let (here, elsewhere) = marks.iter().partition(|(span, ..)| span.file == *file);
        excerpts.push(excerpt(sources, file, here));
        marks = elsewhere;
    }
    excerpts
}

/// A place, whether it is the finding's own, and the note beside it.
type Mark<'a> = (&'a Span, AnnotationKind, Option<&'a str>);

/// The lines of one file, marked; only its name when it could not be read.
fn excerpt<'a>(
    sources: &'a Sources,
    file: &'a Path,
    marks: Vec<Mark<'a>>,
) -> Element<'a> {
    let Some(first) = Excerpt::of(sources, marks[0].0) else {
        return Origin::path(shown(file)).into();
    };
    let marks =
        marks.into_iter().filter_map(|(span, kind, note)| -> Option<Annotation<'a>> {
            let place = Excerpt::of(sources, span)?;
            Some(kind.span(place.start_of_mark(MARK)).label(note.map(untrusted)))
        });
    Snippet::source(first.text).path(shown(file)).annotations(marks).into()
}

/// "3 problems stop the build, 2 warnings".
fn sum(findings: &[&Diagnostic], publish: bool) -> String {
    let of =
        |word: &str| findings.iter().filter(|f| f.level.word(publish) == word).count();
    let stop = if of("error") == 1 { "stops" } else { "stop" };
    let parts = [
        (of("error"), format!("{} {stop} the build", count(of("error"), "problem"))),
        (of("warning"), count(of("warning"), "warning")),
        (of("hint"), count(of("hint"), "hint")),
    ];
    let parts: Vec<_> =
        parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, part)| part).collect();
    if parts.is_empty() { "Nothing to report.".to_owned() } else { parts.join(", ") }
}
